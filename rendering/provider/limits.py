"""The provider's published limits, and how long we wait for it. From kie/api.md §2.2 to §2.6."""

from dataclasses import dataclass
from typing import Final

STARTS_PER_WINDOW: Final = 20
WINDOW_SECONDS: Final = 10
"""At most 20 new orders in any 10 seconds per account; above it an order is dropped, not queued."""

IN_FLIGHT: Final = 100
LOOK_UPS_PER_SECOND: Final = 10

RECORD_GRACE_SECONDS: Final = 60
"""For so long after an order the provider may not know its own task yet."""

UNKNOWN_SECONDS: Final = 5 * RECORD_GRACE_SECONDS
"""A task it still does not know after this is a matter for a person, or was never ours."""

LONGEST_MAKING_SECONDS: Final = 45 * 60
"""No order was seen to take longer; one that does is looked for by a person, too."""

MEDIA_KEPT_DAYS: Final = 14

CALLBACK_WINDOW_SECONDS: Final = 5 * 60
"""A callback stamped further from now than this, either way, is refused."""

CALLBACK_BYTES: Final = 4 * 1024 * 1024
ANSWER_BYTES: Final = 8 * 1024 * 1024
"""Far above any answer seen; the echo of the order makes some of them large."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds to wait for a connection, and for an answer, silent or trickling, as a whole."""

    connect: float = 10
    read: float = 60
    chat: float = 180
    upload: float = 300
