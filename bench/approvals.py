"""Approvals: many lines against one, over HTTP against a bare view, and a replay against the first time."""

import itertools
import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

from bench import house
from bench.pairs import PAIRS, Ratio, ratio, summed_up
from billing import port
from billing.port import Payer
from billing.services import caps
from core.amounts import Credits
from pod_service.embedded import programs
from pod_service.embedded.paths import PROJECT
from pod_service.embedded.ports import any_free_port
from rendering.models import Film, Shot
from rendering.services import productions
from studios.services import keys, tenants

CLIENTS = 4
CASTING = {
    "hero_engine": "seedance-2", "clips_engine": "seedance-2", "stills_engine": "nano-banana", "reason": "x",
}  # fmt: skip
films = itertools.count(1)


def measurements(*, is_quick: bool) -> list[Ratio]:
    """Lines in process, then answers over HTTP, each batch on films of its own."""
    pairs, each = (3, 8) if is_quick else (PAIRS, 40)
    studio = tenants.create("approvals", actor="bench")
    caps.set_allowance(studio.pk, Credits("1000000000"), timezone="UTC")
    license_row, key = keys.issue(studio, actor="bench")
    who = Payer(studio_id=studio.pk, timezone="UTC", license=license_row.public_id)
    rows = [
        ratio(
            "an approval of 100 lines to one of 1 line", of=lambda: _approve(who, 100), to=lambda: _approve(who, 1),
            at_most=6, unit="ms", pairs=pairs,
        )
    ]  # fmt: skip
    answers = [_answer_at_a_gate(who) for _ in range(2 * pairs * each)]
    half = pairs * each
    with _served("pod_service.settings") as service:
        rows.append(_against_bare(service, key, answers[:half], pairs, each))
        rows.append(_replays(service, key, answers[half:], pairs, each))
    return rows


def _against_bare(service: int, key: str, answers: Sequence[Any], pairs: int, each: int) -> Ratio:
    stock = house.lines("bare", tenants=1, each=pairs * each)
    holds = [(f"/hold/{stock.month}/{stock.first + place}", "", "{}") for place in range(stock.each)]
    turn, bare_turn = iter(range(pairs)), iter(range(pairs))

    def batch(asked: Sequence[Any], number: int) -> Sequence[Any]:
        return asked[number * each : (number + 1) * each]

    with _served("bench.bare_settings") as bare:
        return ratio(
            "gate answers over HTTP to a bare view with one hold",
            of=lambda: _posted(service, key, batch(answers, next(turn))),
            to=lambda: _posted(bare, key, batch(holds, next(bare_turn))), at_least=0.60, pairs=pairs,
        )  # fmt: skip


def _replays(service: int, key: str, answers: Sequence[Any], pairs: int, each: int) -> Ratio:
    """Each batch is sent once, and once more: the second is answered from the record of the first."""
    found = []
    for number in range(pairs):
        batch = answers[number * each : (number + 1) * each]
        first = _posted(service, key, batch)
        found.append((_posted(service, key, batch), first))
    return summed_up("a replayed answer to its first time", found, at_least=3, at_most=None, unit="/s")


def _approve(who: Payer, count: int) -> float:
    """Milliseconds to approve a bill of so many lines."""
    film = f"flm_{next(films)}"
    planned = [
        port.Planned(work=f"{film}/{number}", kind="draft", label="x", model="x", at_most=Credits("1.00"))
        for number in range(count)
    ]
    gate = port.show(who.studio_id, subject=film, kind="cost", shown={"title": "x"}, planned=planned)
    began = time.perf_counter()
    port.approve(who, gate=gate.id, digest=gate.digest, answer="approve", kinds=None, by="bench")
    return (time.perf_counter() - began) * 1000


def _answer_at_a_gate(who: Payer) -> tuple[str, str, str]:
    """A film at its cost gate: where to post the yes, under which key, and the body."""
    name = f"film-{next(films)}"
    film = Film.objects.create(
        studio_id=who.studio_id, license=who.license, name=name, idea="x", duration_seconds=5, aspect="16:9",
        language="english", resolution="720p", stage="cost", is_drafts_only=True, casting=CASTING,
    )  # fmt: skip
    Shot.objects.create(film=film, number=1, seconds=5, description="x")
    productions.advance(film.pk)
    gate = port.open_gate_of(who.studio_id, film.public_id)
    assert gate is not None
    body = json.dumps({"gate": gate.id, "digest": gate.digest, "answer": "approve"})
    return f"/api/v1/films/{name}/gate/answer", name, body


@contextmanager
def _served(settings: str) -> Iterator[int]:
    """uvicorn, as the stack runs it, under these settings; its port."""
    listening = any_free_port()
    command = list(programs.web(listening))
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                _ask(HTTPConnection("127.0.0.1", listening, timeout=5), "GET", "/health/live", "", "", "")
                break
            except OSError:
                time.sleep(0.1)
        yield listening
    finally:
        process.terminate()
        process.wait(20)


def _posted(listening: int, key: str, asked: Sequence[tuple[str, str, str]]) -> float:
    """Answers a second, with several clients at once, each on a connection it keeps."""
    wrong: list[int] = []

    def client(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", listening, timeout=60)
        for path, once, body in asked[number::CLIENTS]:
            status = _ask(connection, "POST", path, key, once, body)
            if status != 200:
                wrong.append(status)
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if wrong:
        raise RuntimeError(f"answered with {sorted(set(wrong))}")
    return len(asked) / took


def _ask(connection: HTTPConnection, method: str, path: str, key: str, once: str, body: str) -> int:
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": once, "Content-Type": "application/json"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status
