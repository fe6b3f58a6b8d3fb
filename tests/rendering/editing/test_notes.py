"""Edit notes: what is understood, what is a retake, what is quoted back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendering.editing import notes
from rendering.editing.edl import EditRefused, Edl, Source
from rendering.editing.notes import IsARetake, NotUnderstood

SOURCES = [Source(f"tak_{n}", f"shot-{n:02}", (n + 1) // 2, 240) for n in range(1, 11)]
CUT = Edl.first_cut(SOURCES, {source.shot: 120 for source in SOURCES})
SCENES = {
    1: "EXT. HARBOUR - DAWN",
    2: "INT. TEMPLE - NIGHT",
    3: "Fish market",
    4: "Roof",
    5: "INT. OLD TEMPLE HALL",
}


def sentences(note: str) -> list[str]:
    return [edit.sentence for edit in notes.understand(note, CUT, SCENES)]


def after(note: str) -> Edl:
    return notes.apply(notes.understand(note, CUT, SCENES), CUT)


def shots(cut: Edl) -> list[int]:
    return [int(clip.shot[-2:]) for clip in cut.clips]


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("cut the first 3 seconds of shot-02", "Cut the first 3 seconds of shot-02."),
        ("cut the last 2 seconds", "Cut the last 2 seconds of the film."),
        ("take 2 seconds off the end of shot 3", "Cut the last 2 seconds of shot-03."),
        ("trim shot 3 by 1 second", "Trim shot-03 by 1 second."),
        ("trim shot 3 to 2 seconds", "Trim shot-03 to 2 seconds."),
        ("hold shot-05 for 2 seconds", "Hold the last frame of shot-05 for 2 seconds more."),
        ("hold the ending longer", "Hold the last frame of shot-10 for 1.5 seconds more."),
        ("hold the final shot a bit longer", "Hold the last frame of shot-10 for half a second more."),
        ("hold the opening longer", "Hold the last frame of shot-01 for 1.5 seconds more."),
        ("Pacier, please!", "Make the film pacier, about 15 % shorter."),
        ("the shot 7 needs to be much snappier", "Make shot-07 pacier, about 25 % shorter."),
        ("make the whole middle pacier", "Make the middle (shot-03 to shot-08) pacier, about 15 % shorter."),
        ("tighten the opening by 20%", "Make the opening (shot-01 and shot-02) pacier, about 20 % shorter."),
        ("tighten the fish market scene", "Make scene 3 (shot-05 and shot-06) pacier, about 15 % shorter."),
        ("breathe more on the last shot", "Let shot-10 breathe, 1.5 seconds longer."),
        ("make the roof a bit slower", "Let scene 4 breathe, half a second longer a shot."),
        ("make shot 3 2 seconds longer", "Let shot-03 breathe, 2 seconds longer."),
        ("swap shot 3 and shot 4", "Swap shot-03 and shot-04."),
        ("move shot 5 before shot 2", "Play shot-05 before shot-02."),
        ("end on shot 3", "Play shot-03 last."),
        ("lose shot-06", "Take out shot-06."),
        ("lose shots 3, 4 and 6", "Take out shot-03, shot-04 and shot-06."),
        ("cut shots 3-5", "Take out shot-03 to shot-05."),
        ("lose scene 2 shot 2", "Take out shot-04."),
        ("lose the last shot of the harbour scene", "Take out shot-02."),
        ("lose the third shot", "Take out shot-03."),
        ("lose the shot at 0:41", "Take out shot-09."),
        ("start at 0:41", "Start the film at 0:41."),
        ("cut everything after 0:45", "End the film at 0:45."),
        ("cut from 0:10 to 0:12.5", "Cut from 0:10 to 0:12.5."),
        ("shorten the film by 5 seconds", "Tighten the film by about 5 seconds in all."),
    ],
)  # fmt: skip
def test_it_says_what_it_will_do(note: str, sentence: str) -> None:
    assert sentences(note) == [sentence]


@pytest.mark.parametrize("note", notes.EXAMPLES)
def test_every_example_it_gives_is_understood(note: str) -> None:
    assert len(sentences(note)) == 1


def test_several_notes_join_with_commas_and_words_and_lines() -> None:
    note = "cut the first 3 seconds of shot-02, and make the middle pacier\nlose shot 9 then hold shot 1"
    assert [sentence.split()[0] for sentence in sentences(note)] == ["Cut", "Make", "Take", "Hold"]


def test_and_joins_targets_before_it_joins_notes() -> None:
    note = "tighten scene 1 and scene 2 and lose shot 9 and swap shot 3 and shot 4"
    assert sentences(note) == [
        "Make scene 1 and scene 2 (shot-01 to shot-04) pacier, about 15 % shorter.",
        "Take out shot-09.",
        "Swap shot-03 and shot-04.",
    ]


def test_a_target_alone_repeats_the_note_before_it() -> None:
    assert shots(after("lose shot 3, shot 5 and the roof")) == [1, 2, 4, 6, 9, 10]


def test_it_means_what_was_spoken_of_last() -> None:
    assert sentences("trim shot 3 by 1 second and hold it longer")[1].startswith(
        "Hold the last frame of shot-03"
    )


def test_a_place_means_every_scene_there() -> None:
    assert shots(after("lose the temple scene")) == [1, 2, 5, 6, 7, 8]


def test_times_mean_the_cut_that_was_watched() -> None:
    assert 9 not in shots(after("cut the first 3 seconds, lose the shot at 0:41"))


def test_names_mean_the_cut_as_the_note_left_it() -> None:
    assert sentences("lose shot-10, hold the last shot longer")[1].startswith(
        "Hold the last frame of shot-09"
    )


def test_the_cut_is_changed_as_said() -> None:
    assert after("cut the first 3 seconds of shot-02").clips[1].source_in == 72
    assert after("start at 0:41").frames == CUT.frames - 41 * 24
    assert after("cut the last 2 seconds").frames == CUT.frames - 48
    assert after("cut the first 6 seconds of the fish market scene").frames == CUT.frames - 144
    assert after("hold shot-05 for 2 seconds").clips[4].hold_frames == 48
    assert shots(after("swap shot 3 and shot 4")) == [1, 2, 4, 3, 5, 6, 7, 8, 9, 10]
    assert shots(after("move shot 2 after shot 4")) == [1, 3, 4, 2, 5, 6, 7, 8, 9, 10]
    assert shots(after("move shot 9 to the start")) == [9, 1, 2, 3, 4, 5, 6, 7, 8, 10]
    assert after("cut from 0:10 to 0:12.5").frames == CUT.frames - 60
    assert after("pacier").frames == CUT.frames * 85 // 100


@pytest.mark.parametrize(
    "note",
    [
        "redo shot 3",
        "reshoot the temple scene",
        "make her smile",
        "make her actually smile in shot-05",
        "make it night",
        "shot-05: make it a POV",
        "make shot 3 a close-up",
        "the light should be warmer in shot 2",
    ],
)
def test_a_change_inside_the_frame_is_a_retake(note: str) -> None:
    with pytest.raises(IsARetake) as refusal:
        notes.understand(note, CUT, SCENES)
    assert refusal.value.quoted == note


@pytest.mark.parametrize(
    ("note", "quoted"),
    [
        ("pacier and add a dog", "add a dog"),
        ("Make it Purple, and pacier", "Make it Purple"),
        ("make it purple and lose shot 3", "make it purple"),
        ("hold the ending longer; fade to black", "fade to black"),
        ("swap scene 1 and shot 9", "swap scene 1 and shot 9"),
        ("lose the ending", "lose the ending"),
        ("tighten the submarine scene", "tighten the submarine scene"),
        ("", ""),
        (" ,, and ", ",, and"),
    ],
)
def test_it_quotes_exactly_what_it_did_not_understand(note: str, quoted: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        notes.understand(note, CUT, SCENES)
    assert refusal.value.quoted == quoted
    assert refusal.value.examples == notes.EXAMPLES


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("lose shot-99", "There is no shot-99"),
        ("tighten scene 9", "There is no scene 9"),
        ("lose scene 2 shot 3", "only 2 shots in scene 2"),
        ("start at 2:00", "it is 0:50 long"),
        ("lose shots 1-10", "its last shot has to stay"),
        ("cut the first 4.9 seconds of shot 2", "leaves less than half a second"),
        ("lose shot 9, lose the shot at 0:41", "no longer in the cut"),
        ("hold the ending for 2 hours", "a minute at most"),
        ("pacier " * 200, "too long"),
    ],
)
def test_it_refuses_what_the_cut_does_not_allow(note: str, sentence: str) -> None:
    with pytest.raises(EditRefused, match=sentence):
        notes.understand(note, CUT, SCENES)


VERBS = st.sampled_from(
    ["trim", "hold", "lose", "tighten", "swap shot 1 and", "make", "breathe on", "cut the first 2 seconds of"]
)
TARGETS = st.sampled_from(
    ["shot 2", "the last shot", "the temple scene", "the middle", "it", "0:41", "shots 3-4", "her", ""]
)
TAILS = st.sampled_from(["", "by 1 second", "longer", "pacier", "a bit", "for 2 seconds", "smile"])
PIECES = st.builds(lambda *words: " ".join(filter(None, words)), VERBS, TARGETS, TAILS)


@given(st.lists(PIECES, max_size=4), st.sampled_from([", ", " and ", "\n", " then "]))
def test_a_note_is_understood_whole_or_not_at_all(pieces: list[str], joint: str) -> None:
    try:
        edits = notes.understand(joint.join(pieces), CUT, SCENES)
    except (NotUnderstood, IsARetake) as refusal:
        assert refusal.quoted in joint.join(pieces)  # noqa: PT017 - every outcome is looked at
    except EditRefused:
        return
    else:
        assert notes.apply(edits, CUT) == notes.apply(edits, CUT)
        assert all(edit.sentence.endswith(".") for edit in edits)
