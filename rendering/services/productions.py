"""A film from its start to its last cut. `advance` looks at the rows and does the one next thing, again and again:
the normal path, resuming and recovering from a crash are the same code."""

import structlog
from django.db import transaction
from django.db.models.functions import Now

from billing import port as billing
from core import locks, states
from core.amounts import ZERO, Credits
from core.errors import Problem, WrongState
from rendering.errors import Stuck
from rendering.models import Film
from rendering.planning.writer import PlanningFailed
from rendering.provider.errors import ProviderFault
from rendering.services import events, mandates, own_balances, pauses, shortfalls
from rendering.services.ordering import halts
from rendering.services.payers import payer_of
from rendering.stages import script, sequence
from rendering.stages.showing import Notes, Showing
from studios import port as studios

log = structlog.get_logger(__name__)

LOCK_SPACE = 0xF1
MOST_STEPS = 200


def advance(film_id: int) -> bool:
    """Bring a film as far as it will go now. False when another worker is at it: ring again a moment later."""
    with locks.only_one(LOCK_SPACE, film_id) as is_mine:
        if not is_mine:
            return False
        film = Film.objects.across_studios(reason="a worker serves every studio").get(pk=film_id)
        for _ in range(MOST_STEPS):
            film.refresh_from_db()
            if film.status != Film.Status.WORKING or not _step(film):
                return True
        log.error("film.advance.endless", film=film.public_id, stage=film.stage)
    return True


def _step(film: Film) -> bool:
    """Do the next thing. False when there is none for now."""
    if film.stage in sequence.WRITTEN and halts.in_force().covers_studio(
        film.studio_id, film.studio.public_id
    ):
        return False  # the language model is the provider's, too
    stage = sequence.stage_of(film)
    try:
        if film.note:
            stage.revise(film, film.note)
            _forget_note(film)
        if not stage.prepare(film):
            return False
        showing = stage.gate(film)
        if showing is None:
            return _move_on(film)
        if _may_pass(film, showing):
            return _passed(film, "approve")
        if showing.bill:
            own_balances.look(film.studio_id)
        _open(film, showing)
    except (Stuck, Problem) as obstacle:
        _forget_note(film)
        pauses.pause(film, str(obstacle))
    except PlanningFailed as failure:
        script.bear(film, failure.credits_consumed)
        _pause_planning(film, failure)
    except ProviderFault as fault:
        _pause_planning(film, fault)
    return False


def _pause_planning(film: Film, fault: Exception) -> None:
    _forget_note(film)
    log.warning("film.plan.failed", film=film.public_id, stage=film.stage, why=type(fault).__name__)
    pauses.pause(film, "The writing room did not answer usefully. Nothing was spent; resume tries again.")


def _may_pass(film: Film, showing: Showing) -> bool:
    """What goes by without a person: a bill inside a mandate, and on autopilot whatever spends nothing."""
    if film.mode != Film.Mode.AUTO:
        return False
    if not showing.bill:
        return not showing.always_waits
    return not showing.needs_person and billing.release_under_mandate(
        payer_of(film), subject=film.public_id, planned=showing.bill
    )


def _passed(film: Film, answer: str) -> bool:
    stage = sequence.stage_of(film)
    stage.approve(film, answer)
    if stage.is_done(film):
        _move_on(film)
    return True


def _move_on(film: Film) -> bool:
    following = sequence.after(film.stage)
    if following is None:
        with transaction.atomic():
            if states.advance(film, Film.Status.FINISHED, finished_at=Now(), waits_for=""):
                events.tell(film, "film.finished", f"{film.name} is ready to watch.")
        return False
    rows = Film.objects.for_studio(film.studio_id).filter(pk=film.pk, stage=film.stage)
    rows.update(stage=following)
    film.stage = following
    events.note(film, "stage.begun", following)
    return True


def _open(film: Film, showing: Showing) -> None:
    number = sequence.number_of(film.stage)
    with transaction.atomic():
        if not states.advance(
            film, Film.Status.WAITING, waits_for=f"{showing.title} (gate {number} of 10) waits for you."
        ):
            return
        _show(film, film.stage, showing, changed=None)
        events.note(film, "gate.opened", showing.title)


