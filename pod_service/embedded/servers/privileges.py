"""PostgreSQL refuses to run as root; run by root, it runs as an unprivileged user instead."""

import ctypes
import os
import pwd
import sys
from collections.abc import Callable
from pathlib import Path

UNPRIVILEGED_USER = "nobody"

# From linux/capability.h, linux/prctl.h and linux/securebits.h.
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522
PR_SET_SECUREBITS = 28
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
SECBIT_NO_SETUID_FIXUP = 1 << 2


def give_away(folder: Path) -> None:
    """Make the unprivileged user the owner of a folder that root has just made for PostgreSQL."""
    if os.geteuid() == 0:
        user = pwd.getpwnam(UNPRIVILEGED_USER)
        os.chown(folder, user.pw_uid, user.pw_gid)


def stepping_down(folder: Path) -> Callable[[], None] | None:
    """What a child started by root runs before PostgreSQL: it becomes the owner of `folder`.

    The child keeps the one right to pass folders that only root may enter (a clone under /root, a private
    temporary folder), so nobody's permissions need widening. None when there is nothing to give up.
    """
    if os.geteuid() != 0:
        return None
    owner = folder.stat()
    libc = ctypes.CDLL(None, use_errno=True)

    def step_down() -> None:
        # With the fix-up off, both setuid() and access() leave capabilities alone; PostgreSQL asks access().
        if sys.platform == "linux":
            libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)
        if sys.platform == "linux":
            _keep_only_passage(libc)

    return step_down


def _keep_only_passage(libc: ctypes.CDLL) -> None:
    mask = 1 << CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    # effective, permitted, inheritable: low words, then high words.
    wanted = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
    if libc.capset(header, wanted) != 0:
        nothing = (ctypes.c_uint32 * 6)()
        libc.capset(header, nothing)
        return
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)
