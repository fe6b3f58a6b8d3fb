"""What billing refuses, and the sentences it says."""

from http import HTTPStatus

from core.amounts import Credits, text
from core.errors import NotFound, Problem, Unavailable


class InsufficientAllowance(Problem):
    """The month's allowance (or a mandate's ceiling) is short of the bill. Nothing was approved or held."""

    code = "insufficient_allowance"
    title = "Not enough credits left"
    status = HTTPStatus.PAYMENT_REQUIRED

    def __init__(
        self, *, needed: Credits, available: Credits, scope: str, as_of: tuple[int, ...] = ()
    ) -> None:
        """`as_of` is the cap, and the place in its chain, at which it was short: so a refusal can be proven right."""
        self.as_of = as_of
        missing = needed - available
        super().__init__(
            f"This needs {text(needed)} credits and {text(available)} are left of {SCOPES[scope]}: "
            f"{text(missing)} are missing. Nothing was spent. Ask your studio contact or a studio admin for a top-up.",
            needed=text(needed), available=text(available), missing=text(missing), cap=scope,
        )  # fmt: skip


SCOPES = {
    "studio_month": "this month's allowance",
    "license_month": "your license's allowance for this month",
    "mandate": "what was approved beforehand",
    "film": "this film's budget",
}


class CeilingTooLow(Problem):
    """A ceiling can not be set below what is already held and spent under it."""

    code = "ceiling_too_low"
    title = "Already committed more than that"
    status = HTTPStatus.CONFLICT


class NoCeiling(Problem):
    """There is no ceiling to raise."""

    code = "no_ceiling"
    title = "There is no monthly cap"
    status = HTTPStatus.CONFLICT


class ReasonMissing(Problem):
    """Every top-up, and every no to one, says why."""

    code = "reason_missing"
    title = "A reason is missing"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class BadExpiry(Problem):
    """A raise can not have ended before it begins."""

    code = "bad_expiry"
    title = "This time is already over"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NoSuchTopUp(NotFound):
    code = "no_such_top_up"
    title = "No such top-up"


class AlreadyDecided(Problem):
    """A top-up is granted or declined once."""

    code = "already_decided"
    title = "This top-up has been decided"
    status = HTTPStatus.CONFLICT


class ClockWentBack(Unavailable):
    """The database's clock stands before something that has already happened, so no month can be told."""

    code = "clock_went_back"
    title = "The clock of the service is wrong"


class AllowanceMissing(Unavailable):
    """The studio has no allowance on record, so nothing may be ordered."""

    code = "allowance_missing"
    title = "No allowance is set for this studio"


class PriceNotKnown(Problem):
    """The price book has no single price for the work."""

    code = "unknown_price"
    title = "The price is not known"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NoOpenGate(NotFound):
    """Nothing waits for an answer."""

    code = "no_open_gate"
    title = "No gate is open"


class GateChanged(Problem):
    """The answer was meant for something that has changed since it was shown."""

    code = "gate_changed"
    title = "This has changed since it was shown"
    status = HTTPStatus.CONFLICT


class AlreadyAnswered(Problem):
    """Somebody else answered first."""

    code = "already_answered"
    title = "This gate has been answered"
    status = HTTPStatus.CONFLICT


class NotPermitted(Exception):
    """A worker may not place this order. `reason` is a stable word; `sentence` is for the film's status."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def sentence(self) -> str:
        return REASONS.get(self.reason, "Its approval could not be verified.")


REASONS = {
    "not_released": "It has not been approved.",
    "not_funded": "No credits are set aside for it.",
    "tampered": "Its approval does not match its signature.",
    "unknown_key": "Its approval was signed with a key that this service does not know.",
    "wrong_purpose": "Its approval was signed for another purpose.",
    "other_studio": "Its approval belongs to another studio.",
    "other_film": "Its approval belongs to another film.",
    "other_bill": "Its approval was given for another bill.",
    "other_work": "Its approval was given for different work.",
    "expired": "Its approval has expired.",
    "revoked": "Its approval was taken back.",
    "used": "Its approval has already been used for an order.",
    "kind_not_covered": "What was approved beforehand does not cover this kind of work.",
}
