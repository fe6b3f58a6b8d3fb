"""Compare what the books say of each order. Pure: rows and records in, differences out."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from billing import port as billing
from billing.port import BookedLine
from core.amounts import Credits, text
from rendering.models import Attempt, Casting
from rendering.provider.limits import RECORD_GRACE_SECONDS
from rendering.provider.records import State, TaskState
from rendering.services.books.differences import Code, Difference
from rendering.services.books.gathering import Books
from rendering.services.ordering import contents

PLACED = (Attempt.Status.SENT, Attempt.Status.IN_DOUBT, Attempt.Status.SUCCEEDED)
ENDED = (State.SUCCESS, State.FAIL)
HOME_WITHIN = timedelta(hours=1)
"""What was paid for is usually home in seconds; the provider keeps it for fourteen days."""

Records = Mapping[int, TaskState]
"""What the provider says of attempts, by their key; one it was not asked about is not in it."""


def differences(books: Books, records: Records, *, now: datetime) -> list[Difference]:
    """Everything that does not agree, in the order of the attempts, then of castings and lines."""
    found: list[Difference] = []
    for attempt in books.attempts:
        line = books.lines.get(attempt.line)
        found += _with_approval(attempt, line)
        if line is not None:
            found += _with_ledger(attempt, line, books)
            found += _with_provider(attempt, line, records.get(attempt.pk))
        found += _still_open(attempt, line, now)
        found += _record_itself(attempt, records.get(attempt.pk), now)
    for casting in books.castings:
        found += _casting(casting, books, now)
    for line_id in sorted(books.moved):
        found += _line(books.lines[line_id], books)
    return found


def charged(attempt: Attempt, record: TaskState | None) -> Credits | None:
    """What the provider says the order came to in the end; None while it has not said."""
    if record is not None and record.state in ENDED and record.credits_consumed is not None:
        return record.credits_consumed
    return attempt.reported


def _with_approval(attempt: Attempt, line: BookedLine | None) -> Iterator[Difference]:
    if attempt.status not in PLACED:
        return
    about = attempt.public_id
    if line is None:
        yield _of(
            Code.LINE_MISSING, about, f"{_name(attempt)} was ordered without an approved line of a bill."
        )
    elif line.order is None:
        says = f"{_name(attempt)} was ordered, but its approved line was taken by no order."
        yield _of(Code.LINE_NOT_TAKEN, about, says, line.billed)
    elif line.order != about:
        says = f"{_name(attempt)} was ordered on a line that pays for another order, {line.order}."
        yield _of(Code.LINE_TAKEN_BY_ANOTHER, about, says, line.billed)


def _with_ledger(attempt: Attempt, line: BookedLine, books: Books) -> Iterator[Difference]:
    about, name = attempt.public_id, _name(attempt)
    if attempt.status == Attempt.Status.SUCCEEDED and line.status != "captured":
        says = f"{name} was made, but its {text(line.billed)} credits were not paid."
        yield _of(Code.SUCCEEDED_NOT_CAPTURED, about, says, line.billed)
    is_under_way = attempt.status in (Attempt.Status.SENT, Attempt.Status.IN_DOUBT)
    if is_under_way and line.status != "authorized":
        says = f"{name} is under way, but its {text(line.billed)} credits are not set aside."
        yield _of(Code.ORDERED_NOT_HELD, about, says, line.billed)
    is_over = attempt.status == Attempt.Status.FAILED and attempt.line not in books.living
    if is_over and line.status == "authorized" and line.order in (None, about):
        says = f"{name} failed, but its {text(line.held)} credits are still set aside."
        yield _of(Code.HELD_BUT_FAILED, about, says, line.held)


def _with_provider(attempt: Attempt, line: BookedLine, record: TaskState | None) -> Iterator[Difference]:
    about, name, amount = attempt.public_id, _name(attempt), charged(attempt, record)
    if amount is None:
        return
    if attempt.status == Attempt.Status.FAILED and amount > 0:
        says = f"{name} failed here, and kie.ai charged {text(amount)} for it. The studio paid nothing."
        yield _of(Code.CHARGED_FOR_A_FAILURE, about, says, amount)
    if attempt.status != Attempt.Status.SUCCEEDED:
        return
    booked = billing.booked(amount)
    if booked > line.billed:
        says = f"{name} was billed at {text(line.billed)}; kie.ai charged {text(booked)}. The service bears the rest."
        yield _of(Code.CHARGED_ABOVE_QUOTE, about, says, booked - line.billed)
    owed = min(booked, line.held)
    if line.status == "captured" and line.captured != owed:
        says = f"The studio paid {text(line.captured)} for {name}; by kie.ai's record it owes {text(owed)}."
        yield _of(Code.CAPTURED_DIFFERS_FROM_PROVIDER, about, says, abs(line.captured - owed))


def _still_open(attempt: Attempt, line: BookedLine | None, now: datetime) -> Iterator[Difference]:
    name, amount = _name(attempt), line.billed if line else None
    if attempt.status == Attempt.Status.IN_DOUBT:
        sent = attempt.sending_at or attempt.created_at
        says = (
            f"{name} may or may not have been ordered, {_age(now - sent)} ago. Its credits stay set aside; "
            f"see: manage.py resolve {attempt.public_id}"
        )
        yield _of(Code.IN_DOUBT, attempt.public_id, says, amount)
    is_late = attempt.settled_at is not None and attempt.settled_at < now - HOME_WITHIN
    if attempt.status == Attempt.Status.SUCCEEDED and not attempt.is_collected and is_late:
        says = f"{name} was made and paid, but is not home yet. kie.ai keeps it for 14 days."
        yield _of(Code.NOT_COLLECTED, attempt.public_id, says, amount)


def _record_itself(attempt: Attempt, record: TaskState | None, now: datetime) -> Iterator[Difference]:
    if record is None:
        return
    name, placed = _name(attempt), attempt.answered_at or attempt.created_at
    grace = timedelta(seconds=RECORD_GRACE_SECONDS)
    if record.state == State.NOT_YET_KNOWN and placed < now - grace:
        says = f"kie.ai does not know the task {attempt.task_id} that {name} was ordered as."
        yield _of(Code.PROVIDER_HAS_NO_RECORD, attempt.public_id, says)
    if record.callback_url is not None and not contents.calls_back(attempt, record.callback_url):
        says = f"The task {attempt.task_id} of {name} calls somebody else back: it is not this order."
        yield _of(Code.NOT_OUR_ORDER, attempt.public_id, says, record.credits_consumed)


def _casting(casting: Casting, books: Books, now: datetime) -> Iterator[Difference]:
    if casting.status == Casting.Status.IN_DOUBT:
        says = (
            f"The answer to a casting was lost {_age(now - (casting.asking_at or casting.created_at))} ago. "
            f"Its credits stay set aside; to give them back: manage.py resolve {casting.public_id} --forget"
        )
        yield _of(Code.IN_DOUBT, casting.public_id, says, casting.ceiling)
    line = next((line for line in books.lines.values() if line.order == casting.public_id), None)
    if line is None:
        return
    if casting.status == Casting.Status.DONE and line.status != "captured":
        says = f"A casting was made, but its {text(casting.spent)} credits were not paid."
        yield _of(Code.SUCCEEDED_NOT_CAPTURED, casting.public_id, says, casting.spent)
    owed = min(billing.booked(casting.reported), line.held)
    if casting.status == Casting.Status.DONE and line.status == "captured" and line.captured != owed:
        says = f"The studio paid {text(line.captured)} for a casting; kie.ai's answer said {text(owed)}."
        yield _of(Code.CAPTURED_DIFFERS_FROM_PROVIDER, casting.public_id, says, abs(line.captured - owed))
    if casting.status == Casting.Status.FAILED and line.status == "authorized":
        says = f"A casting failed, but its {text(line.held)} credits are still set aside."
        yield _of(Code.HELD_BUT_FAILED, casting.public_id, says, line.held)


def _line(line: BookedLine, books: Books) -> Iterator[Difference]:
    is_casting = any(casting.public_id == line.order for casting in books.castings)
    if line.order is not None and not is_casting and line.order not in books.orders:
        says = f"A line of {text(line.billed)} credits was taken by {line.order}, which is no order of it."
        yield _of(Code.LINE_USED_WITHOUT_ATTEMPT, line.id, says, line.billed)
    if line.status != "captured":
        return
    if line.order is None:
        says = f"{text(line.captured)} credits were paid on a line that no order took."
        yield _of(Code.CAPTURED_WITHOUT_LINE, line.id, says, line.captured)
    elif not is_casting and line.id not in books.made:
        says = f"{text(line.captured)} credits were paid for {line.order}, which was not made."
        yield _of(Code.CAPTURED_WITHOUT_SUCCESS, line.id, says, line.captured)
    if line.posted != line.captured:
        says = f"The hold says that {text(line.captured)} credits were paid, the ledger {text(line.posted)}."
        yield _of(Code.POSTED_DIFFERS_FROM_HOLD, line.id, says, abs(line.captured - line.posted))


def _of(code: Code, about: str, says: str, amount: Credits | None = None) -> Difference:
    return Difference(code=code, about=about, says=says, amount=amount)


def _name(attempt: Attempt) -> str:
    return f"{attempt.take.film.name}: {attempt.take.label} ({attempt.take.tier})"


def _age(length: timedelta) -> str:
    minutes = max(int(length.total_seconds()) // 60, 0)
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} hours" if minutes < 2880 else f"{minutes // 1440} days"
