import signal
from pathlib import Path
from typing import Any

STILL = {"prompt": "a horse in a field", "aspect_ratio": "1:1"}


def test_after_a_kill_the_bill_is_whole_and_waiting_tasks_finish(start: Any, tmp_path: Path) -> None:
    flags = ("--state", str(tmp_path), "--latency", "0", "--balance", "1000", "--media", "plain")
    first = start(*flags)
    done = first.order("z-image", **STILL)
    assert first.finished(done)["state"] == "success"
    failed = first.order("z-image", **STILL | {"prompt": "x [[fail:nsfw]]"})
    first.finished(failed)
    waiting = first.order("z-image", **STILL | {"prompt": "a horse [[slow:1]]"})
    before = first.bill()
    first.end(signal.SIGKILL)

    second = start(*flags)
    after = second.bill()
    assert [line["taskId"] for line in after["orders"]] == [done, failed, waiting]
    assert after["balance"] == before["balance"] == "998.40"
    assert second.finished(waiting)["state"] == "success"
    assert second.bill()["total"] == "1.60"


def test_a_torn_last_line_is_forgotten(start: Any, tmp_path: Path) -> None:
    flags = ("--state", str(tmp_path), "--latency", "0", "--balance", "1000", "--media", "plain")
    first = start(*flags)
    task = first.order("z-image", **STILL | {"prompt": "x [[fail:nsfw]]"})
    first.finished(task)
    first.end(signal.SIGKILL)
    with (tmp_path / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"kind":"placed","task_id":"abc')

    second = start(*flags)
    later = second.order("z-image", **STILL | {"prompt": "y [[fail:nsfw]]"})
    second.finished(later)
    second.end(signal.SIGKILL)
    third = start(*flags)
    assert [line["taskId"] for line in third.bill()["orders"]] == [task, later]


def test_without_a_state_folder_nothing_is_left_behind(start: Any) -> None:
    passing = start("--latency", "0", "--media", "plain")
    url = passing.result("z-image", **STILL)
    assert passing.http.get(url).status_code == 200
    passing.end(signal.SIGTERM)
    again = start("--latency", "0", "--media", "plain")
    assert again.bill()["orders"] == []
