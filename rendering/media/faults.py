"""What can be wrong with a file from elsewhere."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager


class MediaFault(Exception):
    """Base of what can be wrong with a file from elsewhere; the message is a sentence."""


class BadMedia(MediaFault):
    """Raised for a file that is not what was ordered."""


class Gone(MediaFault):
    """Raised when the address no longer gives the file (403, 404, 410): a new address is needed."""


class TooLarge(MediaFault):
    """Raised when the file is larger than allowed."""


class Truncated(MediaFault):
    """Raised when the file broke off; what came is kept, and the next download goes on from there."""


class DiskFull(MediaFault):
    """Raised when there is no room to write."""


class Unreachable(MediaFault):
    """Raised when the address can not be reached now."""


class PrivateAddress(MediaFault):
    """Raised when an address leads into a private network; trying again will not help."""


@contextmanager
def says_when_full() -> Iterator[None]:
    """A write that finds no room, on a disk or within a quota, is `DiskFull`; other errors stay what they are."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull("There is no room left to keep the file.") from error
        raise
