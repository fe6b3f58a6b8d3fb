"""Set the movement of the shared account beside the orders between two readings of its balance.

A studio's own account is the studio's: it may use it for whatever it likes, so its balance proves nothing here.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from core.amounts import Credits, text
from rendering.models import BalanceReading, ProviderCredential
from rendering.services.books import gathering
from rendering.services.books.differences import Code, Difference
from rendering.services.books.movement import ROUNDING, Course, Span, span

WHY = "the shared account belongs to no studio"


def differences(since: datetime, until: datetime) -> list[Difference]:
    """What the shared account moved from `since` to `until` and nobody explains, and what can not be told."""
    accounts = ProviderCredential.objects.across_studios(reason=WHY).filter(studio=None)
    return [found for account in accounts.order_by("pk") for found in _of_account(account, since, until)]


def _of_account(account: ProviderCredential, since: datetime, until: datetime) -> Iterator[Difference]:
    readings = chain(account, since, until)
    if len(readings) < 2:
        says = "The account was not read before and after that day, so what it moved can not be told."
        yield Difference(code=Code.BALANCE_CAN_NOT_TELL, about=account.public_id, says=says)
        return
    courses = gathering.courses(account, readings[0], readings[-1])
    unexplained = Credits(0)
    begins = readings[0]
    for before, after in pairwise(readings):
        one = span(before, after, courses)
        if one.has_gained:
            yield from _whole(account, begins, before, courses, unexplained)
            yield _difference(account, Code.BALANCE_WAS_TOPPED_UP, one)
            begins, unexplained = after, Credits(0)
        elif one.gap:
            unexplained += one.gap
            yield _difference(account, _code(one.gap), one)
    yield from _whole(account, begins, readings[-1], courses, unexplained)


def chain(account: ProviderCredential, since: datetime, until: datetime) -> list[BalanceReading]:
    """The readings of a time, with the nearest one before it and the nearest one after it."""
    rows = BalanceReading.objects.across_studios(reason=WHY).filter(credential=account)
    before = rows.filter(at__lt=since).order_by("-at", "-pk")[:1]
    after = rows.filter(asked_at__gte=until).order_by("at", "pk")[:1]
    within = rows.filter(at__gte=since, asked_at__lt=until).order_by("at", "pk")
    return [*before, *within, *after]


def _whole(
    account: ProviderCredential,
    first: BalanceReading,
    last: BalanceReading,
    courses: Sequence[Course],
    named: Credits,
) -> Iterator[Difference]:
    """Over a whole stretch less is open than between two readings, where orders are under way at both."""
    if first.pk == last.pk:
        return
    one = span(first, last, courses)
    rest = one.gap - named
    if one.gap and abs(rest) > ROUNDING:
        yield _difference(account, _code(rest), one, rest)
    elif not one.known.is_exact:
        yield _difference(account, Code.BALANCE_CAN_NOT_TELL, one)


def _code(gap: Credits) -> Code:
    return Code.BALANCE_MOVED_MORE if gap > 0 else Code.BALANCE_MOVED_LESS


def _difference(
    account: ProviderCredential, code: Code, one: Span, amount: Credits | None = None
) -> Difference:
    if amount is None:
        amount = one.known.most - one.known.least if code == Code.BALANCE_CAN_NOT_TELL else one.gap
    amount = abs(amount)
    says = {
        Code.BALANCE_MOVED_MORE: f"{text(amount)} more than the known orders come to went off the account.",
        Code.BALANCE_MOVED_LESS: (
            f"{text(amount)} less than the known orders come to went off the account: an order was not booked, "
            "or the account was topped up."
        ),
        Code.BALANCE_WAS_TOPPED_UP: (
            f"{'' if one.known.is_exact else 'At least '}{text(amount)} came onto the account: it was topped up. "
            "What else moved in that time can not be told."
        ),
        Code.BALANCE_CAN_NOT_TELL: (
            f"{text(one.movement)} went off the account; the known orders come to {text(one.known.least)} up to "
            f"{text(one.known.most)}, since some were under way when it was read."
        ),
    }[code]
    when = f"{one.before.at:%Y-%m-%d %H:%M:%S} to {one.after.at:%Y-%m-%d %H:%M:%S} UTC"
    return Difference(code=code, about=account.public_id, says=f"{says} ({when})", amount=amount)
