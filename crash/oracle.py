"""What must be true of a film once it is made, whatever died on the way: bill, ledger, holds and files agree."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Sum

from billing.models import Hold
from billing.services import proof
from rendering import selectors
from rendering.models import Attempt, Film, FilmFile, Take
from rendering.models.attempts import LIVE
from rendering.services import files

Order = dict[str, Any]
WHY = "the oracle looks at every studio"
ZERO = Decimal(0)


def broken(slug: str, orders: Sequence[Order]) -> list[str]:
    """Each promise that does not hold, as a sentence. `orders` are those on the bill since the film was begun."""
    attempts = list(
        Attempt.objects.across_studios(reason=WHY).filter(studio__slug=slug).select_related("take")
    )
    owned = list(_owned(orders, attempts))
    return [
        *(says for _, _, says in owned if says),
        *_paid_twice([(order, attempt) for order, attempt, says in owned if attempt and not says]),
        *_charges(slug, orders, attempts),
        *_holds(slug, attempts),
        *_film(slug),
        *_ledger(),
    ]


def _owned(
    orders: Sequence[Order], attempts: Sequence[Attempt]
) -> Iterator[tuple[Order, Attempt | None, str]]:
    """Each order with the attempt it belongs to, or what is wrong with it."""
    for order in orders:
        address = str(order["callback"] or "")
        of_task = [one for one in attempts if one.task_id == order["taskId"]]
        of_address = [one for one in attempts if address and f"/{one.public_id}/" in address]
        owner = next(iter(of_task or of_address), None)
        what = f"order {order['taskId'][:8]} ({order['price']})"
        if owner is None:
            yield order, None, f"{what}: nobody here knows of it"
        elif address and of_task and of_address != of_task:
            yield order, owner, f"{what}: its task is {owner.public_id}'s, its callback address is not"
        elif not of_task and owner.status != Attempt.Status.IN_DOUBT:
            yield (
                order,
                owner,
                f"{what}: placed for {owner.public_id}, which is {owner.status} with another task",
            )
        else:
            yield order, owner, ""


def _paid_twice(owned: Sequence[tuple[Order, Attempt]]) -> Iterator[str]:
    """A line, and a take, is paid for once; what failed at the provider cost nothing and may be tried again."""
    paid = defaultdict[str, list[str]](list)
    for order, attempt in owned:
        if Decimal(order["creditsConsumed"]):
            paid[f"line {attempt.line}"].append(order["taskId"])
            paid[f"take {attempt.take.public_id}"].append(order["taskId"])
    yield from (f"{what} was paid {len(tasks)} times" for what, tasks in paid.items() if len(tasks) > 1)
    per_attempt = defaultdict[str, int](int)
    for _, attempt in owned:
        per_attempt[attempt.public_id] += 1
    yield from (f"{one} was ordered {count} times" for one, count in per_attempt.items() if count > 1)


def _charges(slug: str, orders: Sequence[Order], attempts: Sequence[Attempt]) -> Iterator[str]:
    billed = sum((Decimal(order["creditsConsumed"]) for order in orders), ZERO)
    doubted = {one.public_id for one in attempts if one.status == Attempt.Status.IN_DOUBT}
    open_ = sum(
        (Decimal(order["creditsConsumed"]) for order in orders
         if any(f"/{one}/" in str(order["callback"]) for one in doubted)), ZERO,
    )  # fmt: skip
    holds = Hold.objects.across_studios(reason=WHY).filter(studio__slug=slug)
    captured = holds.aggregate(sum=Sum("captured"))["sum"] or ZERO
    if billed != captured + open_:
        yield f"the provider charged {billed}, {captured} were captured and {open_} are in doubt"


def _holds(slug: str, attempts: Sequence[Attempt]) -> Iterator[str]:
    """Nothing stays set aside unless an order lives that it is for."""
    alive = {one.line for one in attempts if one.status in LIVE and one.status != Attempt.Status.SUCCEEDED}
    open_ = Hold.objects.across_studios(reason=WHY).filter(studio__slug=slug, status=Hold.Status.AUTHORIZED)
    for hold in open_.select_related("approval_line"):
        if hold.approval_line.public_id not in alive:
            yield f"{hold.public_id} ({hold.amount}) is still open, and no order lives"


def _film(slug: str) -> Iterator[str]:
    film = Film.objects.across_studios(reason=WHY).get(studio__slug=slug)
    if film.status != Film.Status.FINISHED:
        yield f"the film is {film.status} at {film.stage}: {film.waits_for}"
        return
    lost = Attempt.objects.across_studios(reason=WHY).filter(
        take__film=film, status="succeeded", is_collected=False
    )
    yield from (f"{one.public_id} is paid and was not collected" for one in lost)
    for take in film.takes.filter(status=Take.Status.READY).select_related("file"):
        if take.file is None or not _is_whole(take.file):
            yield f"{take.public_id} is ready, and its file is not"
    yield from _delivered(film)


def _delivered(film: Film) -> Iterator[str]:
    """The newest cut is there, it is what the person is given as the film, and they were told."""
    cut = film.cuts.filter(status="ready").select_related("file").last()
    if cut is None or cut.file is None or not _is_whole(cut.file):
        yield "the film is finished, and there is no cut"
        return
    delivered = film.files.filter(path=f"{files.FOLDERS['cuts']}/{film.name}.mp4").first()
    if delivered is None or delivered.sha256 != cut.file.sha256:
        yield "what the person is given as the film is not its newest cut"
    if not film.events.filter(kind="film.finished", is_notice=True).exists():
        yield "the film is finished, and nobody was told"


def _is_whole(file: FilmFile) -> bool:
    if not default_storage.exists(file.key):
        return False
    with default_storage.open(file.key) as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest() == file.sha256


def _ledger() -> Iterator[str]:
    """What `prove_ledger` proves."""
    yield from (
        f"not true: {one.says}: {one.left} = {one.right}" for one in proof.equations() if not one.is_true
    )
    captured, reported = proof.captured_total(), selectors.reported_total()
    if captured != reported.orders - reported.variance:
        yield f"captured {captured}, reported {reported.orders} less {reported.variance}"
