import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from motion_assets.settings import Settings
from motion_assets.steps.health import FILE, Health, check_health, write_health
from motion_assets.steps.pause import pause
from motion_assets.steps.workspace import Workspace, open_workspace

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def look(workspace: Workspace, *, working: bool = True, since: datetime = NOW) -> Health:
    return check_health(workspace, now=NOW, working=working, alive_runs=0, since=since)


def published(workspace: Workspace, *, age_s: float) -> None:
    at = NOW.timestamp() - age_s
    os.utime(workspace.settings.database_path, (at, at))


def test_a_loop_that_publishes_is_healthy(grown):
    published(grown, age_s=60)
    found = look(grown, since=NOW - timedelta(days=1))
    assert (found.healthy, found.problems, found.generation) == (True, (), 2)
    assert found.generation_age_s == 60


def test_a_generation_older_than_the_budget_is_not_healthy_while_a_loop_works(grown):
    published(grown, age_s=1_800)
    found = look(grown, since=NOW - timedelta(days=1))
    assert not found.healthy
    assert found.problems[0].startswith("Nothing was published for 1800 s (limit 1800 s)")
    assert look(grown, working=False, since=NOW - timedelta(days=1)).healthy


def test_a_loop_that_just_began_or_is_paused_is_not_stuck(grown):
    published(grown, age_s=1e6)
    assert look(grown, since=NOW - timedelta(seconds=1_799)).healthy
    pause(grown, by="a test", at=NOW)
    assert look(grown, since=NOW - timedelta(days=1)).healthy


def test_a_loop_that_never_published_is_stuck_after_as_long(workspace):
    assert look(workspace, since=NOW - timedelta(seconds=1_799)).healthy
    assert not look(workspace, since=NOW - timedelta(seconds=1_800)).healthy


def test_a_clock_set_back_does_not_make_the_loop_unhealthy(grown):
    published(grown, age_s=-3_600)
    assert look(grown, since=NOW + timedelta(hours=1)).healthy


def test_a_disk_that_is_nearly_full_is_not_healthy(tmp_path):
    workspace = open_workspace(Settings(data_dir=tmp_path / "data", min_free_bytes=10**18))
    found = look(workspace, working=False)
    assert not found.healthy
    assert "Make room, or lower MOTION_ASSETS_MIN_FREE_BYTES" in found.problems[0]


@pytest.mark.parametrize("times", [1, 2])
def test_the_health_file_is_whole_and_leaves_nothing_beside_it(grown, times):
    for _ in range(times):
        write_health(grown, look(grown))
    folder = grown.settings.data_dir
    assert json.loads((folder / FILE).read_text(encoding="utf-8"))["generation"] == 2
    assert [path.name for path in folder.glob(f"{FILE}*")] == [FILE]
