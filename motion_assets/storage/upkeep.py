"""Upkeep: one publisher at a time on a machine, the stable file, and clearing up.

Put here what needs the data folder or removes old generations. The race between machines is
settled in ``next_generation``, by the manifest alone.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from motion_assets.storage.lake import Lake
from motion_assets.storage.local import flush_folder
from motion_assets.storage.manifests import (
    FILES_PER_GENERATION,
    manifest_key,
    manifest_numbers,
    newest,
    object_keys,
    read_generation,
)
from motion_assets.storage.next_generation import SCRATCH_PREFIX

LOCK_NAME: Final = ".publish.lock"


def sweep_scratch(data_dir: Path) -> None:
    """Remove what killed publishers left; only for the holder of the lock."""
    for left_behind in sorted(data_dir.glob(f"{SCRATCH_PREFIX}*")):
        shutil.rmtree(left_behind)


def prune(lake: Lake, keep_generations: int) -> int:
    """Remove generations before the newest ``keep_generations``; how many objects went.

    Files of a number without a manifest belong to a publisher at work and stay. A process
    that has a removed local file open can read on.
    """
    numbers = manifest_numbers(lake)
    if not numbers:
        return 0
    kept = numbers[-keep_generations:]
    objects = object_keys(lake)
    doomed = [manifest_key(number) for number in numbers if number < kept[0]]
    doomed += [key for number, key in objects if number < kept[0]]
    doomed += _lost_files(lake, kept, objects)
    for key in doomed:
        lake.delete(key)
    return len(doomed)


def _lost_files(lake: Lake, kept: list[int], objects: list[tuple[int, str]]) -> list[str]:
    """Files of publishers that were killed after they lost the race for a kept number."""
    lost = []
    for number in kept:
        files = {key for of, key in objects if of == number}
        if len(files) > FILES_PER_GENERATION:
            manifest = read_generation(lake, number)
            lost += sorted(files - {manifest.database.key, manifest.coverage.key})
    return lost


@contextmanager
def publisher_lock(data_dir: Path) -> Iterator[IO[str]]:
    """The lock file, held; its text is the key of the file under the stable name."""
    with (data_dir / LOCK_NAME).open("a+", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def place_stable_file(lake: Lake, stable: Path, lock: IO[str]) -> None:
    """Replace the stable file when a newer generation is there; a reader sees either, whole.

    The newest number never falls and the lock is held, so the stable file never goes back.
    It is a copy: an analyst who opens it for writing cannot harm the lake.
    """
    generation = newest(lake)
    lock.seek(0)
    if generation is None or (stable.exists() and lock.read() == generation.database.key):
        return
    temporary = stable.with_name(f".{stable.name}.tmp")
    with lake.local_file(generation.database.key) as source:
        shutil.copyfile(source, temporary)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(stable)
    flush_folder(stable.parent)
    lock.seek(0)
    lock.truncate()
    lock.write(generation.database.key)
    lock.flush()
