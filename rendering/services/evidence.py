"""What the account's balance tells about an order in doubt. It is evidence for a person; nothing is decided here."""

from dataclasses import dataclass
from enum import StrEnum

from billing import port as billing
from core.amounts import ZERO, Credits, text
from rendering.models import Attempt, BalanceReading
from rendering.services.books import gathering
from rendering.services.books.movement import Span, narrowest
from rendering.services.books.readings import SETTLING

MOST_READINGS = 12


class Points(StrEnum):
    """Where the evidence points."""

    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"
    CAN_NOT_TELL = "can_not_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An order in doubt: its price, the span between two readings around it, and what that comes to."""

    attempt: Attempt
    price: Credits
    span: Span | None
    points: Points
    says: str

    def lines(self) -> list[str]:
        """As it is printed for a person."""
        attempt, sent = self.attempt, self.attempt.sending_at
        told = [f"{attempt.public_id}, {attempt.take.film.name}: {attempt.take}, {text(self.price)} credits."]
        told += [f"Sent at {sent:%Y-%m-%d %H:%M:%S} UTC. {attempt.told}"] if sent else []
        told += [
            f"A callback named task {hint.task_id} for it, and a worker looks at that first."
            for hint in attempt.hints.all()
        ]
        return [*told, *(_lines_of(self.span) if self.span else ()), self.says]


def of(attempt: Attempt) -> Evidence:
    """Lay the nearest readings around the order, and the orders between them, beside its price."""
    price = billing.amounts_of([attempt.line]).get(attempt.line, ZERO)
    before, late, early = _around(attempt)
    if not before or not (late or early):
        missing = "before" if not before else "after"
        says = (
            f"Can not tell: the account was not read {missing} this order. "
            f"{'A worker reads it within a minute or two.' if before else 'Look it up at kie.ai/logs.'}"
        )
        return Evidence(attempt=attempt, price=price, span=None, points=Points.CAN_NOT_TELL, says=says)
    after = late or early
    last = max(after, key=lambda reading: reading.at)
    known = gathering.courses(attempt.credential, before[-1], last, but=attempt)
    span = narrowest(before, after, known)
    assert span is not None
    points, says = _verdict(span, price, is_early=not late)
    if attempt.credential.is_own:
        says += " It is the studio's own account: whatever else the studio does there is in this, too."
    return Evidence(attempt=attempt, price=price, span=span, points=points, says=says)


def _around(attempt: Attempt) -> tuple[list[BalanceReading], list[BalanceReading], list[BalanceReading]]:
    """The readings before it was sent, those when it must have settled, and those before that: nearest first."""
    sent, lost = attempt.sending_at, attempt.answered_at
    if sent is None or lost is None:
        return [], [], []
    rows = BalanceReading.objects.across_studios(reason="the operator serves every studio")
    mine = rows.filter(credential=attempt.credential_id)
    before = list(mine.filter(at__lte=sent).order_by("-at")[:MOST_READINGS])
    late = list(mine.filter(asked_at__gte=lost + SETTLING).order_by("at")[:MOST_READINGS])
    return before, late, list(mine.filter(asked_at__gte=lost, asked_at__lt=lost + SETTLING).order_by("-at"))


def _verdict(span: Span, price: Credits, *, is_early: bool) -> tuple[Points, str]:
    left = span.unexplained
    may_be_there, may_be_nothing = left.holds(price), left.holds(ZERO)
    if may_be_there and may_be_nothing:
        says = "Can not tell: other orders were under way when the account was read."
        return Points.CAN_NOT_TELL, f"{says} Look this one up at kie.ai/logs."
    if may_be_there:
        says = f"The account moved {_told(*left)} more than the known orders: the order probably arrived."
        return Points.ARRIVED, f"{says} Find its task at kie.ai/logs, then --adopt it."
    if may_be_nothing and is_early:
        says = "Can not tell yet: nothing is unexplained, but the account was read right after the answer was lost."
        return Points.CAN_NOT_TELL, f"{says} Ask again in two minutes."
    if may_be_nothing:
        says = "Nothing is unexplained: the order probably did not arrive."
        return Points.NOT_ARRIVED, f"{says} When it is not at kie.ai/logs either, --forget it."
    says = f"Can not tell: {_told(*left)} is unexplained, which is neither nothing nor {text(price)}."
    return Points.CAN_NOT_TELL, f"{says} Look this order up at kie.ai/logs."


def _lines_of(span: Span) -> list[str]:
    known, left = span.known, span.unexplained
    return [
        f"Balance before: {text(span.before.balance)} at {span.before.at:%Y-%m-%d %H:%M:%S} UTC.",
        f"Balance after:  {text(span.after.balance)} at {span.after.at:%Y-%m-%d %H:%M:%S} UTC.",
        *(f"  in between: {course.order}, {text(course.price)}" for course in span.orders),
        f"The account moved {text(span.movement)}; known orders and questions come to {_told(*known)}; "
        f"unexplained: {_told(*left)}.",
    ]


def _told(least: Credits, most: Credits) -> str:
    """Both ends, with a minus where the account moved less than is known."""
    ends = [f"{end:.2f}" for end in (least, most)]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} up to {ends[1]}"
