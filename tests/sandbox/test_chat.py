import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

TEXT = {"type": "string", "minLength": 1, "maxLength": 2000}
NAME = {"type": "string", "minLength": 1, "maxLength": 80}
SCRIPT = {
    "type": "object",
    "$defs": {
        "Line": {"type": "object", "properties": {"character": NAME, "line": TEXT}, "required": ["character", "line"]},
        "Scene": {
            "type": "object",
            "properties": {
                "heading": TEXT, "summary": TEXT, "location": NAME, "action": TEXT,
                "dialogue": {"type": "array", "items": {"$ref": "#/$defs/Line"}, "maxItems": 40},
                "seconds": {"type": "integer", "minimum": 1, "maximum": 3600},
            },
            "required": ["heading", "summary", "location", "action", "dialogue", "seconds"],
        },
        "Thing": {
            "type": "object",
            "properties": {"name": NAME, "description": TEXT}, "required": ["name", "description"],
        },
    },
    "properties": {
        "title": NAME, "logline": TEXT, "look": TEXT,
        "scenes": {"type": "array", "items": {"$ref": "#/$defs/Scene"}, "minItems": 1, "maxItems": 60},
        "characters": {"type": "array", "items": {"$ref": "#/$defs/Thing"}, "minItems": 1, "maxItems": 12},
        "locations": {"type": "array", "items": {"$ref": "#/$defs/Thing"}, "minItems": 1, "maxItems": 12},
        "continuity": {"type": "array", "items": TEXT, "maxItems": 30},
    },
    "required": ["title", "logline", "look", "scenes", "characters", "locations", "continuity"],
}  # fmt: skip
ENGINES = ["seedance-2", "seedance-1.5", "kling-3.0", "gemini-omni", "veo-3.1"]
CASTING = {
    "type": "object",
    "properties": {
        "hero_engine": {"enum": ENGINES}, "clips_engine": {"enum": ENGINES},
        "stills_engine": {"enum": ["nano-banana", "seedream"]}, "reason": TEXT,
    },
    "required": ["hero_engine", "clips_engine", "stills_engine", "reason"],
}  # fmt: skip
PLAN = {
    "type": "object",
    "properties": {
        "shots": {
            "type": "array", "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "scene": {"type": "integer", "minimum": 1}, "description": TEXT,
                    "framing": {"enum": ["wide", "establishing", "medium", "close-up", "two-shot", "over-the-shoulder",
                                         "POV", "insert", "overhead", "drone", "low angle"]},
                    "move": {"enum": ["static", "pan", "tilt", "push-in", "pull-out", "dolly", "tracking", "crane",
                                      "orbit", "handheld", "rack focus"]},
                    "light": NAME, "seconds": {"type": "integer", "minimum": 1, "maximum": 15},
                    "characters": {"type": "array", "items": NAME}, "location": NAME, "is_hero": {"type": "boolean"},
                },
            },
        },
    },
    "required": ["shots"],
}  # fmt: skip
ROBOTS = "two robots fall in love at a bus stop"


