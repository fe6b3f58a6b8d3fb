"""What a film of some length would cost, for each casting that can make it. Not binding, not stored, free."""

from billing import port as billing
from billing.port import Planned, Spec
from core.amounts import ZERO, Credits, text
from rendering.engines import catalog
from rendering.engines.engine import Engine
from rendering.planning import fit
from rendering.services import takes

USUAL_SHEETS = 4
STILLS = "nano-banana"


def options(*, runtime_seconds: int, aspect: str, resolution: str) -> list[dict[str, object]]:
    """One row for each clips engine that makes this aspect, cheapest first."""
    engines = [engine for engine in catalog.clip_engines() if aspect in engine.aspects]
    rows = [option(engine, catalog.get(STILLS), runtime_seconds, resolution) for engine in engines]
    return sorted(rows, key=lambda row: Credits(str(row["total"])))


def option(clips: Engine, stills: Engine, runtime_seconds: int, resolution: str) -> dict[str, object]:
    """The estimate for one casting: every shot the usual length, a keyframe each, and the usual design sheets."""
    shots = fit.shot_count(runtime_seconds, 1)
    seconds = -(-runtime_seconds // shots)
    draft = takes.draft_of(clips, seconds)[1]
    master = takes.master_of(clips, seconds, resolution)
    still = takes.still_spec(stills, has_reference=True)
    each = billing.price_each([_line("still", still), _line("draft", draft), _line("master", master)])
    stills_total, drafts, masters = each[0] * (shots + USUAL_SHEETS), each[1] * shots, each[2] * shots
    return {
        "clips": clips.name, "stills": stills.name, "shots": shots, "stills_total": text(stills_total),
        "drafts_total": text(drafts), "masters_total": text(masters), "drafts_only_total": text(stills_total + drafts),
        "total": text(sum((stills_total, drafts, masters), ZERO)),
    }  # fmt: skip


def _line(kind: str, spec: Spec) -> Planned:
    return Planned(work=kind, kind=kind, label=kind, spec=spec)
