"""A shot plan from a script: how many shots each scene gets, what each one shows, and how."""

import random
import re
from typing import Any

from .brief import Brief, languages
from .cast import camera_words, tales
from .lengths import shares

_LONGEST = 15
_HERO_EVERY = 4
_OPENINGS = [
    ("establishing", "crane", "{place} in {light} light. {a} and {b} are small in the middle of it."),
    ("wide", "pull-out", "{place} in full. {a} and {b} find their places in the frame."),
    ("drone", "orbit", "{place} from above, the roofs and the light, until {a} and {b} come into view."),
    ("wide", "pan", "The camera finds {place} first, then {a}, then {b}."),
]
_MIDDLES = [
    ("two-shot", "dolly", "{a} and {b} side by side at {place}. {action}"),
    ("medium", "push-in", "{a}, from the waist up. {action}"),
    ("close-up", "static", "{a}'s face, very near, as it happens: {action}"),
    ("over-the-shoulder", "rack focus", "Over {b}'s shoulder: {a} answers. {action}"),
    ("low angle", "tilt", "From below, {b} against the sky of {place}. {action}"),
    ("medium", "tracking", "Beside {a}, who does not stop. {action}"),
    ("insert", "static", "Hands, and what they hold, at {place}. {action}"),
    ("POV", "handheld", "What {a} sees: {b}, closer than expected. {action}"),
    ("overhead", "static", "Straight down on {a} and {b} at {place}. {action}"),
]
_ENDINGS = [
    ("two-shot", "pull-out", "{a} and {b}, and then all of {place} around them. {action}"),
    ("close-up", "push-in", "{a}, a last long look. {action}"),
    ("wide", "static", "{place} holds still. {action}"),
]


def plan(brief: Brief, script: dict[str, Any]) -> dict[str, Any]:
    """Return {"shots": [...]}: as many as asked, with seconds that add up to the film's.

    With a note the previous plan is kept but for what the note names.
    """
    previous = brief.previous.get("shots")
    shots = [dict(shot) for shot in previous] if brief.note and previous else _planned(brief, script)
    _heed(brief.note, shots)
    return {"shots": shots}


def _planned(brief: Brief, script: dict[str, Any]) -> list[dict[str, Any]]:
    scenes = [scene for scene in script["scenes"] if isinstance(scene, dict)]
    weights = [float(scene.get("seconds") or 1) for scene in scenes]
    counts = shares(brief.shots, weights)
    filled = [weight if count else 0.0 for weight, count in zip(weights, counts, strict=True)]
    lengths = shares(brief.seconds, filled, least=min(counts))
    shots: list[dict[str, Any]] = []
    for number, (scene, count, seconds) in enumerate(zip(scenes, counts, lengths, strict=True), start=1):
        shots += _scene_shots(brief, script, scene, number=number, count=count, seconds=max(seconds, count))
    for index, shot in enumerate(shots):
        shot["is_hero"] = index == len(shots) - 1 or index % _HERO_EVERY == 1
    return shots


def _scene_shots(
    brief: Brief, script: dict[str, Any], scene: dict[str, Any], *, number: int, count: int, seconds: int
) -> list[dict[str, Any]]:
    chance = random.Random(f"{brief.idea.casefold()} {number} {scene.get('heading')}")  # noqa: S311 - repeatable
    names = [
        str(player.get("name")) for player in script.get("characters", []) if isinstance(player, dict)
    ] or ["Somebody"]
    light = _light(scene)
    sentences = re.split(r"(?<=[.!?]) ", str(scene.get("action") or scene.get("summary") or "")) or [""]
    place = _with_article(str(scene.get("location") or "place"))
    turn = len(brief.idea)
    middles = chance.sample(_MIDDLES, len(_MIDDLES))
    lengths = shares(seconds, [chance.uniform(0.8, 1.25) for _ in range(count)])
    shots = []
    for index in range(count):
        is_last = number == len(script["scenes"]) and index == count - 1
        framing, move, form = (
            chance.choice(_ENDINGS)
            if is_last
            else _OPENINGS[(number + turn) % len(_OPENINGS)]
            if index == 0
            else middles[index % len(middles)]
        )
        words = {
            "a": names[0], "b": names[1 % len(names)], "place": place, "light": light,
            "action": sentences[min(index, len(sentences) - 1)],
        }  # fmt: skip
        described = form.format(**words)
        description = described[:1].upper() + described[1:]
        shots.append({
            "scene": number, "description": description, "framing": framing, "move": move, "light": light,
            "seconds": min(_LONGEST, lengths[index]), "location": str(scene.get("location") or "place"),
            "characters": [name for name in names if name in description] or names[:1],
        })  # fmt: skip
    return shots


def _light(scene: dict[str, Any]) -> str:
    """Return the hour that the scene's heading names in any language we speak, or its action in English."""
    text = f"{scene.get('heading', '')} {scene.get('action', '')}".casefold()
    hours = ((hour, word) for spoken in languages().values() for hour, word in spoken["times"].items())
    found = [(len(word), hour) for hour, word in hours if word.casefold() in text]
    return max(found)[1] if found else "golden hour"


def _with_article(place: str) -> str:
    return f"the {place}" if place[:1].islower() and not place.startswith(("the ", "a ", "an ")) else place


def _heed(note: str, shots: list[dict[str, Any]]) -> None:
    """Change what the note names ("scene 2 shot 2 should be a top shot"), or the last shot when it names none."""
    for part in re.split(r"[;\n]|, and |,(?= (?:scene|shot))", note):
        for shot in _meant(part.lower(), shots):
            asked = {name: _choice(choices, part) for name, choices in camera_words().items()}
            asked["light"] = next((hour for hour in tales()["lights"] if hour in part.lower()), None)
            shot.update({name: choice for name, choice in asked.items() if choice})
            if not any(asked.values()):
                shot["description"] = f"{shot['description']} ({part.strip()})"


def _choice(choices: dict[str, str], text: str) -> str | None:
    return next((choice for choice, words in choices.items() if re.search(words, text, re.IGNORECASE)), None)


def _meant(part: str, shots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not part.strip():
        return []
    scene = re.search(r"scene[- ]?(\d+)", part)
    number = re.search(r"shot[- ]?(\d+)", part)
    within = [shot for shot in shots if scene is None or shot["scene"] == int(scene[1])]
    if number:
        return within[int(number[1]) - 1 : int(number[1])]
    return within if scene or "every" in part or "all " in part else shots[-1:]
