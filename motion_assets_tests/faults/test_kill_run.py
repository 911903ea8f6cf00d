import random

import pytest

from motion_assets_tests.faults.kill_run import (
    clip_bytes,
    finish,
    kill_after,
    prepare,
    tables,
)

pytestmark = pytest.mark.slow


def test_a_killed_run_ends_with_the_tables_and_files_of_a_whole_one(tmp_path):
    whole = tmp_path / "whole"
    prepare(whole)
    finish(whole)
    expected, files = tables(whole), clip_bytes(whole)
    killed = tmp_path / "killed"
    prepare(killed)
    kill_after(killed, random.Random(7).uniform(1.5, 7.0))
    finish(killed)
    assert tables(killed) == expected
    assert clip_bytes(killed) == files
    assert "Nothing to do" in finish(killed)
