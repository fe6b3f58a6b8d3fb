"""Files that come from elsewhere: brought here safely, and trusted only after they were looked at."""

from rendering.media.checks import MAX_BYTES, check, extension_of, sha256_of
from rendering.media.downloads import Downloaded, download
from rendering.media.faults import (
    BadMedia,
    DiskFull,
    Gone,
    MediaFault,
    PrivateAddress,
    TooLarge,
    Truncated,
    Unreachable,
    says_when_full,
)

__all__ = [
    "MAX_BYTES",
    "BadMedia",
    "DiskFull",
    "Downloaded",
    "Gone",
    "MediaFault",
    "PrivateAddress",
    "TooLarge",
    "Truncated",
    "Unreachable",
    "check",
    "download",
    "extension_of",
    "says_when_full",
    "sha256_of",
]
