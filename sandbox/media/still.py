"""Compose a picture from a prompt: the place behind, the characters before it, the framing over all."""

import random
from dataclasses import dataclass

from PIL import Image

from . import figures, places
from .canvas import Canvas
from .figures import props
from .figures.pen import Pen
from .palette import Palette, darker, lighter, mixed
from .planes import Plane
from .scene import Actor, Scene


@dataclass(frozen=True, slots=True)
class Frame:
    """A framing in numbers, as shares of the frame's height.

    Where `head` is 0, figures stand whole: `height` tall on the `foot` line. Otherwise their heads are `head` tall with
    the top at `top`, and the frame cuts the rest. `spread` is the room between figures, `soften` blurs the place.
    """

    horizon: float
    spread: float = 0.4
    height: float = 0.0
    foot: float = 0.0
    head: float = 0.0
    top: float = 0.0
    most: int = 3
    soften: float = 0.0


_FRAMES = {
    "wide": Frame(0.62, 0.3, height=0.38, foot=0.88), "establishing": Frame(0.6, 0.2, height=0.21, foot=0.83),
    "drone": Frame(0.36, 0.2, height=0.16, foot=0.78), "high angle": Frame(0.3, 0.36, height=0.5, foot=0.9),
    "overhead": Frame(0.06, 0.36, height=0.4, foot=0.74), "low angle": Frame(0.86, 0.46, head=0.25, top=0.06),
    "medium": Frame(0.6, 0.5, head=0.28, top=0.15, soften=0.003),
    "two-shot": Frame(0.6, 0.56, head=0.3, top=0.15, most=2, soften=0.004),
    "over-the-shoulder": Frame(0.58, head=0.36, top=0.14, most=1, soften=0.007),
    "POV": Frame(0.55, head=0.4, top=0.14, most=1, soften=0.005),
    "close-up": Frame(0.56, head=0.66, top=0.12, most=1, soften=0.011),
    "extreme close-up": Frame(0.5, head=1.35, top=-0.22, most=1, soften=0.016),
    "insert": Frame(0.34, most=0, soften=0.016), "sheet": Frame(0.0, 0.5, height=0.8, foot=0.93),
}  # fmt: skip
_LOWEST_FOOT = 0.94


def planes(asked: Scene, colors: Palette, size: tuple[int, int]) -> list[Plane]:
    """Return the scene as planes, backmost first; the same scene gives the same picture at any size."""
    frame = _FRAMES.get(asked.framing, _FRAMES["medium"])
    back, light = _background(asked, colors, frame, size)
    layers = [Plane(back)]
    if asked.framing == "insert" or (asked.prop and not asked.actors):
        layers.append(_thing(asked, colors, size, light))
    if asked.framing == "over-the-shoulder" and asked.actors:
        layers += _actors(asked, colors, frame, size, light)[:1] + [_shoulder(asked, colors, size, light)]
    elif frame.most:
        layers += _actors(asked, colors, frame, size, light)
    if asked.framing in ("wide", "medium", "two-shot", "POV", "low angle", "establishing"):
        layers.append(_foreground(asked, colors, size))
    return layers


def _background(
    asked: Scene, colors: Palette, frame: Frame, size: tuple[int, int]
) -> tuple[Image.Image, float]:
    canvas = Canvas(size)
    if asked.framing == "sheet":
        canvas.sky(
            [
                (0.0, lighter(colors.low, 0.5)),
                (0.7, mixed(colors.low, (236, 230, 220), 0.6)),
                (1.0, mixed(colors.low, colors.ground, 0.35)),
            ]
        )
        return canvas.finished().convert("RGB"), 0.0
    light = places.build(canvas, asked, colors, horizon=frame.horizon)
    if frame.soften:
        canvas.soften(frame.soften)
    _vignette(canvas, colors)
    return canvas.finished().convert("RGB"), light


