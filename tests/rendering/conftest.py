"""A studio with credits and a floor on which its films are made: real rows, the real tasks, the real sandbox."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client

from billing.services import caps, prices
from core.amounts import Credits
from rendering import tasks
from rendering.models import Attempt, Casting, Film, ProviderCredential, Take
from rendering.services.ordering import dispatch, pacing, windows
from studios.models import LicenseKey, Studio
from studios.services import keys, tenants
from tests.sandbox_process import SandboxProcess

ROUNDS = 400
IDLE_ROUNDS = 4
BREATH_SECONDS = 0.15


@dataclass
class Api:
    """The studio API as one license sees it."""

    key: str
    posts: int = 0

    def get(self, path: str, **headers: str) -> Any:
        return Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {self.key}", **headers})

    def post(self, path: str, body: dict[str, Any] | None = None, *, key: str | None = None) -> Any:
        self.posts += 1
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Idempotency-Key": key or f"{id(self)}-{self.posts}",
        }
        return Client().post(f"/api/v1{path}", body or {}, content_type="application/json", headers=headers)


@dataclass(frozen=True)
class Crew:
    """A studio, its license and its API, and the workers' side of the floor."""

    studio: Studio
    license: LicenseKey
    api: Api
    sandbox: SandboxProcess

    def start(self, idea: str = "a 5-second film of two robots at a bus stop, 720p", **wish: Any) -> Film:
        answer = self.api.post("/films", {"idea": idea, **wish})
        assert answer.status_code == 201, answer.content
        return self.film(answer.json()["name"])

    def film(self, name: str) -> Film:
        return Film.objects.for_studio(self.studio.pk).get(name=name)

    def answer(self, film: Film, answer: str, note: str = "") -> Any:
        gate = self.api.get(f"/films/{film.name}/gate").json()
        body = {"gate": gate["id"], "digest": gate["digest"], "answer": answer, "note": note}
        return self.api.post(f"/films/{film.name}/gate/answer", body)

    def gate(self, film: Film) -> Any:
        return self.api.get(f"/films/{film.name}/gate").json()

    def work(self, film: Film) -> Film:
        """Do what workers and beat do, by calling their tasks, until the film is done or waits for somebody."""
        idle = 0
        for _ in range(ROUNDS):
            tasks.advance(film.pk)
            self.turn()
            time.sleep(BREATH_SECONDS)  # the sandbox is drawing meanwhile
            film.refresh_from_db()
            if film.status != Film.Status.WORKING:
                return film
            is_stuck = self.attempts(film, "in_doubt") and not self.attempts(
                film, "queued", "sending", "sent"
            )
            idle = idle + 1 if is_stuck else 0
            if idle == IDLE_ROUNDS:
                return film
        raise AssertionError(f"{film.name} came no further than {film.stage}")

    def turn(self) -> None:
        """One turn of dispatch and the sweep, without the film itself going on."""
        for attempt in dispatch.give_slots().attempts:
            tasks.send(attempt)
        for look in (
            Attempt.objects.across_studios(reason="test").filter(status="sent").values_list("pk", flat=True)
        ):
            self.look_now(look)
        for done in Attempt.objects.across_studios(reason="test").filter(
            status="succeeded", is_collected=False
        ):
            tasks.collect(done.pk)

    def look_now(self, attempt_id: int) -> None:
        """A look-up that does not wait for its time."""
        Attempt.objects.across_studios(reason="test").filter(pk=attempt_id).update(next_look_up_at=Now())
        tasks.look_up(attempt_id)

    def attempts(self, film: Film, *statuses: str) -> list[Attempt]:
        rows = Attempt.objects.for_studio(self.studio.pk).filter(take__film=film, status__in=statuses)
        return list(rows.select_related("take__film"))

    def takes(self, film: Film, tier: str) -> list[Take]:
        return list(Take.objects.for_studio(self.studio.pk).filter(film=film, tier=tier))

    def casting(self, public_id: str) -> Casting:
        return Casting.objects.for_studio(self.studio.pk).get(public_id=public_id)

    def credits(self) -> Any:
        return self.api.get("/credits").json()

    def orders(self) -> list[dict[str, Any]]:
        """What the provider accepted for this studio's films, by the sandbox's own bill."""
        mine = set(Attempt.objects.for_studio(self.studio.pk).values_list("public_id", flat=True))
        return [order for order in self.sandbox.bill()["orders"] if owner_of(order) in mine]


def owner_of(order: dict[str, Any]) -> str:
    """The attempt an order calls back; empty for an order that was placed without an address."""
    return str(order["callback"] or "").rpartition("/hooks/kie/")[2].partition("/")[0]


@pytest.fixture
def all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The places of a window are given out together, for the same moment."""
    monkeypatch.setattr(windows, "APART", timedelta(0))


@pytest.fixture
def crew(
    sandbox: SandboxProcess,
    settings: Any,
    transactional_db: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    all_at_once: None,
) -> Iterator[Crew]:
    """A studio with 20,000 credits a month, and the sandbox with room for all its starts and look-ups."""
    monkeypatch.setattr(pacing, "SPACING", timedelta(microseconds=1))
    settings.MEDIA_ROOT = str(tmp_path)
    settings.POD_PUBLIC_URL = "http://127.0.0.1:9"  # nobody answers there: look-ups decide
    prices.publish(prices.SHIPPED.read_text(), source="test")
    sandbox.change(starts=1000, latency_seconds=0.05, failure_rate=0, media="plain")
    yield hire("demo", sandbox)
    sandbox.change(failure_rate=0)
    sandbox.strike()


@pytest.fixture
def credential(db: None) -> ProviderCredential:
    """The shared account, as dispatch sees it."""
    return ProviderCredential.objects.create()


def hire(slug: str, sandbox: SandboxProcess, ceiling: str | None = "20000", plan: str = "managed") -> Crew:
    """A further studio with its own license; an admin's where the studio pays kie.ai itself."""
    studio = tenants.create(slug, plan=plan, actor="test")
    caps.set_allowance(studio.pk, Credits(ceiling) if ceiling else None, timezone=studio.timezone)
    row, key = keys.issue(studio, role="admin" if plan == "own_key" else "producer", actor="test")
    return Crew(studio, row, Api(key), sandbox)
