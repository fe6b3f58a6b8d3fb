"""What one unit of provider work costs by a price book. Pure: no database, settings, network or clock.

Rounding is stated here and nowhere else.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from decimal import ROUND_UP, Decimal, InvalidOperation
from functools import lru_cache
from io import StringIO
from typing import Literal, Self

from core.amounts import CENT, Credits

UNITS = frozenset(
    {"second", "clip", "image", "call", "megapixel", "1k_chars", "1M_in_tokens", "1M_out_tokens"}
)  # kie/api.md §8.1

_ANY_SOUND: frozenset[bool | None] = frozenset({True, False, None})
_SOUND: Mapping[str, frozenset[bool | None]] = {
    "on": frozenset({True}),
    "off": frozenset({False}),
    "none": frozenset({False, None}),
    "included": _ANY_SOUND,
    "any": _ANY_SOUND,
    "n/a": _ANY_SOUND,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """Exactly one priced unit of provider work.

    `model` is the provider's id with its variant (`veo-3-1#veo3_fast`), `resolution` a tier (`480p`, `1K`),
    `seconds` the ordered length of a clip and null for a still, `audio` null where sound has no meaning.
    """

    model: str
    kind: Literal["clip", "still"]
    resolution: str
    seconds: int | None = None
    audio: bool | None = None

    def __post_init__(self) -> None:
        if self.kind not in {"clip", "still"}:
            raise ValueError(f"Work is a clip or a still, not {self.kind!r}.")
        if (self.kind == "clip") != (self.seconds is not None):
            raise ValueError("A clip has a length in seconds, a still has none.")
        if self.seconds is not None and (type(self.seconds) is not int or self.seconds < 1):
            raise ValueError("The length of a clip is a whole number of seconds, at least 1.")
        if not isinstance(self.audio, bool | None):
            raise ValueError("The sound of priced work is true, false or null.")

    def __str__(self) -> str:
        if self.seconds is None:
            return f"a {self.resolution} image by {self.model}"
        sound = {True: ", with sound", False: ", silent", None: ""}[self.audio]
        return f"{self.seconds} s of {self.resolution} by {self.model}{sound} (priced by second or clip)"

    @property
    def unit(self) -> str:
        """What one of it is priced by."""
        return "image" if self.kind == "still" else "second or clip"

    def as_dict(self) -> dict[str, str | int | bool | None]:
        """JSON-safe and stable: the same work always gives the same members."""
        return asdict(self)

    @classmethod
    def from_dict(cls, members: Mapping[str, object]) -> Self:
        """The work `as_dict` described. ValueError when a member is missing, unknown or of a wrong type."""
        if set(members) != {field.name for field in fields(cls)}:
            raise ValueError(f"Priced work is described by other members than {sorted(members)}.")
        if not isinstance(members["model"], str) or not isinstance(members["resolution"], str):
            raise ValueError("The model and resolution of priced work are text.")
        return cls(**members)  # type: ignore[arg-type]  # the rest is checked by __post_init__


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One line of a price book; the spellings of its columns are in kie/api.md §8.1."""

    model: str
    resolution: str
    audio: str
    unit: str
    credits: Credits
    as_of: date | None = None  # when somebody last saw this price


class UnknownPrice(Exception):
    """No row of the price book prices this work, or it says that it costs nothing."""

    def __init__(self, spec: Spec) -> None:
        super().__init__(f"The price book has no price for {spec}.")
        self.spec = spec


class AmbiguousPrice(Exception):
    """More than one row of the price book prices this work."""

    def __init__(self, spec: Spec, rows: Iterable[PriceRow]) -> None:
        found = ", ".join(f"{row.credits} per {row.unit} at {row.resolution}" for row in rows)
        super().__init__(f"The price book has more than one price for {spec}: {found}.")
        self.spec = spec


