"""The cut as a value: which part of which take plays when. A change returns a new cut; lengths are frames."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from rendering.editing.timecode import FPS, clock, spoken

SHORTEST_CLIP = 12
"""Frames. Half a second is the least an eye takes in."""

LONGEST_HOLD = 60 * FPS


class EditRefused(Exception):
    """Raised for a change the footage does not allow; the message is a sentence. The cut stays as it was."""


@dataclass(frozen=True)
class Source:
    """Footage that exists: a take of a shot, `frames` long."""

    take: str
    shot: str
    scene: int
    frames: int


@dataclass(frozen=True)
class Clip:
    """Frames `source_in` up to, but without, `source_out` of a take, then the last one for `hold_frames`."""

    take: str
    shot: str
    scene: int
    source_in: int
    source_out: int
    hold_frames: int = 0

    @property
    def frames(self) -> int:
        return self.source_out - self.source_in + self.hold_frames

    def without_head(self, frames: int) -> "Clip":
        """Shorter by `frames` at the front; when only held frames are left, the frame they repeat stays."""
        moving = min(frames, self.source_out - self.source_in - 1)
        return replace(
            self, source_in=self.source_in + moving, hold_frames=self.hold_frames - (frames - moving)
        )

    def without_tail(self, frames: int) -> "Clip":
        """Shorter by `frames` at the end, held frames first."""
        held = min(frames, self.hold_frames)
        return replace(
            self, source_out=self.source_out - (frames - held), hold_frames=self.hold_frames - held
        )


@dataclass(frozen=True)
class Edl:
    """A cut and the footage it may use; clips are known by their place, from 0. Errors: `EditRefused`."""

    clips: tuple[Clip, ...]
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        if not self.clips:
            raise EditRefused("Nothing would be left of the film: its last shot has to stay.")
        available = {source.take: source.frames for source in self.sources}
        for clip in self.clips:
            if not 0 <= clip.source_in < clip.source_out <= available.get(clip.take, 0):
                raise EditRefused(f"There is no footage for that part of {clip.shot}.")
            if clip.frames < SHORTEST_CLIP:
                raise EditRefused(f"{clip.shot} would be too short: half a second at least has to stay.")
            if not 0 <= clip.hold_frames <= LONGEST_HOLD:
                raise EditRefused(f"A frame of {clip.shot} can be held for a minute at most.")

    @classmethod
    def first_cut(cls, sources: Sequence[Source], wanted: Mapping[str, int] | None = None) -> "Edl":
        """Every take once and in order, as long as its shot is `wanted` to be if there is the footage."""
        wanted = wanted or {}
        ends = [min(wanted.get(source.shot, source.frames), source.frames) for source in sources]
        clips = (Clip(s.take, s.shot, s.scene, 0, end) for s, end in zip(sources, ends, strict=True))
        return cls(tuple(clips), tuple(sources))

    @property
    def frames(self) -> int:
        return sum(clip.frames for clip in self.clips)

    @property
    def starts(self) -> tuple[int, ...]:
        """The frame of the film at which each clip begins."""
        return (0, *accumulate(clip.frames for clip in self.clips[:-1]))

    def at(self, frame: int) -> int:
        """The clip that plays at a frame of the film."""
        if not 0 <= frame < self.frames:
            raise EditRefused(f"The film has no {clock(max(frame, 0))}: it is {clock(self.frames)} long.")
        return bisect_right(self.starts, frame) - 1

    def trim_head(self, index: int, frames: int) -> "Edl":
        self._check_shorter(index, frames)
        return self._with({index: self.clips[index].without_head(frames)})

    def trim_tail(self, index: int, frames: int) -> "Edl":
        self._check_shorter(index, frames)
        return self._with({index: self.clips[index].without_tail(frames)})

    def hold(self, index: int, frames: int) -> "Edl":
        """Keep the clip's last frame on screen for `frames` more."""
        clip = self.clips[index]
        return self._with({index: replace(clip, hold_frames=clip.hold_frames + frames)})

    def extend(self, index: int, frames: int) -> "Edl":
        """Let the clip run on into footage that was cut away at its end, before the frame it holds."""
        clip = self.clips[index]
        if (left := self.unused_after(index)) < frames:
            raise EditRefused(f"There is only {spoken(left)} more of {clip.shot}.")
        return self._with({index: replace(clip, source_out=clip.source_out + frames)})

    def unused_after(self, index: int) -> int:
        """Frames of the clip's take that lie behind the part in use."""
        clip = self.clips[index]
        return next(source.frames for source in self.sources if source.take == clip.take) - clip.source_out

    def breathe(self, index: int, frames: int) -> "Edl":
        """Longer by `frames`: with footage as far as there is any, then by holding the last frame."""
        run_on = min(frames, self.unused_after(index))
        return self.extend(index, run_on).hold(index, frames - run_on)

    def tighten(self, indexes: Iterable[int], percent: int) -> "Edl":
        """Each clip shorter by `percent` of its frames, at both ends alike, down to the shortest clip."""
        changed = {}
        for index in indexes:
            clip = self.clips[index]
            off = min(-(-clip.frames * percent // 100), clip.frames - SHORTEST_CLIP)
            if off > 0:
                changed[index] = clip.without_tail(off - off // 2).without_head(off // 2)
        if not changed:
            raise EditRefused("That part is as tight as it can be: its shots last half a second each.")
        return self._with(changed)

    def swap(self, first: int, second: int) -> "Edl":
        return self._with({first: self.clips[second], second: self.clips[first]})

    def move(self, index: int, to: int) -> "Edl":
        """Take the clip out, then put it back so that it is the clip number `to`."""
        rest = [*self.clips[:index], *self.clips[index + 1 :]]
        return replace(self, clips=(*rest[:to], self.clips[index], *rest[to:]))

    def remove(self, indexes: Iterable[int]) -> "Edl":
        gone = set(indexes)
        return replace(self, clips=tuple(clip for at, clip in enumerate(self.clips) if at not in gone))

    def start_at(self, frame: int) -> "Edl":
        """The film without what plays before `frame`."""
        self.at(frame)
        return self.cut_out(0, frame)

    def cut_out(self, begin: int, end: int) -> "Edl":
        """The film without its frames `begin` up to `end`. Rests too short to be a clip go with them."""
        if end <= begin:
            return self
        kept: list[Clip] = []
        for clip, start in zip(self.clips, self.starts, strict=True):
            before, after = max(begin - start, 0), max(start + clip.frames - end, 0)
            if before >= clip.frames or after >= clip.frames:
                kept.append(clip)
                continue
            if before >= SHORTEST_CLIP:
                kept.append(clip.without_tail(clip.frames - before))
            if after >= SHORTEST_CLIP:
                kept.append(clip.without_head(clip.frames - after))
        return replace(self, clips=tuple(kept))

    def relink(self, sources: Sequence[Source]) -> "Edl":
        """The same cut with other takes of some shots; frames that a new take is short of are held."""
        new = {source.shot: source for source in sources}
        clips = (_on(clip, new[clip.shot]) if clip.shot in new else clip for clip in self.clips)
        kept = (source for source in self.sources if source.shot not in new)
        return Edl(tuple(clips), (*kept, *sources))

    def _check_shorter(self, index: int, frames: int) -> None:
        clip = self.clips[index]
        if clip.frames - frames < SHORTEST_CLIP:
            lasts = f"{clip.shot} lasts {spoken(clip.frames)}"
            raise EditRefused(f"{lasts}: cutting {spoken(frames)} leaves less than half a second.")

    def _with(self, changed: Mapping[int, Clip]) -> "Edl":
        return replace(self, clips=tuple(changed.get(at, clip) for at, clip in enumerate(self.clips)))


def _on(clip: Clip, source: Source) -> Clip:
    first = min(clip.source_in, source.frames - 1)
    last = max(min(clip.source_out, source.frames), first + 1)
    return Clip(source.take, clip.shot, clip.scene, first, last, clip.frames - (last - first))
