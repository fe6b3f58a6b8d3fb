"""Films whose shots are approved and wait to be ordered: a bill that was signed, so that dispatch verifies it."""

import itertools

from django.db import transaction

from billing import port as billing
from billing.services import caps
from core.amounts import Credits
from rendering import tasks
from rendering.doorbell import ring
from rendering.engines import catalog
from rendering.models import Attempt, Film, Shot
from rendering.provider.limits import IN_FLIGHT
from rendering.services import credentials, mandates, payers, takes
from studios.models import Quota, Studio
from studios.services import tenants

ENGINE = catalog.get("nano-banana")
CASTING = {
    "hero_engine": "seedance-2", "clips_engine": "seedance-2", "stills_engine": ENGINE.name, "reason": "x",
}  # fmt: skip
WHY = "a bench has its own database"
studios = itertools.count(1)


def studio(*, own_key: str = "") -> Studio:
    """A studio that may have as many orders in flight as its account; with `own_key`, that is one of its own."""
    plan = "own_key" if own_key else "managed"
    made = tenants.create(f"orders-{next(studios)}", plan=plan, actor="bench")
    caps.set_allowance(made.pk, Credits("1000000"), timezone="UTC")
    Quota.objects.create(studio=made, kind=Quota.Kind.RENDERS_IN_FLIGHT, most=IN_FLIGHT)
    if own_key:
        credentials.replace(made.pk, own_key, by="bench")
    return made


@transaction.atomic  # the sweep would find it half made, and ask once more for what is about to be approved
def film(of: Studio, shots: int, *, is_pre_approved: bool = False) -> Film:
    """A film at its keyframes, one still a shot, its bill approved; nobody has rung for it.

    With `is_pre_approved` it goes on by itself, drafts and masters too.
    """
    made = Film.objects.create(
        studio=of, license="lic_bench", name="film", idea="x", duration_seconds=5 * shots, aspect="16:9",
        language="english", resolution="720p", stage=Film.Stage.KEYFRAMES, casting=CASTING,
        mode=Film.Mode.AUTO if is_pre_approved else Film.Mode.STEER,
    )  # fmt: skip
    spec = takes.still_spec(ENGINE, has_reference=False)
    for number in range(1, shots + 1):
        shot = Shot.objects.create(film=made, number=number, seconds=5, description=f"view {number}")
        takes.plan(made, shot, "still", ENGINE, spec)
    if is_pre_approved:
        mandates.pre_approve(made, by="bench")
    planned = takes.bill(takes.unreleased(made, ["still"]))
    gate = billing.show(
        of.pk, subject=made.public_id, kind="keyframes", shown={"title": "x"}, planned=planned
    )
    billing.approve(
        payers.payer_of(made), gate=gate.id, digest=gate.digest, answer="approve", kinds=None, by="bench"
    )
    return made


def begin(film: Film) -> None:
    """What the API does after a yes: a worker queues what was approved."""
    ring(tasks.advance, film.pk)


def stop(film: Film) -> None:
    """Nobody waits for what it has under way."""
    Film.objects.for_studio(film.studio_id).filter(pk=film.pk).update(status=Film.Status.STOPPED)


def attempts(*films: Film) -> list[Attempt]:
    """Their orders, the oldest first."""
    rows = Attempt.objects.across_studios(reason=WHY).filter(take__film__in=films)
    return list(rows.select_related("take").order_by("pk"))


def count(*films: Film, **fields: object) -> int:
    """How many of their orders are like this."""
    return Attempt.objects.across_studios(reason=WHY).filter(take__film__in=films, **fields).count()
