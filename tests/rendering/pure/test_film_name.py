"""Naming a film after its idea."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rendering.brief import film_name


@pytest.mark.parametrize(
    ("idea", "name"),
    [
        ("90-second telugu teaser for the basti pdf, vertical", "basti-teaser"),
        ("two robots fall in love at a bus stop", "two-robots-fall-love"),
        ("A harbour at dawn, 30 seconds, 9:16, in 4k", "harbour-dawn"),
        ("a film about a French baker", "french-baker"),
        ("Café in Zürich: a tale", "cafe-zurich"),
        ("నా కథ ఒక రోజు", "film"),
        ("a 2-minute film", "film"),
        ("", "film"),
    ],
)
def test_it_names_the_subject_and_the_kind_of_film(idea: str, name: str) -> None:
    assert film_name(idea) == name


def test_it_leaves_out_a_word_rather_than_cut_it() -> None:
    assert (
        film_name("extraordinarily incomprehensible circumnavigation") == "extraordinarily-incomprehensible"
    )


@given(st.text(max_size=300))
def test_every_name_is_short_hyphenated_and_plain(idea: str) -> None:
    name = film_name(idea)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 40
