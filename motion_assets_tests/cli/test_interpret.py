"""The interpret command: one prompt as text, JSON or an explanation, many as JSON lines."""

import json

import pytest
from typer.testing import CliRunner

from motion_assets.cli.app import app

RUNNER = CliRunner()
LINES = b"""{"id": 1, "prompt": "slow pan left"}

{"id": "b", "prompt": "\\ud83c\\udf0a \\ud800"}
"""


def test_a_prompt_as_text():
    result = RUNNER.invoke(app, ["interpret", "slow pan left"])
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "camera_motion: pan",
        "camera_direction: left",
        "motion_speed: slow",
        "camera_speed: slow",
    ]


def test_a_prompt_as_one_document():
    result = RUNNER.invoke(app, ["interpret", "slow pan left", "--json"])
    assert json.loads(result.stdout)["slots"]["camera_motion"] == ["pan"]


def test_another_language_is_answered_on_stderr():
    result = RUNNER.invoke(app, ["interpret", "ein ruhiger Ozean bei Sonnenuntergang"])
    assert (result.exit_code, result.stdout) == (0, "language: de\n")
    assert "looks like German" in result.stderr


def test_many_prompts_as_lines():
    result = RUNNER.invoke(app, ["interpret", "--jsonl"], input=LINES)
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert (first["id"], first["slots"]["motion_speed"]) == (1, ["slow"])
    assert first["evidence"][0]["text"] == "pan left"
    assert second["id"] == "b"
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param(b"not json", "Expecting value", id="no-json"),
        pytest.param(b'{"id": 1}', "got '{\"id\": 1}'.", id="no-prompt"),
        pytest.param(b'{"id": 1, "prompt": 2}', "got", id="prompt-is-no-text"),
        pytest.param(b"[]", "got '[]'.", id="no-object"),
        pytest.param(b"\xff\xfe{", "codec", id="no-utf-8"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_answered(line, why):
    result = RUNNER.invoke(app, ["interpret", "--jsonl"], input=line + b"\n" + LINES)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.startswith('line 1: expected {"id": ..., "prompt": "text"}, ')
    assert why in result.stderr


def test_no_prompt_says_what_to_give():
    result = RUNNER.invoke(app, ["interpret"])
    assert result.exit_code == 2
    assert "give a prompt in quotes, or --jsonl" in " ".join(result.stderr.split())
