"""How the frame moves over a picture: camera words to a smooth path of offset, zoom and blur."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

_TAU = 2 * math.pi


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera looks: `x`, `y` are shifts in shares of the frame, `zoom` is 1 for the whole picture.

    `depth_zoom` is added to the zoom of far planes only, `smear` blurs sideways, `far_blur` and `near_blur` put a
    plane out of focus; all three run from 0 to 1.
    """

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    depth_zoom: float = 0.0
    smear: float = 0.0
    far_blur: float = 0.0
    near_blur: float = 0.0


Path = Callable[[float, float], View]


def path(words: str) -> Path:
    """Return the camera's path for a prompt: a function of progress (0 to 1) and time in seconds."""
    text = words.lower()
    found = next((move for pattern, move in _MOVES if re.search(pattern, text)), _static)
    is_reversed = bool(
        re.search(
            r"\b(right to left|to the left|pan left|leftwards?|downwards?|tilt down|crane down)\b", text
        )
    )
    return (lambda progress, seconds: _mirrored(found(progress, seconds))) if is_reversed else found


def _mirrored(view: View) -> View:
    return View(-view.x, -view.y, view.zoom, view.depth_zoom, view.smear, view.far_blur, view.near_blur)


def _eased(progress: float) -> float:
    return progress * progress * (3 - 2 * progress)


def _static(progress: float, _: float) -> View:
    return View(zoom=1.0 + 0.015 * progress)


def _pan(progress: float, _: float) -> View:
    return View(x=-0.085 + 0.17 * _eased(progress), zoom=1.22)


def _tilt(progress: float, _: float) -> View:
    return View(y=0.085 - 0.17 * _eased(progress), zoom=1.22)


def _push_in(progress: float, _: float) -> View:
    return View(y=-0.02 * progress, zoom=1.0 + 0.32 * _eased(progress))


def _pull_out(progress: float, _: float) -> View:
    return View(y=-0.02 * (1 - progress), zoom=1.32 - 0.32 * _eased(progress))


def _zoom(progress: float, _: float) -> View:
    return View(zoom=1.0 + 0.5 * _eased(min(1.0, progress * 1.25)))


def _dolly(progress: float, _: float) -> View:
    return View(x=-0.03 + 0.06 * _eased(progress), zoom=1.1 + 0.16 * _eased(progress))


def _tracking(progress: float, seconds: float) -> View:
    return View(x=-0.09 + 0.18 * progress, y=0.006 * math.sin(_TAU * seconds * 0.9), zoom=1.24)


def _crane(progress: float, _: float) -> View:
    lift = _eased(progress)
    return View(y=0.09 - 0.16 * lift, zoom=1.28 - 0.06 * lift)


def _orbit(progress: float, _: float) -> View:
    angle = (progress - 0.5) * math.pi * 0.9
    return View(
        x=0.085 * math.sin(angle), zoom=1.24 + 0.07 * math.cos(angle), depth_zoom=0.05 * math.sin(angle)
    )


def _handheld(progress: float, seconds: float) -> View:
    x = 0.009 * math.sin(_TAU * 0.53 * seconds) + 0.006 * math.sin(_TAU * 1.27 * seconds + 1.1)
    y = 0.008 * math.sin(_TAU * 0.71 * seconds + 0.4) + 0.005 * math.sin(_TAU * 1.61 * seconds)
    return View(x=x, y=y, zoom=1.1 + 0.03 * progress)


def _steadicam(progress: float, seconds: float) -> View:
    return View(
        x=-0.04 + 0.08 * _eased(progress),
        y=0.008 * math.sin(_TAU * 0.35 * seconds),
        zoom=1.14 + 0.06 * progress,
    )


def _whip_pan(progress: float, _: float) -> View:
    swing = _eased(min(1.0, max(0.0, (progress - 0.38) / 0.24)))
    return View(x=-0.12 + 0.24 * swing, zoom=1.34, smear=max(0.0, 1 - abs(progress - 0.5) / 0.12))


def _dolly_zoom(progress: float, _: float) -> View:
    return View(zoom=1.06 + 0.1 * _eased(progress), depth_zoom=0.34 * (1 - _eased(progress)))


def _rack_focus(progress: float, _: float) -> View:
    shift = _eased(min(1.0, max(0.0, (progress - 0.3) / 0.4)))
    return View(zoom=1.05 + 0.02 * progress, far_blur=1 - shift, near_blur=shift)


_MOVES: list[tuple[str, Path]] = [
    (r"dolly[ -]?zoom|vertigo", _dolly_zoom),
    (r"whip[ -]?pan", _whip_pan),
    (r"rack(ing)?[ -]focus|focus (pull|shift)", _rack_focus),
    (r"push(es|ing)?[ -]?in|pushes toward|moves? (closer|in on)", _push_in),
    (r"pull(s|ing)?[ -]?(out|back)", _pull_out),
    (r"\borbit|arc shot|circles? around", _orbit),
    (r"\bcrane|\bjib|rises? above|boom (up|down)", _crane),
    (r"\btracking|\btracks?\b|follow(s|ing)? shot", _tracking),
    (r"\bsteadicam|\bgimbal", _steadicam),
    (r"\bhand[- ]?held", _handheld),
    (r"\bdolly|\bdollies", _dolly),
    (r"\btilt(s|ing)?\b", _tilt),
    (r"\bpan(s|ning)?\b", _pan),
    (r"\bzoom", _zoom),
    (r"\bdrone\b|\baerial\b", _crane),
]
