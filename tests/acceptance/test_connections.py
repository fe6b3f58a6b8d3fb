"""The web keeps no connection to the database that nobody uses."""

from tests.acceptance.desk import Desk
from tests.acceptance.house import House

REQUESTS, AT_ONCE = 40, 3
COUNT = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"


def test_a_request_leaves_no_connection_behind(house: House, desk: Desk) -> None:
    ((before,),) = house.rows(COUNT)
    most = 0
    for _ in range(REQUESTS):
        desk.read("credits")
        most = max(most, house.rows(COUNT)[0][0] - before)
    assert most <= AT_ONCE
