"""Who a text says is in the picture."""

import random
import re
from dataclasses import dataclass

from .palette import Color, as_color, of_text
from .sights import sights

_COUNTS = {"two": 2, "three": 3, "four": 4, "both": 2, "pair": 2, "couple": 2}
# What has a color of its own, which says nothing about clothes or paint.
_NOT_CLOTH = frozenset(["hour", "hair", "eye", "eyes", "beard", "chest", "mane", "light", "sky", "wrists"])


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in the picture; `build` picks between the shapes a kind comes in."""

    kind: str
    color: Color
    build: int
    name: str


def found_in(text: str) -> list[Actor]:
    """Return the characters named by kind, in order, each with the color and the name said beside it."""
    found = _of_kinds(text, sights()["kinds"])
    return _without_doubles(found or _of_kinds(text, {"man": sights()["anybody"]}))


def _of_kinds(text: str, kinds: dict[str, str]) -> list[Actor]:
    found: dict[int, list[Actor]] = {}
    for kind, words in kinds.items():
        for match in re.finditer(rf"\b(?:{words})s?\b(?!['’]s)", text, re.IGNORECASE):
            # Kinds are listed from the particular to the general: an old woman is not also a woman.
            if not any(
                start <= match.start() < start + 20 and text[start : match.end()].count(" ") < 2
                for start in found
            ):
                found[match.start()] = _group(kind, text, match)
    return [actor for start in sorted(found) for actor in found[start]]


def _group(kind: str, text: str, match: re.Match[str]) -> list[Actor]:
    before = text[: match.start()]
    counts = (
        number for word, number in _COUNTS.items() if re.search(rf"\b{word}\b[\w\s,-]{{0,24}}$", before, re.I)
    )
    count = next(counts, 1)
    name = _name_at_end(before) if count == 1 else ""
    return [_actor(kind, _clause(text, match), name, number) for number in range(count)]


def _clause(text: str, kind: re.Match[str]) -> str:
    """Return the words that describe the kind: those just before it, and those after until the next one."""
    before = re.split(r"[.;:()\n]|\band\b|,", text[max(0, kind.start() - 40) : kind.start()])[-1]
    after = re.split(r"[.;()\n]|\band\b", text[kind.end() : kind.end() + 70])[0]
    return f"{before} {kind[0]} {after}".lower()


def _actor(kind: str, around: str, name: str, number: int) -> Actor:
    key = name or f"{kind} {number}"
    pairs = re.findall(r"([a-z]+)(?=\W+([a-z]+)|$)", around)
    said = [word for word, following in pairs if following not in _NOT_CLOTH]
    named = [as_color(sights()["colors"][word]) for word in said if word in sights()["colors"]]
    color = named[0] if named and number == 0 else _usual_color(kind, key)
    if {"tall", "thin", "square"} & set(said):
        return Actor(kind, color, 1, key)
    return Actor(kind, color, 0 if {"round", "small"} & set(said) else number % 2, key)


def _usual_color(kind: str, key: str) -> Color:
    coats = sights()["coats"].get(kind)
    if coats:
        return as_color(random.Random(key).choice(coats))  # noqa: S311 - repeatable, not secret
    return of_text(key, saturation=0.46, value=0.72)


def _name_at_end(text: str) -> str:
    """Return the name in "Ohm (a small round", "Ohm, a small round", "Ohm is a small round"."""
    names = re.findall(r"\b([A-Z][a-zà-ÿ]+)\b\s*(?:is|,|:|\(|-|–|—)?\s*[^.;:\n()A-Z]{0,50}$", text[-70:])
    return str(names[-1]) if names else ""


def _without_doubles(actors: list[Actor]) -> list[Actor]:
    """A character mentioned again by kind alone is the one already named."""
    seen: dict[str, Actor] = {}
    for actor in actors:
        is_nameless = actor.name.startswith(f"{actor.kind} ")
        is_known = any(
            other.kind == actor.kind and not other.name.startswith(f"{other.kind} ")
            for other in seen.values()
        )
        if actor.name not in seen and not (is_nameless and is_known):
            seen[actor.name] = actor
    return list(seen.values())
