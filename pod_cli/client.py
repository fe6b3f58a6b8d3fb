"""The one place that talks to the service: reads, writes that are never done twice, and files."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import httpx

from pod_cli import pending, problems
from pod_cli.exit_codes import ExitCode
from pod_cli.settings import Settings

API = "/api/v1"
TIMEOUT = httpx.Timeout(30, connect=5)
REPEAT_PAUSES_SECONDS = (0.2, 0.6, 1.5)
PASSING_STATUSES = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout)
IN_PROGRESS_PATIENCE_SECONDS = 120


class Client:
    """A signed-in line to the service. Paths are given without the ``/api/v1`` in front."""

    def __init__(self, settings: Settings, license_key: str) -> None:
        self._settings = settings
        self._authorization = {"Authorization": f"Bearer {license_key}"}
        self._http = httpx.Client(base_url=settings.url, timeout=TIMEOUT, headers={"User-Agent": "pod-cli"})
        self._has_answered = False

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, **query: str | int | None) -> Any:
        """Raises ``Unreachable`` without an answer, ``Problem`` with one that is not a success."""
        return self._read(self._asked(path, query))

    def text(self, path: str, **query: str | int | None) -> str:
        """What is not JSON but words, exactly as they were sent; raises what ``get`` raises."""
        response = self._asked(path, query)
        if not response.is_success:
            self._read(response)
        return response.content.decode()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Ask for something once, however often the line drops.

        The idempotency key is on disk before the first byte leaves and goes when an answer came; without one
        the next run of the same words finds it there.
        """
        intention = pending.remember(
            self._settings.pending, method="POST", url=f"{self._settings.url}{API}/{path}", body=body
        )
        may_have_arrived = intention.is_repeated
        for pause in (*REPEAT_PAUSES_SECONDS, None):
            try:
                response = self._post_patiently(path, body, intention.key)
            except httpx.TransportError as error:
                may_have_arrived |= not isinstance(error, NEVER_LEFT)
                # A service that has not answered once is not running: say so instead of knocking on.
                if pause is None or not (may_have_arrived or self._has_answered):
                    if not may_have_arrived:
                        pending.forget(intention)
                    raise self._unreachable(was_sent=may_have_arrived) from error
            else:
                if not _will_pass(response) or pause is None:
                    break
            time.sleep(pause)
        if not response.is_server_error and not _will_pass(response):
            pending.forget(intention)
        return self._read(response)

    @contextmanager
    def stream(self, url: str, *, offset: int) -> Iterator[httpx.Response]:
        """The bytes of a file from ``offset`` on; the caller looks whether the service honored it (206)."""
        # A file may lie with a storage provider, which must never see the license key.
        headers = dict(self._authorization) if url.startswith("/") else {}
        headers["Accept-Encoding"] = "identity"
        if offset:
            headers["Range"] = f"bytes={offset}-"
        try:
            with self._http.stream("GET", url, headers=headers) as response:
                if response.is_error:
                    response.read()
                    self._read(response)
                yield response
        except httpx.TransportError as error:
            raise self._unreachable() from error

    def _post_patiently(self, path: str, body: dict[str, Any], key: str) -> httpx.Response:
        """Send, and while the service is still at work on the same key, wait as it asks and send again."""
        headers = {**self._authorization, "Idempotency-Key": key}
        give_up_at = time.monotonic() + IN_PROGRESS_PATIENCE_SECONDS
        while True:
            response = self._http.post(f"{API}/{path}", json=body, headers=headers)
            self._has_answered = True
            is_busy = _document(response).get("code") == "idempotency_in_progress"
            if not is_busy or time.monotonic() > give_up_at:
                return response
            time.sleep(_retry_after(response))

    def _asked(self, path: str, query: Mapping[str, str | int | None]) -> httpx.Response:
        wanted = {name: value for name, value in query.items() if value is not None}
        try:
            return self._http.get(f"{API}/{path}", params=wanted, headers=self._authorization)
        except httpx.TransportError as error:
            raise self._unreachable() from error

    def _read(self, response: httpx.Response) -> Any:
        self._has_answered = True
        if _will_pass(response):
            document = {"title": "Unavailable", **_document(response)}
            document.setdefault("detail", "The service is busy or restarting. Please try again in a moment.")
            raise problems.Unreachable({"code": "unavailable", **document}, ExitCode.UNAVAILABLE)
        if not response.is_success:
            raise problems.answered(_document(response), response.status_code)
        try:
            return response.json()
        except json.JSONDecodeError:
            raise problems.answered({}, response.status_code) from None

    def _unreachable(self, *, was_sent: bool = False) -> problems.Unreachable:
        start_it = "Start it with: make up" if self._settings.is_local else "Please check your connection."
        detail = f"pod's service does not answer at {self._settings.url}. {start_it}"
        if was_sent:
            detail = (
                "The connection was lost before an answer came. Run the same command again: "
                "pod recognizes it for ten minutes and never orders it twice."
            )
        document = {"code": "unavailable", "title": "Unavailable", "detail": detail}
        return problems.Unreachable(document, ExitCode.UNAVAILABLE)


def _will_pass(response: httpx.Response) -> bool:
    """A proxy's or a restarting service's word, worth another try; a problem of its own name is an answer."""
    is_named = _document(response).get("code", "unavailable") != "unavailable"
    return response.status_code in PASSING_STATUSES and not is_named


def _document(response: httpx.Response) -> dict[str, Any]:
    if response.is_success or "json" not in response.headers.get("content-type", ""):
        return {}
    try:
        document = response.json()
    except json.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}


def _retry_after(response: httpx.Response) -> float:
    given = response.headers.get("retry-after", "")
    return min(float(given), 30.0) if given.isdigit() else 1.0
