"""A film's shots, from the queue until all are at home, against what the provider's own limits allow."""

from django.db.models import Max

from bench.orders import bounds, films
from bench.orders.floor import Floor
from bench.pairs import Ratio, summed_up
from rendering.models import Event
from rendering.provider.limits import IN_FLIGHT, STARTS_PER_WINDOW, WINDOW_SECONDS

GOALS = {True: 1.05, False: 1.08}
"""With callbacks, and without."""


def measurements(floor: Floor, *, is_quick: bool) -> list[Ratio]:
    rows = []
    for has_callbacks in (True, False):
        floor.use(has_callbacks=has_callbacks)
        rows += [
            _film(floor, shots, has_callbacks=has_callbacks)
            for shots in ((20,) if is_quick else (20, 100, 400))
        ]
    floor.use(has_callbacks=True)
    return rows


def _film(floor: Floor, shots: int, *, has_callbacks: bool) -> Ratio:
    floor.until_quiet()
    film = films.film(films.studio(), shots)
    films.begin(film)
    floor.until(lambda: films.count(film, is_collected=True) == shots, f"{shots} shots", within=600)
    ready = Event.objects.across_studios(reason=films.WHY).filter(film=film, kind="take.ready")
    ended = ready.aggregate(at=Max("at"))["at"]
    took = (ended - films.attempts(film)[0].created_at).total_seconds()
    latencies = [(order["completedAt"] - order["createdAt"]) / 1000 for order in floor.orders_of(film)]
    least = bounds.makespan_seconds(
        latencies, starts=STARTS_PER_WINDOW, window=WINDOW_SECONDS, in_flight=IN_FLIGHT
    )
    how = "called back" if has_callbacks else "looked up"
    what = f"{shots} shots, {how}, to the provider's bound"
    return summed_up(what, [(took, least)], at_most=GOALS[has_callbacks], unit="s")
