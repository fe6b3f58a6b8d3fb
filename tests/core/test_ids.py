import re
import time

from core import ids


def test_an_id_names_its_kind() -> None:
    assert re.fullmatch(r"tak_[0-9a-hjkmnp-tv-z]{26}", ids.new("tak"))


def test_no_two_are_alike() -> None:
    assert len({ids.new("tak") for _ in range(5000)}) == 5000


def test_a_later_one_sorts_after_an_earlier_one() -> None:
    made = []
    for _ in range(5):
        made.append(ids.new("tak"))
        time.sleep(0.002)
    assert made == sorted(made)


def test_it_begins_with_the_moment_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    moment = ids.new("tak").removeprefix("tak_")
    number = 0
    for digit in moment:
        number = number * 32 + ids.ALPHABET.index(digit)
    assert before <= number >> 80 <= time.time_ns() // 1_000_000
