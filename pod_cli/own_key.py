"""A studio's own kie.ai key, as it stands: asked for until kie.ai has answered, and put into words."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from pod_cli import wording
from pod_cli.session import Session
from pod_cli.wire import OwnKey

PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.5
DOLLARS_A_CREDIT = Decimal("0.005")
ENTER = "pod login --own-key"


def awaited(session: Session) -> dict[str, Any]:
    """The studio's credits; with a key of its own, once kie.ai has answered or ten seconds are over."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with session.screen.live() as line:
        while True:
            credits: dict[str, Any] = session.client.get("credits")
            if _is_settled(credits["own_key"]) or time.monotonic() > deadline:
                return credits
            line.update("asking kie.ai…", change="balance")
            time.sleep(PAUSE_SECONDS)


def told(own: OwnKey) -> str:
    """One sentence on the key and what is left behind it."""
    balance = own["balance"]
    if own["state"] == "missing":
        return f"There is no kie.ai key yet. Add yours with: {ENTER}"
    if own["state"] == "refused":
        return f"kie.ai refuses your key. Enter a working one with: {ENTER}"
    if balance is None:
        return "kie.ai has not answered yet. Look again in a moment: pod credits"
    worth = (Decimal(balance) * DOLLARS_A_CREDIT).quantize(Decimal("0.01"), rounding=ROUND_DOWN)
    sentence = f"Your balance at kie.ai: {wording.credits(balance)}, about ${worth}."
    if own["is_fresh"]:
        return sentence
    return f"{sentence} That is {_age(own['balance_at'])} old: kie.ai does not answer just now."


def _is_settled(own: OwnKey | None) -> bool:
    return own is None or own["state"] == "missing" or (own["is_fresh"] and own["state"] != "unchecked")


def _age(iso: str | None) -> str:
    if iso is None:
        return "some time"
    seconds = max(0.0, (datetime.now(UTC) - datetime.fromisoformat(iso)).total_seconds())
    minutes = int(seconds // 60)
    if minutes < 1:
        return wording.counted(int(seconds), "second")
    return wording.counted(minutes, "minute") if minutes < 120 else wording.counted(minutes // 60, "hour")
