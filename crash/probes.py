"""Puts a point before and after each commit that writes, each call to the provider, and each ring of beat."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

import httpx
import kombu
import psycopg
from psycopg.pq import TransactionStatus

from crash.trigger import Trigger, call_site

WRITES = re.compile(r"\b(INSERT INTO|DELETE FROM|(?<!FOR )(?<!KEY )UPDATE)\b", re.IGNORECASE)
API = re.compile(r"/(?:api|[\w.-]+/v1)/.*?([\w-]+)$")


class Probes:
    def __init__(self, trigger: Trigger) -> None:
        self._trigger = trigger
        self._has_written: WeakSet[psycopg.Connection[Any]] = WeakSet()

    def watch_database(self) -> None:
        """A statement outside a transaction commits by itself; one inside makes its transaction worth a point."""
        execute, commit, rollback = (
            psycopg.Cursor.execute,
            psycopg.Connection.commit,
            psycopg.Connection.rollback,
        )

        def watched_execute(cursor: psycopg.Cursor[Any], query: Any, *rest: Any, **options: Any) -> Any:
            if not WRITES.search(query if isinstance(query, str) else str(query)):
                return execute(cursor, query, *rest, **options)
            connection = cursor.connection
            if connection.autocommit and connection.info.transaction_status == TransactionStatus.IDLE:
                with self._around("commit"):
                    return execute(cursor, query, *rest, **options)
            self._has_written.add(connection)
            return execute(cursor, query, *rest, **options)

        def watched_commit(connection: psycopg.Connection[Any]) -> None:
            if connection not in self._has_written:
                commit(connection)
                return
            self._has_written.discard(connection)
            with self._around("commit"):
                commit(connection)

        def watched_rollback(connection: psycopg.Connection[Any]) -> None:
            self._has_written.discard(connection)
            rollback(connection)

        _replace(psycopg.Cursor, "execute", watched_execute)
        _replace(psycopg.Connection, "commit", watched_commit)
        _replace(psycopg.Connection, "rollback", watched_rollback)

    def watch_calls(self) -> None:
        send = httpx.Client.send

        def watched_send(client: httpx.Client, request: httpx.Request, **options: Any) -> httpx.Response:
            found = API.search(request.url.path)
            with self._around(found[1] if found else "file"):
                return send(client, request, **options)

        _replace(httpx.Client, "send", watched_send)

    def watch_rings(self) -> None:
        """Beat commits nothing and calls nobody: what it does for orders is ring the sweep."""
        publish = kombu.Producer.publish

        def watched_publish(producer: kombu.Producer, body: Any, **options: Any) -> Any:
            task = options.get("headers", {}).get("task", "")
            if not task.startswith("rendering."):
                return publish(producer, body, **options)
            with self._around(f"ring {task}"):
                return publish(producer, body, **options)

        _replace(kombu.Producer, "publish", watched_publish)

    @contextmanager
    def _around(self, what: str) -> Iterator[None]:
        where = call_site()
        self._trigger.reach("before", what, where)
        yield
        self._trigger.reach("after", what, where)


def _replace(owner: type, name: str, watched: Any) -> None:
    setattr(owner, name, watched)
