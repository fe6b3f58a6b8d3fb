"""What is changed in a statement."""

import pytest

from mutants.sql_code import mutants_of
from mutants.sql_tokens import tokens_of


def texts(sql: str) -> set[str]:
    return {" ".join(mutant.text.split()) for mutant in mutants_of("a.sql", sql)}


def test_each_condition_is_left_out() -> None:
    found = texts("SELECT a FROM t WHERE b AND (c OR d)")
    assert {"SELECT a FROM t WHERE true AND (c OR d)", "SELECT a FROM t WHERE b AND true"} <= found
    assert {"SELECT a FROM t WHERE b AND (false OR d)", "SELECT a FROM t WHERE b AND (c OR false)"} <= found


def test_a_condition_that_stands_alone_is_left_out() -> None:
    assert "SELECT a FROM t JOIN u ON true WHERE c" in texts("SELECT a FROM t JOIN u ON b WHERE c")
    assert "SELECT a WHERE EXISTS (SELECT FROM t WHERE true)" in texts(
        "SELECT a WHERE EXISTS (SELECT FROM t WHERE b)"
    )


def test_locks_and_orders_are_left_out() -> None:
    found = texts("SELECT a FROM t ORDER BY a FOR UPDATE")
    assert found == {"SELECT a FROM t FOR UPDATE", "SELECT a FROM t ORDER BY a"}


def test_signs_and_bounds_are_swapped() -> None:
    assert "SELECT greatest(a, b) - c" in texts("SELECT least(a, b) - c")
    assert {"SELECT least(a, b) + c"} <= texts("SELECT least(a, b) - c")
    assert "SELECT a WHERE b <= c" in texts("SELECT a WHERE b < c")


def test_each_assignment_is_left_out_and_none_becomes_a_comparison() -> None:
    found = texts("UPDATE t SET a = b, c = d WHERE e")
    assert {"UPDATE t SET c = d WHERE e", "UPDATE t SET a = b WHERE e"} <= found
    assert not any("<>" in text for text in found)


def test_each_branch_of_a_case_is_left_out() -> None:
    found = texts("SELECT CASE WHEN a THEN b WHEN c THEN d ELSE e END")
    assert {"SELECT CASE WHEN c THEN d ELSE e END", "SELECT CASE WHEN a THEN b ELSE e END"} <= found


def test_the_and_of_between_is_no_condition() -> None:
    assert texts("SELECT a WHERE b BETWEEN c AND d") == {"SELECT a WHERE true"}


def test_a_distinct_that_compares_is_turned_and_its_from_ends_nothing() -> None:
    found = texts("SELECT a WHERE b IS DISTINCT FROM c")
    assert {"SELECT a WHERE b IS NOT DISTINCT FROM c", "SELECT a WHERE true"} <= found
    turned = texts("SELECT a WHERE b IS NOT DISTINCT FROM c")
    assert turned == {"SELECT a WHERE b IS DISTINCT FROM c", "SELECT a WHERE true"}


def test_a_part_of_a_with_gives_its_name() -> None:
    found = mutants_of(
        "a.sql", "WITH locked AS MATERIALIZED (SELECT a FROM t WHERE b) SELECT a FROM locked WHERE c"
    )
    assert [mutant.where for mutant in found] == ["locked", "select"]


def test_comments_and_quoted_text_stay() -> None:
    assert texts("SELECT 'a < 1 AND b' -- c < 2\nFROM t") == set()


def test_an_unknown_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="What is this"):
        tokens_of("SELECT a ? b")
