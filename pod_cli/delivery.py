"""A film that can be watched: bring it to this computer, say where it lies and what can be done next."""

from __future__ import annotations

from typing import Any

from pod_cli import download, films, shot_map, wording
from pod_cli.download import Brought
from pod_cli.patience import insist
from pod_cli.session import Session
from pod_cli.wire import Film, Shot


def deliver(session: Session, film: Film) -> dict[str, Any]:
    """Download the film, show the path and the shot map; returns both for ``--json``."""
    screen, name = session.screen, film["name"]
    screen.say()
    screen.say(f"Bringing {name} to this computer…")
    brought = insist(screen, lambda: download.bring(session, name))
    shots: list[Shot] = insist(screen, lambda: session.client.get(films.route(name, "shots")))["shots"]
    screen.say()
    screen.say("Your film:", bold=True)
    screen.say(str(brought.film or brought.folder))
    shot_map.show(screen, shots)
    return {**as_document(brought), "shots": shots}


def as_document(brought: Brought) -> dict[str, Any]:
    return {
        "folder": str(brought.folder),
        "mp4": str(brought.film) if brought.film else None,
        "files": [str(path) for path in brought.paths],
    }


def say_what_next(session: Session, film: Film) -> None:
    screen, name = session.screen, film["name"]
    screen.say(f"{wording.credits(film['spent'])} spent on this film.")
    screen.say()
    screen.say("What to try next:")
    if film["drafts_only"]:
        screen.say(f"  pod finalize {name}        the masters; the price is shown first")
    screen.say(f'  pod edit {name} "pacier"   a new cut, free')
    screen.say(f"  pod shots {name}           the shot map, free")
