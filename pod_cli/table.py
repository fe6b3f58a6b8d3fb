"""The command table: dispatch, help and completion all read it."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click


@dataclass(frozen=True, kw_only=True)
class Entry:
    name: str
    usage: str
    help: str
    cost: str
    example: str
    aliases: tuple[str, ...] = ()
    takes_film: bool = False
    """The first word after the command is a film's name."""


FREE = "free"

COMMANDS = (
    Entry(
        name="produce",
        usage='produce "<idea>"',
        help="Start a film and follow it to the finished MP4.",
        cost="only what you approve",
        example='pod produce "two robots fall in love at a bus stop" --drafts-only',
        aliases=("make",),
    ),
    Entry(
        name="cast",
        usage='cast "<idea>"',
        help="Only the casting and the price preview.",
        cost="about 1 credit",
        example='pod cast "two robots fall in love at a bus stop"',
    ),
    Entry(
        name="estimate",
        usage="estimate --runtime 120",
        help="What a film of that length would cost, per casting.",
        cost=FREE,
        example="pod estimate --runtime 90 --aspect 9:16 --resolution 1080p",
    ),
    Entry(
        name="credits",
        usage="credits",
        help="What is spent, held and left.",
        cost=FREE,
        example="pod credits --ceiling 800",
        aliases=("balance",),
    ),
    Entry(
        name="statement",
        usage="statement",
        help="Where a month's credits went; for studio admins.",
        cost=FREE,
        example="pod statement --month 2026-11 --csv november.csv",
    ),
    Entry(
        name="films",
        usage="films",
        help="All films of your studio.",
        cost=FREE,
        example="pod films",
        aliases=("list", "ls"),
    ),
    Entry(
        name="status",
        usage="status [film]",
        help="Where a film stands, what it spent, what it waits for.",
        cost=FREE,
        example="pod status basti-teaser",
        takes_film=True,
    ),
    Entry(
        name="shots",
        usage="shots [film]",
        help="The shot map with timecodes.",
        cost=FREE,
        example="pod shots basti-teaser",
        takes_film=True,
    ),
    Entry(
        name="resume",
        usage="resume [film]",
        help="Go on exactly where it stopped; nothing is paid twice.",
        cost="free for what is ordered",
        example="pod resume basti-teaser --budget 1200",
        aliases=("continue",),
        takes_film=True,
    ),
    Entry(
        name="finalize",
        usage="finalize [film]",
        help="Master a drafts-only film; the price is shown first.",
        cost="masters, once approved",
        example="pod finalize basti-teaser",
        takes_film=True,
    ),
    Entry(
        name="edit",
        usage='edit [film] "<note>"',
        help="Recut from the footage that is there.",
        cost="free, always",
        example='pod edit basti-teaser "cut the first 3 seconds of shot-02"',
        takes_film=True,
    ),
    Entry(
        name="revoke",
        usage="revoke [film]",
        help="Take back what you approved and is not ordered yet.",
        cost="free; credits come back",
        example="pod revoke basti-teaser",
        takes_film=True,
    ),
    Entry(
        name="topup",
        usage='topup N --reason "…"',
        help="Add credits to this month (studio admins).",
        cost=FREE,
        example='pod topup 500 --reason "reshoots of scene 2" --until 2026-12-01',
    ),
    Entry(
        name="download",
        usage="download [film]",
        help="Bring a film's folders to this computer.",
        cost=FREE,
        example="pod download basti-teaser",
        takes_film=True,
    ),
    Entry(
        name="login",
        usage="login",
        help="Enter your license key, hidden; --own-key for kie.ai.",
        cost=FREE,
        example="pod login --own-key",
    ),
    Entry(
        name="logout",
        usage="logout",
        help="Forget the license key on this computer.",
        cost=FREE,
        example="pod logout",
    ),
    Entry(
        name="help",
        usage="help [command]",
        help="This overview, or one command explained.",
        cost=FREE,
        example="pod help produce",
        aliases=("?",),
    ),
    Entry(
        name="quit",
        usage="quit",
        help="Leave the studio; films go on in the cloud.",
        cost=FREE,
        example="quit",
        aliases=("exit", "q"),
    ),
)

_BY_WORD = {word: entry for entry in COMMANDS for word in (entry.name, *entry.aliases)}


def find(word: str) -> Entry | None:
    return _BY_WORD.get(word.lower())


def nearest(word: str) -> Entry | None:
    """The command the person most likely meant."""
    close = difflib.get_close_matches(word.lower(), _BY_WORD, n=1, cutoff=0.6)
    return _BY_WORD[close[0]] if close else None


def declare(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a click command of a function, with the table's words and ``--json``."""
    entry = _BY_WORD[name]

    def wrap(function: Callable[..., Any]) -> click.Command:
        # Read before parsing, so that usage errors come as JSON too; declared here for --help only.
        as_json = click.option("--json", is_flag=True, expose_value=False, help="Print one JSON document.")
        words = f"{entry.help}\n\nCredits: {entry.cost}."
        make = click.command(name, help=words, epilog=f"Example: {entry.example}")
        return make(as_json(click.pass_obj(function)))

    return wrap
