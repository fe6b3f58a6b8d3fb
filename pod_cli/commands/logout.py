"""``pod logout``: forget the license key on this computer."""

from __future__ import annotations

from pod_cli import license_keys, table
from pod_cli.session import Answer, Session


@table.declare("logout")
def command(session: Session) -> Answer:
    was_stored = license_keys.forget(session.settings)
    session.screen.say(
        "Signed out. The key is gone from this computer; your films stay."
        if was_stored
        else "No key was stored on this computer."
    )
    return Answer({"was_signed_in": was_stored})
