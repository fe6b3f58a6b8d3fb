"""Open gates, and let each be answered once, for exactly what it showed."""

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from billing.errors import AlreadyAnswered, GateChanged, NoOpenGate
from billing.models import Gate, Quote
from core import signing, states

CHANGED = "What this gate showed has changed, so the answer was not used. Look at it again."


@transaction.atomic
def open_gate(studio_id: int, *, subject: str, kind: str, shown: dict[str, Any], quote: Quote | None) -> Gate:
    """Show something and wait. A gate that is open for the subject is superseded."""
    for stale in Gate.objects.for_studio(studio_id).filter(subject=subject, status=Gate.Status.OPEN):
        states.advance(stale, Gate.Status.SUPERSEDED)
    claim = {"subject": subject, "kind": kind, "shown": shown, "quote": quote.digest if quote else ""}
    return Gate.objects.create(
        studio_id=studio_id,
        subject=subject,
        kind=kind,
        shown=shown,
        quote=quote,
        digest=signing.digest(claim),
    )


def current(studio_id: int, *, subject: str) -> Gate | None:
    """The open gate of the subject."""
    rows = Gate.objects.for_studio(studio_id).filter(subject=subject, status=Gate.Status.OPEN)
    return rows.select_related("quote").first()


def answers_taken(studio_id: int, *, subject: str, gate_id: str, digest: str) -> list[str]:
    """What the subject's open gate may be answered; none when no gate is open. Raises GateChanged at another gate."""
    gate = current(studio_id, subject=subject)
    if gate is not None and (gate.public_id, gate.digest) != (gate_id, digest):
        raise GateChanged(CHANGED)
    return list(gate.shown.get("answers", [])) if gate else []


def answer(studio_id: int, *, gate_id: str, digest: str, answer: str, note: str, by: str) -> Gate:
    """Record the one answer to a gate, in the caller's transaction.

    Raises NoOpenGate, AlreadyAnswered, or GateChanged when what was answered is not what is shown now.
    """
    gate = Gate.objects.for_studio(studio_id).filter(public_id=gate_id).select_related("quote").first()
    if gate is None:
        raise NoOpenGate("There is no such gate in this studio. Nothing was spent.")
    if gate.status == Gate.Status.SUPERSEDED or gate.digest != digest:
        raise GateChanged(CHANGED)
    if not states.advance(
        gate, Gate.Status.ANSWERED, answer=answer, note=note, answered_by=by, answered_at=Now()
    ):
        raise AlreadyAnswered("This gate has been answered already. Nothing more was spent.")
    return gate
