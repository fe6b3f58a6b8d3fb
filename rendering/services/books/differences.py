"""What can differ between approvals, ledger, provider and balance; each difference has a stable code."""

from dataclasses import dataclass
from enum import StrEnum

from core.amounts import Credits, text


class Code(StrEnum):
    """Why something was named. Codes are kept with each reconciliation, so they never change their meaning."""

    LINE_MISSING = "line_missing"  # an order without the approval line it says it runs on
    LINE_NOT_TAKEN = "line_not_taken"  # an order was placed, and its line does not say so
    LINE_TAKEN_BY_ANOTHER = "line_taken_by_another"  # two orders on one line
    LINE_USED_WITHOUT_ATTEMPT = "line_used_without_attempt"  # a line was taken by an order that is not there
    CAPTURED_WITHOUT_LINE = "captured_without_line"  # credits were paid though no order took the line
    CAPTURED_WITHOUT_SUCCESS = "captured_without_success"  # credits were paid for what was not made
    SUCCEEDED_NOT_CAPTURED = "succeeded_not_captured"  # made, and not paid
    ORDERED_NOT_HELD = "ordered_not_held"  # under way, and its credits were given back or paid
    HELD_BUT_FAILED = "held_but_failed"  # not made, and its credits are still set aside
    POSTED_DIFFERS_FROM_HOLD = "posted_differs_from_hold"  # the month's ledger says another amount
    CAPTURED_DIFFERS_FROM_PROVIDER = "captured_differs_from_provider"  # the studio paid another amount
    CHARGED_ABOVE_QUOTE = "charged_above_quote"  # the service bears the rest
    CHARGED_FOR_A_FAILURE = "charged_for_a_failure"  # the service bears it
    PROVIDER_HAS_NO_RECORD = "provider_has_no_record"
    PROVIDER_DID_NOT_ANSWER = "provider_did_not_answer"
    NOT_OUR_ORDER = "not_our_order"  # the task calls somebody else back
    NOT_COLLECTED = "not_collected"  # paid, and not home
    IN_DOUBT = "in_doubt"
    OWN_KEY_DID_NOT_ANSWER = "own_key_did_not_answer"  # a studio's own account let us not look
    BALANCE_MOVED_MORE = "balance_moved_more_than_orders"
    BALANCE_MOVED_LESS = "balance_moved_less_than_orders"
    BALANCE_WAS_TOPPED_UP = "balance_was_topped_up"
    BALANCE_CAN_NOT_TELL = "balance_can_not_tell"


NOTES = frozenset(
    {Code.IN_DOUBT, Code.OWN_KEY_DID_NOT_ANSWER, Code.BALANCE_WAS_TOPPED_UP, Code.BALANCE_CAN_NOT_TELL}
)
"""What a person should know, though nothing is wrong by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that does not agree. `about` is the attempt, casting, line or account; `amount` how much, if any."""

    code: Code
    about: str
    says: str
    amount: Credits | None = None

    @property
    def is_problem(self) -> bool:
        return self.code not in NOTES

    def told(self) -> dict[str, object]:
        """As it is kept and printed."""
        return {
            "code": self.code.value, "about": self.about, "amount": text(self.amount), "says": self.says,
            "is_problem": self.is_problem,
        }  # fmt: skip
