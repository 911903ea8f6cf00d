import hashlib
import random
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import duckdb
import pytest

from motion_assets.settings import Settings
from motion_assets.storage.generations import newest, open_newest, publish
from motion_assets.storage.lake import Lake, open_lake
from motion_assets.storage.manifests import manifest_numbers, object_keys
from motion_assets_tests.forked import forking
from motion_assets_tests.storage.publisher import work
from motion_assets_tests.storage.varied import (
    commit_varied,
    fingerprints,
    plan,
    small_coverage,
    varied_reel,
)

KILLS = 4


def start(data_dir: Path, number: int) -> ForkServerProcess:
    """A publisher of one reel that is about to commit it."""
    context = forking()
    hears, says = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(data_dir, number, says))
    process.start()
    says.close()
    with hears:
        assert hears.recv() == "ready"
    return process


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
    workers = [start(settings.data_dir, first) for first in range(4)]
    seen = []
    while any(worker.is_alive() for worker in workers):
        with duckdb.connect(str(settings.database_path), read_only=True) as connection:
            ((count,),) = connection.execute("SELECT count(*) FROM fold.reel").fetchall()
        seen.append(count)
        with open_newest(settings) as connection:
            ((clips,),) = connection.execute("SELECT count(*) FROM learning.log").fetchall()
        assert clips % 2 == 0
        time.sleep(0.05)  # a reader, not a load
    assert [worker.exitcode for worker in workers] == [0] * 4
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
        worker = start(settings.data_dir, number)
        time.sleep(chance.uniform(0.0, 0.5))
        worker.kill()
        worker.join(timeout=60)
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
