import hashlib
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from motion_assets.settings import Settings
from motion_assets.storage.generations import newest, open_newest, publish
from motion_assets.storage.lake import Lake, open_lake
from motion_assets.storage.manifests import manifest_numbers, object_keys
from motion_assets_tests.storage.varied import (
    commit_varied,
    fingerprints,
    plan,
    small_coverage,
    varied_reel,
)

KILLS = 4


def start(data_dir: Path, first: int, count: int) -> subprocess.Popen[str]:
    module = "motion_assets_tests.storage.publisher"
    return subprocess.Popen(
        [sys.executable, "-m", module, str(data_dir), str(first), str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_for(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == f"{line}\n"


def folded_unbroken(root: Path, count: int) -> dict[str, str]:
    """Tables of a lake where the same reels were folded at once and nothing went wrong."""
    settings = Settings(data_dir=root)
    lake = open_lake(settings.lake_location)
    reels = tuple(varied_reel(number) for number in range(count))
    plan(lake, reels)
    for request in reels:
        commit_varied(lake, request)
    publish(lake, settings=settings, derive_coverage=small_coverage)
    return fingerprints(lake)


def newest_is_whole(lake: Lake) -> int:
    """Reels in the newest generation, after its file was held against its hash."""
    generation = newest(lake)
    if generation is None:
        return 0
    content = lake.get(generation.database.key)
    assert hashlib.sha256(content).hexdigest() == generation.database.sha256
    return len(generation.reels)


def test_four_publishers_and_a_reader_disturb_nobody(tmp_path: Path):
    settings = Settings(data_dir=tmp_path / "data")
    lake = open_lake(settings.lake_location)
    reels = tuple(varied_reel(number) for number in range(4))
    plan(lake, reels)
    publish(lake, settings=settings, derive_coverage=small_coverage)
    workers = [start(settings.data_dir, first, 1) for first in range(4)]
    seen = []
    while any(worker.poll() is None for worker in workers):
        with duckdb.connect(str(settings.database_path), read_only=True) as connection:
            ((count,),) = connection.execute("SELECT count(*) FROM fold.reel").fetchall()
        seen.append(count)
        with open_newest(settings) as connection:
            ((clips,),) = connection.execute("SELECT count(*) FROM learning.log").fetchall()
        assert clips % 2 == 0
        time.sleep(0.02)
    for worker in workers:
        worker.communicate(timeout=60)
        assert worker.returncode == 0
    assert seen == sorted(seen)
    assert newest_is_whole(lake) == 4
    assert fingerprints(lake) == folded_unbroken(tmp_path / "unbroken", 4)


@pytest.mark.slow
def test_a_publisher_killed_anywhere_leaves_the_last_generation(tmp_path: Path):
    settings = Settings(data_dir=tmp_path / "data")
    lake = open_lake(settings.lake_location)
    reels = tuple(varied_reel(number) for number in range(KILLS))
    plan(lake, reels)
    chance = random.Random(7)
    folded = 0
    for number in range(KILLS):
        worker = start(settings.data_dir, number, 1)
        wait_for(worker, "ready")
        time.sleep(chance.uniform(0.0, 0.5))
        worker.send_signal(signal.SIGKILL)
        worker.communicate(timeout=60)
        now = newest_is_whole(lake)
        assert now >= folded
        folded = now
        if settings.database_path.exists():
            with duckdb.connect(str(settings.database_path), read_only=True) as connection:
                connection.execute("SELECT count(*) FROM registry.static_color").fetchall()
    for request in reels:
        commit_varied(lake, request)
    publish(lake, settings=settings, derive_coverage=small_coverage)
    assert newest_is_whole(lake) == KILLS
    assert fingerprints(lake) == folded_unbroken(tmp_path / "unbroken", KILLS)
    assert {number for number, _ in object_keys(lake)} == set(manifest_numbers(lake))
    assert list(settings.data_dir.glob(".fold-*")) == []
