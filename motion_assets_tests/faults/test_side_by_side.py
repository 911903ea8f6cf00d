import time

import duckdb
import pytest

from motion_assets.cli.dagster_run import open_instance
from motion_assets.settings import Settings
from motion_assets.steps.publish import publish_committed, publish_reel
from motion_assets.steps.workspace import Workspace, open_workspace
from motion_assets.storage.manifests import newest
from motion_assets_tests.conftest import make_reel
from motion_assets_tests.faults.side_by_side import REELS_PER_PROCESS, requests, work
from motion_assets_tests.forked import forking

pytestmark = pytest.mark.slow

PROCESSES = 4


def counts(path) -> dict[str, tuple[int, int]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute(
            "select key, clips, pixels from registry.static_color order by key"
        ).fetchall()
    return {key: (clips, pixels) for key, clips, pixels in rows}


def whole(workspace: Workspace) -> dict[str, tuple[int, int]]:
    for number in range(PROCESSES):
        for request in requests(number):
            make_reel(workspace, request)
    publish_committed(workspace)
    return counts(workspace.settings.database_path)


def test_four_processes_lose_nothing_and_a_reader_never_fails(workspace, tmp_path):
    data = workspace.settings.data_dir
    first = requests(0)[0]
    publish_reel(workspace, make_reel(workspace, first))
    with open_instance(data):
        pass
    texts = [tmp_path / f"said-{number}.txt" for number in range(PROCESSES)]
    workers = [
        forking().Process(target=work, args=(number, data, text))
        for number, text in enumerate(texts)
    ]
    for worker in workers:
        worker.start()
    reads = 0
    while any(worker.is_alive() for worker in workers):
        seen = counts(workspace.settings.database_path)
        assert seen["0,0,0_0.00"][0] >= 1
        reads += 1
        time.sleep(0.1)  # a reader, not a load
    said = [text.read_text(encoding="utf-8") for text in texts]
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES, said
    assert not any("lock" in text.lower() for text in said), said
    generation = newest(workspace.lake)
    assert generation is not None
    assert len(generation.reels) == PROCESSES * REELS_PER_PROCESS
    other = open_workspace(Settings(data_dir=tmp_path / "alone"))
    assert counts(workspace.settings.database_path) == whole(other)
    assert reads > PROCESSES
