"""What a picture or a clip is asked to show, in the words of the script and the camera. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rendering import camera


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A character or a place, as the script describes it."""

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A shot as it was planned, with those who are in it."""

    description: str
    framing: str
    move: str
    light: str
    place: Subject | None
    people: Sequence[Subject]


def sheet(subject: Subject, *, kind: str, film: str, style: str) -> str:
    """A design sheet: one character or one place, plainly lit, nothing else in the picture."""
    what = "Character design sheet" if kind == "character" else "Location reference picture"
    plain = "Even light, nothing else in the picture."
    return f"{what}. {subject.name}: {subject.description}\n{plain}\n{_film(film, style)}"


def keyframe(view: View, *, film: str, style: str) -> str:
    """The still a clip begins with."""
    return f"{_scene(view)}\n{camera.to_prompt(view.framing, '', light=view.light)}.\n{_film(film, style)}"


def clip(view: View, *, film: str, style: str) -> str:
    """The movement that begins with the keyframe; drafts and masters of a shot are asked for in the same words."""
    said = camera.to_prompt(view.framing, view.move, light=view.light)
    return f"{_scene(view)}\nCamera: {said}.\n{_film(film, style)}"


def _scene(view: View) -> str:
    people = "; ".join(f"{person.name} ({person.description})" for person in view.people)
    place = f"{view.place.name}: {view.place.description}" if view.place else ""
    return "\n".join(part for part in (view.description, people, place) if part)


def _film(film: str, style: str) -> str:
    return f"Film: {film}\nLook: {style}"
