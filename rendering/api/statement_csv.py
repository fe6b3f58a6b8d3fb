"""A statement as a spreadsheet: CSV that no spreadsheet takes for formulas, by `?format=csv` or the Accept header."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request

from core.amounts import text
from rendering.statements import Row, Statement

FORMATS = ("json", "csv")
COLUMNS = (
    "month", "film", "film_id", "name", "tier", "engine", "license", "outcome", "billed", "spent", "held", "placed_at",
    "resolved_at", "line",
)  # fmt: skip
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def sheet(statement: Statement, zone: ZoneInfo) -> str:
    """The statement's rows under a header, with times as they were where the studio is."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    month = statement.figures.month.isoformat()[:7]
    writer.writerows((month, *_cells(row, zone)) for row in statement.rows)
    return written.getvalue()


def _cells(row: Row, zone: ZoneInfo) -> tuple[str | None, ...]:
    line = row.line
    words = (row.film, row.film_id or "", line.label, line.kind, row.engine, line.license, row.outcome)
    amounts = (line.billed, line.spent, line.held)
    times = (_local(line.placed_at, zone), _local(line.resolved_at, zone))
    return *map(harmless, words), *map(text, amounts), *times, line.id


def harmless(words: str) -> str:
    """Words that a spreadsheet shows as they are; what could begin a formula gets an apostrophe before it."""
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA_STARTS) else words


def _local(instant: datetime | None, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(timespec="seconds") if instant else ""


class CSVRenderer(JSONRenderer):
    """Sends a sheet as it is. A refusal stays the problem document it is everywhere."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        if isinstance(data, str):
            return data.encode()
        return super().render(data, accepted_media_type, renderer_context)


class QueryBeforeHeader(DefaultContentNegotiation):
    """`?format=` decides where it is given, whatever the Accept header says; a word that is none is left to the view.

    The framework's own reading of `format` answers 404 to such a word, and 406 where header and query differ.
    """

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        known, asked = list(renderers), request.query_params.get("format")
        if asked is not None:
            chosen = next((one for one in known if one.format == asked), known[0])
            return chosen, chosen.media_type
        by_header: tuple[BaseRenderer, str] = super().select_renderer(request, known, format_suffix)
        return by_header
