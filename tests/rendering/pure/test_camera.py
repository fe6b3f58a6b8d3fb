"""Camera words: heard in notes, said in prompts."""

import typing

import pytest

from rendering import camera
from rendering.camera import CameraWords
from rendering.planning import schemas


def test_the_plan_and_the_camera_know_the_same_words() -> None:
    assert typing.get_args(schemas.Framing) == camera.FRAMINGS
    assert typing.get_args(schemas.Move) == camera.MOVES


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("scene 2 shot 2 should be a top shot", CameraWords(framing="overhead")),
        ("make it a POV instead of a wide", CameraWords(framing="POV")),
        ("change the wide to a close-up", CameraWords(framing="close-up")),
        ("shoot it from a low angle with a whip pan", CameraWords(framing="low angle", move="whip pan")),
        (
            "OTS, push in, golden hour",
            CameraWords(framing="over-the-shoulder", move="push-in", light="golden hour"),
        ),
        (
            "an aerial with a wide lens, in slow-mo",
            CameraWords(framing="drone", lens="wide lens", pace="slow motion"),
        ),
        ("dolly zoom on her face", CameraWords(move="dolly zoom")),
        ("a dutch tilt, not a tilt", CameraWords(framing="dutch angle")),
        ("make the ending happier", CameraWords()),
        ("a company in a japan expanse", CameraWords()),
    ],
)
def test_it_hears_the_words_people_use(text: str, heard: CameraWords) -> None:
    assert camera.words_in(text) == heard


def test_it_is_true_only_when_something_was_asked() -> None:
    assert camera.words_in("a slow pan")
    assert not camera.words_in("a slow panda")


@pytest.mark.parametrize("framing", camera.FRAMINGS)
@pytest.mark.parametrize("move", camera.MOVES)
def test_a_prompt_keeps_the_canonical_words(framing: str, move: str) -> None:
    prompt = camera.to_prompt(framing, move, light="moonlight", lens="anamorphic", pace="slow motion")
    assert all(word in prompt for word in (framing, move, "moonlight", "anamorphic", "slow motion"))


def test_a_prompt_turns_a_synonym_into_its_canonical_word() -> None:
    assert "overhead" in camera.to_prompt("top shot", "pull back")
    assert "pull-out" in camera.to_prompt("top shot", "pull back")


def test_a_prompt_keeps_free_words_for_the_light() -> None:
    assert camera.to_prompt("", "", light="a lamp through fog") == "a lamp through fog"


def test_every_word_to_complete_is_heard() -> None:
    assert all(camera.words_in(word) for word in camera.VOCABULARY)


def test_every_synonym_means_a_canonical_word() -> None:
    canonical = {*camera.FRAMINGS, *camera.MOVES, *camera.LIGHTS, *camera.LENSES, *camera.PACES}
    assert set(camera.SYNONYMS.values()) <= canonical
    assert canonical <= set(camera.VOCABULARY)
