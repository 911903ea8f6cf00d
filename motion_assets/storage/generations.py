"""Generations: the registries as published, one immutable DuckDB file after the other.

Import publishing and opening from here. What a file holds is decided in ``fold``, the race
for a number in ``next_generation``, what stays on disk in ``upkeep``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from motion_assets.errors import StorageError
from motion_assets.settings import Settings
from motion_assets.storage.fold.build import CONFIG
from motion_assets.storage.fold.reports import DeriveCoverage
from motion_assets.storage.lake import Lake, open_lake
from motion_assets.storage.manifests import (
    CoverageReport,
    Generation,
    Publication,
    newest,
    read_coverage,
    read_gaps,
)
from motion_assets.storage.next_generation import publish_generation
from motion_assets.storage.upkeep import place_stable_file, prune, publisher_lock, sweep_scratch

__all__ = [
    "CoverageReport",
    "Generation",
    "Publication",
    "newest",
    "newest_published",
    "open_generation",
    "open_newest",
    "publish",
    "read_coverage",
    "read_gaps",
]


def publish(
    lake: Lake, *, settings: Settings, derive_coverage: DeriveCoverage, afresh: bool = False
) -> Publication:
    """Publish every commit of the lake, and put the newest generation under its stable name.

    Publishers on one machine wait for each other, so that each folds what the one before
    left; a lock held by a process that dies is free at once. Calling again is harmless: a
    crash anywhere leaves the last generation intact and the next call finishes the work.
    ``afresh`` folds everything again and publishes it, whatever the newest generation holds.

    Raises
    ------
    StorageError
        If a committed object is missing or torn (it is named), or too many machines publish
        at once.
    """
    data_dir = settings.data_dir
    data_dir.mkdir(parents=True, exist_ok=True)
    with publisher_lock(data_dir) as lock:
        sweep_scratch(data_dir)
        publication = publish_generation(
            lake, scratch_dir=data_dir, derive_coverage=derive_coverage, afresh=afresh
        )
        place_stable_file(lake, settings.database_path, lock)
        prune(lake, settings.keep_generations)
        lake.sweep_stale()
    return publication


@contextmanager
def open_newest(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read-only connection to the newest generation; it stays whole while others publish.

    Raises
    ------
    StorageError
        If nothing was published yet, or the file cannot be opened.
    """
    lake = open_lake(settings.lake_location)
    with open_generation(lake, newest_published(lake)) as connection:
        yield connection


def newest_published(lake: Lake) -> Generation:
    """The newest generation; ``StorageError`` before the first."""
    generation = newest(lake)
    if generation is None:
        raise StorageError(
            f"nothing was published yet in {lake!r}: run `make run` or `motion-assets run` first."
        )
    return generation


@contextmanager
def open_generation(lake: Lake, generation: Generation) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read-only connection to one generation, whatever is published meanwhile.

    Raises
    ------
    StorageError
        If the file is gone or cannot be opened.
    """
    with lake.local_file(generation.database.key) as path:
        try:
            connection = duckdb.connect(str(path), read_only=True, config=CONFIG)
        except duckdb.Error as error:
            raise StorageError(f"{generation.database.key} cannot be opened: {error}") from error
        with connection:
            yield connection
