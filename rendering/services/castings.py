"""`pod cast`: a casting and a price preview, for about a credit, on a mandate of two."""

from django.db import transaction
from django.db.models.functions import Now

from billing import port as billing
from billing.port import NotPermitted, Payer, Planned
from core import states
from core.amounts import Credits
from core.errors import InvalidInput
from rendering import brief
from rendering.engines import catalog
from rendering.models import Casting
from rendering.planning import writer
from rendering.planning.prompts import Brief
from rendering.planning.writer import PlanningFailed
from rendering.provider.client import Client
from rendering.provider.errors import KeyRefused, NotDelivered, ProviderFault, Rejected, Then, after_order
from rendering.services import credentials, estimates, own_balances, recasting
from rendering.services.ordering import halts, refusals

CEILING = Credits("2.00")
ASKING_PATIENCE_SECONDS = 700
"""Three answers of the language model at 180 seconds each, and then some (kie/api.md §7.1)."""


@transaction.atomic
def ask(payer: Payer, idea: str, *, by: str) -> Casting:
    """Keep the question and sign its mandate.

    Raises OwnKeyMissing, InvalidInput, or InsufficientAllowance below two credits.
    """
    credentials.require(payer.studio_id)
    try:
        brief.read(idea, brief.Flags())
    except brief.BadBrief as refusal:
        raise InvalidInput(f"{refusal} Nothing was spent.") from refusal
    casting = Casting.objects.create(
        studio_id=payer.studio_id, license=payer.license, idea=idea, ceiling=CEILING
    )
    billing.give_mandate(payer, subject=casting.public_id, kinds=["plan"], ceiling=CEILING, by=by)
    billing.require_release(payer, subject=casting.public_id, planned=[_planned(casting)])
    return casting


def work_out(casting: Casting, client: Client) -> None:
    """Ask the language model once, capture what it reported, and keep the answer with its estimate."""
    if halts.in_force().covers_studio(casting.studio_id, casting.studio.public_id):
        return  # the sweep comes back
    if not _claim(casting):
        return
    asked = brief.read(casting.idea, brief.Flags())
    about = Brief(
        idea=asked.idea, seconds=asked.duration_seconds, aspect=asked.aspect, language=asked.language
    )
    try:
        written = writer.choose_casting(client, about, engines=recasting.allowed(asked.aspect))
    except PlanningFailed as failure:
        _end(casting, Casting.Status.FAILED, failure.credits_consumed, f"{failure} You pay nothing for it.")
    except ProviderFault as fault:
        if after_order(fault).then == Then.IN_DOUBT:
            doubt(casting)
        else:
            _end(
                casting, Casting.Status.FAILED, Credits(0), f"{_turned_away(casting, fault)} It cost nothing."
            )
    else:
        shape = written.shape
        estimate = estimates.option(
            catalog.get(shape.clips_engine),
            catalog.get(shape.stills_engine),
            asked.duration_seconds,
            asked.resolution,
        )
        _done(casting, written.credits_consumed, shape.model_dump(), estimate)


def _turned_away(casting: Casting, fault: ProviderFault) -> str:
    """The question was refused before it was asked, or never arrived."""
    if isinstance(fault, NotDelivered):
        return "The question did not reach the language model; try again later."
    if isinstance(fault, Rejected):
        return "The language model does not take this question. Put the idea in other words."
    own = credentials.live_own(casting.studio_id)
    if own is None or type(fault) not in refusals.REASONS:
        return "The language model takes no questions from us just now; try again later."
    if isinstance(fault, KeyRefused):
        own_balances.note_refused(own)
    return refusals.REASONS[type(fault)]


def doubt(casting: Casting) -> None:
    """The answer was lost: it may have cost something, so the credits stay set aside and nothing is asked again."""
    states.advance(
        casting, Casting.Status.IN_DOUBT,
        detail="The answer was lost on the way. The credits stay set aside until your studio contact has looked.",
    )  # fmt: skip


def forget(casting: Casting) -> bool:
    """A person has looked and says that it cost nothing: give the credits back. False when it is not in doubt."""
    if casting.status != Casting.Status.IN_DOUBT:
        return False
    _end(casting, Casting.Status.FAILED, Credits(0), "The question never arrived. It cost nothing.")
    return True


def ask_anew(casting: Casting) -> None:
    """From a backup: nobody knows whether it was asked meanwhile, and it is not asked again by itself."""
    _end(
        casting, Casting.Status.FAILED, Credits(0),
        "The service came back from a backup before this was answered. You pay nothing; ask again: pod cast.",
    )  # fmt: skip


def _planned(casting: Casting) -> Planned:
    return Planned(
        work=casting.public_id, kind="plan", label="casting", model=writer.MODEL, at_most=casting.ceiling
    )


def _claim(casting: Casting) -> bool:
    line = billing.released_lines(casting.studio_id, casting.public_id)[casting.public_id]
    try:
        with transaction.atomic():
            if not states.advance(casting, Casting.Status.ASKING, asking_at=Now()):
                return False
            billing.verify(
                casting.studio_id, subject=casting.public_id, line=line.id, work=casting.public_id,
                spec=_planned(casting).described(), order=casting.public_id,
            )  # fmt: skip
    except NotPermitted as refusal:
        casting.status = Casting.Status.QUEUED
        _end(casting, Casting.Status.FAILED, Credits(0), f"{refusal.sentence} Nothing was asked or spent.")
        return False
    return True


@transaction.atomic
def _done(casting: Casting, reported: Credits, shape: dict[str, object], estimate: dict[str, object]) -> None:
    line = billing.released_lines(casting.studio_id, casting.public_id)[casting.public_id]
    spent = min(billing.booked(reported), casting.ceiling)
    if states.advance(
        casting, Casting.Status.DONE, spent=spent, reported=reported, casting=shape, estimate=estimate
    ):
        billing.capture(casting.studio_id, {line.id: reported})


@transaction.atomic
def _end(casting: Casting, status: str, reported: Credits, sentence: str) -> None:
    line = billing.released_lines(casting.studio_id, casting.public_id)[casting.public_id]
    if states.advance(casting, status, reported=reported, detail=sentence):
        billing.void(casting.studio_id, [line.id])
