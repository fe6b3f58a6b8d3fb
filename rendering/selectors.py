"""What the studio floor can tell: films as they are shown, their progress, shots, cuts and files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum, Window
from django.db.models.functions import Coalesce, Now, RowNumber

from billing import port as billing
from billing.port import GateView, Spending
from core import clock
from core.amounts import ZERO, Credits
from core.errors import NotFound
from rendering.models import (
    Attempt,
    Casting,
    Cut,
    Event,
    Film,
    FilmFile,
    ProviderCredential,
    Take,
)

NOTICES = 10
FRESH = timedelta(seconds=30)
"""How long what kie.ai said about a key counts as what it says now."""
DOING = {
    "plan": "reading your idea", "script": "writing the script", "casting": "casting",
    "looks": "drawing characters and places",
    "shots": "planning the shots", "keyframes": "painting keyframes", "cost": "working out the bill", "clips": "clips",
    "masters": "masters", "screening": "cutting the film",
}  # fmt: skip


def film(studio_id: int, name: str) -> Film:
    """A film by its name. Raises NotFound, whether it is nobody's or another studio's."""
    found = Film.objects.for_studio(studio_id).filter(name=name).first()
    if found is None:
        raise NotFound(
            f"There is no film called {name[:60]} in this studio. See yours: pod films.", name=name[:60]
        )
    return found


def films(studio_id: int) -> QuerySet[Film]:
    """The studio's films; pages go from the newest."""
    return Film.objects.for_studio(studio_id)


def casting(studio_id: int, public_id: str) -> Casting:
    """A casting by its id. Raises NotFound."""
    found = Casting.objects.for_studio(studio_id).filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such casting in this studio.")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmCard:
    """A film with what is told beside it. Read for many films in a fixed number of queries."""

    film: Film
    spending: Spending
    budget: Credits | None
    gate: GateView | None
    cut: Cut | None
    notices: Sequence[Event]


def cards(studio_id: int, rows: Iterable[Film]) -> list[FilmCard]:
    """The cards of these films, in their order."""
    chosen = list(rows)
    subjects, keys = [one.public_id for one in chosen], [one.pk for one in chosen]
    spending = billing.spending_of(studio_id, subjects)
    budgets = billing.budgets_of(studio_id, subjects)
    gates = billing.open_gates_of(studio_id, subjects)
    cuts = {
        cut.film_id: cut
        for cut in Cut.objects.for_studio(studio_id).filter(film__in=keys, status="ready").order_by("number")
    }
    notices = _notices(studio_id, keys)
    return [
        FilmCard(
            film=one, spending=spending.get(one.public_id, Spending(ZERO, ZERO)), budget=budgets.get(one.public_id),
            gate=gates.get(one.public_id), cut=cuts.get(one.pk), notices=notices.get(one.pk, ()),
        )
        for one in chosen
    ]  # fmt: skip


def _notices(studio_id: int, films: list[int]) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = {}
    newest_first = Window(RowNumber(), partition_by="film_id", order_by="-pk")
    notices = Event.objects.for_studio(studio_id).filter(film__in=films, is_notice=True)
    for event in notices.annotate(place=newest_first).filter(place__lte=NOTICES).order_by("pk"):
        found.setdefault(event.film_id, []).append(event)
    return found


class Progress(NamedTuple):
    """The live line: what pod is doing, how far, and for how long."""

    doing: str
    done: int
    total: int
    elapsed_seconds: int
    to_go: Credits


def progress(card: FilmCard) -> Progress:
    """How far the film is in what it is doing now."""
    of_stage = {
        "looks": Q(look__isnull=False), "keyframes": Q(shot__isnull=False, tier="still"), "clips": Q(tier="draft"),
        "masters": Q(tier="master"),
    }.get(card.film.stage)  # fmt: skip
    counts = {"done": 0, "total": 0}
    if of_stage is not None:
        wanted = card.film.takes.filter(of_stage, status__in=["planned", "ordered", "ready"])
        counts = wanted.aggregate(done=Count("pk", filter=Q(status="ready")), total=Count("pk"))
    return Progress(
        DOING[card.film.stage], counts["done"], counts["total"], _elapsed(card.film), card.spending.held
    )


def _elapsed(one: Film) -> int:
    until: datetime = one.finished_at if one.finished_at and one.status == "finished" else clock.now()
    return max(0, int((until - one.created_at).total_seconds()))


