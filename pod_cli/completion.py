"""What Tab offers in the studio: commands, then film names, then camera words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from pod_cli import table
from pod_cli.camera_words import CAMERA_WORDS
from pod_cli.studio_view import StudioView


class StudioCompleter(Completer):
    def __init__(self, view: StudioView) -> None:
        self._view = view

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        typed = document.text_before_cursor.lstrip()
        word = document.get_word_before_cursor(WORD=True).lstrip("\"'")
        for candidate in _candidates(typed, self._view.film_names):
            if candidate.lower().startswith(word.lower()):
                yield Completion(candidate, start_position=-len(word))


def _candidates(typed: str, film_names: Sequence[str]) -> Sequence[str]:
    finished_words = typed.split() if not typed or typed[-1].isspace() else typed.split()[:-1]
    if not finished_words:
        return [entry.name for entry in table.COMMANDS]
    entry = table.find(finished_words[0])
    if entry is not None and entry.name == "help":
        return [known.name for known in table.COMMANDS]
    if entry is not None and entry.takes_film and len(finished_words) == 1:
        return film_names
    return CAMERA_WORDS
