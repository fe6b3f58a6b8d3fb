"""Messages only say "look": every task reads the rows, calls one service, and rings the next."""

from functools import partial

from celery import shared_task

from rendering.doorbell import ring
from rendering.models import Attempt, Casting, Cut, ProviderCredential, Reconciliation
from rendering.models.attempts import ITS_WORK
from rendering.provider.client import Client
from rendering.services import (
    castings,
    collection,
    connections,
    credentials,
    cuts,
    events,
    own_balances,
    productions,
    sweeping,
)
from rendering.services.books import readings, reconciling
from rendering.services.ordering import dispatch, doubts, pacing, sending, settling

WHY = "a worker serves every studio"


@shared_task
def advance(film_id: int, is_news: bool = True) -> None:
    """Bring a film as far as it goes. While another worker has it in hand, news are rung for once more, a second later.

    Without news there is seldom anything to give a slot to, and the sweep rings for that by itself.
    """
    if productions.advance(film_id):
        if is_news and dispatch.waits(film_id):
            ring(give_slots)
    elif is_news:
        ring(advance, film_id, False, after=1)


@shared_task
def give_slots(is_sweep: bool = False) -> None:
    """Give out slots, ring for each order that has one, and for the moment the window opens again."""
    given = dispatch.give_slots(is_sweep=is_sweep)
    for attempt_id in given.attempts:
        ring(send, attempt_id)
    for seconds in given.again_after:
        ring(give_slots, after=seconds)


@shared_task
def send(attempt_id: int) -> None:
    attempt = _attempt(attempt_id)
    sending.send(attempt)
    if attempt.status == Attempt.Status.FAILED:
        ring(advance, attempt.take.film_id)


@shared_task
def look_up(attempt_id: int) -> None:
    _look_up(_attempt(attempt_id))


def _look_up(attempt: Attempt) -> None:
    before = attempt.status
    again_after = settling.look_up(attempt)
    if again_after is not None and again_after < sweeping.SWEEP_SECONDS:
        ring(look_up, attempt.pk, after=again_after)  # the next sweep would be late for it
    if attempt.status == before:
        return
    if attempt.status == Attempt.Status.SUCCEEDED:
        ring(collect, attempt.pk)
        ring(give_slots)
    elif attempt.status == Attempt.Status.FAILED:
        ring(give_slots)
        ring(advance, attempt.take.film_id)


@shared_task
def look_again() -> None:
    """The service has just started. The next sweep rings for each."""
    pacing.look_again()


@shared_task
def heed_callback(attempt_id: int) -> None:
    """A callback named a task: adopt it where the answer was lost, else look for ourselves."""
    attempt = _attempt(attempt_id)
    if attempt.status == Attempt.Status.SENT:
        _look_up(attempt)
    else:
        doubts.heed(attempt)


@shared_task
def collect(attempt_id: int) -> None:
    attempt = _attempt(attempt_id)
    if collection.collect(attempt, partial(_for_collection, attempt)):
        ring(advance, attempt.take.film_id)


@shared_task
def assemble(cut_id: int) -> None:
    cut = Cut.objects.across_studios(reason=WHY).select_related("film").get(pk=cut_id)
    if cuts.assemble(cut):
        ring(advance, cut.film_id)


@shared_task
def work_out_casting(casting_id: int) -> None:
    casting = Casting.objects.across_studios(reason=WHY).get(pk=casting_id)
    castings.work_out(casting, connections.of(credentials.of_payer(casting.studio_id)))


@shared_task
def read_balance(credential_id: int) -> None:
    """Somebody wants to know what is left behind a studio's own key."""
    credential = ProviderCredential.objects.across_studios(reason=WHY).get(pk=credential_id)
    own_balances.read(credential, connections.of(credential))


@shared_task
def read_accounts() -> None:
    """Read the balances whose turn it is, so that a movement can be laid beside the orders between two readings."""
    readings.read_due()


@shared_task
def reconcile(reconciliation_id: int) -> None:
    """Set a day beside the provider's own records; come back in a moment while another day is being done."""
    if not reconciling.run(Reconciliation.objects.get(pk=reconciliation_id)):
        ring(reconcile, reconciliation_id, after=10)


@shared_task
def reconcile_yesterday() -> None:
    """Nightly."""
    reconcile(reconciling.ask().pk)


@shared_task
def reseal_keys() -> None:
    """Nightly: after the sealing key was rotated, close what is closed to an old one anew."""
    credentials.reseal()


@shared_task
def sweep() -> None:
    """Find what nobody rang for, and ring."""
    if not sweeping.begin_round():
        return
    events.pass_on_warnings()
    left = sweeping.left_behind()
    for task, numbers in (
        (heed_callback, left.hinted), (send, left.slotted), (collect, left.to_collect), (assemble, left.cuts),
        (work_out_casting, left.castings), (reconcile, left.reconciliations),
    ):  # fmt: skip
        for number in numbers:
            ring(task, number)
    for film_id in left.films:
        ring(advance, film_id, False)
    for attempt_id, seconds in left.to_look_up:
        ring(look_up, attempt_id, after=seconds)
    ring(give_slots, True)


def _for_collection(attempt: Attempt) -> Client:
    return connections.of(credentials.to_look_up_with(attempt, turn=attempt.collections // 2))


def _attempt(attempt_id: int) -> Attempt:
    rows = Attempt.objects.across_studios(reason=WHY)
    of = (*ITS_WORK, "studio")
    return rows.select_related(*of).get(pk=attempt_id)
