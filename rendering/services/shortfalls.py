"""What is short for a bill, said while it is shown: of the month, and of a studio's own balance at kie.ai."""

from decimal import ROUND_UP, Decimal

from billing import port as billing
from core.amounts import CENT, Credits, text
from rendering.models import Film
from rendering.services import credentials
from rendering.services.payers import payer_of
from studios import port as studios

DOLLARS_A_CREDIT = Decimal("0.005")


def of(film: Film, total: Credits) -> list[str]:
    """The sentences to say with a bill of this total; none when everything is there."""
    is_own = studios.facts_of(film.studio_id).plan == credentials.OWN_KEY
    return [*_of_the_month(film, total, is_own=is_own), *(_of_the_balance(film, total) if is_own else [])]


def _of_the_month(film: Film, total: Credits, *, is_own: bool) -> list[str]:
    left = billing.month_figures(payer_of(film)).left
    if left is None or total <= left:
        return []
    who = (
        "A studio admin can change your own ceiling: pod credits --ceiling."
        if is_own
        else "A studio admin or your studio contact can top it up."
    )
    return [
        f"This month's allowance has {text(left)} left: {text(total - left)} credits are missing for all of it. {who}"
    ]


def _of_the_balance(film: Film, total: Credits) -> list[str]:
    own = credentials.live_own(film.studio_id)
    if own is None or own.balance is None or total <= own.balance:
        return []
    missing: Credits = total - own.balance
    dollars = (missing * DOLLARS_A_CREDIT).quantize(CENT, rounding=ROUND_UP)
    return [
        f"Your balance at kie.ai was {text(own.balance)} credits when pod last looked: {text(missing)} are missing for "
        f"all of it, about ${dollars}. Top up at kie.ai before you say yes."
    ]
