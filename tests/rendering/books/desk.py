"""A studio with design sheets on order, and its books: rows to tamper with, and what reconciling then names."""

import time
from dataclasses import dataclass
from typing import Any

from billing import port as billing
from core import clock
from rendering import tasks
from rendering.engines import catalog
from rendering.models import Attempt, BalanceReading, Film, Look, ProviderCredential, Reconciliation
from rendering.services import payers, takes
from rendering.services.books import readings, reconciling
from rendering.services.ordering import dispatch
from tests.rendering.conftest import Crew

ENGINE = "nano-banana"
ROUNDS, BREATH_SECONDS = 600, 0.1


@dataclass(frozen=True)
class Books:
    """The crew, and what a worker finds when it sets today beside the provider."""

    crew: Crew

    def approved(self, *descriptions: str) -> list[Attempt]:
        """A queued order for a design sheet of each of these, its bill shown and approved."""
        film = self._film()
        engine = catalog.get(ENGINE)
        for number, words in enumerate(descriptions or ("a robot",), 1):
            look = Look.objects.create(
                film=film, kind="character", number=number, name=f"robot {number}", description=words
            )
            takes.plan(film, look, "still", engine, takes.still_spec(engine, has_reference=False))
        planned = takes.unreleased(film, ["still"])
        gate = billing.show(
            film.studio_id, subject=film.public_id, kind="cost", shown={}, planned=takes.bill(planned)
        )
        payer = payers.payer_of(film)
        billing.approve(payer, gate=gate.id, digest=gate.digest, answer="approve", kinds=None, by="test")
        takes.order(film, planned)
        return self._of(film)

    def sent(self, *descriptions: str) -> list[Attempt]:
        """The same, sent."""
        return self.send(self.approved(*descriptions))

    def send(self, attempts: list[Attempt]) -> list[Attempt]:
        for attempt in dispatch.give_slots().attempts:
            tasks.send(attempt)
        return self.now(attempts)

    def settled(self, *descriptions: str) -> list[Attempt]:
        """The same, made or failed, and brought home."""
        return self.settle(self.sent(*descriptions))

    def settle(self, attempts: list[Attempt]) -> list[Attempt]:
        for _ in range(ROUNDS):
            under_way = [one for one in self.now(attempts) if one.status == "sent"]
            if not under_way:
                break
            for one in under_way:
                self.crew.look_now(one.pk)
            time.sleep(BREATH_SECONDS)  # the sandbox is drawing meanwhile
        for one in self.now(attempts):
            if one.status == "succeeded":
                tasks.collect(one.pk)
        return self.now(attempts)

    def now(self, attempts: list[Attempt]) -> list[Attempt]:
        rows = Attempt.objects.for_studio(self.crew.studio.pk).select_related(
            "credential", "take__film", "take__look"
        )
        return [rows.get(pk=one.pk) for one in attempts]

    def change(self, attempt: Attempt, **fields: Any) -> None:
        Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk).update(**fields)

    @property
    def account(self) -> ProviderCredential:
        rows = ProviderCredential.objects.across_studios(reason="test")
        return rows.get_or_create(studio=None, retired_at=None)[0]

    def read(self) -> BalanceReading:
        """The account, read now."""
        reading = readings.read(self.account)
        assert reading is not None
        return reading

    def move(self, by: int) -> None:
        """Let the account move by what no order explains; above 0 is a top-up."""
        balance = float(self.crew.sandbox.bill()["balance"])
        self.crew.sandbox.change(balance=balance + by)

    def reconcile(self) -> Reconciliation:
        """Today, as a worker does it."""
        asked = reconciling.ask(clock.now().date())
        tasks.reconcile(asked.pk)
        asked.refresh_from_db()
        assert asked.ended_at is not None
        return asked

    def named(self) -> dict[str, dict[str, Any]]:
        """What reconciling names, by code."""
        return {one["code"]: one for one in self.reconcile().differences}

    def problems(self) -> set[str]:
        return {code for code, one in self.named().items() if one["is_problem"]}

    def _film(self) -> Film:
        number = Film.objects.for_studio(self.crew.studio.pk).count() + 1
        return Film.objects.create(
            studio=self.crew.studio, license=self.crew.license.public_id, name=f"film-{number}", idea="x",
            duration_seconds=5, aspect="16:9", language="english", resolution="720p", status="paused", stage="looks",
        )  # fmt: skip

    def _of(self, film: Film) -> list[Attempt]:
        rows = Attempt.objects.for_studio(self.crew.studio.pk).filter(take__film=film)
        return list(rows.order_by("pk"))
