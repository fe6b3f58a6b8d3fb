"""A film, from its first order until all is at home, against what the provider's own limits allow."""

from django.db.models import Max

from bench.orders import bounds, films
from bench.orders.floor import Floor
from bench.pairs import Ratio, summed_up
from rendering.models import Event, Film
from rendering.provider.limits import IN_FLIGHT, STARTS_PER_WINDOW, WINDOW_SECONDS

GOALS = {True: 1.05, False: 1.08}
"""With callbacks, and without."""
STAGES = ("still", "draft", "master")


def measurements(floor: Floor, *, is_quick: bool) -> list[Ratio]:
    rows = []
    for has_callbacks in (True, False):
        floor.use(has_callbacks=has_callbacks)
        rows += [
            _stills(floor, shots, has_callbacks=has_callbacks)
            for shots in ((20,) if is_quick else (20, 100, 400))
        ]
        rows.append(_whole_film(floor, 20, has_callbacks=has_callbacks))
    floor.use(has_callbacks=True)
    return rows


def _stills(floor: Floor, shots: int, *, has_callbacks: bool) -> Ratio:
    """One stage of a film, as large as its film."""
    floor.until_quiet()
    film = films.film(films.studio(), shots)
    return _measured(floor, film, f"{shots} shots", orders=shots, has_callbacks=has_callbacks)


def _whole_film(floor: Floor, shots: int, *, has_callbacks: bool) -> Ratio:
    """Three orders a shot, a stage after the other: each passes its gate by itself, for it was approved beforehand."""
    floor.until_quiet()
    film = films.film(films.studio(), shots, is_pre_approved=True)
    what = f"{shots} shots from keyframe to master"
    return _measured(floor, film, what, orders=shots * len(STAGES), has_callbacks=has_callbacks)


def _measured(floor: Floor, film: Film, what: str, *, orders: int, has_callbacks: bool) -> Ratio:
    films.begin(film)
    floor.until(lambda: films.count(film, is_collected=True) == orders, what, within=600)
    Film.objects.for_studio(film.studio_id).filter(pk=film.pk).update(status=Film.Status.STOPPED)
    attempts = films.attempts(film)
    ready = Event.objects.across_studios(reason=films.WHY).filter(film=film, kind="take.ready")
    took = (ready.aggregate(at=Max("at"))["at"] - attempts[0].created_at).total_seconds()
    tiers = {attempt.task_id: attempt.take.tier for attempt in attempts}
    latencies: dict[str, list[float]] = {tier: [] for tier in STAGES}
    for order in floor.orders_of(film):
        latencies[tiers[order["taskId"]]].append((order["completedAt"] - order["createdAt"]) / 1000)
    least = bounds.makespan_seconds(
        *latencies.values(), starts=STARTS_PER_WINDOW, window=WINDOW_SECONDS, in_flight=IN_FLIGHT
    )
    how = "called back" if has_callbacks else "looked up"
    return summed_up(f"{what}, {how}, to the bound", [(took, least)], at_most=GOALS[has_callbacks], unit="s")
