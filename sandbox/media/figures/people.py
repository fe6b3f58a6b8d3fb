"""People, drawn standing and looking a little to one side."""

import random

from sandbox.media.actors import Actor
from sandbox.media.palette import Color, Palette, darker, lighter, mixed

from .pen import Pen, path

_SKINS: tuple[Color, ...] = ((236, 194, 160), (214, 162, 122), (176, 122, 86), (140, 94, 66), (104, 68, 50))
_HAIRS: tuple[Color, ...] = ((38, 28, 28), (66, 42, 32), (24, 22, 30), (110, 66, 40))
_WHITE: Color = (228, 226, 224)


def person(pen: Pen, actor: Actor, colors: Palette) -> None:
    chance = random.Random(f"person {actor.name}")  # noqa: S311 - repeatable, not secret
    skin, hair = chance.choice(_SKINS), chance.choice(_HAIRS)
    is_old = actor.kind.startswith("grand")
    hair = _WHITE if is_old else hair
    _hair_behind(pen, actor.kind, hair)
    cloth = actor.color
    if actor.kind in ("woman", "grandmother", "girl"):
        _dress(pen, cloth, skin, is_child=actor.kind == "girl")
    else:
        _trousers(pen, cloth, darker(mixed(cloth, colors.ink, 0.62), 0.1))
    _arms(pen, cloth, skin, chance.uniform(-0.02, 0.05))
    pen.box(-0.032, 0.86, 0.032, 0.78, darker(skin, 0.14), radius=0.02)
    _face(pen, skin, hair, is_old=is_old, beard=actor.kind == "grandfather")
    _hair_front(pen, actor.kind, hair)
    if actor.kind == "grandfather":
        pen.stroke(path(".2 .46, .23 0"), 0.018, (96, 66, 44))


def _dress(pen: Pen, cloth: Color, skin: Color, *, is_child: bool) -> None:
    hem = 0.2 if is_child else 0.05
    for x in (-0.05, 0.05):
        pen.stroke([(x, hem + 0.1), (x, 0.02)], 0.044, skin)
        pen.ellipse(x + 0.014, 0.018, 0.042, 0.02, (52, 40, 40))
    pen.curve(
        [
            (-0.1, 0.8),
            (0, 0.82),
            (0.1, 0.8),
            (0.088, 0.58),
            (0.16, hem + 0.02),
            (0, hem - 0.01),
            (-0.16, hem + 0.02),
            (-0.088, 0.58),
        ],
        cloth,
    )
    pen.curve(
        [(-0.1, 0.79), (-0.03, 0.81), (0.1, 0.56), (0.15, hem + 0.06), (0.1, hem + 0.05), (0.02, 0.55)],
        lighter(cloth, 0.2),
    )
    pen.stroke([(-0.15, hem + 0.015), (0.15, hem + 0.015)], 0.012, lighter(cloth, 0.42))


def _trousers(pen: Pen, cloth: Color, leg: Color) -> None:
    for x in (-0.052, 0.052):
        pen.stroke([(x * 0.9, 0.46), (x, 0.25), (x * 1.04, 0.045)], 0.082, leg)
        pen.ellipse(x * 1.04 + 0.018, 0.022, 0.056, 0.024, (40, 32, 34))
    pen.curve(
        path("-.12 .78, 0 .815, .12 .78, .112 .6, .106 .43, 0 .415, -.106 .43, -.112 .6"),
        cloth,
    )
    pen.polygon(path("-.026 .806, .026 .806, 0 .7"), lighter(cloth, 0.55))
    pen.stroke(path("0 .7, 0 .43"), 0.006, darker(cloth, 0.3))
    pen.stroke(path("-.102 .44, .102 .44"), 0.016, darker(cloth, 0.4))


def _arms(pen: Pen, cloth: Color, skin: Color, lift: float) -> None:
    for side, reach in ((-1, 0.0), (1, lift)):
        elbow, hand = (side * 0.142, 0.6 + reach * 0.4), (side * 0.132 + 0.02 * (side > 0), 0.46 + reach * 2)
        pen.stroke([(side * 0.1, 0.755), elbow, hand], 0.058, darker(cloth, 0.08))
        pen.ellipse(hand[0], hand[1] - 0.012, 0.028, 0.03, skin)


def _face(pen: Pen, skin: Color, hair: Color, *, is_old: bool, beard: bool) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 0.084, 0.905, 0.016, 0.024, darker(skin, 0.1))
    pen.curve(
        path(
            "-.084 .93, -.062 .985, 0 1, .062 .985, .084 .93, .072 .865, .034 .828, 0 .822, -.034 .828, -.072 .865"
        ),
        skin,
    )
    for side in (-1, 1):
        eye = side * 0.034 + 0.008
        pen.ellipse(side * 0.05 + 0.008, 0.868, 0.018, 0.011, mixed(skin, (226, 110, 96), 0.28))
        pen.ellipse(eye, 0.908, 0.0165, 0.0125, (248, 246, 240))
        pen.ellipse(eye + 0.003, 0.907, 0.0098, 0.0105, (52, 36, 30))
        pen.ellipse(eye + 0.0065, 0.911, 0.003, 0.003, (255, 255, 255))
        pen.stroke([(eye - 0.019, 0.934), (eye + 0.002, 0.939), (eye + 0.019, 0.934)], 0.0068, hair)
    pen.stroke(path(".01 .9, .017 .884, .008 .88"), 0.005, darker(skin, 0.24))
    if beard:
        pen.curve(
            path("-.072 .885, -.03 .872, .03 .872, .074 .885, .05 .82, 0 .785, -.05 .82"),
            _WHITE,
        )
    pen.stroke(path("-.02 .856, .008 .849, .033 .857"), 0.0066, (158, 74, 70))
    if is_old:
        pen.stroke(path("-.05 .884, -.04 .874"), 0.0035, darker(skin, 0.25))
        pen.stroke(path(".062 .884, .053 .874"), 0.0035, darker(skin, 0.25))


def _hair_behind(pen: Pen, kind: str, hair: Color) -> None:
    if kind == "woman":
        pen.curve(
            path("-.1 .95, 0 1.035, .1 .95, .112 .84, .1 .73, 0 .75, -.1 .73, -.112 .84"),
            darker(hair, 0.2),
        )
    if kind == "girl":
        for side in (-1, 1):
            pen.stroke(
                [(side * 0.085, 0.9), (side * 0.118, 0.83), (side * 0.112, 0.755)], 0.04, darker(hair, 0.1)
            )
            pen.ellipse(side * 0.112, 0.755, 0.022, 0.014, (220, 84, 84))
    if kind == "grandmother":
        pen.ellipse(-0.02, 1.03, 0.044, 0.036, hair)


def _hair_front(pen: Pen, kind: str, hair: Color) -> None:
    if kind == "grandfather":
        pen.curve(path("-.09 .9, -.094 .95, -.06 .985, -.078 .94"), hair)
        pen.curve(path(".09 .9, .094 .95, .06 .985, .078 .94"), hair)
        return
    low = 0.9 if kind in ("woman", "girl", "grandmother") else 0.925
    pen.curve(
        [
            (-0.092, low),
            (-0.1, 0.965),
            (-0.05, 1.022),
            (0.03, 1.026),
            (0.09, 0.985),
            (0.094, low + 0.012),
            (0.074, 0.95),
            (0.02, 0.972),
            (-0.04, 0.957),
            (-0.074, 0.942),
        ],
        hair,
    )
    pen.stroke(path("-.03 1.004, .03 1.006"), 0.008, lighter(hair, 0.22))
