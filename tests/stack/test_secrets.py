import base64
import hashlib
import stat
import subprocess
import sys
from pathlib import Path

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from pod_service.embedded import secrets
from pod_service.embedded.paths import PROJECT

PRINT_THEM = """
import pathlib, sys
from pod_service.embedded import secrets
print(secrets.read_or_make(pathlib.Path(sys.argv[1])))
"""


def test_only_their_owner_can_read_them(tmp_path: Path) -> None:
    secrets.read_or_make(tmp_path)
    files = [tmp_path / "secrets" / name for name in secrets.NAMES]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_the_second_run_reads_what_the_first_made(tmp_path: Path) -> None:
    assert secrets.read_or_make(tmp_path) == secrets.read_or_make(tmp_path)


def test_two_folders_share_nothing(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    assert not set(secrets.read_or_make(one).values()) & set(secrets.read_or_make(two).values())


def test_processes_that_start_at_once_read_the_same(tmp_path: Path) -> None:
    starts = [
        subprocess.Popen(
            (sys.executable, "-c", PRINT_THEM, str(tmp_path)), cwd=PROJECT, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]
    printed = {start.communicate()[0] for start in starts}
    assert len(printed) == 1
    assert printed.pop().strip() == str(secrets.read_or_make(tmp_path)).encode()


def test_the_verify_key_belongs_to_the_signing_key(tmp_path: Path) -> None:
    made = secrets.read_or_make(tmp_path)
    public = bytes(SigningKey(base64.b64decode(made["POD_APPROVAL_SIGNING_KEY"])).verify_key)
    key_id, _, key = made["POD_APPROVAL_VERIFY_KEYS"].partition(":")
    assert base64.b64decode(key) == public
    assert key_id == hashlib.sha256(public).hexdigest()[:8]


def test_the_credentials_keys_are_a_pair(tmp_path: Path) -> None:
    made = secrets.read_or_make(tmp_path)
    private = PrivateKey(base64.b64decode(made["POD_CREDENTIALS_PRIVATE_KEY"]))
    assert base64.b64decode(made["POD_CREDENTIALS_PUBLIC_KEY"]) == bytes(private.public_key)


def test_a_pair_that_a_crash_left_half_made_is_made_anew(tmp_path: Path) -> None:
    before = secrets.read_or_make(tmp_path)
    (tmp_path / "secrets" / "POD_APPROVAL_VERIFY_KEYS").unlink()
    after = secrets.read_or_make(tmp_path)
    changed = {name for name in secrets.NAMES if before[name] != after[name]}
    assert changed == {"POD_APPROVAL_SIGNING_KEY", "POD_APPROVAL_VERIFY_KEYS"}