class TakeOnCard(NamedTuple):
    """A take with what its order came to."""

    take: Take
    amount: Credits
    spent: Credits
    state: str
    detail: str


def takes(one: Film) -> list[TakeOnCard]:
    """Every take of the film, failed ones too, with what it cost."""
    lines = billing.released_lines(one.studio_id, one.public_id)
    newest = {attempt.take_id: attempt for attempt in _attempts(one).order_by("number")}
    rows = one.takes.select_related("shot", "look")
    return [_on_card(take, lines.get(take.public_id), newest.get(take.pk)) for take in rows]


def _on_card(take: Take, line: billing.ReleasedLine | None, attempt: Attempt | None) -> TakeOnCard:
    in_doubt = attempt is not None and attempt.status == Attempt.Status.IN_DOUBT
    detail = take.failure or (attempt.told if attempt and attempt.status in ("in_doubt", "failed") else "")
    return TakeOnCard(
        take, line.amount if line else ZERO, line.captured if line else ZERO,
        "in_doubt" if in_doubt else take.status, detail,
    )  # fmt: skip


def _attempts(one: Film) -> QuerySet[Attempt]:
    return Attempt.objects.for_studio(one.studio_id).filter(take__film=one)


def states_by_shot(one: Film) -> dict[tuple[int, str], TakeOnCard]:
    """The newest draft and master of each shot."""
    found: dict[tuple[int, str], TakeOnCard] = {}
    for card in takes(one):
        if card.take.shot_id and card.take.tier != Take.Tier.STILL:
            found[card.take.shot_id, card.take.tier] = card
    return found


def file(one: Film, path: str) -> FilmFile:
    """A file of the film by its path. Raises NotFound."""
    found = one.files.filter(path=path).first() if path.isprintable() else None
    if found is None:
        raise NotFound(f"{one.name} has no file {path[:100]}.")
    return found


class OwnKey(NamedTuple):
    """How a studio's own kie.ai key stands; `credential_id` is None while there is none."""

    credential_id: int | None
    state: str
    balance: Credits | None
    balance_at: datetime | None
    is_fresh: bool


def own_key(studio_id: int) -> OwnKey:
    """The studio's own key, with what kie.ai last said about it."""
    is_fresh = ExpressionWrapper(Q(checked_at__gt=Now() - FRESH), output_field=BooleanField())
    rows = ProviderCredential.objects.for_studio(studio_id).filter(retired_at=None)
    live = rows.annotate(is_fresh=is_fresh).first()
    if live is None:
        return OwnKey(None, "missing", None, None, is_fresh=False)
    return OwnKey(live.pk, live.state, live.balance, live.balance_at, bool(live.is_fresh))


class Reported(NamedTuple):
    """What the provider charged, as it told us: for orders, of that above the bill, and for planning."""

    orders: Credits
    variance: Credits
    planning: Credits


def reported_total() -> Reported:
    """Over all studios, for setting the ledger beside the provider's account."""
    why = "the provider's account is shared"
    made = Attempt.objects.across_studios(reason=why).filter(
        status=Attempt.Status.SUCCEEDED, reported__isnull=False
    )
    charged = [(line, reported or ZERO) for line, reported in made.values_list("line", "reported")]
    billed = billing.amounts_of([line for line, _ in charged])
    asked = list(
        Casting.objects.across_studios(reason=why).filter(status="done").values_list("reported", "ceiling")
    )
    over = [reported - billed[line] for line, reported in charged] + [
        reported - most for reported, most in asked
    ]
    planning: Credits = Film.objects.across_studios(reason=why).aggregate(
        of=Coalesce(Sum("planning_credits"), ZERO)
    )["of"]
    return Reported(
        sum((reported for _, reported in charged), ZERO) + sum((reported for reported, _ in asked), ZERO),
        sum((amount for amount in over if amount > 0), ZERO),
        planning,
    )


def places_in_cut(one: Film) -> dict[str, tuple[int, int]]:
    """Where each shot of the newest cut that is ready begins and ends, in frames."""
    newest = one.cuts.filter(status=Cut.Status.READY).order_by("-number").first()
    if newest is None:
        return {}
    places, begins = {}, 0
    for clip in newest.edl["clips"]:
        ends = begins + clip["source_out"] - clip["source_in"] + clip["hold_frames"]
        places[clip["shot"]] = (begins, ends)
        begins = ends
    return places
