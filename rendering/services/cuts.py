"""Cuts: the first one, one for each edit, and their assembly. All free, always."""

from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max

from core import locks, states
from rendering import media
from rendering.editing import ffmpeg, notes
from rendering.editing.edl import Clip, Edl, Source
from rendering.editing.ffmpeg import ClipFile, FfmpegFailed, NoRoom
from rendering.editing.timecode import FPS
from rendering.errors import EditNotUnderstood, NothingToEdit
from rendering.media import DiskFull
from rendering.models import Cut, Film, FilmFile, Take
from rendering.services import disk_space, events, files
from rendering.services.files import NotKept

LOCK_SPACE = 0xC7


def chosen_takes(film: Film) -> list[Take]:
    """The take each shot is cut from: its circled master where there is one, else its circled draft."""
    circled = film.takes.filter(is_circled=True, status=Take.Status.READY, shot__isnull=False)
    best: dict[int, Take] = {}
    for take in circled.select_related("shot", "file").order_by("shot__number", "tier"):
        if take.shot is not None:
            best[take.shot.number] = take  # "draft" sorts before "master", so a master replaces its draft
    return [best[number] for number in sorted(best)]


def first(film: Film) -> Cut:
    """Every shot once, in order, as long as planned; or the newest cut again when masters have come for its drafts."""
    takes = chosen_takes(film)
    newest = film.cuts.order_by("-number").first()
    if newest is None:
        wanted = {take.shot.name: take.shot.seconds * FPS for take in takes if take.shot}
        return _add(film, Edl.first_cut(_sources(takes), wanted), note="")
    return _add(film, _edl(newest).relink(_sources(takes)), note="")


def is_current(film: Film) -> bool:
    """True when the newest cut uses exactly the takes that are chosen now."""
    newest = film.cuts.order_by("-number").first()
    if newest is None:
        return False
    return {clip["take"] for clip in newest.edl["clips"]} <= {take.public_id for take in chosen_takes(film)}


@transaction.atomic
def edit(film: Film, note: str) -> tuple[Cut, list[str]]:
    """A new cut as the note asks, and each thing understood as a sentence. Raises EditNotUnderstood. Free."""
    locks.row(
        Film.objects.for_studio(film.studio_id).filter(pk=film.pk)
    )  # two edits at once number their cuts in turn
    newest = film.cuts.order_by("-number").first()
    if newest is None:
        raise NothingToEdit("There is no cut of this film yet. Edit it once it has been shot.")
    edl = _edl(newest)
    scenes = {n: scene["heading"] for n, scene in enumerate((film.script or {}).get("scenes", []), start=1)}
    try:
        understood = notes.understand(note, edl, scenes)
        changed = notes.apply(understood, edl)
    except (notes.NotUnderstood, notes.IsARetake, notes.EditRefused) as refusal:
        raise EditNotUnderstood(
            str(refusal), quoted=getattr(refusal, "quoted", note[:200]), examples=list(notes.EXAMPLES)
        ) from refusal
    return _add(film, changed, note=note), [step.sentence for step in understood]


def retry(film: Film) -> None:
    """Let a cut that could not be made be tried again."""
    for cut in film.cuts.filter(status=Cut.Status.FAILED):
        states.advance(cut, Cut.Status.MAKING, failure="")


def assemble(cut: Cut) -> bool:
    """Cut the film file. False when another worker does or did so, ffmpeg could not, or there is no room yet."""
    with locks.only_one(LOCK_SPACE, cut.pk) as is_mine:
        cut.refresh_from_db(fields=["status"])
        return is_mine and cut.status == Cut.Status.MAKING and _assemble(cut)


def _assemble(cut: Cut) -> bool:
    film = cut.film
    if disk_space.is_full():
        disk_space.tell(film)
        return False
    try:
        stored = _made(cut)
    except (NoRoom, DiskFull):
        disk_space.note_full()
        disk_space.tell(film)
        return False
    except (FfmpegFailed, NotKept) as failure:
        states.advance(cut, Cut.Status.FAILED, failure=str(failure))
        events.tell(film, "cut.failed", f"Cut {cut.number} could not be made: {failure} It cost nothing.")
        return False
    finally:
        files.clear(cut.public_id)
    disk_space.take_back(film)
    with transaction.atomic():  # a cut that is ready is what the person is given: both or neither
        if not states.advance(cut, Cut.Status.READY, file=stored):
            return False
        newest = (
            film.cuts.filter(status=Cut.Status.READY).order_by("-number").select_related("file__film").first()
        )
        if newest and newest.file:
            files.also_at(newest.file, f"{files.FOLDERS['cuts']}/{film.name}.mp4")
        events.note(film, "cut.ready", f"cut {cut.number}")
    return True


def _made(cut: Cut) -> FilmFile:
    """The film file, kept. Errors: `FfmpegFailed`, `DiskFull`, `NotKept`."""
    film = cut.film
    width, height = ffmpeg.frame_size(_resolution(film), film.aspect)
    place = files.workplace(cut.public_id) / "cut.mp4"
    footage = film.takes.filter(file__isnull=False).select_related("file")
    by_id = {take.public_id: take.file for take in footage if take.file}
    with media.says_when_full(), ExitStack() as stack:
        clips = [
            ClipFile(
                stack.enter_context(files.local(by_id[clip.take])),
                clip.source_in, clip.source_out, clip.hold_frames,
            )
            for clip in _edl(cut).clips
        ]  # fmt: skip
        ffmpeg.assemble(clips, place, width=width, height=height)
    return files.keep(film, f"{files.FOLDERS['cuts']}/{film.name}-cut-{cut.number:02d}.mp4", place)


def _add(film: Film, edl: Edl, *, note: str) -> Cut:
    number = (film.cuts.aggregate(newest=Max("number"))["newest"] or 0) + 1
    return Cut.objects.create(film=film, number=number, edl=_as_json(edl), frames=edl.frames, note=note)


def _resolution(film: Film) -> str:
    return "480p" if film.is_drafts_only else film.resolution


def _sources(takes: list[Take]) -> list[Source]:
    return [
        Source(take.public_id, take.shot.name, take.shot.scene, take.spec["seconds"] * FPS)
        for take in takes
        if take.shot
    ]


def _as_json(edl: Edl) -> dict[str, Any]:
    return {
        "clips": [asdict(clip) for clip in edl.clips],
        "sources": [asdict(source) for source in edl.sources],
    }


def _edl(cut: Cut) -> Edl:
    return Edl(
        tuple(Clip(**clip) for clip in cut.edl["clips"]),
        tuple(Source(**source) for source in cut.edl["sources"]),
    )


def timeline(cut: Cut) -> list[tuple[Clip, int]]:
    """Each clip of a cut with the frame at which it begins."""
    edl = _edl(cut)
    return list(zip(edl.clips, edl.starts, strict=True))
