"""What the stand-in says: a small film with two shots, its gates, its files."""

import hashlib
from typing import Any

from pod_cli.license_keys import check_of

Json = dict[str, Any]

BODY = "0123456789abcdefghjkmnpqrstv"
LICENSE_KEY = f"pod_live_{BODY}{check_of(BODY)}"
NAME = "bus-stop"

OPTION = {
    "clips": "seedance-2",
    "stills": "nano-banana",
    "shots": 24,
    "stills_total": "96.00",
    "drafts_total": "2280.00",
    "masters_total": "12240.00",
    "drafts_only_total": "2376.00",
    "total": "14616.00",
}
SHEET = 'month,film,name,spent\r\n2026-11,bus-stop,"మీరా, 🤖",6.50\r\n2026-11,bus-stop,\'=1+1,0.00\r\n'


def statement_line(name: str, tier: str, outcome: str, spent: str, **changes: Any) -> Json:
    return {
        "id": f"apl_{name}_{tier}",
        "film": NAME,
        "film_id": "flm_1",
        "name": name,
        "tier": tier,
        "engine": "seedance-1.5",
        "license": "lic_1",
        "outcome": outcome,
        "billed": spent,
        "spent": spent,
        "held": "0.00",
        "placed_at": "2026-11-20T10:00:00Z",
        "resolved_at": None,
    } | changes


PAGES: dict[str, Json] = {
    "me": {
        "studio": {
            "id": "std_1",
            "slug": "moon",
            "name": "Moon Pictures",
            "plan": "managed",
            "state": "active",
        },
        "license": {"id": "lic_1", "label": "desk", "role": "producer", "prefix": "pod_live_0123"},
    },
    "credits": {
        "plan": "managed",
        "month": "2026-11",
        "ceiling": "1000.00",
        "spent": "812.50",
        "held": "40.00",
        "left": "147.50",
        "resets_on": "2026-12-01",
        "warning": 80,
        "warnings": [{"percent": 80, "at": "2026-11-20T10:00:00Z"}],
        "license": None,
        "own_key": None,
    },
    "statement": {
        "month": "2026-11",
        "ceiling": "1000.00",
        "spent": "25.42",
        "held": "35.00",
        "left": "939.58",
        "top_ups": [{"amount": "500.00", "has_ended": False}, {"amount": "1.00", "has_ended": True}],
        "by_film": [
            {"name": NAME, "id": "flm_1", "lines": 3, "billed": "59.00", "spent": "24.00", "held": "35.00"},
            {"name": "casting", "id": None, "lines": 1, "billed": "2.00", "spent": "1.42", "held": "0.00"},
        ],
        "by_tier": [],
        "by_engine": [],
        "by_license": [
            {"name": "lic_1", "id": None, "lines": 3, "billed": "59.00", "spent": "24.00", "held": "35.00"},
            {"name": "lic_2", "id": None, "lines": 1, "billed": "2.00", "spent": "1.42", "held": "0.00"},
        ],
        "lines": [
            statement_line("Mira", "still", "delivered", "6.50"),
            statement_line("shot-01", "draft", "failed", "0.00"),
            statement_line("shot-01", "master", "in_production", "17.50", held="35.00"),
            statement_line("casting", "plan", "delivered", "1.42", film="casting", film_id=None),
        ],
    },
    "estimates": {"runtime_seconds": 120, "aspect": "16:9", "resolution": "1080p", "options": [OPTION]},
    "castings/cas_1": {
        "id": "cas_1",
        "idea": "robots",
        "state": "done",
        "casting": {
            "hero_engine": "veo-3.1",
            "clips_engine": "seedance-2",
            "stills_engine": "nano-banana",
            "reason": "Robots like clean light.",
        },
        "estimate": OPTION,
        "ceiling": "2.00",
        "spent": "0.42",
        "detail": None,
    },
}


def film(name: str = NAME, **changes: Any) -> Json:
    return {
        "id": "flm_1",
        "name": name,
        "idea": "robots at a bus stop",
        "mode": "steer",
        "state": "working",
        "stage": "plan",
        "stage_number": 1,
        "waits_for": None,
        "duration_seconds": 10,
        "aspect": "16:9",
        "language": "english",
        "resolution": "1080p",
        "drafts_only": False,
        "budget": None,
        "spent": "61.00",
        "held": "0.00",
        "told": [],
        "notices": [],
        "gate": None,
        "cut": None,
        "created_at": "2026-11-20T10:00:00Z",
        "finished_at": None,
    } | changes


def beat(stage: str, done: int, total: int, **changes: Any) -> Json:
    return {
        "state": "working",
        "stage": stage,
        "stage_number": 8,
        "doing": f"working on {stage}",
        "done": done,
        "total": total,
        "elapsed_seconds": 252,
        "spent": "412.00",
        "to_go": "598.00",
        "gate": None,
        "waits_for": None,
        "notices": [],
    } | changes


def gate(kind: str = "plan", **changes: Any) -> Json:
    is_cost = kind == "cost"
    return {
        "id": f"gat_{kind}",
        "kind": kind,
        "number": 7 if is_cost else 1,
        "title": "The cost gate" if is_cost else f"The {kind}",
        "text": ["Two robots meet at a bus stop."],
        "answers": ["approve", "drafts", "stop", "revise"]
        if is_cost
        else ["approve", "stop", "revise", "auto", "steer"],
        "digest": "one",
        "scene": None,
        "quote": bill() if is_cost else None,
        "allowance_left": "1448.00" if is_cost else None,
        "budget": "800.00" if is_cost else None,
        "changed": None,
        "files": [],
    } | changes


def bill() -> Json:
    lines = [
        {"name": "shot-01", "tier": "draft", "engine": "seedance-2", "detail": "5 s 480p", "amount": "95.00"},
        {
            "name": "shot-01",
            "tier": "master",
            "engine": "seedance-2",
            "detail": "5 s 1080p",
            "amount": "510.00",
        },
    ]
    totals = {"stills_total": "0.00", "drafts_total": "95.00", "masters_total": "510.00", "total": "605.00"}
    return {"id": "qot_1", "lines": lines, **totals}


def shots() -> list[Json]:
    shared = {"scene": 1, "description": "Rain.", "engine": "seedance-2", "seconds": "5.00", "circled": True}
    return [
        {
            "name": f"shot-0{number}",
            "camera": "wide, push-in",
            "timecode_in": f"00:00:0{number * 5 - 5}:00",
            "timecode_out": f"00:00:{number * 5:02d}:00",
            "draft": "ready",
            "master": None,
            **shared,
        }
        for number in (1, 2)
    ]


def cut(number: int, state: str = "ready") -> Json:
    path = f"07-final/{NAME}-cut-0{number}.mp4"
    return {"number": number, "state": state, "seconds": "9.00", "note": "pacier", "path": path}


def files() -> dict[str, bytes]:
    return {
        "01-script/script.md": b"# Two robots\n",
        f"07-final/{NAME}-cut-02.mp4": b"cut two" * 1000,
        f"07-final/{NAME}.mp4": b"film" * 50_000,
    }


def listing(name: str, content: dict[str, bytes]) -> list[Json]:
    return [
        {
            "path": path,
            "bytes": len(held),
            "sha256": hashlib.sha256(held).hexdigest(),
            "url": f"/api/v1/films/{name}/files/{path}",
        }
        for path, held in content.items()
    ]
