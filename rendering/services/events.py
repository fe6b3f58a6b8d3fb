"""Write down what happened to a film."""

from collections.abc import Iterable

from billing import port as billing
from rendering.models import Event, Film


def note(film: Film, kind: str, text: str = "") -> None:
    """Something happened, such as `take.ready`; kept for whoever asks how a film came to be as it is."""
    note_each(film, kind, [text])


def note_each(film: Film, kind: str, texts: Iterable[str]) -> None:
    """The same happened to several things, in this order."""
    Event.objects.bulk_create([Event(film=film, kind=kind, text=text) for text in texts])


def tell(film: Film, kind: str, text: str) -> None:
    """Something the person should be told; the same sentence is told once in a row."""
    newest = film.events.filter(is_notice=True).order_by("-pk").first()
    if newest is None or (newest.kind, newest.text) != (kind, text):
        Event.objects.create(film=film, kind=kind, text=text, is_notice=True)


def pass_on_warnings() -> None:
    """Tell the people of every film under way, once, that their studio's allowance is running out."""
    billing.pass_on_warnings(_tell_films)


def _tell_films(studio_id: int, sentence: str) -> None:
    for film in Film.objects.for_studio(studio_id).filter(status__in=Film.UNDER_WAY):
        tell(film, "allowance.warned", sentence)
