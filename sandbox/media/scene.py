"""What a prompt asks to see: the hour, the place, the framing, who is there, and what they carry."""

import random
import re
from dataclasses import dataclass

from . import actors
from .actors import Actor
from .sights import sights

_NOBODY = r"no people|nobody|nothing else in the picture|location reference|location (sheet|design)|background plate"
_SHEET = r"(design|character|model) sheet|turnaround"


@dataclass(frozen=True, slots=True)
class Scene:
    """A prompt, understood. `film` is the same for every picture of one film, `turn` differs between prompts."""

    hour: str
    place: str
    framing: str
    weather: str
    actors: tuple[Actor, ...]
    prop: str
    film: str
    turn: str


def read(prompt: str) -> Scene:
    """Read a prompt; what it does not say is chosen by the prompt itself, the same way every time.

    The last lines say most plainly how it should look; a "Look:" line, which is the whole film's, counts only after
    them. A line such as "harbour: boats, wet ropes" is about the place, and nobody stands in it.
    """
    film, look, lines = _parted(prompt)
    about_place = [line for line in lines if re.match(r"[^:()]{1,60}: ", line)]
    others = [line for line in lines if line not in about_place]
    text = prompt.lower()
    is_sheet = re.search(_SHEET, text) is not None
    chance = random.Random(prompt)  # noqa: S311 - repeatable, not secret
    cast = actors.found_in("\n".join(lines if is_sheet else others))
    return Scene(
        hour=_said("hours", [*reversed(lines), look]) or chance.choice(["golden hour", "day", "dusk"]),
        place=_earliest_place([*about_place, *lines]) or "street",
        framing="sheet" if is_sheet else _said("framings", list(reversed(lines))) or "medium",
        weather=_weather("\n".join(lines).lower()),
        actors=() if re.search(_NOBODY, text) and not is_sheet else tuple(cast[:3]),
        prop=next(
            (prop for prop in sights()["props"] if re.search(rf"\b{prop}\b", "\n".join(others).lower())), ""
        ),
        film=film or prompt,
        turn=prompt,
    )


def _parted(prompt: str) -> tuple[str, str, list[str]]:
    """Return the film's name, its look, and the lines about this picture."""
    film = look = ""
    lines = []
    for line in prompt.splitlines():
        name, _, rest = line.partition(":")
        if name.strip() == "Film":
            film = rest.strip()
        elif name.strip() == "Look":
            look = rest
        elif line.strip():
            lines.append(line.removeprefix("Camera:").strip())
    return film, look, lines


def _said(what: str, lines: list[str]) -> str | None:
    """Return the first thing of its kind that the lines name, line by line."""
    for line in lines:
        for name, words in sights()[what].items():
            if re.search(words, line, re.IGNORECASE):
                return str(name)
    return None


def _earliest_place(lines: list[str]) -> str | None:
    for line in lines:
        hits = [
            (match.start(), order, name)
            for order, (name, words) in enumerate(sights()["places"].items())
            if (match := re.search(words, line, re.IGNORECASE))
        ]
        if hits:
            return str(min(hits)[2])
    return None


def _weather(text: str) -> str:
    if re.search(r"\brain|storm|monsoon", text):
        return "rain"
    return "snow" if re.search(r"\bsnow(?!y peak)", text) else ""
