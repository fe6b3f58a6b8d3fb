"""Who and what a brief is about: characters, places, a thing that matters, the hour, the kind of story."""

import json
import random
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from .brief import DATA, Brief, languages

_COUNTS = {"two": 2, "three": 3, "four": 4, "couple": 2, "pair": 2, "trio": 3}
_HOURS = {
    "dawn": r"dawn|sunrise|morning", "golden hour": r"golden|sunset|evening", "dusk": r"dusk|twilight",
    "blue hour": r"blue hour", "night": r"night|midnight|moon|neon|star", "day": r"\bday|noon|sunny",
}  # fmt: skip
_NOT_NAMES = frozenset(
    {
        "A",
        "An",
        "The",
        "In",
        "On",
        "At",
        "And",
        "But",
        "When",
        "Then",
        "Two",
        "Three",
        "One",
        "Every",
        "Film",
        "Make",
        "Short",
        "Episode",
        "Once",
        "He",
        "She",
        "They",
    }
)


@dataclass(frozen=True, slots=True)
class Player:
    """A character; `kind` is a word such as robot or girl."""

    name: str
    kind: str
    look: str


@dataclass(frozen=True, slots=True)
class Elements:
    """What a story is made of. The first two players carry it."""

    players: tuple[Player, ...]
    places: tuple[str, ...]
    prop: str
    hour: str
    arc: str


@cache
def tales() -> dict[str, Any]:
    """The story-teller's material (data/tales.json)."""
    told: dict[str, Any] = json.loads((DATA / "tales.json").read_text(encoding="utf-8"))
    return told


def camera_words() -> dict[str, dict[str, str]]:
    """Return what a note may ask of a shot: patterns by framing and by move, the particular before the general."""
    words: dict[str, dict[str, str]] = tales()["camera"]
    return words


def elements(brief: Brief) -> Elements:
    """Pull the nouns out of the idea (and the note), and fill up what is missing, the same way for the same idea."""
    chance = random.Random(f"{brief.idea.casefold()} {brief.language}")  # noqa: S311 - repeatable, not secret
    text = f"{brief.idea} {brief.note}"
    places = _found(text, tales()["places"]) or [
        _unlisted_place(text) or chance.choice(list(tales()["places"]))
    ]
    return Elements(
        players=_players(brief, chance),
        places=tuple(places[:4]),
        prop=_prop(text) or chance.choice(tales()["props"]),
        hour=next((hour for hour, words in _HOURS.items() if re.search(words, text, re.IGNORECASE)), None)
        or chance.choice(["dawn", "golden hour", "dusk", "night"]),
        arc=next(
            (arc for arc, told in tales()["arcs"].items() if re.search(rf"\b({told['words']})", text, re.I)),
            None,
        )
        or chance.choice(list(tales()["arcs"])),
    )


def _players(brief: Brief, chance: random.Random) -> tuple[Player, ...]:
    text = f"{brief.idea} {brief.note}"
    names = [
        word for word in re.findall(r"(?<=[a-z,;-] )[A-Z][a-z]{2,}", brief.idea) if word not in _NOT_NAMES
    ]
    players: list[Player] = []
    for kind, words, count in _kinds(text):
        for _ in range(count):
            players.append(
                _player(
                    kind, players, brief.language, chance, given=names.pop(0) if names else None, said=words
                )
            )
    for name in names[: 2 - len(players)] if len(players) < 2 else []:
        players.append(_player(chance.choice(["woman", "man"]), players, brief.language, chance, given=name))
    while len(players) < 2:
        kind = chance.choice(tales()["companions"]) if players else chance.choice(["girl", "woman", "man"])
        players.append(_player(kind, players, brief.language, chance))
    return tuple(players[:6])


def _kinds(text: str) -> list[tuple[str, str, int]]:
    found = []
    for kind, told in tales()["kinds"].items():
        pattern = rf"\b((\w+)\s+)?((?:\w+\s+)?)({kind}|{told['also']})\b(?!['’]s)"
        match = re.search(pattern, text, re.IGNORECASE)
        if match is None:
            continue
        words = match[0].lower()
        counted = next((number for word, number in _COUNTS.items() if re.search(rf"\b{word}\b", words)), 0)
        plural = words.endswith(("s", "men", "children", "people")) and not words.endswith("ss")
        found.append((match.start(4), kind, match[4].lower(), counted or (2 if plural else 1)))
    kinds = [(kind, word, count) for _, kind, word, count in sorted(found)]
    return [entry for entry in kinds if not _is_covered(entry[0], kinds)]


def _is_covered(kind: str, kinds: list[tuple[str, str, int]]) -> bool:
    """An old woman is a grandmother, not also a woman."""
    names = {name for name, _, _ in kinds}
    return (kind == "woman" and "grandmother" in names) or (kind == "man" and "grandfather" in names)


def _player(
    kind: str,
    others: list[Player],
    language: str,
    chance: random.Random,
    *,
    given: str | None = None,
    said: str = "",
) -> Player:
    told = tales()["kinds"][kind]
    spoken = languages()[language]
    pool = told["names"] or spoken["women" if kind in tales()["women"] else "men"]
    taken = {player.name for player in others}
    free = [name for name in pool if name not in taken] or [f"{pool[0]} {len(others) + 1}"]
    used = " ".join(player.look for player in others)
    colors = [color for color in tales()["colors"] if color not in used] or tales()["colors"]
    look = chance.choice(
        [look for look in told["looks"] if look.partition("{")[0] not in used] or told["looks"]
    )
    name = given or chance.choice(free)
    role = f", {said}" if said and said not in look and kind not in said and not said.endswith("s") else ""
    return Player(name, kind, look.format(color=chance.choice(colors)) + role)


def _found(text: str, listed: dict[str, Any]) -> list[str]:
    hits = []
    for name, told in listed.items():
        match = re.search(rf"\b({name}|{told['also']})s?\b", text, re.IGNORECASE)
        if match:
            hits.append((match.start(), -len(match[0]), name))
    return [name for _, _, name in sorted(hits)]


def _unlisted_place(text: str) -> str:
    match = re.search(r"\b(?:at|in|inside|on|under|near) (?:an? |the )?((?:[a-z]+ ){0,1}[a-z]{4,})", text)
    return match[1] if match else ""


def _prop(text: str) -> str:
    return next((prop for prop in tales()["props"] if re.search(rf"\b{prop}s?\b", text, re.IGNORECASE)), "")
