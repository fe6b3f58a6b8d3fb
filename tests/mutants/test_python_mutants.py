"""What is changed in a Python file, and what is left alone."""

from mutants.python_code import mutants_of


def changes(source: str) -> set[str]:
    return {mutant.change for mutant in mutants_of("a.py", source)}


def test_a_comparison_moves_its_border_and_a_number_moves_by_one() -> None:
    source = "def fits(held):\n    return held < 100\n"
    assert changes(source) == {"held < 100 → held <= 100", "100 → 101", "100 → 99"}


def test_each_condition_is_left_out_and_and_becomes_or() -> None:
    found = changes("def yes(a, b):\n    return a and b\n")
    assert found == {"a and b → a or b", "a and b → b", "a and b → a"}


def test_a_transaction_is_taken_away() -> None:
    assert "without @transaction.atomic" in changes("@transaction.atomic\ndef move(x):\n    return x\n")
    assert "without with transaction.atomic()" in changes(
        "def f(x):\n    with transaction.atomic():\n        go(x)\n"
    )


def test_a_call_and_a_refusal_are_taken_away() -> None:
    found = changes("def f(x):\n    note(x)\n    if x:\n        raise Short(x)\n    return x\n")
    assert {"note(x) → pass", "raise Short(x) → pass"} <= found


def test_a_lock_is_not_taken() -> None:
    assert "locks.row(rows) → rows.first()" in changes("def f(rows):\n    return locks.row(rows)\n")


def test_a_filter_loses_each_of_its_conditions() -> None:
    found = changes("def f(rows):\n    return rows.filter(a=x, b=y)\n")
    assert found == {"rows.filter(a=x, b=y) → rows", "filter(…) without a=x", "filter(…) without b=y"}


def test_sentences_docstrings_and_annotations_stay() -> None:
    assert changes('def f(x: 1) -> 2:\n    """Says 3."""\n    return say(f"{x + 4}")\n') == set()


def test_the_same_change_twice_has_two_names_and_the_same_file_once_one() -> None:
    found = mutants_of("a.py", "def f(a):\n    g(a, 1)\n    g(a, 1)\n    return a\n")
    names = [mutant.name for mutant in found]
    assert len(names) == len(set(names))
    assert ("a.py", "f", "1 → 2 (2)") in names


def test_a_mutant_knows_the_lines_a_test_has_to_reach() -> None:
    (negated, *_) = mutants_of(
        "a.py", "def f(a):\n    if (\n        a\n    ):\n        return 5\n    return a\n"
    )
    assert negated.lines == {2, 3, 4}
