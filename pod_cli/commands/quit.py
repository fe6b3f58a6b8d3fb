"""``quit``: leave the studio."""

from __future__ import annotations

from pod_cli import table
from pod_cli.session import Answer, Session


@table.declare("quit")
def command(session: Session) -> Answer:
    session.screen.say("See you. Films under way go on in the cloud.")
    return Answer({})
