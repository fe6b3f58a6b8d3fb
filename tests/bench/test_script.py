"""The script that pgbench runs is the service's own statement, with variables for its parameters."""

import re

import pytest

from bench.authorize import places, script_of
from bench.house import Lines
from pod_service.embedded.paths import PROJECT

STATEMENT = (PROJECT / "billing" / "sql" / "authorize.sql").read_text()


@pytest.mark.parametrize("is_hot", [True, False])
def test_every_parameter_becomes_a_variable_and_nothing_else_changes(is_hot: bool) -> None:
    script = script_of(STATEMENT, is_hot=is_hot)
    assert "%(" not in script
    assert script.endswith(";\n")
    assert set(re.findall(r"(?<!:):([a-z]\w*)", script)) <= {
        "i", "line", "first", "per", "client_id", "studio", "studio0", "month", "month0",
    }  # fmt: skip
    body = script.partition("WITH locked")[2]
    assert body.count("FOR UPDATE") == STATEMENT.count("FOR UPDATE") == 1


@pytest.mark.parametrize("tenants", [1, 8])
def test_no_line_is_given_out_twice(tenants: int) -> None:
    clients, each, rounds = 8, 5, 4
    stock = Lines(
        studio=1, month=1, first=100, tenants=tenants, each=each * rounds * (clients if tenants == 1 else 1)
    )
    given = [
        line
        for turn in range(rounds)
        for place in places(stock, clients, each, turn)
        for line in range(place["first"], place["first"] + place["count"])
    ]
    assert len(given) == len(set(given)) == clients * each * rounds
