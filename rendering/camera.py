"""The words of the camera: what people call a shot, and how a prompt should say it."""

import re
from dataclasses import dataclass

FRAMINGS = (
    "wide", "establishing", "medium", "close-up", "extreme close-up", "two-shot", "over-the-shoulder",
    "POV", "insert", "overhead", "drone", "low angle", "high angle", "dutch angle",
)  # fmt: skip
MOVES = (
    "static", "pan", "tilt", "push-in", "pull-out", "dolly", "tracking", "crane", "orbit", "handheld",
    "steadicam", "whip pan", "zoom", "dolly zoom", "rack focus",
)  # fmt: skip
LIGHTS = (
    "golden hour", "blue hour", "high key", "low key", "backlit", "silhouette", "neon", "candlelight",
    "moonlight",
)  # fmt: skip
LENSES = ("wide lens", "telephoto", "macro", "shallow focus", "deep focus", "anamorphic")
PACES = ("slow motion", "time-lapse", "match cut", "jump cut", "montage", "fade", "dissolve")

SYNONYMS = {
    "wide shot": "wide", "long shot": "wide", "establishing shot": "establishing", "medium shot": "medium",
    "mid shot": "medium", "close up": "close-up", "closeup": "close-up", "ECU": "extreme close-up",
    "extreme close up": "extreme close-up", "extreme closeup": "extreme close-up", "two shot": "two-shot",
    "2-shot": "two-shot",
    "over the shoulder": "over-the-shoulder", "OTS": "over-the-shoulder", "point of view": "POV",
    "point-of-view": "POV", "insert shot": "insert", "top-down": "overhead", "top down": "overhead",
    "top shot": "overhead", "bird's-eye": "overhead", "bird's eye": "overhead", "birds eye": "overhead",
    "aerial": "drone", "drone shot": "drone", "low-angle": "low angle", "high-angle": "high angle",
    "dutch tilt": "dutch angle", "dutch-angle": "dutch angle", "canted angle": "dutch angle",
    "locked off": "static", "locked-off": "static", "push in": "push-in", "pushing in": "push-in",
    "dolly in": "push-in", "pull out": "pull-out", "pull back": "pull-out", "dolly out": "pull-out",
    "dolly shot": "dolly", "tracking shot": "tracking", "crane shot": "crane", "arc shot": "orbit",
    "orbiting": "orbit", "hand-held": "handheld", "hand held": "handheld", "whip-pan": "whip pan",
    "swish pan": "whip pan", "zoom in": "zoom", "zoom out": "zoom", "dolly-zoom": "dolly zoom",
    "vertigo effect": "dolly zoom", "focus pull": "rack focus", "pull focus": "rack focus",
    "magic hour": "golden hour", "high-key": "high key", "low-key": "low key", "backlight": "backlit",
    "candlelit": "candlelight", "moonlit": "moonlight", "wide-angle lens": "wide lens",
    "wide angle": "wide lens",
    "long lens": "telephoto", "shallow depth of field": "shallow focus", "deep depth of field": "deep focus",
    "slow-motion": "slow motion", "slow mo": "slow motion", "slow-mo": "slow motion",
    "timelapse": "time-lapse", "time lapse": "time-lapse",
}  # fmt: skip

VOCABULARY = tuple(sorted({*FRAMINGS, *MOVES, *LIGHTS, *LENSES, *PACES, *SYNONYMS}, key=str.lower))
"""Every word and name of a word, for completion."""

_IN_A_PROMPT = {
    "wide": "wide shot, the whole place in view",
    "establishing": "establishing shot of the place",
    "medium": "medium shot from the waist up",
    "close-up": "close-up filling the frame",
    "extreme close-up": "extreme close-up of a single detail",
    "two-shot": "two-shot, both people in frame",
    "over-the-shoulder": "over-the-shoulder shot, the near shoulder soft in the foreground",
    "POV": "POV shot through the character's own eyes",
    "insert": "insert shot of the object alone",
    "overhead": "overhead shot straight down from above",
    "drone": "drone shot from high in the air",
    "low angle": "low angle looking up at the subject",
    "high angle": "high angle looking down on the subject",
    "dutch angle": "dutch angle with a tilted horizon",
    "static": "static camera on a tripod",
    "pan": "smooth horizontal pan",
    "tilt": "smooth vertical tilt",
    "push-in": "slow push-in toward the subject",
    "pull-out": "slow pull-out away from the subject",
    "dolly": "dolly move on rails",
    "tracking": "tracking shot moving with the subject",
    "crane": "crane move sweeping up",
    "orbit": "orbit around the subject",
    "handheld": "handheld camera with a natural sway",
    "steadicam": "gliding steadicam move",
    "whip pan": "fast whip pan with motion blur",
    "zoom": "steady optical zoom",
    "dolly zoom": "dolly zoom, the background stretching behind the subject",
    "rack focus": "rack focus from foreground to background",
}
_CANONICAL = {word.lower(): word for word in (*FRAMINGS, *MOVES, *LIGHTS, *LENSES, *PACES)} | {
    synonym.lower(): word for synonym, word in SYNONYMS.items()
}
# Longest first, so that "whip pan" is not heard as "pan".
_SPOKEN = re.compile(
    rf"(?P<not>\b(?:not|no|instead\s+of|rather\s+than)\s+(?:an?\s+|the\s+)?)?"
    rf"\b(?P<word>{'|'.join(map(re.escape, sorted(_CANONICAL, key=len, reverse=True)))})s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class CameraWords:
    """What a text asks of the camera, in canonical words; None where it asks nothing."""

    framing: str | None = None
    move: str | None = None
    light: str | None = None
    lens: str | None = None
    pace: str | None = None

    def __bool__(self) -> bool:
        return any((self.framing, self.move, self.light, self.lens, self.pace))


def words_in(text: str) -> CameraWords:
    """The camera words of a text: the last of each kind, and none that follows "not" or "instead of"."""
    asked = [_CANONICAL[found["word"].lower()] for found in _SPOKEN.finditer(text) if not found["not"]]

    def last(known: tuple[str, ...]) -> str | None:
        return next((word for word in reversed(asked) if word in known), None)

    return CameraWords(
        framing=last(FRAMINGS), move=last(MOVES), light=last(LIGHTS), lens=last(LENSES), pace=last(PACES)
    )


def to_prompt(framing: str, move: str, *, light: str = "", lens: str = "", pace: str = "") -> str:
    """The phrase a generation prompt says; each canonical word stays in it. `light` may be free text."""
    asked = [
        _CANONICAL.get(word.strip().lower(), word.strip()) for word in (framing, move, light, lens, pace)
    ]
    return ", ".join(_IN_A_PROMPT.get(word, word) for word in asked if word)
