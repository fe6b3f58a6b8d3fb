"""New words for what a bill is for, before it is ordered: "shot-02: a robot waves". The price stays the same."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus

from core.errors import Problem
from rendering.models import Film, Look, Shot, Take
from rendering.services import events


class RewordingNotUnderstood(Problem):
    """The note does not say which of the things on the bill gets which words."""

    code = "rewording_not_understood"
    title = "These words could not be used"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


def reword(film: Film, note: str, *, among: Iterable[Take]) -> bool:
    """Describe the shot or look that the note begins with anew. False when it begins with none of these takes' names.

    Raises RewordingNotUnderstood where the words are missing.
    """
    subjects = {take.label.casefold(): take.subject for take in among}
    name, _, words = note.partition(":")
    subject = subjects.get(name.strip().casefold())
    if subject is None:
        return False
    if not words.strip():
        raise refusal(subject.name)
    rows = Shot.objects if isinstance(subject, Shot) else Look.objects
    rows.for_studio(film.studio_id).filter(pk=subject.pk).update(description=words.strip())
    events.note(film, "words.changed", subject.name)
    return True


def refusal(name: str) -> RewordingNotUnderstood:
    """What to type instead, for a thing of this name."""
    return RewordingNotUnderstood(
        "Type the name, a colon and the new words. Nothing was changed.", examples=[example(name)]
    )


def failures(film: Film, waiting: Iterable[Take]) -> list[Take]:
    """Those of these planned takes whose like has failed before."""
    failed = set(film.takes.filter(status=Take.Status.FAILED).values_list("shot", "look", "tier"))
    return [take for take in waiting if (take.shot_id, take.look_id, take.tier) in failed]


def offer(failed: Sequence[Take]) -> list[str]:
    """What is said with the bill of what failed before: the words as they are, and how to change them."""
    said = [f"{take.label} failed before, with these words: {take.subject.description}" for take in failed]
    return [
        *said,
        *(f"To try other words, type for example  {example(take.label)}" for take in failed[:1]),
    ]


def example(name: str) -> str:
    return f"{name}: a robot waves"
