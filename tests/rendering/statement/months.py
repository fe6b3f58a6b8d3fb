"""Months of studios made of real bills, with the films, takes and orders that would be behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client

from billing import port
from billing.port import Payer, Planned
from billing.services import caps, prices
from core.amounts import Credits
from rendering.models import Attempt, Casting, Film, Look, Shot, Take
from rendering.services import credentials
from tests.billing.bills import BOOK, approve, show
from tests.studios.doors import Door, open_studio

ENGINES = {"still": "seedream", "draft": "seedance-1.5", "master": "kling-3.0"}


@dataclass(frozen=True)
class Month:
    """A studio's admin, and the films whose lines are charged to this month."""

    door: Door

    @classmethod
    def of(cls, slug: str = "lumen", *, timezone: str = "UTC", ceiling: str = "1000") -> "Month":
        door = open_studio(slug, role="admin", timezone=timezone)
        prices.publish(BOOK, source="test")
        caps.set_allowance(door.studio.pk, Credits(ceiling), timezone=timezone)
        return cls(door)

    @property
    def studio_id(self) -> int:
        return self.door.studio.pk

    @property
    def payer(self) -> Payer:
        studio = self.door.studio
        return Payer(studio_id=studio.pk, timezone=studio.timezone, license=self.door.license.public_id)

    def film(self, name: str = "bus-stop") -> Film:
        return Film.objects.create(
            studio=self.door.studio, license=self.payer.license, name=name, idea="robots", duration_seconds=10,
            aspect="16:9", language="english", resolution="720p",
        )  # fmt: skip

    def approve(self, film: Film, *wanted: tuple[Take, str], payer: Payer | None = None) -> list[str]:
        """A bill of these takes at these amounts, shown and approved: the ids of its lines in order."""
        planned = []
        for take, amount in wanted:
            planned.append(
                Planned(
                    work=take.public_id,
                    kind=take.tier,
                    label=take.label,
                    model="test",
                    at_most=Credits(amount),
                )
            )
            Take.objects.for_studio(self.studio_id).filter(pk=take.pk).update(spec=planned[-1].described())
        who = payer or self.payer
        approve(who, show(who, planned, film=film.public_id))
        lines = port.released_lines(self.studio_id, film.public_id)
        return [lines[take.public_id].id for take, _ in wanted]

    def pay(self, line: str, amount: str) -> None:
        port.capture(self.studio_id, {line: Credits(amount)})

    def give_back(self, line: str) -> None:
        port.void(self.studio_id, [line])

    def end(self, take: Take, status: str) -> None:
        Take.objects.for_studio(self.studio_id).filter(pk=take.pk).update(status=status)

    def order(self, take: Take, line: str, status: str) -> Attempt:
        credential = credentials.of_payer(self.studio_id)
        number = take.attempts.count() + 1
        return Attempt.objects.create(
            studio_id=self.studio_id, take=take, credential=credential, line=line, number=number, status=status,
            task_id=f"task-{take.pk}-{number}" if status in ("sent", "succeeded") else None,
        )  # fmt: skip

    def ask(self, query: str = "", *, door: Door | None = None, **headers: str) -> Any:
        key = (door or self.door).key
        return Client().get(
            f"/api/v1/statement{query}", headers={"authorization": f"Bearer {key}", **headers}
        )

    def read(self, query: str = "") -> Any:
        answer = self.ask(query)
        assert answer.status_code == 200, answer.content
        return answer.json()


def take_of(
    film: Film, place: int | str, tier: str = "draft", *, number: int = 1, status: str = "planned"
) -> Take:
    """A take of the shot of this number, or of the look of this name."""
    made: dict[str, Any] = {
        "tier": tier, "number": number, "engine": ENGINES[tier], "status": status, "spec": {},
    }  # fmt: skip
    if isinstance(place, int):
        shot, _ = Shot.objects.for_studio(film.studio_id).get_or_create(film=film, number=place)
        return Take.objects.create(film=film, shot=shot, **made)
    look, _ = Look.objects.for_studio(film.studio_id).get_or_create(
        film=film, kind="character", name=place, defaults={"number": film.looks.count() + 1}
    )
    return Take.objects.create(film=film, look=look, **made)


def casting_of(month: Month, status: str) -> tuple[Casting, str]:
    """A casting on its own in this state, and its line, approved at two credits."""
    made = Casting.objects.create(
        studio=month.door.studio, license=month.payer.license, idea="robots", ceiling=2, status=status
    )
    port.give_mandate(month.payer, subject=made.public_id, kinds=["plan"], ceiling=Credits(2), by="lic")
    planned = Planned(
        work=made.public_id, kind="plan", label="casting", model="gemini-2.5-flash", at_most=Credits(2)
    )
    port.require_release(month.payer, subject=made.public_id, planned=[planned])
    return made, port.released_lines(month.studio_id, made.public_id)[made.public_id].id


def told(document: Any, *columns: str) -> list[Sequence[str]]:
    """Some columns of the statement's lines."""
    return [tuple(line[column] for column in columns) for line in document["lines"]]