def post(sandbox: Any, **body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = sandbox.http.post("/gemini-2.5-flash/v1/chat/completions", json=body).json()
    return answer


def ask(
    sandbox: Any, schema: dict[str, Any], idea: str, extra: str = "", facts: str = "Seconds: 30\nShots: 6"
) -> Any:
    text = f"<brief>{idea}</brief>\n{extra}\n{facts}\n"
    messages = [{"role": "user", "content": [{"type": "text", "text": text}]}]
    wanted = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    answer = post(sandbox, stream=False, messages=messages, response_format=wanted)
    told = json.loads(answer["choices"][0]["message"]["content"])
    jsonschema.validate(told, schema)
    return told


def test_a_script_fits_its_schema_its_length_and_its_brief(sandbox: Any) -> None:
    script = ask(sandbox, SCRIPT, ROBOTS)
    assert sum(scene["seconds"] for scene in script["scenes"]) == 30
    assert [person["description"].count("robot") for person in script["characters"]] == [1, 1]
    assert len({person["name"] for person in script["characters"]}) == 2
    assert {scene["location"] for scene in script["scenes"]} == {"bus stop"}


def test_one_brief_gives_one_script_and_another_brief_another(sandbox: Any) -> None:
    assert ask(sandbox, SCRIPT, ROBOTS) == ask(sandbox, SCRIPT, ROBOTS)
    other = ask(sandbox, SCRIPT, "an old fisherman looks for his lost bell in the harbour")
    assert "harbour" in {place["name"] for place in other["locations"]}
    assert other["title"] != ask(sandbox, SCRIPT, ROBOTS)["title"]


@pytest.mark.parametrize(
    ("language", "letters"), [("telugu", "అఆఇఈకగచజతదనపబమయరలవసహ"), ("hindi", "अआइकगचजतदनपबमयरलवसह")]
)
def test_dialogue_and_headings_are_in_the_language_asked(sandbox: Any, language: str, letters: str) -> None:
    script = ask(sandbox, SCRIPT, ROBOTS, facts=f"Seconds: 30\nLanguage: {language}")
    for scene in script["scenes"]:
        assert set(scene["heading"]) & set(letters)
        assert all(set(line["line"]) & set(letters) for line in scene["dialogue"])


def test_a_note_changes_the_ending_and_keeps_the_rest(sandbox: Any) -> None:
    sad = ask(sandbox, SCRIPT, "a sad farewell at the station")
    note = f"<script>{json.dumps(sad)}</script>\n<note>make the ending happier</note>"
    happy = ask(sandbox, SCRIPT, "a sad farewell at the station", extra=note)
    assert happy["scenes"][-1]["action"] != sad["scenes"][-1]["action"]
    assert happy["scenes"][:-1] == sad["scenes"][:-1]
    assert happy["characters"] == sad["characters"]


def test_a_shot_plan_has_as_many_shots_and_seconds_as_asked(sandbox: Any) -> None:
    script = ask(sandbox, SCRIPT, ROBOTS)
    shots = ask(sandbox, PLAN, ROBOTS, extra=f"<script>{json.dumps(script)}</script>")["shots"]
    names = {person["name"] for person in script["characters"]}
    assert len(shots) == 6
    assert sum(shot["seconds"] for shot in shots) == 30
    assert {shot["scene"] for shot in shots} == set(range(1, len(script["scenes"]) + 1))
    assert all(set(shot["characters"]) <= names for shot in shots)
    assert {shot["is_hero"] for shot in shots} == {True, False}


def test_a_note_changes_the_shot_it_names_and_no_other(sandbox: Any) -> None:
    script = f"<script>{json.dumps(ask(sandbox, SCRIPT, ROBOTS))}</script>"
    before = ask(sandbox, PLAN, ROBOTS, extra=script)
    note = (
        f"{script}<previous>{json.dumps(before)}</previous><note>scene 2 shot 2 should be a top shot</note>"
    )
    after = ask(sandbox, PLAN, ROBOTS, extra=note)
    changed = [
        index
        for index, pair in enumerate(zip(before["shots"], after["shots"], strict=True))
        if pair[0] != pair[1]
    ]
    assert [after["shots"][index]["framing"] for index in changed] == ["overhead"]
    assert after["shots"][changed[0]]["scene"] == 2


def test_casting_takes_allowed_engines_and_heeds_the_note(sandbox: Any) -> None:
    facts = "Seconds: 30\nEngines allowed: seedance-1.5, gemini-omni, seedream"
    plain = ask(sandbox, CASTING, ROBOTS, facts=facts)
    assert {plain["hero_engine"], plain["clips_engine"]} <= {"seedance-1.5", "gemini-omni"}
    assert plain["stills_engine"] == "seedream"
    noted = ask(sandbox, CASTING, ROBOTS, extra="<note>use omni for the hero shots</note>", facts=facts)
    assert noted["hero_engine"] == "gemini-omni"


def test_any_other_schema_is_fulfilled(sandbox: Any) -> None:
    schema = {
        "type": "object",
        "properties": {
            "verdict": {"enum": ["keep", "cut"]}, "score": {"type": "number", "minimum": 2, "maximum": 3},
            "notes": {"type": "array", "minItems": 2, "items": {"anyOf": [{"type": "null"}, NAME]}},
            "kind": {"const": "review"}, "why": {"type": ["string", "null"], "maxLength": 9},
        },
        "required": ["verdict", "score", "notes", "kind", "why"],
    }  # fmt: skip
    assert ask(sandbox, schema, ROBOTS)["kind"] == "review"


def test_a_call_is_charged_by_its_tokens(sandbox: Any) -> None:
    before = sandbox.balance()
    messages = [{"role": "user", "content": f"<brief>{ROBOTS}</brief>"}]
    wanted = {"type": "json_schema", "json_schema": {"name": "script", "schema": SCRIPT}}
    answer = post(sandbox, stream=False, messages=messages, response_format=wanted)
    assert 0.1 < answer["credits_consumed"] < 1.2
    assert sandbox.balance() == pytest.approx(before - answer["credits_consumed"])
    assert sandbox.bill()["chat"][-1]["credits"] == f"{answer['credits_consumed']:.2f}"


def test_without_a_schema_it_answers_in_plain_words(sandbox: Any) -> None:
    answer = post(sandbox, stream=False, messages=[{"role": "user", "content": ROBOTS}])
    assert "bus stop" in answer["choices"][0]["message"]["content"].lower()
    assert answer["object"] == "chat.completion"


def test_it_streams_unless_told_otherwise(sandbox: Any) -> None:
    body = {"messages": [{"role": "user", "content": ROBOTS}]}
    answer = sandbox.http.post("/gpt-5-2/v1/chat/completions", json=body)
    events = [line.removeprefix("data: ") for line in answer.text.splitlines() if line]
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert events[-1] == "[DONE]"
    assert json.loads(events[-2])["credits_consumed"] >= 0.01


def test_a_wrong_key_is_told_in_the_envelope(sandbox: Any) -> None:
    answer = sandbox.http.post(
        "/gemini-2.5-flash/v1/chat/completions", json={}, headers={"Authorization": "x"}
    )
    assert (answer.status_code, answer.json()["code"]) == (200, 401)


def test_an_unknown_chat_path_is_a_true_404(sandbox: Any) -> None:
    assert sandbox.http.post("/gemini-99/v1/chat/completions", json={}).status_code == 404
