"""Which clips a person means: "shot 3", "scene 2 shot 2", "the temple scene", "the middle", "0:41"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rendering import lengths
from rendering.editing import timecode
from rendering.editing.edl import EditRefused, Edl


@dataclass(frozen=True)
class Target:
    """Clips of the cut by their places, and what to call them in a sentence."""

    clips: tuple[int, ...]
    name: str


@dataclass(frozen=True)
class View:
    """What a note is read against: the cut as watched, the cut as edited so far, the scenes' headings."""

    seen: Edl
    now: Edl
    scenes: Mapping[int, str]
    it: str = "the film"


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH = rf"(?P<nth>{'|'.join(_ORDINALS)}|[0-9]{{1,3}}(?:st|nd|rd|th)|last|final|closing|opening|penultimate)"
_LEAD = re.compile(r"^(?:(?:the|whole|entire|all|of|this|that)\s+)+")
_FILM = frozenset(
    {"film", "movie", "cut", "thing", "everything", "all", "whole", "rest", "pace", "whole film"}
)
_OPENING = frozenset({"opening", "beginning", "start", "intro", "first part"})
_MIDDLE = frozenset({"middle", "middle part", "center", "centre"})
_ENDING = frozenset({"ending", "end", "finale", "closing", "last part", "outro"})
_NUMBERED_SHOT = re.compile(r"shot(?:\s+number)?[\s-]*(?P<shot>[0-9]{1,3})")
_SCENE_SHOT = re.compile(
    r"scene\s*(?P<scene>[0-9]{1,3}),?\s+shot\s*(?P<shot>[0-9]{1,3})"
    r"|shot\s*(?P<shot2>[0-9]{1,3})\s+(?:of|in)\s+scene\s*(?P<scene2>[0-9]{1,3})"
)
_RANGE = re.compile(r"shots?[\s-]*([0-9]{1,3})\s*(?:-|to|through|\u2013)\s*(?:shot[\s-]*)?([0-9]{1,3})")
_LIST = re.compile(r"shots\s+([0-9]{1,3}(?:\s*(?:,|and|&|,\s*and)\s*[0-9]{1,3})+)")
_NTH_SHOT = re.compile(rf"{_NTH}\s+(?:shot|clip)(?:\s+(?:of|in)\s+(?P<within>.+))?")
_NUMBERED_SCENE = re.compile(rf"scene\s*(?P<number>[0-9]{{1,3}})|{_NTH}\s+scene")
_PLACE_SCENE = re.compile(
    r"(?P<place>.+?)\s+scenes?|scenes?\s+(?:at|in|on|by)\s+(?P<place2>.+)|(?P<place3>.+)"
)
_AT_TIME = re.compile(
    rf"(?:(?:shot|clip)\s+)?(?:at\s+)?(?P<time>{lengths.CLOCK}|[0-9]{{2,}}(?::[0-9]{{2}}){{3}})"
)
_NOT_A_PLACE = frozenset(
    {
        "the",
        "a",
        "an",
        "int",
        "ext",
        "day",
        "night",
        "dawn",
        "dusk",
        "scene",
        "of",
        "in",
        "at",
        "on",
        "by",
        "and",
    }
)


def find(words: str, view: View) -> Target | None:
    """The clips that lower-case words mean; None when they mean none, `EditRefused` for one not there."""
    words = _LEAD.sub("", words.strip(" .,")).strip()
    if words in ("", "it", "them", "that", "this"):
        words = _LEAD.sub("", view.it)
    if words in _FILM:
        return Target(tuple(range(len(view.now.clips))), "the film")
    return (
        _part(words, view)
        or _shots(words, view)
        or _at_time(words, view)
        or _scene(words, view)
        or _several(words, view)
    )


def frame_at(time: str, view: View) -> int:
    """Where a place of the cut the person watched lies in the cut as edited so far."""
    frame = timecode.to_frames(time)
    if frame == view.seen.frames:
        return view.now.frames
    seen = view.seen.at(frame)
    clip, into = view.seen.clips[seen], frame - view.seen.starts[seen]
    for now, start in zip(view.now.clips, view.now.starts, strict=True):
        offset = clip.source_in + into - now.source_in
        if now.take == clip.take and 0 <= offset < now.frames:
            return start + offset
    raise EditRefused(f"What played at {time} is no longer in the cut.")


def spoken(clips: tuple[int, ...], cut: Edl) -> str:
    """The shots of some clips, for a sentence: "shot-02", "shot-02 to shot-05", "shot-02 and shot-07"."""
    shots = list(dict.fromkeys(cut.clips[at].shot for at in clips))
    if len(shots) > 2 and clips == tuple(range(clips[0], clips[-1] + 1)):
        return f"{shots[0]} to {shots[-1]}"
    return " and ".join([", ".join(shots[:-1]), shots[-1]] if len(shots) > 1 else shots)


