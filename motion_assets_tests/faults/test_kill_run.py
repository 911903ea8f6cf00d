import random
import sys

import pytest

from motion_assets.cli import main
from motion_assets.settings import Settings
from motion_assets.steps import plan
from motion_assets.steps.workspace import open_workspace
from motion_assets_tests.faults.kill_run import (
    PROMPTS,
    clip_bytes,
    finish,
    kill_after,
    prepare,
    tables,
)
from motion_assets_tests.faults.small_run import COMMAND, few_colors

pytestmark = pytest.mark.slow


@pytest.fixture
def whole(tmp_path, monkeypatch):
    """Data of a run that nobody killed, made in this process."""
    folder = tmp_path / "whole"
    prepare(folder, PROMPTS[:1])
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(folder))
    monkeypatch.setattr(plan, "plan_static", few_colors)
    monkeypatch.setattr(sys, "argv", ["motion-assets", "run"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    return folder


def test_a_killed_run_ends_with_the_tables_and_files_of_a_whole_one(whole, tmp_path):
    killed = tmp_path / "killed"
    prepare(killed, PROMPTS[:1])
    kill_after(killed, random.Random(7).uniform(1.5, 7.0), COMMAND)
    finish(killed, COMMAND)
    assert tables(killed) == tables(whole)
    assert clip_bytes(killed) == clip_bytes(whole)
    workspace = open_workspace(Settings(data_dir=killed))
    now = plan.standing(workspace)
    assert not few_colors(now).reels
    assert not plan.plan_prompts(workspace, now, PROMPTS[:1])
