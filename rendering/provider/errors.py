"""What can go wrong at the provider, and, as data, what follows from it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ProviderFault(Exception):
    """The provider, or the way to it, did not do what was asked.

    `status` is the answer's effective status (None without an answer), `said` the provider's own words.
    """

    def __init__(self, said: str, *, status: int | None = None) -> None:
        super().__init__(f"{status}: {said}" if status else said)
        self.said = said
        self.status = status


class NotDelivered(ProviderFault):
    """The request surely never reached the provider: no address, no connection, no TLS."""


class TooFast(ProviderFault):
    """Over the rate limit or a full queue: the request was dropped."""


class UnderMaintenance(ProviderFault):
    """The provider is closed for maintenance: the request was refused."""


class OutOfCredits(ProviderFault):
    """The account's balance does not cover the request."""


class KeyRefused(ProviderFault):
    """The key is missing, wrong, or not allowed to do this."""


class KeyCapReached(ProviderFault):
    """The key has reached its own hourly, daily or total cap."""


class Rejected(ProviderFault):
    """The request itself is wrong; the same request will be refused again."""


class Misdirected(ProviderFault):
    """There is nothing at this path: our address of the provider is wrong, or the path has moved."""


class ReferenceNotFetched(ProviderFault):
    """The provider could not fetch a picture that the request refers to."""


class Faltered(ProviderFault):
    """The provider failed, or its answer can not be read. It proves nothing about what was done."""


class NoAnswer(ProviderFault):
    """The request was sent and no whole answer came: a time-out or a dropped connection."""


class Ambiguous(ProviderFault):
    """An order may or may not have been accepted. It must not be sent again by a machine."""


class Then(StrEnum):
    """What becomes of an order after a fault."""

    QUEUED = "queued"  # nothing was ordered: it goes back to the queue
    BLOCKED = "blocked"  # nothing was ordered, and nothing will be until a person has looked
    FAILED = "failed"  # nothing was ordered, and asking again is of no use
    IN_DOUBT = "in_doubt"  # it may have been ordered


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the order, and after how many seconds it may be tried again where it may."""

    then: Then
    wait_seconds: int = 0


AFTER_ORDER: Final[dict[type[ProviderFault], Verdict]] = {
    NotDelivered: Verdict(Then.QUEUED, 5),
    TooFast: Verdict(Then.QUEUED, 15),
    UnderMaintenance: Verdict(Then.QUEUED, 300),
    OutOfCredits: Verdict(Then.BLOCKED, 600),
    KeyRefused: Verdict(Then.BLOCKED, 600),
    KeyCapReached: Verdict(Then.BLOCKED, 600),
    Misdirected: Verdict(Then.BLOCKED, 600),
    ReferenceNotFetched: Verdict(Then.FAILED),
    Rejected: Verdict(Then.FAILED),
    Ambiguous: Verdict(Then.IN_DOUBT),
}
"""The retry class of every fault `order` can raise (kie/api.md §1.3, §1.5). What is not here is in doubt."""


def after_order(fault: ProviderFault) -> Verdict:
    return AFTER_ORDER.get(type(fault), AFTER_ORDER[Ambiguous])


_BY_STATUS: Final[dict[int, type[ProviderFault]]] = {
    400: Rejected, 401: KeyRefused, 402: OutOfCredits, 403: KeyRefused, 404: Rejected, 405: Rejected,
    409: Rejected, 413: Rejected, 415: Rejected, 422: Rejected, 429: TooFast, 430: TooFast,
    433: KeyCapReached, 451: ReferenceNotFetched, 455: UnderMaintenance, 505: Rejected, 550: TooFast,
}  # fmt: skip

# Status 500 stands for a missing field, an empty account and a broken server alike; only its words tell
# them apart (kie/api.md §1.4).
_SAYS_SHORT: Final = re.compile(r"insufficient|isn't enough|not enough credits", re.IGNORECASE)
_SAYS_WRONG: Final = re.compile(
    r"\b(?:is|are) required\b|cannot be empty|not supported|aspect.ratio unavailable", re.IGNORECASE
)


def fault_of(status: int, said: str) -> ProviderFault:
    """The fault an answer with this effective status and message reports."""
    kind = _BY_STATUS.get(status, Faltered)
    if status in {402, 422, 429, 500} and _SAYS_SHORT.search(said):
        kind = OutOfCredits
    elif status == 500 and _SAYS_WRONG.search(said):
        kind = Rejected
    return kind(said, status=status)


REFERENCE_NOT_FETCHED: Final = "451"
"""The fail code of a task for which a reference could not be fetched (kie/api.md §1.3)."""


class Failure(StrEnum):
    """Whether a task that failed at the provider, for no credits, is worth a new attempt as it is."""

    TRANSIENT = "transient"
    PERMANENT = "permanent"


_FAILED_FOR_GOOD: Final = re.compile(
    r"nsfw|sensitive|polic(?:y|ies)|moderation|prohibited|real-person", re.IGNORECASE
)
_FAILED_FOR_NOW: Final = re.compile(r"internal (?:server )?error|try again", re.IGNORECASE)
_CODES_FOR_NOW: Final = frozenset({"408", "429", "455", "500", "501", "502", "503", "504", "531", "550"})


def failure_of(code: str | None, said: str | None) -> Failure:
    """Sort a failed task by its fail code and message (kie/api.md §1.5). The message outweighs the code."""
    if _FAILED_FOR_GOOD.search(said or "") or _SAYS_WRONG.search(said or ""):
        return Failure.PERMANENT
    passing = code in _CODES_FOR_NOW or _FAILED_FOR_NOW.search(said or "")
    return Failure.TRANSIENT if passing else Failure.PERMANENT
