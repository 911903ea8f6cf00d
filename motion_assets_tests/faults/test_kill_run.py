import sys

import pytest

from motion_assets.cli import main
from motion_assets.defs.partitions import CODE_VERSION
from motion_assets.settings import Settings
from motion_assets.steps import plan
from motion_assets.steps.publish import publish_reel
from motion_assets.steps.workspace import open_workspace
from motion_assets_tests.conftest import make_reel
from motion_assets_tests.faults.kill_run import (
    PROMPTS,
    clip_bytes,
    kill_once,
    prepare,
    tables,
)
from motion_assets_tests.faults.small_run import few_colors, small_run

pytestmark = pytest.mark.slow


@pytest.fixture
def whole(tmp_path):
    """Data of the same reels, made one step after the other, without Dagster and its processes."""
    workspace = open_workspace(Settings(data_dir=tmp_path / "whole"))
    now = plan.standing(workspace)
    reels = (*few_colors(now).reels, *plan.plan_prompts(workspace, now, PROMPTS[:1]))
    assert len(reels) == 2
    for reel in reels:
        publish_reel(workspace, make_reel(workspace, reel, code_version=CODE_VERSION, now=now))
    return workspace.settings.data_dir


def test_a_killed_run_ends_with_the_tables_and_files_of_a_whole_one(whole, tmp_path, monkeypatch):
    killed = tmp_path / "killed"
    prepare(killed, PROMPTS[:1])
    kill_once(lambda: clip_bytes(killed), killed, small_run)
    workspace = open_workspace(Settings(data_dir=killed))
    assert not plan.standing(workspace).folded, "killed when a reel was done"
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(killed))
    monkeypatch.setattr(plan, "plan_static", few_colors)
    monkeypatch.setattr(sys, "argv", ["motion-assets", "run"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    assert tables(killed) == tables(whole)
    assert clip_bytes(killed) == clip_bytes(whole)
    now = plan.standing(workspace)
    assert not few_colors(now).reels
    assert not plan.plan_prompts(workspace, now, PROMPTS[:1])
