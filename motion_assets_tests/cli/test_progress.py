import json
import time

import pytest

from motion_assets.storage.generations import newest
from motion_assets_tests.conftest import SMALL_WEB


@pytest.mark.usefixtures("published")
def test_progress_prints_one_json_document_with_every_figure(command):
    ended = command("progress", "--json")
    assert ended.status == 0, ended.err
    said = json.loads(ended.out)
    found = {(row["figure"], row["scope"]): row for row in said["figures"]}
    assert found["recorded_pct", ""]["value"] == 100.0
    assert found["first_bar_pct", "static_color"]["whole"] == 27_951
    assert (said["clips"], said["clips_not_recorded"], said["missing"]) == (4, 0, [])


@pytest.mark.usefixtures("published")
def test_watching_shows_again_until_it_is_stopped(command, monkeypatch):
    waited = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", wait)
    ended = command("progress", "--json", "--watch", "--every", "5")
    assert waited == [5.0, 5.0]
    assert ended.status == 130
    assert len([json.loads(line) for line in ended.out.splitlines()]) == 2


@pytest.mark.usefixtures("published")
def test_metrics_are_what_prometheus_reads(command):
    ended = command("metrics")
    assert ended.status == 0, ended.err
    for line in ended.out.splitlines():
        name, _, value = line.rpartition(" ")
        assert line.startswith("# ") or (name.startswith("motion_assets_") and float(value) >= 0)


def test_before_anything_is_published_progress_says_what_to_do(command):
    ended = command("progress")
    assert (ended.status, ended.out) == (1, "")
    assert "motion-assets run" in ended.err


def test_recover_names_what_was_missing_and_records_it(command, grown):
    generation = newest(grown.lake)
    assert generation is not None
    grown.lake.delete(f"reels/{SMALL_WEB.key}/commit.json")
    grown.lake.delete(f"generations/{generation.number:08d}.json")
    ended = command("recover", "--json")
    assert ended.status == 0, ended.err
    assert f"Missing learning (clip={SMALL_WEB.clip_id(0)})" in ended.err
    rows = json.loads(ended.out)
    assert len(rows) == 4
    assert all(row["recorded"] for row in rows)
    assert json.loads(command("recover", "--json").out) == []
