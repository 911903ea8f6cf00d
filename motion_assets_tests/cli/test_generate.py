"""``motion-assets generate``: prompts on stdout, one a line, or one JSON document."""

import json

from motion_assets.core.prompts.interpret import interpret


def test_prompts_come_one_a_line_and_the_same_for_the_same_seed(command):
    first = command("generate", "--count", "4", "--seed", "3")
    assert first.status == 0
    assert len(first.out.splitlines()) == 4
    assert command("generate", "--count", "4", "--seed", "3").out == first.out


def test_targets_are_named(command):
    ended = command(
        "generate", "--count", "2", "--targets", "mood=calm", "--targets", "color=solid teal",
        "--forbid", "mood=dark", "--json",
    )  # fmt: skip
    document = json.loads(ended.out)
    assert len(document["prompts"]) == 2
    for row in document["prompts"]:
        slots = interpret(row["prompt"]).slots
        assert "calm" in slots["mood"]
        assert slots["color_cells"] == ("0,125,125_1.00",)
        assert slots["negations"]
        assert row["source"] == "generated"
        assert row["slots"]["color_cells"] == ["0,125,125_1.00"]


def test_a_target_that_is_not_known_is_a_wrong_call(command):
    ended = command("generate", "--targets", "mood=clam")
    assert ended.status == 2
    assert "Did you mean 'calm'" in ended.err
    assert command("generate", "--targets", "calm").status == 2
    assert command("generate", "--gaps", "--targets", "mood=calm").status == 2


def test_gaps_of_a_data_folder_are_named(command, tmp_path, monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(tmp_path))
    ended = command("generate", "--gaps", "--count", "3", "--json")
    assert ended.status == 0
    assert len(json.loads(ended.out)["prompts"]) == 3
