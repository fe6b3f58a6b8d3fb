"""What the prompt shows beside the line: credits and film names, read while the person types."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from pod_cli import films, settings, wording
from pod_cli.output import Screen
from pod_cli.problems import Problem
from pod_cli.session import Session


class StudioView:
    def __init__(self) -> None:
        self.film_names: Sequence[str] = ()
        self._credits = "…"

    def toolbar(self) -> str:
        return f" {self._credits} · Tab completes · Ctrl-D leaves"

    def refresh_soon(self) -> None:
        threading.Thread(target=self._refresh, daemon=True).start()

    def _refresh(self) -> None:
        session = Session(settings.read(), Screen())
        try:
            allowance = session.client.get("credits")
            self.film_names = [film["name"] for film in films.every(session)]
        except Problem as problem:
            self._credits = (
                "not signed in: type login" if problem.code == "not_signed_in" else "credits not known now"
            )
        else:
            self._credits = _left(allowance)
        finally:
            session.close()


def _left(allowance: dict[str, Any]) -> str:
    own, left = allowance["own_key"], allowance["left"]
    if own is not None and own["balance"] is not None:
        return f"{wording.credits(own['balance'])} at kie.ai"
    return f"{wording.credits(left)} left this month" if left is not None else "no monthly cap"
