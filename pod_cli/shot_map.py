"""The shot map: every shot with its place in the film."""

from __future__ import annotations

from pod_cli.output import Column, Screen
from pod_cli.wire import Shot

COLUMNS = (
    Column("shot"),
    Column("scene", is_number=True),
    Column("in"),
    Column("out"),
    Column("camera", may_wrap=True),
    Column("footage", may_wrap=True),
)


def show(screen: Screen, shots: list[Shot]) -> None:
    screen.table(COLUMNS, [_row(shot) for shot in shots])


def _row(shot: Shot) -> tuple[str, ...]:
    return (
        shot["name"],
        str(shot["scene"]),
        shot["timecode_in"] or "-",
        shot["timecode_out"] or "-",
        shot["camera"],
        _footage(shot),
    )


def _footage(shot: Shot) -> str:
    tiers = {"draft": shot["draft"], "master": shot["master"]}
    told = [f"{tier} {state.replace('_', ' ')}" for tier, state in tiers.items() if state is not None]
    return ", ".join(told) or "planned"
