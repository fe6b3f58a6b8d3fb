"""The shapes the service answers with, as far as this client reads them. Amounts are strings of credits."""

from __future__ import annotations

from typing import Literal, TypedDict

State = Literal["working", "waiting", "paused", "stopped", "finished"]


class Notice(TypedDict):
    code: str
    text: str
    at: str


class GateMark(TypedDict):
    id: str
    kind: str
    number: int


class CutMark(TypedDict):
    number: int
    seconds: str


class Film(TypedDict):
    name: str
    idea: str
    mode: str
    state: State
    stage: str
    stage_number: int
    waits_for: str | None
    duration_seconds: float | None
    aspect: str | None
    language: str | None
    resolution: str | None
    drafts_only: bool
    budget: str | None
    spent: str
    held: str
    told: list[str]
    notices: list[Notice]
    gate: GateMark | None
    cut: CutMark | None
    created_at: str


class QuoteLine(TypedDict):
    name: str
    tier: str
    engine: str
    detail: str
    amount: str


class Quote(TypedDict):
    id: str
    lines: list[QuoteLine]
    stills_total: str
    drafts_total: str
    masters_total: str
    total: str


class Gate(TypedDict):
    id: str
    kind: str
    number: int
    title: str
    text: list[str]
    answers: list[str]
    digest: str
    quote: Quote | None
    allowance_left: str | None
    budget: str | None
    changed: list[str] | None
    files: list[str]


class Progress(TypedDict):
    state: State
    stage: str
    stage_number: int
    doing: str
    done: int
    total: int
    elapsed_seconds: float
    spent: str
    to_go: str | None
    gate: GateMark | None
    waits_for: str | None
    notices: list[Notice]


class Shot(TypedDict):
    name: str
    scene: int
    description: str
    camera: str
    engine: str
    seconds: str
    timecode_in: str | None
    timecode_out: str | None
    draft: str | None
    master: str | None
    circled: bool


class File(TypedDict):
    path: str
    bytes: int
    sha256: str
    url: str


class Cut(TypedDict):
    number: int
    state: Literal["making", "ready", "failed"]
    seconds: str | None
    note: str
    path: str | None


class OwnKey(TypedDict):
    state: Literal["missing", "unchecked", "good", "refused"]
    balance: str | None
    balance_at: str | None
    is_fresh: bool


class Option(TypedDict):
    clips: str
    stills: str
    shots: int
    stills_total: str
    drafts_total: str
    masters_total: str
    drafts_only_total: str
    total: str


class StatementLine(TypedDict):
    id: str
    film: str
    film_id: str | None
    name: str
    tier: str
    engine: str
    license: str
    outcome: str
    billed: str
    spent: str
    held: str


class StatementTotal(TypedDict):
    name: str
    id: str | None
    lines: int
    billed: str
    spent: str
    held: str


class StatementTopUp(TypedDict):
    amount: str
    has_ended: bool


class Statement(TypedDict):
    month: str
    ceiling: str | None
    spent: str
    held: str
    left: str | None
    top_ups: list[StatementTopUp]
    by_film: list[StatementTotal]
    by_tier: list[StatementTotal]
    by_engine: list[StatementTotal]
    by_license: list[StatementTotal]
    lines: list[StatementLine]
