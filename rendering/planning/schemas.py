"""The shapes a language model must return. What does not fit is asked for again, never guessed at."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1, max_length=2000)]
Name = Annotated[str, Field(min_length=1, max_length=80)]

Framing = Literal[
    "wide", "establishing", "medium", "close-up", "extreme close-up", "two-shot", "over-the-shoulder",
    "POV", "insert", "overhead", "drone", "low angle", "high angle", "dutch angle",
]  # fmt: skip
Move = Literal[
    "static", "pan", "tilt", "push-in", "pull-out", "dolly", "tracking", "crane", "orbit", "handheld",
    "steadicam", "whip pan", "zoom", "dolly zoom", "rack focus",
]  # fmt: skip
ClipEngine = Literal["seedance-2", "seedance-1.5", "kling-3.0", "gemini-omni", "veo-3.1"]
StillEngine = Literal["nano-banana", "seedream"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, frozen=True)


class Line(_Shape):
    """One line of dialogue."""

    character: Name
    line: Words


class Scene(_Shape):
    """A scene of the script; `seconds` is its share of the film's length."""

    heading: Words
    summary: Words
    location: Name
    action: Words
    dialogue: list[Line] = Field(max_length=40)
    seconds: int = Field(ge=1, le=3600)


class Character(_Shape):
    """Somebody (or something) seen on screen, described so that it can be drawn."""

    name: Name
    description: Words


class Location(_Shape):
    """A place, described so that it can be drawn."""

    name: Name
    description: Words


class Script(_Shape):
    """The script with its continuity notes, in the film's language."""

    title: Name
    logline: Words
    look: Words
    scenes: list[Scene] = Field(min_length=1, max_length=60)
    characters: list[Character] = Field(min_length=1, max_length=12)
    locations: list[Location] = Field(min_length=1, max_length=12)
    continuity: list[Words] = Field(max_length=30)


class Casting(_Shape):
    """The engines for hero shots, all other clips, and stills."""

    hero_engine: ClipEngine
    clips_engine: ClipEngine
    stills_engine: StillEngine
    reason: Words


class PlannedShot(_Shape):
    """One shot; `scene` counts from 1, `seconds` is what the cut will use of it."""

    scene: int = Field(ge=1)
    description: Words
    framing: Framing
    move: Move
    light: Name
    seconds: int = Field(ge=1, le=15)
    characters: list[Name] = Field(max_length=12)
    location: Name
    is_hero: bool


class ShotPlan(_Shape):
    """The shots of the whole film, in order."""

    shots: list[PlannedShot] = Field(min_length=1, max_length=400)
