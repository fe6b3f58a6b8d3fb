import json
import os
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from rendering.engines import catalog
from rendering.planning import writer
from rendering.planning.fit import shot_count
from rendering.planning.prompts import Brief
from rendering.planning.schemas import Casting, Script
from rendering.planning.writer import PlanningFailed
from rendering.provider.client import Client
from rendering.provider.errors import KeyRefused
from tests.rendering.provider.clients import impatient
from tests.rendering.provider.raw_server import RawServer, saying, serving
from tests.sandbox_process import SandboxProcess

BRIEF = Brief(idea="two robots fall in love at a bus stop", seconds=30, aspect="9:16", language="telugu")
ENGINES = tuple(engine.name for engine in catalog.ENGINES)
CASTING = {
    "hero_engine": "veo-3.1",
    "clips_engine": "seedance-2",
    "stills_engine": "nano-banana",
    "reason": "They move well.",
}


@pytest.fixture
def client(sandbox: SandboxProcess) -> Iterator[Client]:
    client = Client(sandbox.url, sandbox.url, os.environ["POD_KIE_API_KEY"])
    yield client
    client.close()


@pytest.fixture
def script(client: Client) -> Script:
    return writer.write_script(client, BRIEF).shape


def completion(content: Any) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    return json.dumps({"choices": [{"message": {"content": text}}], "credits_consumed": 0.11})


def last_words(server: RawServer, request: int) -> str:
    sent = json.loads(server.requests[request].partition(b"\r\n\r\n")[2])
    text: str = sent["messages"][-1]["content"][0]["text"]
    return text


def test_a_script_is_written_and_its_cost_is_told(client: Client, sandbox: SandboxProcess) -> None:
    before = Decimal(sandbox.bill()["chat_total"])
    written = writer.write_script(client, BRIEF)
    assert written.shape.scenes
    assert written.credits_consumed == Decimal(sandbox.bill()["chat_total"]) - before > 0


def test_a_script_is_changed_by_a_note(client: Client, script: Script) -> None:
    changed = writer.write_script(client, BRIEF, note="make the ending happier", previous=script)
    assert changed.shape != script


def test_a_casting_keeps_to_the_engines_allowed(client: Client) -> None:
    allowed = ("seedance-2", "seedream")
    casting = writer.choose_casting(client, BRIEF, engines=allowed).shape
    assert {casting.hero_engine, casting.clips_engine, casting.stills_engine} == set(allowed)


def test_a_note_recasts(client: Client, script: Script) -> None:
    before = Casting.model_validate(CASTING)
    casting = writer.choose_casting(
        client, BRIEF, engines=ENGINES, script=script, note="use omni for the hero shots", previous=before
    ).shape
    assert casting.hero_engine == "gemini-omni"


def test_a_shot_plan_fills_the_film_with_the_script_s_own(client: Client, script: Script) -> None:
    count = shot_count(BRIEF.seconds, len(script.scenes))
    plan = writer.plan_shots(client, BRIEF, script, shots=count, longest=8).shape
    assert sum(shot.seconds for shot in plan.shots) == BRIEF.seconds
    assert max(shot.seconds for shot in plan.shots) <= 8
    assert len(plan.shots) == count
    assert {name for shot in plan.shots for name in shot.characters} <= {
        one.name for one in script.characters
    }
    assert {shot.location for shot in plan.shots} <= {one.name for one in script.locations}


def test_a_shot_plan_is_changed_by_a_note(client: Client, script: Script) -> None:
    plan = writer.plan_shots(client, BRIEF, script, shots=6).shape
    changed = writer.plan_shots(
        client, BRIEF, script, shots=6, note="scene 1 shot 1 should be a top shot", previous=plan
    )
    assert changed.shape.shots[0].framing == "overhead"


@pytest.mark.parametrize(
    "answer", [CASTING, "```json\n" + json.dumps(CASTING) + "\n```", "Here you are: " + json.dumps(CASTING)]
)
def test_a_usable_answer_is_found_in_its_wrapping(answer: Any) -> None:
    with serving(saying(completion(answer))) as server:
        written = writer.choose_casting(impatient(server.url), BRIEF, engines=ENGINES)
    assert written.shape == Casting.model_validate(CASTING)


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("not JSON", "Invalid JSON"),
        ({"hero_engine": "sora"}, "hero_engine"),
        ({**CASTING, "clips_engine": "kling-3.0"}, "kling-3.0 is not among the engines allowed."),
    ],
)
def test_a_bad_answer_is_asked_for_again_with_what_was_wrong(bad: Any, complaint: str) -> None:
    with serving(saying(completion(bad)), saying(completion(CASTING))) as server:
        written = writer.choose_casting(
            impatient(server.url), BRIEF, engines=("veo-3.1", "seedance-2", "nano-banana")
        )
    assert written.credits_consumed == Decimal("0.22")
    assert complaint in last_words(server, 1)


def test_three_bad_answers_are_enough() -> None:
    with serving(saying(completion("no"))) as server, pytest.raises(PlanningFailed) as failure:
        writer.write_script(impatient(server.url), BRIEF)
    assert str(failure.value) == "The script could not be written: 3 answers in a row could not be used."
    assert failure.value.credits_consumed == Decimal("0.33")
    assert len(server.requests) == 3


def test_what_was_spent_before_a_fault_is_told() -> None:
    behaviors = saying(completion("no")), saying('{"code":455,"msg":"maintenance"}')
    with serving(*behaviors) as server, pytest.raises(PlanningFailed, match="stopped answering") as failure:
        writer.write_script(impatient(server.url), BRIEF)
    assert failure.value.credits_consumed == Decimal("0.11")


def test_a_refused_call_is_not_tried_again() -> None:
    with serving(saying('{"code":401,"msg":"Unauthorized"}')) as server, pytest.raises(KeyRefused):
        writer.write_script(impatient(server.url), BRIEF)
    assert len(server.requests) == 1
