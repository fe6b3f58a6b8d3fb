"""A small HTTP server that speaks the service's contract, follows a script, and loses answers on demand."""

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.cli import scenes

Json = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    body: Json | None
    key: str | None
    query: str = ""


@dataclass
class StandIn:
    """One film that goes through ``script``: beats are looked at once each, gates wait for an answer."""

    film: Json = field(default_factory=scenes.film)
    films: list[Json] = field(default_factory=list)
    script: list[Json] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=scenes.files)
    cuts: list[Json] = field(default_factory=list)
    fixed: dict[str, tuple[int, Json]] = field(default_factory=dict)
    """Answers for ``METHOD path`` that do not follow the script, each given once."""
    sheet: str = scenes.SHEET
    """What is answered to whoever asks for CSV."""
    dropped: Counter[str] = field(default_factory=Counter)
    """How often the answer to ``METHOD path`` is lost after the work was done."""
    seconds_to_answer: dict[str, float] = field(default_factory=dict)
    bytes_before_drop: int | None = None
    """A file's transfer breaks once, after so many bytes."""
    seen: list[Seen] = field(default_factory=list)
    ranges: list[str | None] = field(default_factory=list)
    _replays: dict[str, tuple[int, Json]] = field(default_factory=dict)

    def posts(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if (seen.method, seen.path) == ("POST", path)]

    async def answer(self, request: Request) -> Response:
        path = request.url.path.removeprefix("/api/v1/")
        place = f"{request.method} {path}"
        body = json.loads(await request.body()) if request.method == "POST" else None
        key = request.headers.get("idempotency-key")
        self.seen.append(Seen(request.method, path, body, key, request.url.query))
        if request.headers.get("authorization") != f"Bearer {scenes.LICENSE_KEY}":
            return problem(401, "not_signed_in", "This license key is not known here.")
        if place in self.fixed:
            status, document = self.fixed.pop(place)
            return problem(status, **document) if status >= 400 else JSONResponse(document, status)
        if request.query_params.get("format") == "csv":
            return Response(self.sheet, media_type="text/csv")
        if "/files/" in path:
            return self._file(request, path.partition("/files/")[2])
        status, document = self._once(key, place, body)
        await asyncio.sleep(self.seconds_to_answer.get(place, 0))
        if self.dropped[place] > 0:
            self.dropped[place] -= 1
            return broken(b"", 100)
        return problem(status, **document) if status >= 400 else JSONResponse(document, status)

    def _once(self, key: str | None, place: str, body: Json | None) -> tuple[int, Json]:
        if key is None:
            return self._do(place, body or {})
        if key not in self._replays:
            self._replays[key] = self._do(place, body or {})
        return self._replays[key]

    def _do(self, place: str, body: Json) -> tuple[int, Json]:
        method, _, path = place.partition(" ")
        if method == "GET" and path in scenes.PAGES:
            return 200, scenes.PAGES[path]
        if path == "films":
            if method == "GET":
                return 200, {"results": self.films or [self._standing()], "next": None}
            self.film |= {"idea": body["idea"], "mode": body["mode"], "drafts_only": body["drafts_only"]}
            return 201, self.film
        name, _, rest = path.removeprefix("films/").partition("/")
        if not path.startswith("films/") or name != self.film["name"]:
            return 404, {"code": "not_found", "detail": f"There is no {path} in this studio."}
        return self._do_film(method, rest, body)

    def _do_film(self, method: str, rest: str, body: Json) -> tuple[int, Json]:
        match method, rest:
            case "GET", "gate":
                gate = self._gate()
                return (200, gate) if gate else (404, {"code": "no_open_gate", "detail": "No gate is open."})
            case "GET", _:
                return 200, self._page(rest)
            case "POST", "gate/answer":
                return self._answer_gate(body)
            case "POST", "resume":
                self.film["state"] = "working"
            case "POST", "finalize":
                self.script = [scenes.gate("cost"), scenes.beat("masters", 1, 2)]
            case "POST", "edits":
                self.cuts = [scenes.cut(2)]
                return 202, {"cut": 2, "understood": [f"{body['note']}: shots 1 and 2 are shorter."]}
        return 200, self._standing()

    def _page(self, rest: str) -> Json:
        match rest:
            case "":
                return self._standing()
            case "progress":
                return self._progress()
            case "shots":
                return {"shots": scenes.shots()}
            case "files":
                return {"files": scenes.listing(self.film["name"], self.files)}
            case "cuts":
                return {"cuts": self.cuts}
        raise LookupError(rest)

    def _gate(self) -> Json | None:
        is_gate = bool(self.script) and "digest" in self.script[0]
        return self.script[0] if is_gate and self.film["state"] != "stopped" else None

    def _standing(self) -> Json:
        if self.film["state"] not in {"stopped", "paused", "failed"}:
            self.film["state"] = "waiting" if self._gate() else "working" if self.script else "finished"
        gate = self._gate()
        mark = {name: gate[name] for name in ("id", "kind", "number")} if gate else None
        return self.film | {"gate": mark}

    def _progress(self) -> Json:
        standing = self._standing()
        moving = scenes.beat("clips", 0, 0) if standing["state"] != "working" else self.script.pop(0)
        return moving | {"state": standing["state"], "gate": standing["gate"]}

    def _answer_gate(self, body: Json) -> tuple[int, Json]:
        gate = self._gate()
        if gate is None or body["gate"] != gate["id"]:
            return 409, {"code": "already_answered", "detail": "Somebody answered this gate already."}
        if body["digest"] != gate["digest"]:
            detail = "The bill changed since it was shown."
            return 409, {"code": "gate_changed", "detail": detail, "gate": gate}
        if body["answer"] == "stop":
            self.film["state"] = "stopped"
        elif body["answer"] == "revise":
            self.script[0] = gate | {
                "digest": f"{gate['digest']}+",
                "changed": [f"asked for: {body['note']}"],
            }
        else:
            self.script.pop(0)
        return 200, self._standing()

    def _file(self, request: Request, path: str) -> Response:
        asked = request.headers.get("range")
        self.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        content = self.files[path][start:]
        if self.bytes_before_drop is not None:
            sent, self.bytes_before_drop = content[: self.bytes_before_drop], None
            return broken(sent, len(content))
        return Response(content, 206 if asked else 200)


def problem(status: int, code: str, detail: str, **extras: Any) -> Response:
    headers = {"Retry-After": "1"} if code == "idempotency_in_progress" else {}
    document = {
        "type": "about:blank",
        "title": code,
        "status": status,
        "code": code,
        "detail": detail,
        **extras,
    }
    return JSONResponse(document, status, headers, "application/problem+json")


def broken(sent: bytes, promised: int) -> Response:
    """An answer that ends before it is whole: the connection is lost."""

    async def some() -> AsyncIterator[bytes]:
        yield sent

    return StreamingResponse(some(), headers={"Content-Length": str(promised)})


class Address:
    """Where the service is reached; each test puts a stand-in of its own behind it."""

    def __init__(self) -> None:
        self.stand_in = StandIn()

    async def answer(self, request: Request) -> Response:
        return await self.stand_in.answer(request)


@contextmanager
def serve(address: Address) -> Iterator[str]:
    """Serve on a free port until left; yields the URL."""
    app = Starlette(routes=[Route("/{path:path}", address.answer, methods=["GET", "POST"])])
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off", ws="none", http="h11")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = server.force_exit = True
    thread.join()
