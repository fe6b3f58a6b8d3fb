"""When the account itself refuses: the service's own recovers by itself, a studio's own needs the studio."""

from rendering.models import Attempt
from rendering.provider.errors import KeyCapReached, KeyRefused, OutOfCredits, ProviderFault
from rendering.services import events, own_balances, pauses

REASONS: dict[type[ProviderFault], str] = {
    KeyRefused: (
        "kie.ai refuses your studio's own key. A studio admin can enter a working one: pod login --own-key."
    ),
    OutOfCredits: (
        "Your studio's balance at kie.ai is too short. Top it up at kie.ai; about $5 is enough to go on."
    ),
    KeyCapReached: "Your studio's own key has reached the limit set for it at kie.ai. Raise that limit there.",
}
SHARED = "The picture service takes no orders from us just now. Nothing was ordered; pod goes on by itself."


def after_order(attempt: Attempt, fault: ProviderFault) -> None:
    """An order was turned away for the account's sake and is back in the queue.

    Under a studio's own key the film pauses, and what it has in the queue is held back until somebody resumes it.
    """
    film = attempt.take.film
    if not attempt.credential.is_own or type(fault) not in REASONS:
        events.tell(film, "provider.blocked", SHARED)
        return
    sentence = f"{REASONS[type(fault)]} Nothing was ordered and nothing is lost: resume the film afterwards."
    if isinstance(fault, KeyRefused):
        own_balances.note_refused(attempt.credential)
    else:
        own_balances.note_spent(attempt.credential)
    waiting = Attempt.objects.for_studio(film.studio_id).filter(
        take__film=film, credential=attempt.credential, status=Attempt.Status.QUEUED
    )
    waiting.update(is_held_back=True, slot_at=None, told=sentence)
    events.tell(film, "provider.refused", sentence)
    pauses.pause(film, sentence)


def after_look_up(attempt: Attempt, fault: ProviderFault) -> None:
    """A look-up was turned away. What was ordered stays ordered, and is looked up again and again."""
    credential = attempt.credential
    if not (credential.is_own and isinstance(fault, KeyRefused)):
        return
    own_balances.note_refused(credential)
    if credential.retired_at is None:
        pauses.pause(
            attempt.take.film,
            f"kie.ai refuses the key that {attempt.take.label} was ordered with, so it can not be fetched yet. "
            "Nothing is lost, and nothing is ordered again: put the key right at kie.ai, or enter another of the "
            "same account with pod login --own-key, then resume.",
        )


def held_back(film_id: int, studio_id: int) -> str | None:
    """Why orders of this film wait for a person; None when none do."""
    rows = Attempt.objects.for_studio(studio_id).filter(take__film=film_id, is_held_back=True)
    waiting = rows.filter(status=Attempt.Status.QUEUED).first()
    return waiting.told if waiting else None