class BadPriceBook(Exception):
    """A line of a price book can not be read."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line} of the price book: {reason}.")
        self.line = line


def rounded_up(credits: Decimal) -> Credits:
    """What the provider counts finer than 0.01 is booked to the next 0.01."""
    return credits.quantize(CENT, rounding=ROUND_UP)


def price(spec: Spec, rows: Iterable[PriceRow]) -> Credits:
    """Credits for this work. Raises UnknownPrice or AmbiguousPrice rather than guess."""
    matching = [row for row in rows if row.model == spec.model and _prices(row, spec)]
    if not matching:
        raise UnknownPrice(spec)
    if len(matching) > 1:
        raise AmbiguousPrice(spec, matching)
    row = matching[0]
    if not row.credits:  # a bill of nothing could not be approved: the price is not there yet
        raise UnknownPrice(spec)
    units = spec.seconds if row.unit == "second" and spec.seconds else 1
    return rounded_up(row.credits * units)


def _prices(row: PriceRow, spec: Spec) -> bool:
    units = {"image"} if spec.kind == "still" else {"second", "clip"}
    tiers, seconds = _tiers_and_seconds(row.resolution)
    return (
        row.unit in units
        and ("any" in tiers or spec.resolution.lower() in tiers)
        and seconds in {None, spec.seconds}
        and spec.audio in _SOUND.get(row.audio, frozenset())
    )


@lru_cache(maxsize=1024)
def _tiers_and_seconds(resolution: str) -> tuple[frozenset[str], int | None]:
    """`720p@5s` is 720p of 5 s; `std(720p)` answers to both names; case never counts."""
    tier, _, length = resolution.lower().partition("@")
    names = re.fullmatch(r"([^()]+)\(([^()]+)\)", tier)
    return frozenset(names.groups() if names else {tier}), int(length.removesuffix("s")) if length else None


def read_rows(csv_text: str) -> list[PriceRow]:
    """The rows of a price book; columns beyond the five it needs, and `asof`, are ignored. Raises BadPriceBook."""
    reader = csv.DictReader(StringIO(csv_text), strict=True)
    columns = [field.name for field in fields(PriceRow) if field.default is MISSING]
    if missing := [name for name in columns if name not in (reader.fieldnames or [])]:
        raise BadPriceBook(1, f"the column {missing[0]} is missing")
    seen: dict[tuple[str, ...], int] = {}
    rows = []
    try:
        for members in reader:
            row = _read_row(members, line=reader.line_num)
            key = (row.model, row.resolution.lower(), row.audio, row.unit)
            if key in seen:
                raise BadPriceBook(reader.line_num, f"it prices the same work as line {seen[key]}")
            seen[key] = reader.line_num
            rows.append(row)
    except csv.Error as problem:
        raise BadPriceBook(reader.line_num, str(problem)) from problem
    return rows


def _read_row(members: Mapping[str | None, str | None], *, line: int) -> PriceRow:
    if None in members or None in members.values():
        raise BadPriceBook(line, "it has more or fewer fields than the heading")
    text = {name: (value or "").strip() for name, value in members.items()}
    if empty := [name for name in ("model", "resolution", "audio", "unit") if not text[name]]:
        raise BadPriceBook(line, f"the {empty[0]} is empty")
    if text["unit"] not in UNITS:
        raise BadPriceBook(line, f"the unit is not one we know: {text['unit']!r}")
    if not re.fullmatch(r"[^@]+(@\d+s)?", text["resolution"]):
        raise BadPriceBook(line, f"the length of the clip is not in seconds: {text['resolution']!r}")
    try:
        credits = Decimal(text["credits"])
    except InvalidOperation as problem:
        raise BadPriceBook(line, f"the credits are not a number: {text['credits']!r}") from problem
    if not credits.is_finite() or credits < 0:
        raise BadPriceBook(line, f"the credits are not an amount: {text['credits']!r}")
    as_of = _read_date(text.get("asof", ""), line=line)
    return PriceRow(text["model"], text["resolution"], text["audio"], text["unit"], credits, as_of)


def _read_date(written: str, *, line: int) -> date | None:
    """A day, or the first of a month that is all that is known: 2026-10-07, 2025-10."""
    try:
        return date.fromisoformat(f"{written}-01" if len(written) == 7 else written) if written else None
    except ValueError as problem:
        raise BadPriceBook(line, f"the date is not one: {written!r}") from problem