def _show(film: Film, kind: str, showing: Showing, *, changed: list[str] | None) -> None:
    shown = showing.document() | {
        "text": [*showing.text, *_what_is_missing(film, showing)],
        "changed": changed,
    }
    billing.show(film.studio_id, subject=film.public_id, kind=kind, shown=shown, planned=showing.bill)


def _what_is_missing(film: Film, showing: Showing) -> list[str]:
    """Said with the bill: why it waits although it was approved beforehand, and what is short for it."""
    if not showing.bill:
        return []
    said, kinds = [], {line.kind for line in showing.bill}
    if billing.has_mandate(film.studio_id, subject=film.public_id, kinds=kinds):
        said.append("This bill is beyond what was approved beforehand, so it needs your answer.")
    return [*said, *shortfalls.of(film, sum(billing.price_each(showing.bill), ZERO))]


def refresh_gate(film: Film) -> None:
    """Show an open gate anew when its bill is no longer what the work would cost, telling each difference."""
    gate = billing.open_gate_of(film.studio_id, film.public_id)
    if gate is None or gate.quote is None:
        return
    showing = sequence.STAGES[gate.kind].gate(film)
    if showing is None:
        return
    amounts = billing.price_each(showing.bill)
    now = {line.work: (line.label, amount) for line, amount in zip(showing.bill, amounts, strict=True)}
    before = {line.work: (line.label, line.amount) for line in gate.quote.lines}
    if now != before:
        _show(film, gate.kind, showing, changed=_differences(before, now))


def answer(film: Film, *, gate: str, digest: str, answer: str, note: str, by: str) -> None:
    """Take a person's answer to the open gate. One transaction; raises before anything is spent.

    NoOpenGate, AlreadyAnswered, GateChanged, InsufficientAllowance, or what the stage says to a note.
    """
    taken = billing.answers_taken(film.studio_id, subject=film.public_id, gate=gate, digest=digest)
    if taken and answer not in taken:
        raise WrongState(f"This gate takes {', '.join(taken)}. Nothing was spent.")
    studios.note(
        film.studio_id,
        actor=by,
        verb="gate.answer",
        subject=gate,
        details={"film": film.name, "answer": answer},
    )
    if answer == "steer":
        film.mode = Film.Mode.STEER
        film.save(update_fields=["mode"])
    elif answer in ("approve", "drafts"):
        _approve(film, gate=gate, digest=digest, answer=answer, by=by)
    else:
        billing.answer(payer_of(film), gate=gate, digest=digest, answer=answer, note=note, by=by)
        _follow(film, answer, note, by)


def _approve(film: Film, *, gate: str, digest: str, answer: str, by: str) -> None:
    kinds = ["draft"] if answer == "drafts" else None
    billing.approve(payer_of(film), gate=gate, digest=digest, answer=answer, kinds=kinds, by=by)
    states.advance(film, Film.Status.WORKING, waits_for="")
    _passed(film, answer)


def _follow(film: Film, answer: str, note: str, by: str) -> None:
    if answer == "stop":
        pauses.stop(film)
        return
    if answer == "auto":
        film.mode = Film.Mode.AUTO
        film.save(update_fields=["mode"])
        mandates.allow_stills(film, by=by)
    if answer == "revise":
        stage = sequence.stage_of(film)
        if stage.NOTES == Notes.AT_ONCE:
            stage.revise(film, note)
        else:
            film.note = note
            film.save(update_fields=["note"])
    states.advance(film, Film.Status.WORKING, waits_for="")


def _forget_note(film: Film) -> None:
    film.note = ""
    film.save(update_fields=["note"])


def _differences(before: dict[str, tuple[str, Credits]], now: dict[str, tuple[str, Credits]]) -> list[str]:
    lines = [
        f"{label}: {before[work][1]} before, {amount} now"
        for work, (label, amount) in now.items()
        if work in before and before[work][1] != amount
    ]
    lines += [f"{label}: {amount}, new" for work, (label, amount) in now.items() if work not in before]
    return lines + [f"{label}: no longer needed" for work, (label, _) in before.items() if work not in now]
