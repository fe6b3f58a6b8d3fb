"""The database of one worker: kept as it was made, to be put back after a test that was cut off in its middle."""

from django.db import connection, connections
from psycopg import ClientCursor, Error, connect, sql

from mutants.mutant import Mutant


class Seed:
    """A copy of the test database before any test ran in it."""

    def __init__(self) -> None:
        connections.close_all()
        self._parameters = {
            key: value
            for key, value in connection.get_connection_params().items()
            if key in {"host", "port", "user", "password", "dbname"}
        }
        self._name = str(self._parameters["dbname"])
        self._kept = f"{self._name}_seed"
        self._run("DROP DATABASE IF EXISTS {kept}", "CREATE DATABASE {kept} TEMPLATE {name}")

    def put_back(self) -> None:
        """Whoever is still connected is cut off."""
        self._run("DROP DATABASE {name} WITH (FORCE)", "CREATE DATABASE {name} TEMPLATE {kept}")

    def takes(self, mutant: Mutant) -> bool:
        """Whether PostgreSQL can plan the mutant's statement."""
        anything = dict.fromkeys(
            ("studio", "subject", "month_cap", "license_cap", "film_cap", "mandate_cap", "lines", "public_ids",
             "amounts", "reference", "holds", "since")
        )  # fmt: skip
        with connect(**self._parameters, cursor_factory=ClientCursor) as session:
            try:
                session.execute(f"EXPLAIN {mutant.text}".encode(), anything)
            except Error:
                return False
            return True

    def _run(self, *statements: str) -> None:
        names = {"name": sql.Identifier(self._name), "kept": sql.Identifier(self._kept)}
        with connect(**{**self._parameters, "dbname": "postgres"}, autocommit=True) as session:
            for statement in statements:
                session.execute(sql.SQL(statement).format(**names))
