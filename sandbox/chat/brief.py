"""What a chat request asks for: the idea, the film's facts, a note, and the script it builds on."""

import html
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"
_USUAL_SECONDS = 30
_SECONDS_PER_SHOT = 5


@dataclass(frozen=True, slots=True)
class Brief:
    """The request as a story-teller needs it.

    `engines` are the names that may be cast, `previous` is the answer that `note` is about.
    """

    idea: str
    note: str = ""
    seconds: int = _USUAL_SECONDS
    shots: int = _USUAL_SECONDS // _SECONDS_PER_SHOT
    language: str = "english"
    engines: tuple[str, ...] = ()
    script: dict[str, Any] = field(default_factory=dict)
    previous: dict[str, Any] = field(default_factory=dict)


@cache
def languages() -> dict[str, dict[str, Any]]:
    """The words of each language the story-teller speaks."""
    spoken: dict[str, dict[str, Any]] = json.loads((DATA / "languages.json").read_text(encoding="utf-8"))
    return spoken


def read(messages: list[dict[str, Any]]) -> Brief:
    """Read a conversation: tagged parts and `Name: value` lines, or else the last user message as the idea."""
    everything = "\n".join(_text(message) for message in messages)
    last = next((_text(message) for message in reversed(messages) if message.get("role") == "user"), "")
    idea = _tagged("brief", everything) or last
    seconds = _number("seconds", everything) or _spoken_seconds(idea) or _USUAL_SECONDS
    return Brief(
        idea=idea,
        note=_tagged("note", everything),
        seconds=seconds,
        shots=_number("shots", everything) or max(1, round(seconds / _SECONDS_PER_SHOT)),
        language=_language(_line("language", everything) or idea),
        engines=tuple(re.findall(r"[\w.-]+", _line("engines allowed", everything))),
        script=_object(_tagged("script", everything)),
        previous=_object(_tagged("previous", everything)),
    )


def _text(message: dict[str, Any]) -> str:
    content = message.get("content", "")
    if isinstance(content, str):
        return content
    return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))


def _tagged(tag: str, text: str) -> str:
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL | re.IGNORECASE)
    return html.unescape(found[-1].strip()) if found else ""


def _line(name: str, text: str) -> str:
    found = re.findall(rf"^\W*{name}\s*:\s*(.+)$", text, re.MULTILINE | re.IGNORECASE)
    return found[-1].strip() if found else ""


def _number(name: str, text: str) -> int:
    found = re.search(r"\d+", _line(name, text))
    return int(found[0]) if found else 0


def _spoken_seconds(idea: str) -> int:
    found = re.search(r"(\d+)[\s-]*(seconds?|secs?|s|minutes?|mins?)\b", idea, re.IGNORECASE)
    return int(found[1]) * (60 if found[2].lower().startswith("m") else 1) if found else 0


def _language(words: str) -> str:
    said = set(re.findall(r"\w+", words.lower()))
    for name, language in languages().items():
        if said & {name, *(also for also in language["also"] if len(also) > 2 or len(said) == 1)}:
            return name
    return "english"


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
