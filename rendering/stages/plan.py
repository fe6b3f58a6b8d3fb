"""Gate 1, the plan preflight: what will be made, from what, in which steps. Costs nothing."""

from rendering.models import Film
from rendering.stages.showing import Notes, Showing

NOTES = Notes.NOT_TAKEN


def prepare(film: Film) -> bool:
    return True


def gate(film: Film) -> Showing:
    what = "drafts only, at 480p" if film.is_drafts_only else film.resolution
    return Showing(
        title="The plan",
        text=[
            f"{film.name}: {film.duration_seconds} seconds, {film.aspect}, {what}, in {film.language}.",
            f"From your idea: {film.idea[:300]}",
            "Script, casting, characters and places, shot plan, keyframes; then the cost gate, before any footage.",
            "Nothing is spent before you approve a bill.",
        ],
        answers=("approve", "auto", "steer", "stop"),
    )


def approve(film: Film, answer: str) -> None:
    """There is nothing to keep of a yes here."""


def revise(film: Film, note: str) -> None:
    """Not offered: a different plan is a different film."""


def is_done(film: Film) -> bool:
    return True
