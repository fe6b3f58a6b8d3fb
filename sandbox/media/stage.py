"""Characters placed in a frame: how tall, where, and lit from where."""

import random
from dataclasses import dataclass

from . import figures
from .actors import Actor
from .canvas import Canvas
from .figures.pen import Pen
from .framing import Frame
from .palette import Palette, mixed
from .planes import Plane
from .scene import Scene

_LOWEST_FOOT = 0.94
_CHILDREN = ("girl", "boy")


@dataclass(frozen=True, slots=True)
class Stage:
    """All that a picture is drawn with; `light` is the x that light comes from."""

    scene: Scene
    colors: Palette
    frame: Frame
    size: tuple[int, int]
    light: float

    @property
    def aspect(self) -> float:
        return self.size[0] / self.size[1]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a figure stands, which way it looks, and how much it shrinks so that all fit in."""

    x: float
    facing: int
    shrink: float
    phase: float


def actors(stage: Stage) -> list[Plane]:
    """Return a plane for each character in the frame; a design sheet shows its one character three times."""
    cast = stage.scene.actors[: stage.frame.most]
    is_sheet = stage.scene.framing == "sheet"
    if is_sheet:
        cast = cast[:1] * 3
    chance = random.Random(stage.scene.turn)  # noqa: S311 - repeatable, not secret
    step = min(stage.frame.spread, stage.aspect * 0.84 / max(1, len(cast)))
    crowd = 0.4 + 0.6 * step / stage.frame.spread if len(cast) > 1 else 1.0
    lean = stage.aspect * chance.choice((-0.13, 0.0, 0.12)) if len(cast) == 1 else 0.0
    planes = []
    for index, actor in enumerate(cast):
        off = (index - (len(cast) - 1) / 2) * step + lean
        facing = 1 if off < 0 or (off == 0 and not is_sheet) else -1
        spot = _Spot(stage.aspect / 2 + off, facing, min(1.0, 0.5 + stage.aspect * 0.5, crowd), index * 1.9)
        planes.append(_figure(stage, actor, spot))
    return planes


def _figure(stage: Stage, actor: Actor, spot: _Spot) -> Plane:
    frame, colors = stage.frame, stage.colors
    share = figures.size_of(actor)
    low, high, ahead = figures.head_of(actor)
    if frame.head:
        height = spot.shrink * frame.head / (high - low) * (0.9 if actor.kind in _CHILDREN else 1.0)
        foot = max(_LOWEST_FOOT, frame.top + (1 - min(1.0, share)) * 0.16 + height)
        x = spot.x - ahead * height * spot.facing * min(1.0, frame.head * 1.5)
    else:
        height, foot, x = frame.height * share * spot.shrink, frame.foot, spot.x
    body = Canvas(stage.size)
    figures.draw(Pen(body, x, foot, height, spot.facing), actor, colors)
    body.light_from(stage.light, colors.light, shade=0.4, rim=0.62)
    body.tint(mixed(colors.middle, colors.ink, 0.3), 0.18 if colors.is_dark else 0.06)
    if not frame.head:
        ground = Canvas(stage.size)
        ground.shadow(x, foot, height * 0.26)
        ground.lay(body)
        body = ground
    return Plane(body.finished(), depth=0.7, breath=1.0, phase=spot.phase)
