"""A picture as planes at different depths, so that a moving camera sees parallax."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Plane:
    """A full-frame picture: RGB for the backmost plane, RGBA for those before it.

    `depth` is 0 for far and 1 for near; `breath` is how much of a living thing's own small movement it shows.
    """

    image: Image.Image
    depth: float = 0.0
    breath: float = 0.0
    phase: float = 0.0


def flattened(planes: list[Plane]) -> Image.Image:
    """Return the planes as one picture, as the camera sees them at rest."""
    picture = planes[0].image.convert("RGB")
    for plane in planes[1:]:
        picture.paste(plane.image, (0, 0), plane.image)
    return picture
