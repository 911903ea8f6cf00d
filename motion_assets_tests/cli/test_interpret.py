"""The interpret command: one prompt as text, JSON or an explanation, many as JSON lines."""

import json
import subprocess
import sys

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


def test_lines_are_answered_without_what_reads_options_and_settings(tmp_path):
    script = (
        "import sys; sys.argv[1:] = ['interpret', '--jsonl']\n"
        "from motion_assets.cli import main\n"
        "try:\n    main()\n"
        "finally:\n    print(sorted({'typer', 'pydantic', 'numpy'} & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=LINES, capture_output=True, cwd=tmp_path, check=False
    )
    *answers, loaded = done.stdout.decode().splitlines()
    assert [json.loads(line)["id"] for line in answers] == [1, "b"]
    assert (done.returncode, loaded, done.stderr) == (0, "[]", b"")


@pytest.mark.parametrize(
    ("variable", "value"), [("MOTION_ASSETS_DATA_DIR", "."), ("MOTION_ASSETS_LAKE_URL", "")]
)
def test_learned_words_count_for_lines(tmp_path, monkeypatch, variable, value):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(tmp_path))
    told = RUNNER.invoke(app, ["interpret", "a zorble harbor", "--correct", "zorble=mood:tense"])
    assert told.exit_code == 0
    monkeypatch.setenv(variable, value)
    result = RUNNER.invoke(app, ["interpret", "--jsonl"], input='{"id": 1, "prompt": "zorble"}')
    assert json.loads(result.stdout)["slots"]["mood"] == ["tense"]


def test_a_setting_that_there_is_none_of_is_named_beside_lines(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MOTION_ASSETS_DATA_DRI", str(tmp_path))
    result = RUNNER.invoke(app, ["interpret", "--jsonl"], input=LINES)
    assert "Did you mean MOTION_ASSETS_DATA_DIR?" in str(result.exception)
