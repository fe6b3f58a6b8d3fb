"""One film under a plan, and what came of it."""

import itertools
import time
from collections.abc import Iterator, Sequence

from crash import oracle
from crash.house import House, TookTooLong
from crash.outcome import Outcome
from crash.person import Person
from crash.plan import Kill, Plan

_numbers = itertools.count(1)


def film(house: House, plan: Plan) -> Outcome:
    """Make a film of a new studio; what the plan kills dies between the first answer that spends and the end."""
    number, began = next(_numbers), time.monotonic()
    house.use(has_callbacks=plan.has_callbacks)
    person = Person(house, f"run-{number}")
    person.bring_to_the_bill()
    before = {order["taskId"] for order in house.bill()}
    house.arm(number, plan)
    broken = []
    try:
        person.make()
    except TookTooLong as why:
        broken.append(str(why))
    finally:
        house.disarm()
    broken += [f"{attempt} is in doubt, and the film does not say so" for attempt in person.unnamed]
    broken += oracle.broken(person.slug, [order for order in house.bill() if order["taskId"] not in before])
    return Outcome(
        plan=plan, seconds=time.monotonic() - began, seen=house.seen(number), fired=house.fired(number),
        settled=[word for word in person.settled if word], broken=broken,
    )  # fmt: skip


def film_until_reached(house: House, plan: Plan, times: int = 3) -> Outcome:
    """The same plan a few times over, for what a film meets by chance."""
    outcome = film(house, plan)
    while not outcome.fired and not outcome.broken and times > 1:
        outcome, times = film(house, plan), times - 1
    return outcome


def record(house: House, *, has_callbacks: bool, times: int = 2) -> list[str]:
    """The points that films reach when nothing dies, in order. What one film does not meet by chance, another may."""
    outcomes = [film(house, Plan(has_callbacks=has_callbacks)) for _ in range(times)]
    for outcome in outcomes:
        if outcome.broken:
            raise TookTooLong(f"a film that nothing was done to: {outcome.says}")
    return list(dict.fromkeys(point for outcome in outcomes for point in outcome.seen))


def each(house: House, points: Sequence[str], *, has_callbacks: bool) -> Iterator[Outcome]:
    """A film for each point; what is only reached once something has died gets a film in which both die."""
    known, waiting = set(points), [Plan((Kill(point),), has_callbacks=has_callbacks) for point in points]
    while waiting:
        outcome = film_until_reached(house, waiting.pop(0))
        yield outcome
        if len(outcome.plan.kills) == 1:
            fresh = [point for point in outcome.seen if point not in known]
            known.update(fresh)
            waiting += [
                Plan((*outcome.plan.kills, Kill(point)), has_callbacks=has_callbacks) for point in fresh
            ]
