"""The cut as a value: what holds whatever is done to it."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendering.editing.edl import LONGEST_HOLD, SHORTEST_CLIP, Clip, EditRefused, Edl, Source


@st.composite
def cuts(draw: st.DrawFn) -> Edl:
    """Any cut of one to eight takes, each used in part and perhaps held."""
    lengths = draw(st.lists(st.integers(24, 360), min_size=1, max_size=8))
    sources = tuple(
        Source(f"tak_{n}", f"shot-{n:02}", (n + 1) // 2, length) for n, length in enumerate(lengths, 1)
    )
    clips = []
    for source in sources:
        first = draw(st.integers(0, source.frames - SHORTEST_CLIP))
        last = draw(st.integers(first + SHORTEST_CLIP, source.frames))
        clips.append(Clip(source.take, source.shot, source.scene, first, last, draw(st.integers(0, 60))))
    return Edl(tuple(clips), sources)


def some_cut(shots: int = 4) -> Edl:
    sources = [Source(f"tak_{n}", f"shot-{n:02}", 1, 240) for n in range(1, shots + 1)]
    return Edl.first_cut(sources, {source.shot: 120 for source in sources})


def footage(cut: Edl) -> dict[str, set[int]]:
    """The frames of each take that are seen in a cut."""
    seen: dict[str, set[int]] = {}
    for clip in cut.clips:
        seen.setdefault(clip.take, set()).update(range(clip.source_in, clip.source_out))
    return seen


@given(cuts(), st.data())
def test_no_row_of_edits_invents_footage(cut: Edl, data: st.DataObject) -> None:
    available = {source.take: set(range(source.frames)) for source in cut.sources}
    for _ in range(data.draw(st.integers(1, 6))):
        index, other = (data.draw(st.integers(0, len(cut.clips) - 1)) for _ in range(2))
        frames = data.draw(st.integers(0, 200))
        edits: list[Callable[[], Edl]] = [
            partial(cut.trim_head, index, frames),
            partial(cut.trim_tail, index, frames),
            partial(cut.hold, index, frames),
            partial(cut.extend, index, frames),
            partial(cut.breathe, index, frames),
            partial(cut.tighten, [index], frames % 99 + 1),
            partial(cut.swap, index, other),
            partial(cut.move, index, other),
            partial(cut.remove, [index]),
            partial(cut.start_at, frames),
            partial(cut.cut_out, frames, frames + 50),
        ]
        with suppress(EditRefused):
            cut = data.draw(st.sampled_from(edits))()
        assert cut.clips
        assert all(clip.frames >= SHORTEST_CLIP for clip in cut.clips)
        assert all(frames <= available[take] for take, frames in footage(cut).items())


@given(cuts())
def test_lengths_add_up_and_clips_follow_each_other(cut: Edl) -> None:
    ends = [start + clip.frames for start, clip in zip(cut.starts, cut.clips, strict=True)]
    assert cut.starts == (0, *ends[:-1])
    assert ends[-1] == cut.frames == sum(clip.frames for clip in cut.clips)


@given(cuts(), st.data())
def test_every_frame_plays_in_the_clip_that_spans_it(cut: Edl, data: st.DataObject) -> None:
    frame = data.draw(st.integers(0, cut.frames - 1))
    at = cut.at(frame)
    assert cut.starts[at] <= frame < cut.starts[at] + cut.clips[at].frames


@given(cuts(), st.data())
def test_a_swap_done_twice_is_no_swap(cut: Edl, data: st.DataObject) -> None:
    first, second = (data.draw(st.integers(0, len(cut.clips) - 1)) for _ in range(2))
    assert cut.swap(first, second).swap(first, second) == cut
    assert cut.swap(first, second).frames == cut.frames


@given(cuts(), st.data())
def test_a_move_there_and_back_is_no_move(cut: Edl, data: st.DataObject) -> None:
    first, second = (data.draw(st.integers(0, len(cut.clips) - 1)) for _ in range(2))
    assert cut.move(first, second).move(second, first) == cut


@given(cuts(), st.data())
def test_a_trim_takes_exactly_what_was_asked(cut: Edl, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(cut.clips) - 1))
    frames = data.draw(st.integers(0, cut.clips[index].frames - SHORTEST_CLIP))
    assert cut.trim_head(index, frames).frames == cut.frames - frames
    assert cut.trim_tail(index, frames).frames == cut.frames - frames
    assert cut.hold(index, frames).trim_tail(index, frames) == cut


@given(cuts(), st.integers(1, 99))
def test_a_tightened_cut_is_shorter_by_about_the_percentage(cut: Edl, percent: int) -> None:
    try:
        tight = cut.tighten(range(len(cut.clips)), percent)
    except EditRefused:
        assert all(clip.frames == SHORTEST_CLIP for clip in cut.clips)
        return
    for before, after in zip(cut.clips, tight.clips, strict=True):
        wanted = before.frames - before.frames * percent / 100
        assert after.frames == SHORTEST_CLIP or wanted - 1 <= after.frames <= wanted


@given(cuts(), st.data())
def test_a_start_drops_what_came_before_and_little_else(cut: Edl, data: st.DataObject) -> None:
    frame = data.draw(st.integers(0, cut.frames - 1))
    try:
        later = cut.start_at(frame)
    except EditRefused:
        assert cut.frames - frame < SHORTEST_CLIP
        return
    assert 0 <= cut.frames - frame - later.frames < SHORTEST_CLIP


@given(cuts(), st.integers(24, 360))
def test_a_relinked_cut_keeps_its_lengths(cut: Edl, frames: int) -> None:
    masters = [
        Source(f"{source.take}_master", source.shot, source.scene, frames) for source in cut.sources[::2]
    ]
    again = cut.relink(masters)
    assert [clip.frames for clip in again.clips] == [clip.frames for clip in cut.clips]
    assert [clip.take.endswith("master") for clip in again.clips] == [
        n % 2 == 0 for n in range(len(cut.clips))
    ]


def test_the_first_cut_is_as_long_as_planned_or_as_there_is_footage() -> None:
    sources = [Source("tak_1", "shot-01", 1, 120), Source("tak_2", "shot-02", 1, 96)]
    cut = Edl.first_cut(sources, {"shot-01": 72, "shot-02": 120})
    assert [clip.frames for clip in cut.clips] == [72, 96]


def test_breathing_uses_footage_before_it_holds() -> None:
    clip = some_cut().breathe(0, 130).clips[0]
    assert (clip.source_out, clip.hold_frames) == (240, 10)


def test_what_is_cut_out_of_the_middle_of_a_shot_leaves_both_its_ends() -> None:
    cut = some_cut(1).cut_out(40, 60)
    assert [(clip.source_in, clip.source_out) for clip in cut.clips] == [(0, 40), (60, 120)]


def test_it_refuses_to_remove_the_last_clip() -> None:
    with pytest.raises(EditRefused, match="Nothing would be left"):
        some_cut(1).remove([0])


def test_it_refuses_a_trim_that_leaves_less_than_half_a_second() -> None:
    with pytest.raises(EditRefused, match=r"shot-02 lasts 5 seconds: cutting 4\.5 seconds leaves"):
        some_cut().trim_head(1, 109)


def test_it_refuses_to_run_past_the_end_of_a_take() -> None:
    with pytest.raises(EditRefused, match="only 5 seconds more of shot-01"):
        some_cut().extend(0, 121)


def test_it_refuses_to_hold_a_frame_for_ever() -> None:
    with pytest.raises(EditRefused, match="a minute at most"):
        some_cut().hold(0, LONGEST_HOLD + 1)


def test_it_refuses_a_place_after_the_end() -> None:
    with pytest.raises(EditRefused, match="it is 0:20 long"):
        some_cut().start_at(480)


@pytest.mark.parametrize(("first", "last"), [(-1, 24), (0, 241), (24, 24), (48, 24)])
def test_it_refuses_footage_that_does_not_exist(first: int, last: int) -> None:
    with pytest.raises(EditRefused, match="no footage"):
        Edl((Clip("tak_1", "shot-01", 1, first, last),), (Source("tak_1", "shot-01", 1, 240),))
