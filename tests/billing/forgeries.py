"""Ways to forge a month (story.py) behind the triggers' back, and what the proof says to each."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Subquery

from billing.models import ApprovalLine, Cap, Hold, LedgerEntry, Mandate, Quote, QuoteLine, TopUp
from core.amounts import Credits
from tests.billing.bills import cap
from tests.billing.story import Story

Forge = Callable[[Story], Any]
ONE, FIVE = Credits("1"), Credits("5")


def entry(scope: str, place: int, *, of: str = "lumen", **changes: Any) -> Forge:
    rows = LedgerEntry._base_manager.filter(cap__scope=scope, cap__studio__slug=of, sequence=place)
    return lambda _: rows.update(**changes)


def hold(how: str, **changes: Callable[[Story], Any]) -> Forge:
    def forge(told: Story) -> int:
        rows = Hold._base_manager.filter(pk=told.hold(how).pk)
        return rows.update(**{name: made(told) for name, made in changes.items()})

    return forge


def gone(model: Any, **which: Any) -> Forge:
    rows = model._base_manager
    return lambda _: rows.filter(pk__in=rows.filter(**which).values("pk"))._raw_delete("default")


def month_of_the_other(told: Story) -> int:
    return cap(told.free).pk


def top_up(was: str, **changes: Any) -> Forge:
    return lambda _: TopUp._base_manager.filter(status=was).update(**changes)


def named_after(status: str, *, scope: str = "studio_month", place: int) -> Forge:
    """An entry that says that it is the raise of a top-up."""
    name = TopUp._base_manager.filter(status=status).values("public_id")
    return entry(scope, place, reference=Subquery(name))


MONTH, LICENSE, FILM_CAP = "studio_month", "license_month", "film"
FOLLOWS, CHAIN, HELD, SPENT, OPEN, PAID, APPROVED, OTHERS, FITS, RAISED = range(10)
FORGERIES: dict[str, tuple[Forge, dict[int, tuple[str, str, int]]]] = {
    # What is forged, and the two sides and the broken rows of each equation that says so.
    "an opening with an amount": (entry(FILM_CAP, 1, amount=ONE), {FOLLOWS: ("24", "23", 1)}),
    "an opening that gives back": (entry(FILM_CAP, 1, released=ONE), {FOLLOWS: ("24", "23", 1)}),
    "an opening that holds": (entry(FILM_CAP, 1, held_after=ONE), {FOLLOWS: ("24", "22", 2)}),
    "an opening that has spent": (entry(FILM_CAP, 1, spent_after=ONE), {FOLLOWS: ("24", "22", 2)}),
    "an opening in the middle": (entry(MONTH, 3, kind="open"), {FOLLOWS: ("24", "23", 1)}),
    "a beginning that opens nothing": (entry(FILM_CAP, 1, kind="ceiling"), {FOLLOWS: ("24", "23", 1)}),
    "a hold of another amount": (
        entry(FILM_CAP, 2, amount=FIVE),
        {FOLLOWS: ("24", "23", 1), HELD: ("18.00", "18.00", 1)},
    ),
    "a hold that gives back": (entry(FILM_CAP, 2, released=ONE), {FOLLOWS: ("24", "23", 1)}),
    "a hold that spends": (entry(FILM_CAP, 2, spent_after=ONE), {FOLLOWS: ("24", "22", 2)}),
    "a hold that raises": (
        entry(FILM_CAP, 2, ceiling_after=F("ceiling_after") + 1),
        {FOLLOWS: ("24", "22", 2)},
    ),
    "a payment of another amount": (
        entry(FILM_CAP, 4, amount=FIVE),
        {FOLLOWS: ("24", "23", 1), HELD: ("18.00", "18.00", 1), SPENT: ("89.00", "89.00", 1)},
    ),
    "a payment that gives back more": (
        entry(FILM_CAP, 4, released=F("released") + 1),
        {FOLLOWS: ("24", "23", 1), HELD: ("18.00", "18.00", 1)},
    ),
    "a payment that raises": (
        entry(FILM_CAP, 4, ceiling_after=F("ceiling_after") + 1),
        {FOLLOWS: ("24", "23", 1)},
    ),
    "a payment that lowers by more than it gives back": (
        entry(MONTH, 7, ceiling_after=F("ceiling_after") - 1),
        {FOLLOWS: ("24", "23", 1)},
    ),
    "a payment that ends a ceiling": (entry(FILM_CAP, 4, ceiling_after=None), {FOLLOWS: ("24", "22", 2)}),
    "a payment that begins a ceiling": (
        entry(MONTH, 3, of="nadir", ceiling_after=FIVE),
        {FOLLOWS: ("24", "22", 2)},
    ),
    "a return of another amount": (
        entry(FILM_CAP, 5, amount=FIVE),
        {FOLLOWS: ("24", "23", 1), HELD: ("18.00", "18.00", 1)},
    ),
    "a return that gives back twice": (entry(FILM_CAP, 5, released=ONE), {FOLLOWS: ("24", "23", 1)}),
    "a return that spends": (
        entry(FILM_CAP, 5, spent_after=F("spent_after") + 1),
        {FOLLOWS: ("24", "23", 1)},
    ),
    "a return that raises": (
        entry(FILM_CAP, 5, ceiling_after=F("ceiling_after") + 1),
        {FOLLOWS: ("24", "23", 1)},
    ),
    "a return that lowers by more than it gives back": (
        entry(FILM_CAP, 5, ceiling_after=F("ceiling_after") - 41),
        {FOLLOWS: ("24", "23", 1)},
    ),
    "a return that ends a ceiling": (entry(FILM_CAP, 5, ceiling_after=None), {FOLLOWS: ("24", "23", 1)}),
    "a return that begins a ceiling": (
        entry(MONTH, 4, of="nadir", ceiling_after=FIVE),
        {FOLLOWS: ("24", "23", 1)},
    ),
    "a ceiling that holds": (entry(MONTH, 2, held_after=ONE), {FOLLOWS: ("24", "22", 2)}),
    "a ceiling that spends": (entry(MONTH, 2, spent_after=ONE), {FOLLOWS: ("24", "22", 2)}),
    "a ceiling with an amount": (entry(MONTH, 2, amount=ONE), {FOLLOWS: ("24", "23", 1)}),
    "a ceiling that gives back": (entry(MONTH, 2, released=ONE), {FOLLOWS: ("24", "23", 1)}),
    "a hold that is larger than its line": (
        hold("open", amount=lambda _: Credits("6")),
        {OPEN: ("18.00", "19.00", 3), OTHERS: ("5", "4", 1)},
    ),
    "a captured hold that is larger than its line": (
        hold("paid", amount=lambda _: Credits("91")),
        {APPROVED: ("2", "1", 1)},
    ),
    "another studio's hold": (
        hold("open", studio_id=lambda told: told.free.studio_id),
        {OTHERS: ("5", "4", 1), FITS: ("7", "6", 1)},
    ),
    "another film's hold": (
        hold("open", subject=lambda _: "flm_b"),
        {OTHERS: ("5", "4", 1), FITS: ("7", "6", 1)},
    ),
    "a hold on another studio's month": (
        hold("open", month_cap=month_of_the_other),
        {OPEN: ("18.00", "18.00", 2), FITS: ("7", "6", 1)},
    ),
    "a hold whose month is a license's": (
        hold("open", month_cap=lambda told: cap(told.bound, LICENSE, told.bound.license).pk),
        {OPEN: ("18.00", "13.00", 2), FITS: ("7", "6", 1)},
    ),
    "a hold whose license's share is its month": (
        hold("open", license_cap=lambda told: cap(told.bound).pk),
        {OPEN: ("18.00", "23.00", 2), FITS: ("7", "6", 1)},
    ),
    "a hold whose budget is another scope's": (
        hold("open", film_cap=lambda told: cap(told.bound).pk),
        {OPEN: ("18.00", "23.00", 2), FITS: ("7", "6", 1)},
    ),
    "a hold without its mandate": (
        hold("mandated", mandate_cap=lambda _: None),
        {OPEN: ("18.00", "18.00", 1), FITS: ("7", "6", 1)},
    ),
    "a hold with a mandate that nobody gave it": (
        hold("open", mandate_cap=lambda told: told.hold("mandated").mandate_cap_id),
        {OPEN: ("18.00", "18.00", 1), FITS: ("7", "6", 1)},
    ),
    "approval lines that are gone": (
        gone(ApprovalLine),
        {APPROVED: ("2", "0", 2), OTHERS: ("5", "0", 5), FITS: ("7", "3", 4)},
    ),
    "bills' lines that are gone": (gone(QuoteLine), {APPROVED: ("2", "0", 2), OTHERS: ("5", "0", 5)}),
    "bills that are gone": (gone(Quote), {APPROVED: ("2", "0", 2), OTHERS: ("5", "0", 5)}),
    "mandates that are gone": (gone(Mandate), {FITS: ("7", "6", 1)}),
    "entries that are gone": (
        gone(LedgerEntry, cap__scope=FILM_CAP),
        {FOLLOWS: ("19", "19", 0), HELD: ("18.00", "18.00", 1), SPENT: ("89.00", "89.00", 1)},
    ),
    "holds that are gone": (
        gone(Hold, studio__slug="nadir"),
        {
            OPEN: ("18.00", "15.00", 1),
            PAID: ("89.00", "80.00", 1),
            APPROVED: ("1", "1", 0),
            OTHERS: ("3", "3", 0),
            FITS: ("4", "4", 0),
        },
    ),
    "a month that is gone": (
        gone(Cap, scope=MONTH, ceiling=None),
        {
            HELD: ("15.00", "15.00", 0),
            SPENT: ("80.00", "80.00", 0),
            OPEN: ("15.00", "15.00", 0),
            PAID: ("80.00", "80.00", 0),
            FITS: ("7", "4", 3),
        },
    ),
    "a top-up of another amount": (top_up("granted", amount=FIVE), {RAISED: ("2", "1", 1)}),
    "a top-up that was declined after all": (
        top_up("granted", status="declined", cap=None),
        {RAISED: ("1", "1", 1)},
    ),
    "a top-up that raised twice": (named_after("granted", place=4), {RAISED: ("2", "1", 1)}),
    "a top-up whose raise has another name": (
        entry(MONTH, 3, reference="allowance"),
        {RAISED: ("2", "1", 1)},
    ),
    "a raise of what was declined": (named_after("declined", place=3), {RAISED: ("2", "1", 2)}),
    "an opening that is named after what was declined": (
        named_after("declined", place=1),
        {RAISED: ("2", "2", 1)},
    ),
    # Entries are found through their cap; the chain breaks all the same.
    "a raise in another place": (named_after("granted", scope=LICENSE, place=2), {}),
}
