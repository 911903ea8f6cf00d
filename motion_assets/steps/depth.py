"""Depth backfill: breakdowns into primitives, derived again for every entry.

Put here what holds stored breakdowns against the rule of today and brings them to it. The rule
is in ``core.registries.depth``, the facts that must hold of breakdowns in ``verify``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray

from motion_assets.core.registries.depth import color_depth, sound_depth
from motion_assets.steps.publish import publish_committed
from motion_assets.steps.verify import Verdict, color_depth_true, sound_depth_true
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.fold.statics import depth_entries
from motion_assets.storage.generations import open_newest
from motion_assets.vocabulary.cells import SOUND_PRIMITIVES
from motion_assets.vocabulary.colors import PRIMITIVES

Shares = dict[str, float]


@dataclass(frozen=True, slots=True)
class StaleDepth:
    """An entry whose stored breakdown is not what its means give."""

    registry: str
    key: str
    stored: Shares
    derived: Shares


@dataclass(frozen=True, slots=True)
class DepthBackfill:
    """What was stale, the generation after it (0 for none), and the entries that are wrong."""

    stale: tuple[StaleDepth, ...]
    generation: int
    verdicts: dict[str, Verdict]


def backfill_depth(workspace: Workspace, *, dry_run: bool = False) -> DepthBackfill:
    """Derive the depth of all entries again, and prove that every one adds up.

    A generation with a stale breakdown is folded afresh; one without stays.
    """
    with open_newest(workspace.settings) as connection:
        stale = tuple(stale_depths(connection))
    generation = 0
    if stale and not dry_run:
        generation = publish_committed(workspace, afresh=True).number
    with open_newest(workspace.settings) as connection:
        verdicts = {
            "static_color": color_depth_true(connection),
            "static_sound": sound_depth_true(connection),
        }
    return DepthBackfill(stale, generation, verdicts)


def stale_depths(connection: duckdb.DuckDBPyConnection) -> Iterator[StaleDepth]:
    """Entries of both static registries with another breakdown than their means give, by key."""
    colors = connection.execute(
        "select key, depth, mean_red, mean_green, mean_blue from registry.static_color order by key"
    ).fetchall()
    means = _numbers(colors, 3)
    yield from _stale("static_color", colors, color_depth(means), tuple(PRIMITIVES))
    sounds = connection.execute(
        "select key, depth, mean_level_dbfs, mean_rumble, mean_tone, mean_hiss "
        "from registry.static_sound order by key"
    ).fetchall()
    heard = _numbers(sounds, 4)
    yield from _stale(
        "static_sound", sounds, sound_depth(heard[:, 0], heard[:, 1:]), SOUND_PRIMITIVES
    )


def _numbers(rows: Sequence[tuple[object, ...]], columns: int) -> NDArray[np.float64]:
    """Numbers behind key and depth of every row, shape (rows, columns)."""
    return np.array([row[2:] for row in rows], dtype=np.float64).reshape(-1, columns)


def _stale(
    registry: str,
    rows: Sequence[tuple[str, Shares, float, float, float]],
    shares: NDArray[np.float64],
    primitives: Sequence[str],
) -> Iterator[StaleDepth]:
    for row, entries in zip(rows, depth_entries(shares, primitives), strict=True):
        derived = {entry["key"]: entry["value"] for entry in entries}
        if row[1] != derived:
            yield StaleDepth(registry, row[0], row[1], derived)
