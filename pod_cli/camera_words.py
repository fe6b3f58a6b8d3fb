"""The camera words that Tab completes."""

from __future__ import annotations

SHOTS = (
    *(
        "wide",
        "establishing",
        "medium",
        "close-up",
        "extreme close-up",
        "two-shot",
        "over-the-shoulder",
        "POV",
    ),
    *(
        "insert",
        "top-down",
        "overhead",
        "top shot",
        "drone",
        "aerial",
        "low angle",
        "high angle",
        "dutch angle",
    ),
)
MOVES = (
    *("static", "pan", "tilt", "push-in", "pull-out", "dolly", "tracking", "crane", "orbit", "handheld"),
    *("steadicam", "whip pan", "zoom", "dolly zoom", "rack focus"),
)
LIGHT = (
    *("golden hour", "blue hour", "high key", "low key", "backlit", "silhouette", "neon", "candlelight"),
    "moonlight",
)
LENSES = ("wide lens", "telephoto", "macro", "shallow focus", "deep focus", "anamorphic")
PACE = ("slow motion", "time-lapse", "match cut", "jump cut", "montage", "fade", "dissolve")

CAMERA_WORDS = (*SHOTS, *MOVES, *LIGHT, *LENSES, *PACE)
