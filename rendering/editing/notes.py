"""Edit notes in plain words, read into changes of the cut: all of a note, or nothing of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rendering import camera
from rendering.editing import phrases
from rendering.editing.edits import Edit
from rendering.editing.edl import EditRefused, Edl
from rendering.editing.phrases import Phrase
from rendering.editing.targets import View

__all__ = ["EXAMPLES", "EditRefused", "IsARetake", "NotUnderstood", "apply", "understand"]

EXAMPLES = (
    "cut the first 3 seconds of shot-02",
    "make the middle pacier",
    "hold the ending longer",
    "swap shot 3 and shot 4",
    "lose shot-06",
    "start at 0:41",
)
LONGEST_NOTE = 1000

# A comma in a list of numbers ("shots 3, 4 and 6") and a point in a number join nothing.
_JOINTS = re.compile(r"\s*[\n;]+\s*|\s*,(?!\s*[0-9])\s*|\s*[.!](?!\d)\s*|\s*\bthen\b\s*", re.IGNORECASE)
_COURTESY = re.compile(r"^(?:(?:and|&|please|thanks|thank you)(?:\s+|$))+", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_NEW_FOOTAGE = re.compile(
    r"\b(?:re-?do|re-?shoot|re-?take|re-?generate|re-?render|re-?roll|new take"
    r"|make (?:her|him|them|his|their)|(?:she|he|they) (?:should|must|needs? to)"
    r"|smil\w+|laugh\w*|cry\w*|frown\w*|walk\w*|wear\w*|dress\w*|costume|hair|face|eyes|expression|background"
    r"|night|day|daylight|morning|evening|sunset|sunrise|dawn|dusk|rain\w*|snow\w*|fog\w*|sky"
    r"|dark\w*|bright\w*|light\w*|colou?r\w*)\b",
    re.IGNORECASE,
)


class NotUnderstood(Exception):
    """Raised for a part of a note that is no edit pod knows; `quoted` is that part as the person wrote it."""

    def __init__(self, quoted: str) -> None:
        super().__init__(f'pod did not understand "{quoted}". Nothing was changed.')
        self.quoted = quoted
        self.examples = EXAMPLES


class IsARetake(Exception):
    """Raised for a part of a note that asks for new footage; `quoted` is that part as the person wrote it."""

    def __init__(self, quoted: str) -> None:
        super().__init__(
            f'"{quoted}" changes what is inside the frame: that is a retake. Nothing was changed.'
        )
        self.quoted = quoted


def understand(note: str, edl: Edl, scenes: Mapping[int, str] | None = None) -> list[Edit]:
    """The edits a note asks of a cut, in order; `scenes` are headings or places by scene number.

    Times mean the cut as it was watched; names mean the cut as the edits before left it. Errors:
    `NotUnderstood`, `IsARetake`, and `EditRefused` when the footage does not allow it.
    """
    if len(note) > LONGEST_NOTE:
        raise EditRefused(f"The note is too long: {LONGEST_NOTE:,} characters at most.")
    view, phrase, edits = View(edl, edl, scenes or {}), None, list[Edit]()
    for piece in filter(None, (_COURTESY.sub("", piece.strip()) for piece in _JOINTS.split(note))):
        rest = piece
        while rest:
            phrase, edit, rest = _next(rest, view, phrase)
            edits.append(edit)
            view = replace(view, now=edit.change(view.now), it=phrase.said.get("target") or view.it)
    if not edits:
        raise NotUnderstood(note.strip())
    return edits


def apply(edits: Sequence[Edit], edl: Edl) -> Edl:
    """The cut after the edits, which must have been understood from a note on this very cut."""
    for edit in edits:
        edl = edit.change(edl)
    return edl


def _next(piece: str, view: View, before: Phrase | None) -> tuple[Phrase, Edit, str]:
    """The longest beginning of a piece that is an edit, and what is left of the piece after it."""
    joints = [(found.start(), found.end()) for found in _AND.finditer(piece)]
    for end, begin in [(len(piece), len(piece)), *reversed(joints)]:
        if known := phrases.parse(piece[:end], view):
            return *known, piece[begin:]
        if before and (repeated := phrases.again(before, piece[:end], view)):
            return before, repeated, piece[begin:]
    # What follows may be clear; then only what stands before it is quoted.
    unclear = next((piece[:end] for end, begin in joints if phrases.parse(piece[begin:], view)), piece)
    asked = camera.words_in(unclear)
    if _NEW_FOOTAGE.search(unclear) or asked.framing or asked.move or asked.light or asked.lens:
        raise IsARetake(unclear)
    raise NotUnderstood(unclear)
