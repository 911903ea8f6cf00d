"""The doctor's verdicts, each for a data folder that earns it."""

import json
import sys

import pytest

from motion_assets.cli import doctor


def verdicts(ended) -> dict[str, tuple[str, str]]:
    return {row["check"]: (row["verdict"], row["detail"]) for row in json.loads(ended.out)}


def test_a_grown_folder_is_well(published, command):
    ended = command("doctor", "--json")
    found = verdicts(ended)
    assert (ended.status, ended.err) == (0, "")
    assert {name: found[name][0] for name in ("data folder", "published registry")} == {
        "data folder": "ok",
        "published registry": "ok",
    }
    assert found["stable file"][0] == "ok"
    assert found["stable file"][1].startswith(f"{published / 'motion_assets.duckdb'} is generation")
    assert found["python"] == ("ok", ".".join(map(str, sys.version_info[:3])))
    assert "libx264rgb" in found["encoders"][1]


def test_an_empty_folder_is_a_hint_and_stays_empty(command, tmp_path):
    ended = command("doctor", "--json")
    found = verdicts(ended)
    assert ended.status == 0
    assert found["published registry"][0] == found["stable file"][0] == "warn"
    assert "motion-assets run" in found["stable file"][1]
    assert not (tmp_path / "data").exists()


def test_a_stable_file_that_is_missing_is_a_failure(grown, command):
    grown.settings.database_path.unlink()
    ended = command("doctor", "--json")
    assert ended.status == 1
    assert verdicts(ended)["stable file"][0] == "fail"


@pytest.mark.parametrize("content", [b"", b"not a database"], ids=["emptied", "overwritten"])
def test_a_stable_file_that_was_changed_is_a_failure(content, grown, command):
    grown.settings.database_path.write_bytes(content)
    ended = command("doctor", "--json")
    assert ended.status == 1
    verdict, detail = verdicts(ended)["stable file"]
    assert verdict == "fail"
    assert "or was changed; delete it and run: motion-assets run" in detail


def test_the_stable_file_of_an_older_generation_is_a_failure(grown, command):
    first, last = sorted((grown.settings.data_dir / "lake/generations/objects").glob("*.duckdb"))
    assert first.read_bytes() != last.read_bytes()
    grown.settings.database_path.write_bytes(first.read_bytes())
    verdict, detail = verdicts(command("doctor", "--json"))["stable file"]
    assert verdict == "fail"
    assert "is not generation 2" in detail


def test_a_data_folder_that_is_a_file_is_a_failure(command, tmp_path):
    (tmp_path / "data").write_text("")
    ended = command("doctor", "--json")
    assert ended.status == 1
    assert verdicts(ended)["data folder"] == (
        "fail",
        f"{tmp_path / 'data'} is a file; set MOTION_ASSETS_DATA_DIR to a folder",
    )


def test_broken_settings_are_one_failure_and_nothing_is_guessed_from_them(command, monkeypatch):
    monkeypatch.setenv("MOTION_ASSETS_MAX_FRAMES", "0")
    ended = command("doctor", "--json")
    found = verdicts(ended)
    assert ended.status == 1
    assert found["settings"][0] == "fail"
    assert "MOTION_ASSETS_MAX_FRAMES=0" in found["settings"][1]
    assert "data folder" not in found


def test_little_room_is_a_warning(command, monkeypatch):
    monkeypatch.setattr(doctor, "MIN_FREE_BYTES", 10**18)
    assert verdicts(command("doctor", "--json"))["data folder"][0] == "warn"


def test_a_missing_encoder_is_a_failure(command, monkeypatch):
    monkeypatch.setattr(doctor, "ENCODERS", ("libx264", "no-such-encoder"))
    ended = command("doctor", "--json")
    assert ended.status == 1
    assert "lacks no-such-encoder; reinstall with make" in verdicts(ended)["encoders"][1]


def test_no_browser_is_a_warning(command, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert verdicts(command("doctor", "--json"))["browser"][0] == "warn"


def test_the_table_shows_every_detail_whole(published, command):
    assert str(published / "motion_assets.duckdb") in command("doctor").out
