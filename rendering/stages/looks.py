"""Gate 4, characters and places: the design sheets."""

from rendering.engines import catalog
from rendering.models import Film, Take
from rendering.services import recasting, takes
from rendering.stages.showing import Notes, Showing

NOTES = Notes.NOT_TAKEN


def prepare(film: Film) -> bool:
    engine = catalog.get(recasting.casting_of(film).stills_engine)
    for look in film.looks.all():
        takes.again_if_failed(
            film, look, Take.Tier.STILL, engine, takes.still_spec(engine, has_reference=False)
        )
    return takes.shoot(film, _sheets(film))


def gate(film: Film) -> Showing:
    missing = [take for take in takes.unreleased(film, ["still"]) if take.look_id]
    if missing:
        return Showing(
            title="More design sheets", text=["These have to be drawn again."], bill=takes.bill(missing),
            answers=("approve", "stop"),
        )  # fmt: skip
    ready = [take for take in _sheets(film) if take.status == Take.Status.READY]
    return Showing(
        title="Characters and places",
        text=[f"{take.label}: {take.look.description}" for take in ready if take.look],
        files=[take.file.path for take in ready if take.file],
        answers=("approve", "auto", "steer", "stop"),
    )


def approve(film: Film, answer: str) -> None:
    """The sheets are kept as they are."""


def revise(film: Film, note: str) -> None:
    """Not offered here: a new sheet is a new order, priced first."""


def is_done(film: Film) -> bool:
    return all(takes.standing(look, Take.Tier.STILL, among=(Take.Status.READY,)) for look in film.looks.all())


def _sheets(film: Film) -> list[Take]:
    return list(film.takes.filter(look__isnull=False).select_related("look", "file", "film"))
