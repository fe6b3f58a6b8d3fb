"""What was left behind: by a lost message, a killed worker, or an answer that never came."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Now, RowNumber

from core import clock
from rendering.models import Attempt, Casting, Cut, Film, Hint, Sweep
from rendering.models.attempts import ITS_WORK
from rendering.services import castings, collection, disk_space
from rendering.services.books import reconciling
from rendering.services.ordering import endings, pacing, sending

WHY = "the sweep serves every studio"
SWEEP_SECONDS = 2
RUNG_BEFORE_SECONDS = 5
MOST, MOST_FILMS = 50, 10
"""Of each kind in one round. Films are many and seldom left behind: looking at all of them would delay the orders."""
BUSY_SECONDS = 30
"""A film with orders under way is swept this rarely: each order that comes home rings for it anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind:
    """The ids of rows that wait, by what they wait for."""

    hinted: list[int]
    slotted: list[int]
    to_look_up: list[tuple[int, float]]
    """Each with the seconds after which to look, so that they keep the pace the provider allows."""
    to_collect: list[int]
    cuts: list[int]
    castings: list[int]
    films: list[int]
    reconciliations: list[int]


def begin_round() -> bool:
    """Take this round. False for a message that comes doubled, or late together with others."""
    rested = Sweep.objects.filter(at__lte=Now() - timedelta(seconds=SWEEP_SECONDS / 2))
    if rested.update(at=Now()):
        return True
    _, is_first_ever = Sweep.objects.get_or_create(pk=1)
    return is_first_ever


def left_behind() -> LeftBehind:
    """Settle what has lost its worker, and list what is due."""
    _doubt_the_abandoned()
    collection.alarm()
    disk_space.is_full()  # looked at here, too, so that it is known while there is nothing to fetch
    rows = Attempt.objects.across_studios(reason=WHY)
    rung = clock.from_now(seconds=-RUNG_BEFORE_SECONDS)
    due = rows.filter(next_look_up_at__lte=Now()).order_by("next_look_up_at")
    soon = Now() + timedelta(seconds=SWEEP_SECONDS)
    return LeftBehind(
        hinted=_first(
            rows.filter(pk__in=Hint.objects.across_studios(reason=WHY).values("attempt")).order_by("?")
        ),
        slotted=_first(rows.filter(status=Attempt.Status.QUEUED, slot_at__lt=rung)),
        to_look_up=_paced(rows.filter(next_look_up_at__lte=soon, status=Attempt.Status.SENT)),
        # Who ends an order rings for its collection at once; a second ring for each would delay all others.
        to_collect=_first(
            due.filter(status=Attempt.Status.SUCCEEDED, is_collected=False, next_look_up_at__lte=rung)
        ),
        cuts=_first(
            Cut.objects.across_studios(reason=WHY).filter(status=Cut.Status.MAKING, created_at__lt=rung)
        ),
        castings=_first(
            Casting.objects.across_studios(reason=WHY).filter(
                status=Casting.Status.QUEUED, created_at__lt=rung
            )
        ),
        films=_working_films(),
        reconciliations=reconciling.abandoned(),
    )


def _first(rows: QuerySet[Attempt] | QuerySet[Cut] | QuerySet[Casting]) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:MOST])


def _paced(due: QuerySet[Attempt]) -> list[tuple[int, float]]:
    """As many of each account as it can answer until the next sweep: each at its time, and one after the other."""
    place = Window(RowNumber(), partition_by=F("credential_id"), order_by="next_look_up_at")
    step = pacing.SPACING.total_seconds()
    ahead = ExpressionWrapper(F("next_look_up_at") - Now(), DurationField())
    ranked = due.annotate(place=place, ahead=ahead).filter(place__lte=int(SWEEP_SECONDS / step))
    free: dict[int, float] = {}
    paced = []
    for attempt, account, wait in ranked.order_by("next_look_up_at").values_list("pk", "credential", "ahead"):
        seconds = max(free.get(account, 0.0), wait.total_seconds())
        free[account] = seconds + step
        paced.append((attempt, seconds))
    return paced


def _working_films() -> list[int]:
    """The films longest not rung for come first, so that each gets its turn however many there are."""
    films = Film.objects.across_studios(reason=WHY)
    orders = Attempt.objects.across_studios(reason=WHY).filter(take__film=OuterRef("pk"))
    under_way = Exists(
        orders.filter(status__in=(Attempt.Status.QUEUED, Attempt.Status.SENDING, Attempt.Status.SENT))
    )
    long_ago = Q(swept_at__lt=Now() - timedelta(seconds=BUSY_SECONDS))
    working = films.filter(
        long_ago | ~under_way,
        status=Film.Status.WORKING,
        swept_at__lt=clock.from_now(seconds=-RUNG_BEFORE_SECONDS),
    )
    chosen = list(working.order_by("swept_at").values_list("pk", flat=True)[:MOST_FILMS])
    films.filter(pk__in=chosen).update(swept_at=Now())
    return chosen


def _doubt_the_abandoned() -> None:
    rows = Attempt.objects.across_studios(reason=WHY).select_related(*ITS_WORK)
    stale = clock.from_now(seconds=-sending.SENDING_PATIENCE_SECONDS)
    for attempt in rows.filter(status=Attempt.Status.SENDING, sending_at__lt=stale):
        endings.doubt(attempt)
    asked = Casting.objects.across_studios(reason=WHY)
    for casting in asked.filter(
        status=Casting.Status.ASKING, asking_at__lt=clock.from_now(seconds=-castings.ASKING_PATIENCE_SECONDS)
    ):
        castings.doubt(casting)
