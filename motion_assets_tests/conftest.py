"""Fixtures shared by all tests: small reels made for real, once where that is enough.

What is slow to import is imported where it is used: the process that hands out the tests reads this
file before any other can start.
"""

import atexit
import fcntl
import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from motion_assets.core.clips.request import ClipRequest, ReelRequest

if TYPE_CHECKING:
    import dagster as dg

    from motion_assets.steps.plan import Standing
    from motion_assets.steps.workspace import Workspace

# How long an example takes says something of the machine, nothing of the property; and the same
# code passes or fails alike each time, so that a failure is always that of the last change.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True, max_examples=50)
hypothesis_settings.load_profile("suite")

SMALL_SWEEP = ReelRequest(
    workflow="sweep",
    seed=1,
    clips=(
        ClipRequest(color_cells=tuple(range(0, 27_951, 700)), sound_cells=(0, 7, 150)),
        ClipRequest(color_cells=(5, 11_462), sound_cells=(300,)),
    ),
)
SMALL_WEB = ReelRequest(
    workflow="web",
    seed=2,
    clips=(
        ClipRequest(prompt="a red circle on a blue background, no sound", duration_s=1.0),
        ClipRequest(prompt="neon city at night, camera pans right", duration_s=1.0),
    ),
)


def make_reel(
    workspace: "Workspace",
    request: ReelRequest,
    *,
    code_version: str = "test",
    now: "Standing | None" = None,
) -> str:
    """Carry one reel from its request to its commit, without Dagster."""
    from motion_assets.steps.compose import compose_reel
    from motion_assets.steps.interpret import interpret_reel
    from motion_assets.steps.learn import learn_reel
    from motion_assets.steps.observe import observe_reel
    from motion_assets.steps.plan import standing, write_down
    from motion_assets.steps.render import render_reel

    write_down(workspace, request, standing(workspace) if now is None else now)
    for step in (interpret_reel, compose_reel, render_reel, observe_reel):
        step(workspace, request.key)
    learn_reel(workspace, request.key, code_version=code_version)
    return request.key


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is collected and imported stays to the end: nobody need search it for garbage.

    Tests hold large tables for long, and a tenth of their time went into searching those.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        gc.enable()
        # What is frozen is never taken down, and extension modules call that a leak.
        atexit.register(gc.unfreeze)


@pytest.fixture(scope="session", autouse=True)
def _files_are_not_flushed() -> Iterator[None]:
    """Wait for no disk: what is flushed differs after a power failure alone, which no test makes.

    Ten thousand flushes took a tenth of all time. What is no open file is refused as before, and
    commands in processes of their own flush.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", os.fstat)
        yield


@pytest.fixture(scope="session", autouse=True)
def _kernels_are_compiled_once() -> Iterator[None]:
    """Whatever is tested: arguments of another type or layout make numba compile again, for long.

    That would be at a first job, as `make run` compiles every kernel for one type of arguments.
    """
    yield
    twice = [
        f"{name}.{function.py_func.__name__}"
        for name, module in list(sys.modules.items())
        if name.startswith("motion_assets.") and name.endswith("_kernel")
        for function in vars(module).values()
        if len(getattr(function, "signatures", ())) > 1 and function.stats.cache_path is not None
    ]
    assert twice == []


@pytest.fixture(autouse=True)
def _data_folder_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the checkout's own data."""
    monkeypatch.setenv("MOTION_ASSETS_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def workspace(tmp_path: Path) -> "Workspace":
    """An empty workspace."""
    return _opened(tmp_path / "data")


def _opened(folder: Path) -> "Workspace":
    from motion_assets.settings import Settings
    from motion_assets.steps.workspace import open_workspace

    return open_workspace(Settings(data_dir=folder))


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two small published reels, made once for all test processes."""
    from motion_assets.steps.publish import publish_reel

    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        # The workers of one session share the folder above; alone, it outlives the session.
        root = root.parent
    folder = root / "small-data"
    with (root / "small-data.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            aside = root / "small-data-new"
            made = _opened(aside)
            for request in (SMALL_SWEEP, SMALL_WEB):
                publish_reel(made, make_reel(made, request))
            aside.rename(folder)
    return folder


@pytest.fixture
def grown(small_data: Path, tmp_path: Path) -> "Workspace":
    """A copy of the small data folder that a test may change; commands see it too."""
    shutil.copytree(small_data, tmp_path / "data")
    return _opened(tmp_path / "data")


@pytest.fixture
def instance() -> Iterator["dg.DagsterInstance"]:
    """A Dagster instance in memory."""
    import dagster as dg

    with dg.DagsterInstance.ephemeral() as made:
        yield made
