"""What can be asked of a cut: each meaning makes one change, and a sentence for it, of a phrase's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rendering.editing import targets, timecode
from rendering.editing.edl import EditRefused, Edl
from rendering.editing.targets import Target, View


@dataclass(frozen=True)
class Edit:
    """One change of the cut, and the plain sentence that says what will be done."""

    sentence: str
    change: Callable[[Edl], Edl] = field(repr=False, compare=False)


Said = Mapping[str, str | None]
"""The words of a phrase by their role: target, length, degree, time …"""

Meaning = Callable[[Said, View], Edit | None]
"""None when the phrase makes no sense of its targets; `EditRefused` when the cut does not have them."""

_PACE_PERCENT = {"less": 8, "": 15, "more": 25}
_HOLD_FRAMES = {"less": 12, "": 36, "more": 72}
_LESS = frozenset({"a bit", "a little", "a little bit", "a touch", "slightly"})


def _target(said: Said, view: View) -> Target | None:
    return targets.find(said.get("target") or "the film", view)


def _frames(said: Said) -> int:
    return timecode.to_frames(said["length"] or "")


def _degree(said: Said) -> str:
    degree = (said.get("degree") or "").removeprefix("just ")
    return "" if not degree else "less" if degree in _LESS else "more"


def cut_end(said: Said, view: View) -> Edit | None:
    if (target := _target(said, view)) is None:
        return None
    frames, clips, cut = _frames(said), target.clips, view.now
    is_head = said["end"] in ("first", "opening", "start", "beginning", "front", "head", "top")
    sentence = f"Cut the {'first' if is_head else 'last'} {timecode.spoken(frames)} of {target.name}."
    if len(clips) == 1:
        return Edit(
            sentence, lambda e: e.trim_head(clips[0], frames) if is_head else e.trim_tail(clips[0], frames)
        )
    if frames >= sum(cut.clips[at].frames for at in clips):
        raise EditRefused(f"Nothing would be left of {target.name}: it is not longer than that.")
    begin, end = cut.starts[clips[0]], cut.starts[clips[-1]] + cut.clips[clips[-1]].frames
    return Edit(
        sentence, lambda e: e.cut_out(begin, begin + frames) if is_head else e.cut_out(end - frames, end)
    )


def shorten(said: Said, view: View) -> Edit | None:
    if (target := _target(said, view)) is None:
        return None
    frames, clips = _frames(said), target.clips
    if len(clips) == 1:
        return Edit(
            f"Trim {target.name} by {timecode.spoken(frames)}.", lambda e: e.trim_tail(clips[0], frames)
        )
    percent = -(-frames * 100 // sum(view.now.clips[at].frames for at in clips))
    sentence = f"Tighten {target.name} by about {timecode.spoken(frames)} in all."
    return Edit(sentence, lambda e: e.tighten(clips, percent))


def shorten_to(said: Said, view: View) -> Edit | None:
    target = _target(said, view)
    if target is None or len(target.clips) != 1:
        return None
    at, frames = target.clips[0], _frames(said)
    if (off := view.now.clips[at].frames - frames) <= 0:
        raise EditRefused(f"{target.name} is not longer than {timecode.spoken(frames)} already.")
    return Edit(f"Trim {target.name} to {timecode.spoken(frames)}.", lambda e: e.trim_tail(at, off))


def tighten(said: Said, view: View) -> Edit | None:
    if (target := _target(said, view)) is None:
        return None
    percent = int(said.get("percent") or _PACE_PERCENT[_degree(said)])
    if not 0 < percent < 100:
        raise EditRefused("A part of the film can be tightened by 1 to 99 percent.")
    shots = targets.spoken(target.clips, view.now)
    which = "" if target.name in (shots, "the film") else f" ({shots})"
    sentence = f"Make {target.name}{which} pacier, about {percent} % shorter."
    return Edit(sentence, lambda e: e.tighten(target.clips, percent))


def breathe(said: Said, view: View) -> Edit | None:
    if (target := _target(said, view)) is None:
        return None
    each = (
        _frames(said) if said.get("length") else _HOLD_FRAMES[_degree(said)] if len(target.clips) == 1 else 12
    )

    def change(cut: Edl) -> Edl:
        for at in target.clips:
            cut = cut.breathe(at, each)
        return cut

    per_shot = "" if len(target.clips) == 1 else " a shot"
    return Edit(f"Let {target.name} breathe, {timecode.spoken(each)} longer{per_shot}.", change)


def hold(said: Said, view: View) -> Edit | None:
    if (target := _target(said, view)) is None:
        return None
    at = target.clips[0] if target.name == "the opening" else target.clips[-1]
    frames = _frames(said) if said.get("length") else _HOLD_FRAMES[_degree(said)]
    sentence = f"Hold the last frame of {view.now.clips[at].shot} for {timecode.spoken(frames)} more."
    return Edit(sentence, lambda e: e.hold(at, frames))


def swap(said: Said, view: View) -> Edit | None:
    first, second = (targets.find(said[role] or "", view) for role in ("one", "other"))
    if first is None or second is None or len(first.clips) != 1 or len(second.clips) != 1:
        return None
    return Edit(f"Swap {first.name} and {second.name}.", lambda e: e.swap(first.clips[0], second.clips[0]))


def remove(said: Said, view: View) -> Edit | None:
    target = _target(said, view)
    if target is None or target.name in ("the film", "the opening", "the middle", "the ending"):
        return None
    return Edit(f"Take out {target.name}.", lambda e: e.remove(target.clips))


def start(said: Said, view: View) -> Edit | None:
    frame = targets.frame_at(said["time"] or "", view)
    return Edit(f"Start the film at {timecode.clock(frame)}.", lambda e: e.start_at(frame))


def end(said: Said, view: View) -> Edit | None:
    frame = targets.frame_at(said["time"] or "", view)
    return Edit(f"End the film at {timecode.clock(frame)}.", lambda e: e.cut_out(frame, e.frames))


def cut_between(said: Said, view: View) -> Edit | None:
    begin, end = (targets.frame_at(said[role] or "", view) for role in ("time", "until"))
    if end <= begin:
        raise EditRefused("The place where a cut begins has to lie before the place where it ends.")
    sentence = f"Cut from {timecode.clock(begin)} to {timecode.clock(end)}."
    return Edit(sentence, lambda e: e.cut_out(begin, end))


def move(said: Said, view: View) -> Edit | None:
    target = _target(said, view)
    if target is None or len(target.clips) != 1:
        return None
    at = target.clips[0]
    if not said.get("other"):
        is_front = said["edge"] in ("start", "open", "begin", "first", "front", "beginning", "opening")
        to, where = (0, "first") if is_front else (len(view.now.clips) - 1, "last")
        return Edit(f"Play {target.name} {where}.", lambda e: e.move(at, to))
    other = targets.find(said["other"] or "", view)
    if other is None or at in other.clips:
        return None
    place = other.clips[0] if said["edge"] == "before" else other.clips[-1] + 1
    to = place - 1 if at < place else place
    return Edit(f"Play {target.name} {said['edge']} {other.name}.", lambda e: e.move(at, to))
