"""What each framing means in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """A framing, in shares of the frame's height.

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


FRAMES = {
    "wide": Frame(0.62, 0.3, height=0.38, foot=0.88),
    "establishing": Frame(0.6, 0.2, height=0.21, foot=0.83),
    "drone": Frame(0.36, 0.2, height=0.16, foot=0.78),
    "high angle": Frame(0.3, 0.36, height=0.5, foot=0.9),
    "overhead": Frame(0.06, 0.36, height=0.4, foot=0.74),
    "low angle": Frame(0.86, 0.46, head=0.25, top=0.06),
    "medium": Frame(0.6, 0.5, head=0.28, top=0.15, soften=0.003),
    "two-shot": Frame(0.6, 0.56, head=0.3, top=0.15, most=2, soften=0.004),
    "over-the-shoulder": Frame(0.58, head=0.36, top=0.14, most=1, soften=0.007),
    "POV": Frame(0.55, head=0.4, top=0.14, most=1, soften=0.005),
    "close-up": Frame(0.56, head=0.66, top=0.12, most=1, soften=0.011),
    "extreme close-up": Frame(0.5, head=1.35, top=-0.22, most=1, soften=0.016),
    "insert": Frame(0.34, most=0, soften=0.016),
    "sheet": Frame(0.0, 0.5, height=0.8, foot=0.93),
}
# Framings with room for something near and out of focus at the edge.
DEEP = frozenset({"wide", "medium", "two-shot", "POV", "low angle", "establishing"})
