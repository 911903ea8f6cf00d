"""Recipes of the README: applied to a copy of the package, each does what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATCH = ROOT / "motion_assets_tests" / "recipes" / "new_aspect.patch"
MOST_FILES = 5


def test_the_aspect_of_branch_corner_mark_touches_five_files_and_is_whole(tmp_path):
    tests = "motion_assets_tests/core/clips/test_corner_mark.py"
    touched = re.findall(r"^\+\+\+ b/(\S+)$", PATCH.read_text("utf-8"), re.MULTILINE)
    assert len(touched) == MOST_FILES
    assert tests in touched
    # Modules that stay as they are need not be read and compiled anew.
    without = shutil.ignore_patterns("*.nb?")
    shutil.copytree(ROOT / "motion_assets", tmp_path / "motion_assets", ignore=without)
    # A repository around the copy would make git look for the files there.
    apart = os.environ | {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    subprocess.run(["git", "apply", str(PATCH)], cwd=tmp_path, env=apart, check=True)
    alone = ["--noconftest", "-q", "-c", os.devnull, "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *alone, "-p", "no:cacheprovider", tests],
        cwd=tmp_path,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
