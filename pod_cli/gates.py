"""At a gate: show the work and its price, ask, and send the answer. Nothing is spent while a gate is open."""

from __future__ import annotations

from http import HTTPStatus

from pod_cli import bill, download, films, opener, replies
from pod_cli.output import PROMPT
from pod_cli.patience import insist
from pod_cli.problems import Problem
from pod_cli.session import Session
from pod_cli.wire import Film, Gate

# Refusals after which another answer may well do: drafts fit where masters do not.
ANOTHER_MAY_DO = {HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.BAD_REQUEST}
NOT_UNDERSTOOD = "I did not catch that, so nothing happens and nothing is spent."
NOT_OFFERED = "This gate does not take that answer. Nothing is spent."


def show(session: Session, gate: Gate) -> None:
    screen = session.screen
    screen.say()
    screen.say(f"Gate {gate['number']} of 10 · {gate['title']}", bold=True)
    for line in gate["text"]:
        screen.say(line)
    bill.show(screen, gate)
    for line in gate["changed"] or ():
        screen.say(f"Changed since you last saw it: {line}")
    screen.say()


def settle(session: Session, film: Film, gate: Gate) -> Film:
    """Show the gate and ask until an answer is taken; returns the film after it.

    Raises ``EOFError`` when the person leaves: the gate stays open.
    """
    show(session, gate)
    while True:
        reply = _ask(session, film, gate)
        try:
            return _send(session, film, gate, reply)
        except Problem as problem:
            if problem.code == "gate_changed":
                gate = problem.document["gate"]
                session.screen.say(
                    "Something changed since you were shown this. Nothing was spent; please look again."
                )
                show(session, gate)
            elif problem.code in {"already_answered", "no_open_gate"}:
                session.screen.say(str(problem))
                return films.get(session, film["name"])
            elif problem.status in ANOTHER_MAY_DO:
                session.screen.problem(problem)
            else:
                raise


def _ask(session: Session, film: Film, gate: Gate) -> replies.Reply:
    """Ask until the words are an answer that this gate takes."""
    screen = session.screen
    while True:
        screen.say(replies.choices(gate))
        reply = replies.read(screen.ask(PROMPT), gate)
        if reply.meaning == "ask_what":
            note = screen.ask("Nothing is spent. What should change? (Enter = back)")
            if replies.read(note, gate).meaning != "revise":
                continue
            reply = replies.Reply("revise", note)
        if reply.meaning in gate["answers"]:
            return reply
        if reply.meaning == "open" and gate["files"]:
            _open_files(session, film, gate)
        else:
            screen.say(NOT_UNDERSTOOD if reply.meaning == "say_more" else NOT_OFFERED)


def _send(session: Session, film: Film, gate: Gate, reply: replies.Reply) -> Film:
    body = {"gate": gate["id"], "digest": gate["digest"], "answer": reply.meaning, "note": reply.note}

    def post() -> Film:
        answered: Film = session.client.post(films.route(film["name"], "gate/answer"), body)
        return answered

    return insist(session.screen, post)


def _open_files(session: Session, film: Film, gate: Gate) -> None:
    brought = download.bring(session, film["name"], only=set(gate["files"]))
    for path in brought.paths:
        session.screen.say(str(path))
    opener.open_on_desktop(brought.paths)
