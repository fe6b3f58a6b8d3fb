"""A film's way from here to its end: follow it, answer its gates, bring it home."""

from __future__ import annotations

from typing import Any

from pod_cli import delivery, films, follow, gates, problems
from pod_cli.exit_codes import ExitCode
from pod_cli.patience import insist
from pod_cli.problems import Problem
from pod_cli.session import Answer, Session
from pod_cli.wire import Film, Gate


def travel(session: Session, name: str) -> Answer:
    """Follow the film until it is finished, stopped, or needs a person who is not here."""
    brought: dict[str, Any] = {}
    cut_at_home: object = None
    while True:
        film = _settled(session, name)
        if film["state"] == "working":
            continue
        gate = _open_gate(session, name) if film["state"] == "waiting" else None
        is_to_watch = film["state"] == "finished" or (gate is not None and gate["kind"] == "screening")
        if is_to_watch and (not brought or cut_at_home != film["cut"]):
            brought, cut_at_home = delivery.deliver(session, film), film["cut"]
        if film["state"] != "waiting":
            return _ended(session, film, brought)
        if gate is not None and not session.screen.is_interactive:
            return _left_open(session, film, gate, brought)
        if gate is not None:
            _answer(session, film, gate)


def _settled(session: Session, name: str) -> Film:
    """The film once it no longer works on its own; Ctrl-C leaves it at work."""
    try:
        follow.until_settled(session, name)
        return insist(session.screen, lambda: films.get(session, name))
    except KeyboardInterrupt:
        raise problems.local(
            "interrupted",
            f"You left; {name} goes on in the cloud with what you approved, and orders nothing beyond it. "
            f"Come back with: pod resume {name}",
            ExitCode.INTERRUPTED,
            film=name,
        ) from None


def _open_gate(session: Session, name: str) -> Gate | None:
    """The gate the film waits at, unless somebody answered it a moment ago."""

    def get() -> Gate:
        gate: Gate = session.client.get(films.route(name, "gate"))
        return gate

    try:
        return insist(session.screen, get)
    except Problem as problem:
        if problem.code == "no_open_gate":
            return None
        raise


def _answer(session: Session, film: Film, gate: Gate) -> None:
    try:
        gates.settle(session, film, gate)
    except (KeyboardInterrupt, EOFError) as left:
        is_interrupt = isinstance(left, KeyboardInterrupt)
        session.screen.say()
        raise problems.local(
            "interrupted" if is_interrupt else "cancelled",
            f"{film['name']} is saved and waits at this gate; while it waits, nothing is spent. "
            f"Come back with: pod resume {film['name']}",
            ExitCode.INTERRUPTED if is_interrupt else ExitCode.CANCELLED,
            film=film["name"],
        ) from None


def _left_open(session: Session, film: Film, gate: Gate, brought: dict[str, Any]) -> Answer:
    """Nobody is here to answer: show the gate and say how to come back."""
    gates.show(session, gate)
    session.screen.say(
        f"This gate needs an answer from a person. {film['name']} is saved; nothing is spent while it waits. "
        f"Answer it on a terminal with: pod resume {film['name']}"
    )
    return Answer({"film": film, "gate": gate, **brought}, ExitCode.CANCELLED)


def _ended(session: Session, film: Film, brought: dict[str, Any]) -> Answer:
    document = {"film": film, "gate": None, **brought}
    name, screen = film["name"], session.screen
    if film["state"] == "finished":
        delivery.say_what_next(session, film)
        return Answer(document)
    if film["waits_for"]:
        screen.say(film["waits_for"])
    if film["state"] == "paused":
        screen.say(f"{name} is paused and saved. Go on with: pod resume {name}")
    else:
        screen.say(
            f"{name} is stopped and saved; stopping is free. Go on exactly here with: pod resume {name}"
        )
    return Answer(document, ExitCode.CANCELLED)
