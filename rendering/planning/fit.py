"""Make a plan fit its film: whole seconds that sum to its length, names the script knows. Pure."""

import difflib
from collections.abc import Sequence

from rendering.planning.schemas import PlannedShot, Script, ShotPlan

SHORTEST_SHOT = 2
LONGEST_SHOT = 15
USUAL_SHOT = 5
MOST_SHOTS = 400


class DoesNotFit(Exception):
    """What was planned can not be made to fit; the message says why, so that it can be asked for again."""


def shot_count(seconds: int, scenes: int) -> int:
    """How many shots a film of this length gets: about five seconds each, at least one for each scene.

    Never so many that a shot would last under two seconds, nor so few that one would last over fifteen.
    """
    wanted = max(round(seconds / USUAL_SHOT), scenes, -(-seconds // LONGEST_SHOT))
    return max(1, min(wanted, seconds // SHORTEST_SHOT, MOST_SHOTS))


def fit_plan(plan: ShotPlan, script: Script, total: int, longest: int = LONGEST_SHOT) -> ShotPlan:
    """The plan with scenes, people and places of this script, lasting exactly `total` seconds.

    Raises DoesNotFit when there are too many or too few shots for the length.
    """
    return fit_seconds(fit_names(plan, script), total, longest)


def fit_seconds(plan: ShotPlan, total: int, longest: int = LONGEST_SHOT) -> ShotPlan:
    """The plan with lengths in the planned proportions, each from 2 to `longest`, summing to `total`."""
    count = len(plan.shots)
    if not SHORTEST_SHOT * count <= total <= longest * count:
        raise DoesNotFit(
            f"{count} shots of {SHORTEST_SHOT} to {longest} seconds can not fill a film of {total} seconds."
        )
    seconds = _shared_out([shot.seconds for shot in plan.shots], total, longest)
    return ShotPlan(
        shots=[
            shot.model_copy(update={"seconds": length})
            for shot, length in zip(plan.shots, seconds, strict=True)
        ]
    )


def _shared_out(weights: Sequence[int], total: int, longest: int) -> list[int]:
    """Round each share, then move single seconds where they are furthest from it, the earliest shot first."""
    scale = total / sum(weights)
    shares = [weight * scale for weight in weights]
    lengths = [min(max(round(share), SHORTEST_SHOT), longest) for share in shares]
    while (missing := total - sum(lengths)) != 0:
        step = 1 if missing > 0 else -1
        movable = [at for at, length in enumerate(lengths) if SHORTEST_SHOT <= length + step <= longest]
        furthest = max(movable, key=lambda at: (step * (shares[at] - lengths[at]), -at))
        lengths[furthest] += step
    return lengths


def fit_names(plan: ShotPlan, script: Script) -> ShotPlan:
    """The plan with scene numbers clamped, unknown people dropped, unknown places set to the scene's."""
    people = [person.name for person in script.characters]
    places = [place.name for place in script.locations]
    return ShotPlan(shots=[_with_known_names(shot, script, people, places) for shot in plan.shots])


def _with_known_names(
    shot: PlannedShot, script: Script, people: Sequence[str], places: Sequence[str]
) -> PlannedShot:
    scene = min(shot.scene, len(script.scenes))
    seen = [known for name in shot.characters if (known := _known(name, people))]
    place = _known(shot.location, places) or _known(script.scenes[scene - 1].location, places) or places[0]
    changes = {"scene": scene, "characters": list(dict.fromkeys(seen)), "location": place}
    return shot.model_copy(update=changes)


def _known(name: str, names: Sequence[str]) -> str | None:
    """The known name that is meant: the same without case, one inside the other, or nearly the same."""
    plain = {known.casefold(): known for known in reversed(names)}
    wanted = name.casefold()
    if wanted in plain:
        return plain[wanted]
    words = set(wanted.split())
    for known in names:
        others = set(known.casefold().split())
        if words <= others or others <= words:
            return known
    near = difflib.get_close_matches(wanted, plain, n=1, cutoff=0.8)
    return plain[near[0]] if near else None
