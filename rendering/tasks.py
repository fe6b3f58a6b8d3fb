"""Messages only say "look": every task reads the rows, calls one service, and rings the next."""

from celery import shared_task

from rendering.doorbell import ring
from rendering.models import Attempt, Casting, Cut
from rendering.services import (
    attempts,
    castings,
    collection,
    connections,
    cuts,
    dispatch,
    events,
    productions,
    sweeping,
)

WHY = "a worker serves every studio"


@shared_task
def advance(film_id: int) -> None:
    """Bring a film as far as it goes; ring again in a moment when another worker has it in hand."""
    if productions.advance(film_id):
        ring(release)
    else:
        advance.apply_async(args=(film_id,), countdown=1, retry=False)


@shared_task
def release() -> None:
    """Give out slots, and ring for each order that has one."""
    for attempt_id in dispatch.release():
        ring(send, attempt_id)


@shared_task
def send(attempt_id: int) -> None:
    attempt = _attempt(attempt_id)
    attempts.send(attempt, connections.provider())
    if attempt.status == Attempt.Status.FAILED:
        ring(advance, attempt.take.film_id)


@shared_task
def look_up(attempt_id: int) -> None:
    attempt = _attempt(attempt_id)
    attempts.look_up(attempt, connections.provider())
    if attempt.status == Attempt.Status.SUCCEEDED:
        ring(collect, attempt_id)
    elif attempt.status == Attempt.Status.FAILED:
        ring(release)
        ring(advance, attempt.take.film_id)


@shared_task
def heed_callback(attempt_id: int) -> None:
    """A callback named a task: adopt it where the answer was lost, then look for ourselves."""
    attempt = _attempt(attempt_id)
    attempts.heed_hint(attempt, connections.provider())
    ring(look_up, attempt_id)


@shared_task
def collect(attempt_id: int) -> None:
    attempt = _attempt(attempt_id)
    if collection.collect(attempt, connections.provider()):
        ring(advance, attempt.take.film_id)


@shared_task
def assemble(cut_id: int) -> None:
    cut = Cut.objects.across_studios(reason=WHY).select_related("film").get(pk=cut_id)
    if cuts.assemble(cut):
        ring(advance, cut.film_id)


@shared_task
def work_out_casting(casting_id: int) -> None:
    castings.work_out(Casting.objects.across_studios(reason=WHY).get(pk=casting_id), connections.provider())


@shared_task
def sweep() -> None:
    """Find what nobody rang for, and ring."""
    events.pass_on_warnings()
    left = sweeping.left_behind()
    for task, numbers in (
        (heed_callback, left.hinted), (send, left.slotted), (look_up, left.to_look_up), (collect, left.to_collect),
        (assemble, left.cuts), (work_out_casting, left.castings), (advance, left.films),
    ):  # fmt: skip
        for number in numbers:
            ring(task, number)
    ring(release)


def _attempt(attempt_id: int) -> Attempt:
    rows = Attempt.objects.across_studios(reason=WHY)
    return rows.select_related("take__film", "take__shot", "take__look", "credential").get(pk=attempt_id)
