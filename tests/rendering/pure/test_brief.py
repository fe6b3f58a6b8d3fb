"""Reading a brief: words, flags, defaults and refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendering import brief
from rendering.brief import BadBrief, Flags

SAID = [
    ("90-second telugu teaser, vertical, moody", 90, "9:16", "telugu", "1080p"),
    ("a 30-second chase through Mumbai", 30, "16:9", "english", "1080p"),
    ("2 minute", 120, "16:9", "english", "1080p"),
    ("1:30 square film in tamil about cats", 90, "1:1", "tamil", "1080p"),
    ("A harbour at dawn, 30 seconds, 9:16, in 4k", 30, "9:16", "english", "4k"),
    ("two and a half minute film of a square dance", 150, "16:9", "english", "1080p"),
    ("make a widescreen 45s ad for chai", 45, "16:9", "english", "1080p"),
    ("a story of a boy, 1 minute 30 seconds long", 90, "16:9", "english", "1080p"),
    ("A 30-second vertical spot for a tea brand in Hindi", 30, "9:16", "hindi", "1080p"),
    ("a boy flies a kite. Make it square. 20 seconds.", 20, "1:1", "english", "1080p"),
    ("teaser in telugu about a village, 720p", 60, "16:9", "telugu", "720p"),
    ("a film lasting 2 minutes in bangla", 120, "16:9", "bengali", "1080p"),
    ("half a minute, square: a kite over the roofs", 30, "1:1", "english", "1080p"),
    ("an hour in a lighthouse, horizontal, one hour", 3600, "16:9", "english", "1080p"),
]
OF_THE_STORY = [
    "a film about a French baker",
    "30 seconds before the bomb goes off, a man cries",
    "a man meets a woman in the town square at 5:30 pm",
    "a portrait of an artist",
    "the 90s story of a band",
    "a climber on a vertical wall waits for ten minutes until rain comes",
]


@pytest.mark.parametrize(("idea", "seconds", "aspect", "language", "resolution"), SAID)
def test_it_understands_in_words_what_flags_say(
    idea: str, seconds: int, aspect: str, language: str, resolution: str
) -> None:
    asked = brief.read(idea, Flags())
    assert (asked.duration_seconds, asked.aspect, asked.language, asked.resolution) == (
        seconds,
        aspect,
        language,
        resolution,
    )


@pytest.mark.parametrize("idea", OF_THE_STORY)
def test_it_leaves_words_of_the_story_alone(idea: str) -> None:
    asked = brief.read(idea, Flags())
    assert (asked.duration_seconds, asked.aspect, asked.language) == (60, "16:9", "english")


def test_a_flag_beats_the_words() -> None:
    flags = Flags(duration_seconds=45, aspect="1:1", language="Hindi", resolution="720p")
    asked = brief.read("90-second telugu teaser, vertical, in 4k", flags)
    assert (asked.duration_seconds, asked.aspect, asked.language, asked.resolution) == (
        45,
        "1:1",
        "hindi",
        "720p",
    )


def test_a_flag_may_name_a_language_that_is_not_read_in_words() -> None:
    assert brief.read("a harbour", Flags(language="Haitian Creole")).language == "haitian creole"


@pytest.mark.parametrize(
    ("flags", "sentence"),
    [
        (Flags(duration_seconds=4), "from 5 seconds to an hour"),
        (Flags(duration_seconds=3601), "from 5 seconds to an hour"),
        (Flags(aspect="4:3"), "no aspect"),
        (Flags(resolution="480p"), "no resolution"),
        (Flags(language="12"), "no language"),
    ],
)
def test_it_refuses_a_flag_that_can_not_be(flags: Flags, sentence: str) -> None:
    with pytest.raises(BadBrief, match=sentence):
        brief.read("a harbour at dawn", flags)


def test_it_refuses_a_length_in_words_that_can_not_be() -> None:
    with pytest.raises(BadBrief, match="3 seconds were asked for"):
        brief.read("a 3-second teaser", Flags())


@pytest.mark.parametrize("idea", ["", "  \n", "🎬🤖", "12345", "\x00\x07"])
def test_it_refuses_an_idea_without_a_word(idea: str) -> None:
    with pytest.raises(BadBrief, match="Say in words"):
        brief.read(idea, Flags())


def test_it_refuses_an_idea_as_long_as_a_script() -> None:
    with pytest.raises(BadBrief, match="too long: 20,000 characters"):
        brief.read("a" * 20_001, Flags())


def test_it_keeps_the_idea_but_not_what_no_database_stores() -> None:
    assert brief.read("  a harbour\x00 at dawn \ud800", Flags()).idea == "a harbour at dawn"


@given(st.text(max_size=300))
def test_every_idea_is_read_or_refused(idea: str) -> None:
    try:
        asked = brief.read(idea, Flags())
    except BadBrief:
        return
    assert 5 <= asked.duration_seconds <= 3600
    assert asked.aspect in brief.ASPECTS
    assert asked.resolution in brief.RESOLUTIONS


@given(st.integers(5, 3600), st.sampled_from(brief.ASPECTS), st.sampled_from(brief.LANGUAGES))
def test_what_is_said_before_the_film_is_what_is_read(seconds: int, aspect: str, language: str) -> None:
    asked = brief.read(f"a {seconds}-second {aspect} {language} film about the sea", Flags())
    assert (asked.duration_seconds, asked.aspect, asked.language) == (seconds, aspect, language)
