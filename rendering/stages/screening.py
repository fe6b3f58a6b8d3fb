"""Gate 10, the final screening: the film itself. Edit notes are free."""

from rendering.editing import timecode
from rendering.errors import Stuck
from rendering.models import Cut, Film
from rendering.services import cuts
from rendering.stages.showing import Notes, Showing

NOTES = Notes.AT_ONCE


def prepare(film: Film) -> bool:
    if not cuts.is_current(film):
        cuts.first(film)
    for cut in film.cuts.exclude(status=Cut.Status.READY).order_by("number"):
        if cut.status == Cut.Status.MAKING:
            cuts.assemble(cut)
    newest = _newest(film)
    if newest.status == Cut.Status.FAILED:
        raise Stuck(
            f"The film could not be cut together: {newest.failure} Nothing was spent; resume tries again."
        )
    return newest.status == Cut.Status.READY


def gate(film: Film) -> Showing:
    newest = _newest(film)
    clips = [f"{timecode.clock(start)}  {clip.shot}" for clip, start in cuts.timeline(newest)]
    return Showing(
        title="The final screening",
        text=[
            f"{film.name}, {timecode.clock(newest.frames)} long, cut {newest.number}.",
            *clips,
            "Edit notes are free.",
        ],
        files=[newest.file.path] if newest.file else [],
        answers=("approve", "revise", "stop"),
    )


def approve(film: Film, answer: str) -> None:
    """The film is finished; later edits make new cuts."""


def revise(film: Film, note: str) -> None:
    cuts.edit(film, note)


def is_done(film: Film) -> bool:
    return _newest(film).status == Cut.Status.READY


def _newest(film: Film) -> Cut:
    return film.cuts.select_related("file").latest("number")
