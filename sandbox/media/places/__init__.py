"""Places, each drawn over the sky; what stands far away is paler."""

import random
from collections.abc import Callable

from sandbox.media import sky
from sandbox.media.canvas import Canvas
from sandbox.media.palette import Palette
from sandbox.media.rooms import room
from sandbox.media.scene import Scene

from . import towns, wilds
from .set import Set

_PLACES: dict[str, Callable[[Set], None]] = {
    "bus stop": towns.bus_stop,
    "street": towns.street,
    "city": towns.city,
    "rooftop": towns.rooftop,
    "bridge": towns.bridge,
    "temple": towns.temple,
    "village": towns.village,
    "market": towns.market,
    "station": towns.station,
    "harbour": wilds.harbour,
    "sea": wilds.sea,
    "river": wilds.river,
    "lighthouse": wilds.lighthouse,
    "forest": wilds.forest,
    "mountain": wilds.mountain,
    "desert": wilds.desert,
    "field": wilds.field,
    "space": wilds.space,
}


def build(canvas: Canvas, scene: Scene, colors: Palette, *, horizon: float) -> float:
    """Draw the scene's place and return the x its light comes from."""
    chance = random.Random(f"{scene.film} {scene.place}")  # noqa: S311 - repeatable, not secret
    if scene.place == "room":
        return room(canvas, scene, colors, chance)
    sun = sky.paint(canvas, scene, colors, chance, horizon=horizon)
    _PLACES.get(scene.place, towns.street)(Set(canvas, colors, chance, horizon, sun))
    return sun
