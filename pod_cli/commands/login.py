"""``pod login``: enter the license key, and with ``--own-key`` the studio's own kie.ai key."""

from __future__ import annotations

from typing import Any

import click

from pod_cli import license_keys, own_key, problems, table
from pod_cli.exit_codes import ExitCode
from pod_cli.session import Answer, Session


@table.declare("login")
@click.option("--own-key", "is_own_key", is_flag=True, help="Give pod your studio's own kie.ai key.")
def command(session: Session, is_own_key: bool) -> Answer:
    if not is_own_key:
        return Answer(_sign_in(session))
    if not license_keys.is_there(session.settings):
        _sign_in(session)
    return _give_own_key(session)


def _sign_in(session: Session) -> dict[str, Any]:
    screen = session.screen
    key = license_keys.verified(screen.ask_hidden("License key (not shown while you type):"))
    client = session.client_for(key)
    try:
        me: dict[str, Any] = client.get("me")
    finally:
        client.close()
    where = license_keys.store(session.settings, key)
    screen.say(f"Signed in to {me['studio']['name']} as {me['license']['role']}. The key is kept in {where}.")
    if session.settings.license_key is not None:
        screen.say("POD_LICENSE_KEY is set in this terminal and goes first.")
    return {**me, "stored_in": where}


def _give_own_key(session: Session) -> Answer:
    """The key goes to the service and nowhere else: nothing of it stays on this computer."""
    key = session.screen.ask_hidden("kie.ai key (not shown while you type):").strip()
    if not key or key.startswith(license_keys.PREFIX):
        raise problems.local(
            "own_key_mistyped",
            "That is not a kie.ai key. You find yours at kie.ai/api-key; nothing was sent.",
            ExitCode.USAGE,
        )
    session.client.post("own-key", {"key": key})
    session.screen.say("The key is sealed; from now on only the part of pod that orders can use it.")
    credits = own_key.awaited(session)
    if credits["own_key"]["state"] == "refused":
        detail = own_key.told(credits["own_key"])
        raise problems.local("own_key_refused", detail, ExitCode.REFUSED, own_key=credits["own_key"])
    session.screen.say(own_key.told(credits["own_key"]))
    return Answer({"own_key": credits["own_key"]})
