"""Write down what happened to a film."""

from rendering.models import Event, Film


def note(film: Film, kind: str, text: str = "") -> None:
    """Something happened, such as `take.ready`; kept for whoever asks how a film came to be as it is."""
    Event.objects.create(film=film, kind=kind, text=text)


def tell(film: Film, kind: str, text: str) -> None:
    """Something the person should be told; the same sentence is told once in a row."""
    newest = film.events.filter(is_notice=True).order_by("-pk").first()
    if newest is None or (newest.kind, newest.text) != (kind, text):
        Event.objects.create(film=film, kind=kind, text=text, is_notice=True)
