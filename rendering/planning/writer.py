"""Ask the language model for a script, a casting or a shot plan, and insist on an answer that can be used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from rendering.planning import prompts
from rendering.planning.fit import LONGEST_SHOT, DoesNotFit, fit_plan
from rendering.planning.prompts import Brief
from rendering.planning.schemas import Casting, Script, ShotPlan
from rendering.provider.chat import Message
from rendering.provider.client import Client
from rendering.provider.errors import ProviderFault

MODEL: Final = "gemini-2.5-flash"
MOST_TRIES: Final = 3
_MOST_QUOTED: Final = 1500

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Written(Generic[Shape]):
    """A usable answer and what all tries for it cost."""

    shape: Shape
    credits_consumed: Decimal


class PlanningFailed(Exception):
    """The language model gave no usable answer. `credits_consumed` was spent all the same."""

    def __init__(self, what: str, why: str, credits_consumed: Decimal) -> None:
        super().__init__(f"The {what} could not be written: {why}.")
        self.credits_consumed = credits_consumed


def write_script(
    client: Client, brief: Brief, *, note: str | None = None, previous: Script | None = None
) -> Written[Script]:
    """A script for the brief, or the previous one changed as the note says.

    All three functions raise PlanningFailed once something was spent in vain, and a ProviderFault when the
    first call already could not be made.
    """
    opening = prompts.conversation(prompts.SCRIPT_TASK, brief, script=previous, note=note)
    return _insist(client, opening, Script, "script", lambda script: script)


def choose_casting(
    client: Client,
    brief: Brief,
    *,
    engines: Sequence[str],
    script: Script | None = None,
    note: str | None = None,
    previous: Casting | None = None,
) -> Written[Casting]:
    """A casting from the engines named, clips and stills together."""

    def allowed(casting: Casting) -> Casting:
        for name in (casting.hero_engine, casting.clips_engine, casting.stills_engine):
            if name not in engines:
                raise DoesNotFit(f"{name} is not among the engines allowed.")
        return casting

    opening = prompts.conversation(
        prompts.CASTING_TASK,
        brief,
        facts={"Engines allowed": ", ".join(engines)},
        script=script,
        previous=previous,
        note=note,
    )
    return _insist(client, opening, Casting, "casting", allowed)


def plan_shots(
    client: Client,
    brief: Brief,
    script: Script,
    *,
    shots: int,
    longest: int = LONGEST_SHOT,
    note: str | None = None,
    previous: ShotPlan | None = None,
) -> Written[ShotPlan]:
    """About `shots` shots that fill the film to the second, with only the script's people and places."""
    opening = prompts.conversation(
        prompts.SHOTS_TASK,
        brief,
        facts={"Shots": shots, "Longest shot": longest},
        script=script,
        previous=previous,
        note=note,
    )
    return _insist(
        client, opening, ShotPlan, "shot plan", lambda plan: fit_plan(plan, script, brief.seconds, longest)
    )


def _insist(
    client: Client,
    opening: Sequence[Message],
    shape: type[Shape],
    what: str,
    fit: Callable[[Shape], Shape],
) -> Written[Shape]:
    consumed = Decimal(0)
    turns = list(opening)
    for _ in range(MOST_TRIES):
        try:
            answer = client.chat(MODEL, turns, shape.model_json_schema())
        except ProviderFault as fault:
            if not consumed:
                raise
            raise PlanningFailed(what, "the provider stopped answering", consumed) from fault
        consumed += answer.credits_consumed
        try:
            return Written(fit(shape.model_validate_json(_unfenced(answer.text))), consumed)
        except (ValidationError, DoesNotFit) as problem:
            turns = [*opening, *prompts.complaint(answer.text, str(problem)[:_MOST_QUOTED])]
    raise PlanningFailed(what, f"{MOST_TRIES} answers in a row could not be used", consumed)


def _unfenced(text: str) -> str:
    """Models wrap JSON in a code fence or a sentence even when told not to."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if 0 <= start < end else text
