"""Never ordering twice: the idempotency key is on disk before anything is sent."""

import json
import os
import signal
import time
import uuid
from collections.abc import Callable

from tests.cli import scenes
from tests.cli.stand_in import StandIn
from tests.cli.studio import Desk


def until(is_so: Callable[[], object]) -> None:
    for _ in range(1000):
        if is_so():
            return
        time.sleep(0.01)
    raise AssertionError("it never came to that")


def test_a_lost_answer_is_asked_for_again_with_the_same_key(service: StandIn, desk: Desk) -> None:
    service.dropped["POST films"] = 2
    assert desk.run("produce", "robots").code == 0
    posts = service.posts("films")
    assert len(posts) == 3
    assert len({post.key for post in posts}) == 1
    assert desk.pending == []


def test_every_intention_has_a_key_of_its_own(service: StandIn, desk: Desk) -> None:
    desk.run("produce", "robots")
    desk.run("produce", "robots")
    keys = [post.key for post in service.posts("films")]
    assert len(set(keys)) == 2
    assert all(key and uuid.UUID(key) for key in keys)


def test_a_killed_terminal_asks_again_with_the_key_on_disk(service: StandIn, desk: Desk) -> None:
    service.seconds_to_answer["POST films"] = 30
    killed = desk.start("produce", "robots", "--auto")
    until(lambda: service.posts("films"))
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    (kept,) = [json.loads(file.read_text()) for file in desk.pending]
    service.seconds_to_answer.clear()
    assert desk.run("produce", "robots", "--auto").code == 0
    first, second = service.posts("films")
    assert first.key == second.key == kept["key"]
    assert desk.pending == []


def test_other_words_and_words_after_ten_minutes_are_meant_anew(service: StandIn, desk: Desk) -> None:
    service.dropped["POST films"] = 4
    lost = desk.run("produce", "robots")
    assert lost.code == 6
    assert "never orders it twice" in lost.err
    assert desk.run("produce", "other robots").code == 0
    (file,) = desk.pending
    file.write_text(json.dumps(json.loads(file.read_text()) | {"at": time.time() - 601}))
    assert desk.run("produce", "robots").code == 0
    assert len({post.key for post in service.posts("films")}) == 3


def test_while_the_first_is_still_running_it_waits(service: StandIn, desk: Desk) -> None:
    busy = {"code": "idempotency_in_progress", "detail": "Still at work."}
    service.fixed["POST films"] = (409, busy)
    assert desk.run("produce", "robots").code == 0
    first, second = service.posts("films")
    assert first.key == second.key


def test_a_refusal_is_an_answer_and_leaves_nothing_behind(service: StandIn, desk: Desk) -> None:
    service.fixed["POST films"] = (403, {"code": "studio_frozen", "detail": "Your studio is frozen."})
    run = desk.run("produce", "robots")
    assert (run.code, run.err) == (5, "Your studio is frozen.\n")
    assert desk.pending == []


def test_a_service_that_is_not_there_leaves_nothing_behind(desk: Desk) -> None:
    run = desk.run("produce", "robots", POD_URL="http://127.0.0.1:9")
    assert run.code == 6
    assert "make up" in run.err
    assert desk.pending == []


def test_an_answer_at_a_gate_survives_a_lost_connection(service: StandIn, desk: Desk) -> None:
    place = f"films/{scenes.NAME}/gate/answer"
    service.script = [scenes.gate("cost")]
    service.dropped[f"POST {place}"] = 1
    terminal = desk.terminal("resume", scenes.NAME)
    terminal.sees("y = go")
    terminal.types("y")
    assert terminal.ends() == 0
    assert len({post.key for post in service.posts(place)}) == 1
