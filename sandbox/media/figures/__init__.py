"""Everybody who can be in a picture, drawn in a measure of their own: 0 at the feet, 1 at the top."""

from sandbox.media.actors import Actor
from sandbox.media.palette import Palette

from . import animals, people, robots
from .pen import Pen

_PERSON_SIZES = {"girl": 0.72, "boy": 0.7, "grandmother": 0.88, "woman": 0.96}


def draw(pen: Pen, actor: Actor, colors: Palette) -> None:
    if actor.kind in animals.SIZES:
        animals.animal(pen, actor)
    elif actor.kind == "robot":
        robots.robot(pen, actor)
    else:
        people.person(pen, actor, colors)


def size_of(actor: Actor) -> float:
    """Return a figure's height beside that of a grown man."""
    if actor.kind in animals.SIZES:
        return animals.SIZES[actor.kind]
    if actor.kind == "robot":
        return (0.72, 0.94)[actor.build]
    return _PERSON_SIZES.get(actor.kind, 1.0)


def head_of(actor: Actor) -> tuple[float, float, float]:
    """Return where a figure's head is: its lower and upper edge, and how far before the figure's middle."""
    if actor.kind in animals.HEADS:
        return animals.HEADS[actor.kind]
    if actor.kind == "robot":
        return (0.63, 1.0, 0.0) if actor.build == 0 else (0.745, 1.04, 0.0)
    return 0.8, 1.03, 0.0
