"""A little story with a beginning, a middle and an end, written as a script."""

import random
import re
from typing import Any

from .brief import Brief, languages
from .cast import Elements, elements, tales
from .lengths import shares

_SECONDS_PER_SCENE = 10
_BEATS = ["open", "meet", "trouble", "choice", "end"]
_BEATS_BY_SCENES = {
    1: ["meet"],
    2: ["open", "end"],
    3: ["open", "trouble", "end"],
    4: ["open", "meet", "trouble", "end"],
}
_HOURS_ON = ["dawn", "day", "golden hour", "dusk", "blue hour", "night"]
_HAPPY = r"happ|joy|warm|hope|funn|bright|light(er|hearted)|cheer|sweet|comed|together"
_BITTER = r"sad|dark|tragic|bitter|moody|grim|melanchol|goodbye|farewell|lonel"


def script(brief: Brief) -> dict[str, Any]:
    """Return title, logline, look, scenes, characters, locations and continuity for the brief.

    With a script and a note, the note's mood changes the last scene alone; any other note rewrites the scenes. Names,
    faces and places that are there stay.
    """
    before = brief.script if isinstance(brief.script.get("scenes"), list) else {}
    if before and not brief.note:
        return before
    written = _written(brief)
    if not before:
        return written
    revised = written | {name: before[name] for name in ("title", "logline", "look") if name in before}
    if _mood_in(brief.note):
        revised["scenes"] = [*before["scenes"][:-1], _placed(written["scenes"][-1], before["scenes"][-1])]
    for name in ("characters", "locations"):
        known = [thing for thing in before.get(name, []) if isinstance(thing, dict)]
        taken = {thing.get("name") for thing in known}
        revised[name] = known + [thing for thing in written[name] if thing["name"] not in taken]
    return revised


def _placed(scene: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Return the scene in the place and length that the scene before it had."""
    return scene | {name: before[name] for name in ("heading", "location", "seconds") if name in before}


def _written(brief: Brief) -> dict[str, Any]:
    found = elements(brief)
    words = {
        "a": found.players[0].name,
        "b": found.players[1].name,
        "place": found.places[0],
        "prop": found.prop,
    }
    chance = random.Random(f"{brief.idea.casefold()} {brief.language} {brief.note}")  # noqa: S311 - repeatable
    return {
        "title": _title(brief, words),
        "logline": tales()["arcs"][found.arc]["logline"].format(**words),
        "look": f"{tales()['lights'][found.hour]}; muted colors, one strong accent, soft grain",
        "scenes": _scenes(brief, found, words, chance),
        "characters": [{"name": player.name, "description": player.look} for player in found.players],
        "locations": [{"name": name, "description": _described(name)} for name in found.places],
        "continuity": _continuity(brief, found, words),
    }


def _mood(brief: Brief) -> str:
    """Return "happy" or "bitter": what the note asks for, else the idea, else happy."""
    return _mood_in(brief.note) or _mood_in(brief.idea) or "happy"


def _mood_in(text: str) -> str | None:
    if re.search(_HAPPY, text, re.IGNORECASE):
        return "happy"
    return "bitter" if re.search(_BITTER, text, re.IGNORECASE) else None


def _scenes(
    brief: Brief, found: Elements, words: dict[str, str], chance: random.Random
) -> list[dict[str, Any]]:
    count = max(1, min(round(brief.seconds / _SECONDS_PER_SCENE), brief.shots, brief.seconds, 40))
    lengths = shares(brief.seconds, [1.0] * count)
    told: set[str] = set()
    scenes = []
    for index, beat in enumerate(_beats(count)):
        place = found.places[index % len(found.places)]
        hour = _HOURS_ON[min(len(_HOURS_ON) - 1, _HOURS_ON.index(found.hour) + (3 * index) // count)]
        ending = _mood(brief) if beat == "end" else beat
        action = _fresh(tales()["arcs"][found.arc][ending], told, chance).format(**words | {"place": place})
        scenes.append({
            "heading": _heading(brief.language, place, hour),
            "summary": action.partition(". ")[0].rstrip(".") + ".",
            "location": place,
            "action": action,
            "dialogue": _dialogue(brief, ending, words, told, chance),
            "seconds": lengths[index],
        })  # fmt: skip
    return scenes


def _beats(count: int) -> list[str]:
    if count in _BEATS_BY_SCENES:
        return _BEATS_BY_SCENES[count]
    middle = [_BEATS[1 + index * 3 // (count - 2)] for index in range(count - 2)]
    return ["open", *middle, "end"]


def _fresh(variants: list[str], told: set[str], chance: random.Random) -> str:
    """Return a sentence not told yet; in a long film they come round again with a turn of their own."""
    left = [variant for variant in variants if variant not in told]
    chosen = chance.choice(left or variants)
    told.add(chosen)
    return chosen if left else f"Once more, and harder than before: {chosen}"


def _dialogue(
    brief: Brief, beat: str, words: dict[str, str], told: set[str], chance: random.Random
) -> list[dict[str, str]]:
    """Return an exchange that has not been heard yet; where there is none left, the pictures speak."""
    if re.search(
        r"no (dialogue|words)|silent film|without (dialogue|words)", f"{brief.idea} {brief.note}", re.I
    ):
        return []
    left = [lines for lines in languages()[brief.language]["dialogue"][beat] if lines[0] not in told]
    if not left:
        return []
    first, second = chance.choice(left)
    told.add(first)
    return [{"character": words["a"], "line": first}, {"character": words["b"], "line": second}]


def _heading(language: str, place: str, hour: str) -> str:
    spoken = languages()[language]
    inside = tales()["places"].get(place, {}).get("inside", False)
    where = spoken["interior" if inside else "exterior"]
    return f"{where} {_spoken(language, place).upper()} - {spoken['times'][hour]}"


def _title(brief: Brief, words: dict[str, str]) -> str:
    chance = random.Random(f"title {brief.idea.casefold()}")  # noqa: S311 - repeatable, not secret
    form = chance.choice(languages()[brief.language]["titles"])
    shown = words | {"place": _spoken(brief.language, words["place"]).title(), "prop": words["prop"].title()}
    return str(form.format(**shown))[:80]


def _spoken(language: str, place: str) -> str:
    return str(languages()[language]["places"].get(place, place))


def _described(place: str) -> str:
    return str(
        tales()["places"]
        .get(place, {})
        .get("looks", f"{place}, quiet, with worn surfaces and one warm light")
    )


def _continuity(brief: Brief, found: Elements, words: dict[str, str]) -> list[str]:
    notes = [
        f"The {words['prop']} is with {words['a']} from the first scene and changes hands only once.",
        f"{found.players[1].name}: {found.players[1].look}; the same in every scene.",
        f"The light starts at {found.hour} and never jumps back.",
    ]
    return [*notes, f"Asked for in the note, and done: {brief.note}"[:2000]] if brief.note else notes
