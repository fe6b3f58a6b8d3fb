"""``pod login``: enter the license key."""

from __future__ import annotations

from pod_cli import license_keys, table
from pod_cli.session import Answer, Session


@table.declare("login")
def command(session: Session) -> Answer:
    screen = session.screen
    key = license_keys.verified(screen.ask_hidden("License key (not shown while you type):"))
    client = session.client_for(key)
    try:
        me = client.get("me")
    finally:
        client.close()
    where = license_keys.store(session.settings, key)
    screen.say(f"Signed in to {me['studio']['name']} as {me['license']['role']}. The key is kept in {where}.")
    if session.settings.license_key is not None:
        screen.say("POD_LICENSE_KEY is set in this terminal and goes first.")
    return Answer({**me, "stored_in": where})