def _actors(asked: Scene, colors: Palette, frame: Frame, size: tuple[int, int], light: float) -> list[Plane]:
    cast = asked.actors[: frame.most]
    if asked.framing == "sheet":
        cast = cast[:1] * 3
    aspect = size[0] / size[1]
    chance = random.Random(asked.turn)  # noqa: S311 - repeatable, not secret
    step = min(frame.spread, aspect * 0.84 / max(1, len(cast)))
    shrink = min(1.0, 0.5 + aspect * 0.5, 0.4 + 0.6 * step / frame.spread if len(cast) > 1 else 1.0)
    lean = aspect * chance.choice((-0.13, 0.0, 0.12)) if len(cast) == 1 else 0.0
    planes = []
    for index, actor in enumerate(cast):
        off = (index - (len(cast) - 1) / 2) * step
        facing = 1 if off + lean < 0 or (off == 0 and asked.framing != "sheet") else -1
        spot = Spot(aspect / 2 + off + lean, facing, shrink, phase=index * 1.9)
        planes.append(_figure(actor, spot, frame, colors, size, light))
    return planes


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure stands, which way it looks, and how much it shrinks so that all fit in."""

    x: float
    facing: int
    shrink: float
    phase: float


def _figure(
    actor: Actor, spot: Spot, frame: Frame, colors: Palette, size: tuple[int, int], light: float
) -> Plane:
    canvas, share = Canvas(size), figures.size_of(actor)
    low, high, ahead = figures.head_of(actor)
    if frame.head:
        height = spot.shrink * frame.head / (high - low) * (0.9 if actor.kind in ("girl", "boy") else 1.0)
        foot = max(_LOWEST_FOOT, frame.top + (1 - min(1.0, share)) * 0.16 + height)
        x = spot.x - ahead * height * spot.facing * min(1.0, frame.head * 1.5)
    else:
        height, foot, x = frame.height * share * spot.shrink, frame.foot, spot.x
        canvas.shadow(x, foot, height * 0.26)
    body = Canvas(size)
    figures.draw(Pen(body, x, foot, height, spot.facing), actor, colors)
    body.light_from(light, colors.light, shade=0.4, rim=0.62)
    body.tint(mixed(colors.middle, colors.ink, 0.3), 0.18 if colors.is_dark else 0.06)
    canvas.lay(body)
    return Plane(canvas.finished(), depth=0.7, breath=1.0, phase=spot.phase)


def _thing(asked: Scene, colors: Palette, size: tuple[int, int], light: float) -> Plane:
    canvas = Canvas(size)
    middle = canvas.aspect / 2
    side = min(0.62, canvas.aspect * 0.6)
    canvas.shadow(middle, 0.83, side * 0.5)
    props.prop(Pen(canvas, middle, 0.84, side, 1), asked.prop or "letter", colors.accent)
    canvas.light_from(light, colors.light, shade=0.36, rim=0.6)
    return Plane(canvas.finished(), depth=0.6, breath=0.35)


def _shoulder(asked: Scene, colors: Palette, size: tuple[int, int], light: float) -> Plane:
    """Draw the near shoulder and head, dark and out of focus."""
    canvas = Canvas(size)
    color = darker(mixed((asked.actors[1:] or asked.actors)[0].color, colors.ink, 0.6), 0.2)
    x = canvas.aspect * 0.14
    canvas.curve(
        [
            (x - 0.5, 1.2),
            (x - 0.42, 0.72),
            (x - 0.14, 0.56),
            (x + 0.14, 0.6),
            (x + 0.32, 0.78),
            (x + 0.36, 1.2),
        ],
        color,
    )
    canvas.ellipse(x - 0.06, 0.4, 0.19, 0.24, darker(color, 0.16))
    canvas.light_from(canvas.aspect, colors.light, shade=0.3, rim=0.5)
    canvas.soften(0.016)
    return Plane(canvas.finished(), depth=1.0, breath=0.4)


def _foreground(asked: Scene, colors: Palette, size: tuple[int, int]) -> Plane:
    """Hang something near and out of focus into a corner: leaves, or the edge of a wall."""
    canvas = Canvas(size)
    chance = random.Random(f"{asked.film} near {asked.place}")  # noqa: S311 - repeatable, not secret
    side = chance.choice((0.0, canvas.aspect))
    inward = 1 if side == 0 else -1
    color = darker(mixed(colors.ink, colors.ground, 0.35), 0.25)
    if asked.place in ("room", "city", "station", "market", "bus stop", "rooftop", "bridge"):
        canvas.box(side - inward * 0.1, -0.1, side + inward * 0.07, 1.1, color)
    else:
        for _ in range(26):
            x, y = (
                side + inward * abs(chance.gauss(0, 0.13)),
                chance.choice((-0.02, 1.02)) + chance.gauss(0, 0.05),
            )
            canvas.ellipse(
                x,
                y,
                chance.uniform(0.03, 0.075),
                chance.uniform(0.02, 0.045),
                mixed(color, colors.middle, chance.uniform(0, 0.22)),
            )
    canvas.soften(0.02)
    return Plane(canvas.finished(), depth=1.0, breath=0.5)


def _vignette(canvas: Canvas, colors: Palette) -> None:
    edge = Image.radial_gradient("L").resize(canvas.image.size, Image.Resampling.BILINEAR)
    canvas.image.paste(
        darker(colors.ink, 0.3), (0, 0), edge.point([max(0, int((v - 120) * 0.72)) for v in range(256)])
    )
