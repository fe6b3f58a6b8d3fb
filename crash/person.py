"""Whoever makes the film: answers gates, repeats a request that got no answer, settles what is in doubt."""

import time
import uuid
from io import StringIO
from typing import Any

import httpx

from crash.house import House, TookTooLong

IDEA = "an 8-second film in 720p, seedance 1.5 and seedream: a fox crosses a bridge at dawn"
"""Two shots of the cheapest engines; of those only the drafts are shot."""
ANSWERS = {"looks": "auto", "cost": "drafts"}
ALLOWANCE = "1000"
MAKING_SECONDS = 240.0
BREATH_SECONDS = 0.3
SETTLED_SECONDS = 2.0
"""For how long an order is in doubt before the person looks it up: a callback may still settle it."""


class Person:
    """A license of a studio of its own, and one film."""

    def __init__(self, house: House, slug: str) -> None:
        from django.core.management import call_command

        self.slug = self.name = slug
        self.settled: list[str] = []
        """What was done about orders in doubt, as sentences."""
        self.unnamed: list[str] = []
        """Orders in doubt of which the film said nothing."""
        self._house = house
        call_command("create_studio", slug, "--cap", ALLOWANCE, stdout=StringIO())
        key = StringIO()
        call_command("issue_license", slug, stdout=key)
        house.web.headers["Authorization"] = f"Bearer {key.getvalue().strip()}"

    def bring_to_the_bill(self) -> None:
        """A film that waits for the first answer that spends something."""
        self.name = self._post("films", {"idea": IDEA, "name": self.slug}).json()["name"]
        while (film := self._film())["stage"] != "casting" or film["state"] != "waiting":
            if film["state"] == "waiting" and (gate := self._gate()) is not None:
                self._answer(gate)
            self._breathe()

    def make(self) -> None:
        """Answer every gate until the film is finished. Raises TookTooLong."""
        deadline = time.monotonic() + MAKING_SECONDS
        while (film := self._film())["state"] != "finished":
            if time.monotonic() > deadline:
                raise TookTooLong(f"the film is {film['state']} at {film['stage']}: {film['waits_for']}")
            doubts = self._settle(film)
            if film["state"] == "waiting" and (gate := self._gate()) is not None:
                self._answer(gate)
            elif film["state"] == "paused" and not doubts:
                self._post(f"films/{self.name}/resume", {})
            self._breathe()

    def _settle(self, film: dict[str, Any]) -> int:
        """Look each doubt up on the provider's bill and say what is true; how many there were."""
        from crash import doubts

        found = doubts.of(self.slug)
        told = " ".join(notice["text"] for notice in film["notices"])
        for doubt in found:
            if doubt.seconds < SETTLED_SECONDS:
                continue
            if not doubt.is_named_in(told):
                self.unnamed.append(doubt.attempt)
            self.settled.append(doubts.resolve(doubt, self._house.bill()))
        return len(found)

    def _film(self) -> dict[str, Any]:
        film: dict[str, Any] = self._get(f"films/{self.name}")
        return film

    def _gate(self) -> dict[str, Any] | None:
        gate: dict[str, Any] | None = self._get(f"films/{self.name}/gate", missing_is=httpx.codes.NOT_FOUND)
        return gate

    def _answer(self, gate: dict[str, Any]) -> None:
        answer = ANSWERS.get(gate["kind"], "approve")
        if answer not in gate["answers"]:
            answer = "approve"
        self._post(
            f"films/{self.name}/gate/answer", {"gate": gate["id"], "digest": gate["digest"], "answer": answer}
        )

    def _get(self, path: str, *, missing_is: int = 0) -> Any:
        answer = self._insist("GET", path)
        return None if answer.status_code == missing_is else answer.raise_for_status().json()

    def _post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        """Once, with the same key however often it takes; what the service then refuses is seen at the next look."""
        return self._insist("POST", path, json=body, headers={"Idempotency-Key": uuid.uuid4().hex})

    def _insist(self, method: str, path: str, **content: Any) -> httpx.Response:
        deadline = time.monotonic() + MAKING_SECONDS
        while True:
            try:
                answer = self._house.web.request(method, f"/api/v1/{path}", **content)
            except httpx.TransportError as trouble:
                if time.monotonic() > deadline:
                    raise TookTooLong(f"{method} {path}: {trouble}") from trouble
            else:
                if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR and not _is_running(answer):
                    return answer
            self._breathe()

    def _breathe(self) -> None:
        self._house.keep()
        time.sleep(BREATH_SECONDS)


def _is_running(answer: httpx.Response) -> bool:
    return (
        answer.status_code == httpx.codes.CONFLICT and answer.json().get("code") == "idempotency_in_progress"
    )
