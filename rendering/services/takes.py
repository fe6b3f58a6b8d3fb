"""Plan takes, describe what they would cost, and put the released ones in the queue."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Max, QuerySet

from billing import port as billing
from billing.port import Planned, Spec
from core import locks, states
from core.amounts import ZERO, text
from rendering.engines import catalog
from rendering.engines.engine import DRAFT_RESOLUTION, Engine
from rendering.errors import Stuck
from rendering.models import Attempt, Film, Look, ProviderCredential, Shot, Take
from rendering.services import credentials, events
from rendering.services.ordering import halts, refusals

STANDING = (Take.Status.PLANNED, Take.Status.ORDERED, Take.Status.READY)


def plan(film: Film, of: Look | Shot, tier: str, engine: Engine, spec: Spec) -> Take:
    """A take that may be ordered once its bill is approved. One that is only planned is changed in place."""
    subject: dict[str, Look | Shot] = {"look": of} if isinstance(of, Look) else {"shot": of}
    rows = Take.objects.for_studio(film.studio_id).filter(film=film, tier=tier, **subject)
    fields = {"engine": engine.name, "spec": spec.as_dict()}
    planned = rows.filter(status=Take.Status.PLANNED).first()
    if planned is None:
        newest = rows.aggregate(newest=Max("number"))["newest"] or 0
        return Take.objects.create(film=film, tier=tier, number=newest + 1, **subject, **fields)
    if {"engine": planned.engine, "spec": planned.spec} != fields:
        rows.filter(pk=planned.pk, status=Take.Status.PLANNED).update(**fields)
        planned.engine, planned.spec = engine.name, spec.as_dict()
    return planned


def plan_still(film: Film, of: Look | Shot, engine: Engine) -> None:
    """A design sheet, or a keyframe that refers to those."""
    plan(film, of, Take.Tier.STILL, engine, still_spec(engine, has_reference=isinstance(of, Shot)))


def still_spec(engine: Engine, *, has_reference: bool) -> Spec:
    """A still at the engine's cheapest tier."""
    return engine.spec(engine.resolutions[0], has_reference=has_reference)


def draft_of(engine: Engine, seconds: int) -> tuple[Engine, Spec]:
    """The engine and order that draft a clip of this engine: itself at 480p, or its stand-in."""
    drafter = engine if engine.drafts_at_480p else catalog.get(engine.draft_stand_in or "")
    return drafter, drafter.spec(DRAFT_RESOLUTION, drafter.fit_seconds(seconds), has_reference=True)


def master_of(engine: Engine, seconds: int, resolution: str) -> Spec:
    """A clip at delivery resolution, or at the engine's best where it does not go so high."""
    tier = resolution if resolution in engine.resolutions else engine.resolutions[-1]
    return engine.spec(tier, engine.fit_seconds(seconds), has_reference=True)


def bill(takes: Iterable[Take]) -> list[Planned]:
    """The lines of a bill for these takes."""
    return [
        Planned(work=take.public_id, kind=take.tier, label=take.label, spec=Spec.from_dict(take.spec))
        for take in takes
    ]


def unreleased(film: Film, tiers: Sequence[str]) -> list[Take]:
    """Planned takes of these tiers that no approval has released, in the order they are billed and funded."""
    is_released = released(film)
    rows = film.takes.filter(status=Take.Status.PLANNED, tier__in=tiers).select_related("shot", "look")
    waiting = [take for take in rows if take.public_id not in is_released]
    return sorted(
        waiting, key=lambda take: (tiers.index(take.tier), take.shot.number if take.shot else 0, take.pk)
    )


def order(film: Film, planned: Sequence[Take]) -> int:
    """Queue an attempt for each of these planned takes whose line is released and funded; how many lack funds.

    Raises OwnKeyMissing where the studio is to pay kie.ai itself and has given no key.
    """
    if not planned or halts.is_restoring():  # what these rows say may have been ordered already
        return 0
    released = billing.released_lines(film.studio_id, film.public_id)
    credential = credentials.of_payer(film.studio_id)
    found = {take.pk: released.get(take.public_id) for take in planned}
    lines = {take: line for take, line in found.items() if line is not None and line.is_open}
    _queue(film, {take: line.id for take, line in lines.items() if line.is_funded}, credential)
    return sum(not line.is_funded for line in lines.values())


@transaction.atomic
def _queue(film: Film, lines: Mapping[int, str], credential: ProviderCredential) -> None:
    """An attempt for each of these takes, on its line. All at once, so that dispatch sees the whole film's."""
    planned = Take.objects.for_studio(film.studio_id).filter(pk__in=lines, status=Take.Status.PLANNED)
    mine = locks.rows(planned.select_related("shot", "look"))
    if not mine:
        return
    planned.filter(pk__in=[take.pk for take in mine]).update(status=Take.Status.ORDERED)
    before = Attempt.objects.for_studio(film.studio_id).filter(take__in=mine).order_by().values_list("take")
    newest = dict(before.annotate(newest=Max("number")))
    Attempt.objects.bulk_create(
        [
            Attempt(
                studio_id=film.studio_id, take=take, credential=credential, line=lines[take.pk],
                number=newest.get(take.pk, 0) + 1,
            )
            for take in mine
        ],
        ignore_conflicts=True,  # attempt_one_live_per_take: it is under way already
    )  # fmt: skip
    events.note_each(film, "take.ordered", [str(take) for take in mine])


def fail(take: Take, sentence: str) -> None:
    """The take can not be had; the sentence says why, and what it cost."""
    if states.advance(take, Take.Status.FAILED, failure=sentence):
        events.tell(take.film, "take.failed", f"{take.label} ({take.tier}): {sentence}")