def _part(words: str, view: View) -> Target | None:
    """The opening is what begins in the film's first quarter, the ending what ends in its last."""
    cut, total = view.now, view.now.frames
    spans = list(
        enumerate((start, start + clip.frames) for start, clip in zip(cut.starts, cut.clips, strict=True))
    )
    opening = [at for at, (_, end) in spans if end * 4 <= total] or [0]
    ending = [at for at, (start, _) in spans if start * 4 >= total * 3] or [len(cut.clips) - 1]
    if words in _OPENING:
        return Target(tuple(opening), "the opening")
    if words in _ENDING:
        return Target(tuple(ending), "the ending")
    if words in _MIDDLE:
        middle = [at for at, _ in spans if at not in opening and at not in ending]
        return Target(tuple(middle or (at for at, _ in spans)), "the middle")
    return None


def _shots(words: str, view: View) -> Target | None:
    if found := _NUMBERED_SHOT.fullmatch(words):
        return _numbered([int(found["shot"])], view)
    if found := _SCENE_SHOT.fullmatch(words):
        scene, place = int(found["scene"] or found["scene2"]), int(found["shot"] or found["shot2"])
        return _place_in(_shot_order(_in_scenes({scene}, view), view), place, f"scene {scene}", view)
    if found := _RANGE.fullmatch(words):
        return _numbered(list(range(int(found[1]), int(found[2]) + 1)), view)
    if found := _LIST.fullmatch(words):
        return _numbered([int(number) for number in re.findall(r"[0-9]+", found[1])], view)
    if found := _NTH_SHOT.fullmatch(words):
        within = find(found["within"], view) if found["within"] else find("film", view)
        if within:
            return _place_in(_shot_order(within.clips, view), _ordinal(found["nth"]), within.name, view)
    return None


def _numbered(numbers: list[int], view: View) -> Target:
    by_number: dict[int, list[int]] = {}
    for at, clip in enumerate(view.now.clips):
        by_number.setdefault(int(clip.shot.rpartition("-")[2]), []).append(at)
    for number in numbers:
        if number not in by_number:
            raise EditRefused(f"There is no shot-{number:02} in this cut.")
    clips = tuple(sorted(at for number in set(numbers) for at in by_number[number]))
    return Target(clips, spoken(clips, view.now))


def _shot_order(clips: tuple[int, ...], view: View) -> list[list[int]]:
    """The places of each shot, in the order in which the shots play."""
    places: dict[str, list[int]] = {}
    for at in clips:
        places.setdefault(view.now.clips[at].shot, []).append(at)
    return list(places.values())


def _place_in(shots: list[list[int]], place: int, where: str, view: View) -> Target:
    """`place` counts from 1; from -1 backwards."""
    if not -len(shots) <= place <= len(shots) or place == 0:
        raise EditRefused(f"There are only {len(shots)} shots in {where}.")
    clips = tuple(shots[place - 1 if place > 0 else place])
    return Target(clips, spoken(clips, view.now))


def _at_time(words: str, view: View) -> Target | None:
    if found := _AT_TIME.fullmatch(words):
        clips = (view.now.at(frame_at(found["time"], view)),)
        return Target(clips, spoken(clips, view.now))
    return None


def _scene(words: str, view: View) -> Target | None:
    if found := _NUMBERED_SCENE.fullmatch(words):
        playing = list(dict.fromkeys(clip.scene for clip in view.now.clips))
        if found["number"]:
            return _scenes({int(found["number"])}, view)
        place = _ordinal(found["nth"])
        if not -len(playing) <= place <= len(playing):
            raise EditRefused(f"There are only {len(playing)} scenes in this cut.")
        return _scenes({playing[place - 1 if place > 0 else place]}, view)
    found = _PLACE_SCENE.fullmatch(words)
    asked = _place_words((found["place"] or found["place2"] or found["place3"]) if found else "")
    there = {number for number, heading in view.scenes.items() if asked and asked <= _place_words(heading)}
    return _scenes(there, view) if there else None


def _scenes(numbers: set[int], view: View) -> Target:
    name = " and ".join(f"scene {number}" for number in sorted(numbers))
    clips = _in_scenes(numbers, view)
    if not clips:
        raise EditRefused(f"There is no {name} in this cut.")
    return Target(clips, name)


def _in_scenes(numbers: set[int], view: View) -> tuple[int, ...]:
    return tuple(at for at, clip in enumerate(view.now.clips) if clip.scene in numbers)


def _place_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if word not in _NOT_A_PLACE}


def _ordinal(word: str) -> int:
    if word in _ORDINALS:
        return _ORDINALS.index(word) + 1
    known = {"last": -1, "final": -1, "closing": -1, "opening": 1, "penultimate": -2}
    return known[word] if word in known else int(word[:-2])


def _several(words: str, view: View) -> Target | None:
    """`shot 3 and the temple scene`."""
    parts = re.split(r"\s*,\s*and\s+|\s+and\s+|\s*,\s*|\s*&\s*", words)
    found = [find(part, view) for part in parts] if len(parts) > 1 and all(parts) else [None]
    clips = tuple(sorted({at for target in found if target for at in target.clips}))
    return Target(clips, " and ".join(target.name for target in found if target)) if all(found) else None
