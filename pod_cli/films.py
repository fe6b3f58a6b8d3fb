"""Finding the film that is meant."""

from __future__ import annotations

from urllib.parse import quote

from pod_cli import problems
from pod_cli.session import Session
from pod_cli.wire import Film


def route(name: str, rest: str = "") -> str:
    """The path of a film, or of what belongs to it: ``route("a", "gate")`` is ``films/a/gate``."""
    path = f"films/{quote(name, safe='')}"
    return f"{path}/{rest}" if rest else path


def every(session: Session) -> list[Film]:
    """All films of the studio, newest first."""
    found: list[Film] = []
    cursor: str | None = None
    while True:
        page = session.client.get("films", cursor=cursor)
        found += page["results"]
        cursor = page["next"]
        if cursor is None:
            return sorted(found, key=lambda film: film["created_at"], reverse=True)


def get(session: Session, name: str) -> Film:
    film: Film = session.client.get(route(name))
    return film


def chosen(session: Session, name: str | None, *, unfinished_first: bool = False) -> Film:
    """The named film; without a name the most recent one, which is then said."""
    if name is not None:
        return get(session, name)
    films = every(session)
    if not films:
        raise problems.local(
            "no_films",
            'There is no film yet. Start one with: pod produce "two robots fall in love at a bus stop"',
        )
    if unfinished_first:
        films.sort(key=lambda film: film["state"] == "finished")
    film = films[0]
    session.screen.say(f"{film['name']} ({'your only film' if len(films) == 1 else 'your most recent film'})")
    return film