def wanted(film: Film, tier: str) -> QuerySet[Shot]:
    """The shots that are to have a take of this tier: all, but for those a person goes on without."""
    before = Take.Tier.values[: Take.Tier.values.index(tier) + 1]
    left_out = film.takes.filter(is_left_out=True, tier__in=before, shot__isnull=False)
    return film.shots.exclude(pk__in=left_out.values("shot"))


def standing(
    of: Look | Shot, tier: str, *, among: Sequence[str] = STANDING, but: str | None = None
) -> Take | None:
    """The newest take of this tier that was neither dropped nor lost, in one of the statuses asked for."""
    rows = of.takes.filter(tier=tier, status__in=among).select_related("file", "shot", "look")
    return rows.exclude(status=but or "").order_by("-number").first()


def without(
    film: Film, of: Iterable[Look | Shot], tier: str, *, among: Sequence[str] = STANDING
) -> list[Look | Shot]:
    """Those that have no such take; one question for all, as it is asked after each take that comes home."""
    have = film.takes.filter(tier=tier, status__in=among).values_list("look", "shot")
    looks, shots = {look for look, _ in have}, {shot for _, shot in have}
    return [one for one in of if one.pk not in (looks if isinstance(one, Look) else shots)]


def released(film: Film) -> set[str]:
    """The takes whose line is released and still open, funded or not."""
    lines = billing.released_lines(film.studio_id, film.public_id)
    return {work for work, line in lines.items() if line.is_open}


def shoot(film: Film, takes: QuerySet[Take]) -> bool:
    """Order what is released; True once nothing of it is on its way.

    Raises Stuck where the budget is used up, or the studio's own account refused an order.
    """
    if halts.is_restoring():
        return False
    unfunded = order(film, list(takes.filter(status=Take.Status.PLANNED)))
    refusal = refusals.held_back(film.pk, film.studio_id)
    if refusal is not None:
        raise Stuck(refusal)
    is_under_way = takes.filter(status=Take.Status.ORDERED).exists()
    if unfunded and not is_under_way:
        raise Stuck(_budget_reached(film, unfunded))
    return not is_under_way


def require_standing(film: Film, tier: str) -> None:
    """Raise Stuck when a shot has no take of this tier left to hope for."""
    lost = [shot.name for shot in without(film, wanted(film, tier), tier)]
    if lost:
        raise Stuck(f"The {tier} of {', '.join(lost)} failed. Resume shows the price of trying again.")


def require_released(film: Film, tier: str) -> None:
    """Raise Stuck when takes of this tier were approved once and are not any more."""
    taken_back = [take.label for take in unreleased(film, [tier])]
    if taken_back:
        raise Stuck(
            f"The {tier} of {', '.join(taken_back)} was approved, and that was taken back. Nothing was spent on it; "
            "resume shows its bill again."
        )


def newest(film: Film, tier: str, *, among: Sequence[str]) -> dict[int, Take]:
    """The newest take of each shot, by the shot's key, in one of these statuses."""
    rows = film.takes.filter(tier=tier, status__in=among, shot__isnull=False).select_related("shot", "file")
    return {take.shot_id: take for take in rows.order_by("number") if take.shot_id}


def circle(take: Take | None) -> None:
    """Choose this take for the cut, in place of any other of its shot and tier."""
    if take is None or take.shot is None:
        return
    with transaction.atomic():
        take.shot.takes.filter(tier=take.tier, is_circled=True).exclude(pk=take.pk).update(is_circled=False)
        take.shot.takes.filter(pk=take.pk).update(is_circled=True)


def drop(film: Film, shot: Shot) -> None:
    """The shot is not in the plan any more: give back what was set aside for it, and forget it."""
    with transaction.atomic():
        drop_planned(film, shot)
        if not shot.takes.exclude(status=Take.Status.DROPPED).exists():
            shot.takes.all().delete()
            shot.delete()


def drop_planned(film: Film, shot: Shot) -> None:
    """What was to be ordered for this shot is not any more; its credits come back."""
    lines = billing.released_lines(film.studio_id, film.public_id)
    for take in shot.takes.filter(status=Take.Status.PLANNED):
        if states.advance(take, Take.Status.DROPPED) and take.public_id in lines:
            billing.void(film.studio_id, [lines[take.public_id].id])


def give_back_planned(film: Film) -> bool:
    """Give back what is set aside for takes that were not ordered yet; their bill is shown again. False for nothing."""
    lines = billing.released_lines(film.studio_id, film.public_id)
    planned = film.takes.filter(status=Take.Status.PLANNED).values_list("public_id", flat=True)
    given_back = [lines[take].id for take in planned if take in lines and lines[take].is_open]
    return billing.give_back(film.studio_id, subject=film.public_id, lines=given_back)


def _budget_reached(film: Film, unfunded: int) -> str:
    figures = billing.spending_of(film.studio_id, [film.public_id]).get(film.public_id)
    lines = billing.released_lines(film.studio_id, film.public_id).values()
    missing = sum((line.amount for line in lines if not line.is_funded), ZERO)
    budget = billing.budgets_of(film.studio_id, [film.public_id]).get(film.public_id)
    spent, held = (figures.spent, figures.held) if figures else (ZERO, ZERO)
    waiting = "1 order waits" if unfunded == 1 else f"{unfunded} orders wait"
    done = film.takes.filter(status=Take.Status.READY).count()
    return (
        f"The budget of {text(budget)} is reached with {text(spent)} spent: {done} takes are done, {waiting}. "
        f"To finish, resume with --budget {text(spent + held + missing)} or more."
    )
