"""Start, stop, resume and finalize films."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from billing import port as billing
from core import states
from core.amounts import Credits
from core.errors import InvalidInput, WrongState
from rendering import brief
from rendering.errors import TooManyFilms
from rendering.models import Attempt, Film, Take
from rendering.services import credentials, cuts, events, mandates, pauses, takes
from rendering.services.ordering import doubts
from rendering.services.payers import payer_of
from studios import port as studios


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person asks for; None where the idea's own words decide."""

    idea: str
    mode: str = Film.Mode.STEER
    is_drafts_only: bool = False
    is_pre_approved: bool = False
    budget: Credits | None = None
    name: str | None = None
    flags: brief.Flags = field(default_factory=brief.Flags)


@transaction.atomic
def start(studio_id: int, wish: Wish, *, license_id: str, by: str) -> Film:
    """Start a film. Raises OwnKeyMissing, InvalidInput for what can not be made, TooManyFilms, and AllowanceMissing."""
    credentials.require(studio_id)
    try:
        asked = brief.read(wish.idea, wish.flags)
    except brief.BadBrief as refusal:
        raise InvalidInput(f"{refusal} Nothing was started.") from refusal
    _refuse_too_many(studio_id)
    film = _create(studio_id, wish, asked, license_id)
    if wish.budget is not None:
        billing.set_budget(studio_id, subject=film.public_id, ceiling=wish.budget)
    if wish.mode == Film.Mode.AUTO:
        allow = mandates.pre_approve if wish.is_pre_approved else mandates.allow_stills
        allow(film, by=by)
    studios.note(studio_id, actor=by, verb="film.start", subject=film.public_id, details={"name": film.name})
    events.note(film, "film.started")
    return film


@transaction.atomic
def stop(film: Film, *, by: str) -> None:
    """Stop where it is: nothing new is ordered, what was ordered is collected. Raises WrongState when it is over."""
    if not pauses.stop(film):
        raise WrongState(f"{film.name} is {film.status}, so there is nothing to stop.")
    billing.withdraw_gate(film.studio_id, film.public_id)
    studios.note(film.studio_id, actor=by, verb="film.stop", subject=film.public_id)


@transaction.atomic
def resume(film: Film, *, budget: Credits | None, is_without_doubtful: bool = False, by: str) -> None:
    """Go on from exactly where it is; a higher budget funds the orders that waited for it. Harmless when it runs.

    With `is_without_doubtful` it goes on without the takes whose orders are in doubt. Raises WrongState without any.
    """
    if is_without_doubtful:
        _leave_out(film, by)
    if budget is not None:
        billing.set_budget(film.studio_id, subject=film.public_id, ceiling=budget)
        billing.fund_waiting(payer_of(film), subject=film.public_id)
    if film.status in (Film.Status.PAUSED, Film.Status.STOPPED):
        _back_to_the_bill(film)
        cuts.retry(film)
        _send_held_back(film)
        states.advance(film, Film.Status.WORKING, waits_for="")
        studios.note(film.studio_id, actor=by, verb="film.resume", subject=film.public_id)


@transaction.atomic
def finalize(film: Film, *, is_pre_approved: bool, by: str) -> None:
    """Master a drafts-only film: its cost gate opens, priced for the masters. Raises WrongState for any other film."""
    if not film.is_drafts_only or film.status != Film.Status.FINISHED:
        raise WrongState(
            f"{film.name} has no drafts waiting to be mastered. Finalize is for finished drafts-only films."
        )
    film.is_drafts_only, film.stage = False, Film.Stage.COST
    film.save(update_fields=["is_drafts_only", "stage"])
    if is_pre_approved:
        film.mode = Film.Mode.AUTO
        film.save(update_fields=["mode"])
        mandates.pre_approve(film, by=by)
    states.advance(film, Film.Status.WORKING, waits_for="")
    studios.note(film.studio_id, actor=by, verb="film.finalize", subject=film.public_id)


def _leave_out(film: Film, by: str) -> None:
    left_out = doubts.leave_out(film)
    if not left_out:
        raise WrongState(f"Nothing of {film.name} is in doubt. Nothing was changed; plain resume goes on.")
    if not takes.wanted(film, Take.Tier.DRAFT).exists():
        raise WrongState(
            f"Without what is in doubt nothing of {film.name} is left to show. Nothing was changed or spent: ask your "
            "studio contact to look the orders up."
        )
    events.tell(
        film, "take.left_out",
        f"The film goes on without {', '.join(left_out)}, as you said. The credits of an order in doubt stay set aside "
        "until it is known whether it arrived; what turns up after all is brought home to its folder.",
    )  # fmt: skip
    pauses.say(film, "")
    studios.note(
        film.studio_id, actor=by, verb="film.leave_out", subject=film.public_id, details={"takes": left_out}
    )


def _send_held_back(film: Film) -> None:
    """What the studio's own account refused is tried again at once: the person has seen to it."""
    held_back = Attempt.objects.for_studio(film.studio_id).filter(take__film=film, is_held_back=True)
    held_back.update(is_held_back=False, not_before=Now())


def _back_to_the_bill(film: Film) -> None:
    """Where a shot lost its take, or its approval did not verify, the cost gate has to be shown again."""
    if film.stage not in (Film.Stage.CLIPS, Film.Stage.MASTERS):
        return
    tiers = ["draft"] if film.is_drafts_only else ["draft", "master"]
    lost = any(takes.without(film, takes.wanted(film, tier), tier) for tier in tiers)
    if lost or takes.unreleased(film, tiers):
        film.stage = Film.Stage.COST
        film.save(update_fields=["stage"])


def _refuse_too_many(studio_id: int) -> None:
    most = studios.films_in_flight_quota(studio_id)
    if Film.objects.for_studio(studio_id).filter(status__in=Film.UNDER_WAY).count() >= most:
        raise TooManyFilms(
            f"This studio has {most} films under way, which is all it may. Finish or stop one first."
        )


def _create(studio_id: int, wish: Wish, asked: brief.Brief, license_id: str) -> Film:
    wanted = brief.film_name(wish.name) if wish.name else asked.name
    for number in range(1, 1000):
        name = wanted if number == 1 else f"{wanted}-{number}"
        try:
            with transaction.atomic():
                return Film.objects.create(
                    studio_id=studio_id, license=license_id, name=name, idea=asked.idea, mode=wish.mode,
                    is_drafts_only=wish.is_drafts_only, duration_seconds=asked.duration_seconds, aspect=asked.aspect,
                    language=asked.language, resolution=asked.resolution,
                )  # fmt: skip
        except IntegrityError:  # film_name_once_per_studio
            continue
    raise InvalidInput(f"There are a thousand films called {wanted}. Give this one a name: --name.")
