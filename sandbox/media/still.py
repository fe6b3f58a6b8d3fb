"""Compose a picture: the place behind, the characters before it, the framing over all."""

from PIL import Image

from . import near, places, stage
from .canvas import Canvas
from .framing import DEEP, FRAMES, Frame
from .palette import Palette, darker, lighter, mixed
from .planes import Plane
from .scene import Scene
from .stage import Stage


def planes(scene: Scene, colors: Palette, size: tuple[int, int]) -> list[Plane]:
    """Return the scene as planes, backmost first; the same scene gives the same picture at any size."""
    frame = FRAMES.get(scene.framing, FRAMES["medium"])
    back, light = _background(scene, colors, frame, size)
    set_up = Stage(scene, colors, frame, size, light)
    layers = [Plane(back)]
    if scene.framing == "insert" or (scene.prop and not scene.actors):
        layers.append(near.thing(set_up))
    layers += stage.actors(set_up)
    if scene.framing == "over-the-shoulder" and scene.actors:
        layers.append(near.shoulder(set_up))
    if scene.framing in DEEP:
        layers.append(near.foreground(set_up))
    return layers


def _background(
    scene: Scene, colors: Palette, frame: Frame, size: tuple[int, int]
) -> tuple[Image.Image, float]:
    canvas = Canvas(size, fineness=1 if frame.soften else 2)
    if scene.framing == "sheet":
        paper = mixed(colors.low, (236, 230, 220), 0.6)
        canvas.sky(
            [(0.0, lighter(colors.low, 0.5)), (0.7, paper), (1.0, mixed(colors.low, colors.ground, 0.35))]
        )
        return canvas.finished().convert("RGB"), 0.0
    light = places.build(canvas, scene, colors, horizon=frame.horizon)
    if frame.soften:
        canvas.soften(frame.soften)
    _vignette(canvas, colors)
    return canvas.finished().convert("RGB"), light


def _vignette(canvas: Canvas, colors: Palette) -> None:
    edge = Image.radial_gradient("L").resize(canvas.image.size, Image.Resampling.BILINEAR)
    shade = edge.point([max(0, int((v - 120) * 0.72)) for v in range(256)])
    canvas.image.paste(darker(colors.ink, 0.3), (0, 0), shade)
