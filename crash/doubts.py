"""Orders in doubt as a person meets them: what the film says, what the provider's bill says, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.management import CommandError, call_command
from django.utils import timezone

from rendering.models import Attempt, Take

WHY = "whoever settles doubts serves every studio"


@dataclass(frozen=True, slots=True)
class Doubt:
    """`seconds`: since when."""

    attempt: str
    take: Take
    seconds: float

    def is_named_in(self, told: str) -> bool:
        return f"{self.take.label} ({self.take.tier}) may or may not have been ordered" in told


def of(slug: str) -> list[Doubt]:
    """The studio's orders in doubt that nobody has settled yet."""
    doubtful = Attempt.objects.across_studios(reason=WHY).filter(studio__slug=slug, status="in_doubt")
    rows = doubtful.exclude(hints__is_sure=True)
    now = timezone.now()
    return [
        Doubt(row.public_id, row.take, (now - (row.answered_at or now)).total_seconds())
        for row in rows.select_related("take__look", "take__shot", "take__film")
    ]


def resolve(doubt: Doubt, bill: Iterable[dict[str, Any]]) -> str:
    """`manage.py resolve`, by what the bill says; a sentence about it. One that settled itself meanwhile is left."""
    known = set(Attempt.objects.across_studios(reason=WHY).values_list("task_id", flat=True))
    nobodys = [order for order in bill if order["taskId"] not in known and is_for(order, doubt)]
    words = ["--adopt", nobodys[0]["taskId"]] if nobodys else ["--forget"]
    try:
        call_command("resolve", doubt.attempt, *words, stdout=StringIO())
    except CommandError:
        return ""
    return words[0].removeprefix("--")


def is_for(order: dict[str, Any], doubt: Doubt) -> bool:
    """By the callback address; or, as there was none, by what was ordered."""
    if order["callback"]:
        return doubt.attempt in order["callback"]
    take, prompt = doubt.take, str(order["input"].get("prompt", ""))
    if f"Film: {take.film.name}\n" not in prompt:
        return False
    if take.look is not None:
        return prompt.partition(". ")[2].startswith(f"{take.look.name}: ")
    assert take.shot is not None
    is_clip = "duration" in order["input"]
    return prompt.startswith(take.shot.description) and is_clip == (take.tier != Take.Tier.STILL)
