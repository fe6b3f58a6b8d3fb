"""What became of the lines of a bill: which engine they went to, and one word for how they ended."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from billing.port import ChargedLine
from rendering.engines import catalog
from rendering.models import Attempt, Casting, Film, Take

ENGINE_OF_MODEL = {
    model: engine.name
    for engine in catalog.ENGINES
    for model in (engine.model, engine.reference_model)
    if model
}


class Outcome(StrEnum):
    """One word for a line."""

    IN_PRODUCTION = "in_production"  # set aside or ordered; or made, and on its way home
    IN_DOUBT = "in_doubt"  # nobody knows yet whether the order arrived
    DELIVERED = "delivered"
    SUPERSEDED = "superseded"  # delivered, and a later take of the same shot and tier has replaced it
    FAILED = "failed"  # ordered, and could not be had
    ABANDONED = "abandoned"  # given back before it was ordered


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The rows behind some lines of bills: films and castings by the lines' subjects, takes by their work."""

    films: dict[str, str]
    castings: dict[str, str]
    takes: dict[str, Take]
    newest_ready: dict[tuple[int | None, int | None, str], int]
    """The number of the newest take that is ready, for each look or shot and tier."""
    last_lines: dict[int, str]
    """The line that each take was last ordered on."""
    doubtful_lines: frozenset[str]

    def engine_of(self, line: ChargedLine) -> str:
        """Who was to make it. A take that was only planned may have been recast since: then the bill's word counts."""
        take = self.takes.get(line.work)
        if take is not None and take.spec == line.spec:
            return take.engine
        model = str(line.spec["model"])
        return ENGINE_OF_MODEL.get(model, model)

    def outcome_of(self, line: ChargedLine) -> Outcome:
        """How it ended; credits before takes, for those were read first."""
        match line.status:
            case "authorized":
                return Outcome.IN_DOUBT if self._is_in_doubt(line) else Outcome.IN_PRODUCTION
            case "captured":
                return self._outcome_of_paid(line)
        return Outcome.FAILED if self._has_failed(line) else Outcome.ABANDONED

    def _is_in_doubt(self, line: ChargedLine) -> bool:
        return line.id in self.doubtful_lines or self.castings.get(line.subject) == Casting.Status.IN_DOUBT

    def _outcome_of_paid(self, line: ChargedLine) -> Outcome:
        take = self.takes.get(line.work)
        if take is None:
            return Outcome.DELIVERED
        if take.status != Take.Status.READY:
            return Outcome.IN_PRODUCTION
        is_newest = take.number >= self.newest_ready[_place(take)]
        return Outcome.DELIVERED if is_newest else Outcome.SUPERSEDED

    def _has_failed(self, line: ChargedLine) -> bool:
        """False for an order that never left: its take was not needed any more, or waits for another bill."""
        take = self.takes.get(line.work)
        if take is None:
            return line.subject in self.castings
        return take.status == Take.Status.FAILED and self.last_lines.get(take.pk) == line.id


def floor_of(studio_id: int, subjects: Collection[str]) -> Floor:
    """Read what is behind these subjects' lines, in a fixed number of queries."""
    films = Film.objects.for_studio(studio_id).filter(public_id__in=subjects)
    castings = Casting.objects.for_studio(studio_id).filter(public_id__in=subjects)
    takes = list(Take.objects.for_studio(studio_id).filter(film__public_id__in=subjects).order_by("number"))
    attempts = Attempt.objects.for_studio(studio_id).filter(take__film__public_id__in=subjects)
    ordered = list(attempts.order_by("number").values_list("take_id", "line", "status"))
    return Floor(
        films=dict(films.values_list("public_id", "name")),
        castings=dict(castings.values_list("public_id", "status")),
        takes={take.public_id: take for take in takes},
        newest_ready={_place(take): take.number for take in takes if take.status == Take.Status.READY},
        last_lines={take: line for take, line, _ in ordered},
        doubtful_lines=frozenset(line for _, line, status in ordered if status == Attempt.Status.IN_DOUBT),
    )


def _place(take: Take) -> tuple[int | None, int | None, str]:
    return take.shot_id, take.look_id, take.tier
