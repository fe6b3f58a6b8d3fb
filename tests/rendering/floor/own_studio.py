"""A studio that pays kie.ai itself, with an account of its own at the sandbox."""

from dataclasses import dataclass
from typing import Any

from rendering import tasks
from rendering.models import Film, ProviderCredential
from tests.canary import marks
from tests.rendering.conftest import Crew, hire, owner_of


@dataclass(frozen=True)
class Owner:
    """A crew of the studio, as its admin."""

    crew: Crew

    def account(self, balance: str = "20000") -> str:
        """Open a further account at kie.ai; its key."""
        key = marks.key()
        self.crew.sandbox.open_account(key, balance)
        return key

    def enter(self, key: str) -> Any:
        """Give pod this key, and let a worker try it."""
        answer = self.crew.api.post("/own-key", {"key": key})
        assert answer.status_code == 200, answer.content
        tasks.read_balance(self.credential.pk)
        return answer

    @property
    def credential(self) -> ProviderCredential:
        """The key in use."""
        return ProviderCredential.objects.for_studio(self.crew.studio.pk).get(retired_at=None)

    def own(self) -> Any:
        return self.crew.credits()["own_key"]

    def approved(self, **wish: Any) -> Film:
        """A film whose footage is approved and queued, and not one order of it sent."""
        film = self.crew.work(self.crew.start(mode="auto", **wish))
        assert self.crew.answer(film, "approve").status_code == 200
        tasks.advance(film.pk)
        return film

    def resumed(self, film: Film) -> Film:
        assert self.crew.api.post(f"/films/{film.name}/resume").status_code == 200
        return self.crew.work(film)

    def orders_on(self, key: str | None, film: Film) -> list[str]:
        """The attempts of this film on one account's bill."""
        attempts = {attempt.public_id for attempt in self.crew.attempts(film, "sent", "succeeded", "failed")}
        placed = [owner_of(order) for order in self.crew.sandbox.bill(key)["orders"]]
        return [attempt for attempt in placed if attempt in attempts]


def open_own(beside: Crew, slug: str = "own") -> Owner:
    """A studio without a cap and without a key yet, beside one whose floor it shares."""
    return Owner(hire(slug, beside.sandbox, ceiling=None, plan="own_key"))
