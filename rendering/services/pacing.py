"""When to look an order up, and look again."""

PACE = ((10, 3), (22, 8), (60, 20))
"""Up to so many look-ups, every so many seconds (kie/api.md §2.2); then every minute, without end."""
FIRST_SECONDS = PACE[0][1]
LATE_LOOK_UPS = 60


def after(look_ups: int) -> int:
    """Seconds until the next look-up, after this many."""
    return next((seconds for most, seconds in PACE if look_ups < most), 60)
