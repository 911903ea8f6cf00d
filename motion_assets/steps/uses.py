"""Uses: how often values were shown and sounds were heard, as a reel that is planned keeps it.

Put the counting of what the registries hold here. What it does to open choices is decided in
``core.clips.uses``; prompts that were used before are in ``history``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.request import ReelRequest, reel_of
from motion_assets.core.clips.uses import NO_USES, Uses, rows_of
from motion_assets.errors import StorageError
from motion_assets.steps.decisions import decision_of
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import Generation, newest, open_generation
from motion_assets.storage.language import pinned
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, LEVEL_STEP, color_steps
from motion_assets.vocabulary.hues import HUES, hue_family

HUE: Final = "hue"
_SOUND: Final = "sound."
_DAY_S: Final = 86_400

_VALUES: Final = """
SELECT aspect, value, clips, last_clip FROM registry.blended WHERE kind = 'value'
UNION ALL SELECT aspect, value, clips, NULL FROM registry.narrative WHERE kind = 'value'
ORDER BY aspect, value
"""
_COLORS: Final = "SELECT cell_id, clips FROM registry.static_color"

_Counted = tuple[Mapping[str, Mapping[str, int]], Mapping[str, Mapping[str, str]]]
_COUNTED: Final[dict[tuple[str, str], _Counted]] = {}
"""Counts, and the clips that last played values of sound, of the generation read last."""


def leaves_open(request: ReelRequest) -> bool:
    """Whether a reel leaves values open: clips of cells alone show nothing else."""
    return any(clip.prompt is not None or clip.values for clip in request.clips)


def read_uses(workspace: Workspace, at: datetime) -> Uses:
    """Uses of all values by the newest generation at a time; none before the first."""
    generation = newest(workspace.lake)
    if generation is None:
        return NO_USES
    counts, last = _counted(workspace, generation)
    ages = {
        aspect: _known({value: days_since(workspace, clip, at) for value, clip in row.items()})
        for aspect, row in last.items()
    }
    return Uses(rows_of(counts), rows_of(ages))


def days_since(workspace: Workspace, clip_id: str, at: datetime) -> int | None:
    """Whole days since the reel of a clip was planned or read; None where nobody kept when.

    Whole days, so that a tick that is repeated a moment later plans the same.
    """
    reel = reel_of(clip_id)
    try:
        then = decision_of(workspace, reel).at
    except StorageError:
        first = pinned(workspace.lake, reel)
        if first is None:
            return None
        then = first.at
    return int((at - datetime.fromisoformat(then)).total_seconds() // _DAY_S)


def _known(ages: Mapping[str, int | None]) -> dict[str, int]:
    return {value: max(0, days) for value, days in ages.items() if days is not None}


def _counted(workspace: Workspace, generation: Generation) -> _Counted:
    key = (str(workspace.settings.lake_location), generation.database.key)
    if key not in _COUNTED:
        with open_generation(workspace.lake, generation) as connection:
            found = _count(connection)
        # One generation is enough: every reel of a process is planned from the newest.
        _COUNTED.clear()
        _COUNTED[key] = found
    return _COUNTED[key]


def _count(connection: duckdb.DuckDBPyConnection) -> _Counted:
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    last: dict[str, dict[str, str]] = defaultdict(dict)
    for aspect, value, clips, last_clip in connection.execute(_VALUES).fetchall():
        counts[aspect][value] = clips
        if aspect.startswith(_SOUND):
            last[aspect][value] = last_clip
    cells = connection.execute(_COLORS).fetchnumpy()
    counts[HUE] = _by_hue(zip(cells["cell_id"].tolist(), cells["clips"].tolist(), strict=True))
    return counts, last


def _by_hue(cells: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Clips that showed a color of each family, summed over its cells."""
    families = _families()
    totals = [0] * len(HUES)
    for cell, clips in cells:
        if families[cell] >= 0:
            totals[families[cell]] += clips
    return {name: total for name, total in zip(HUES, totals, strict=True) if total}


@cache
def _families() -> NDArray[np.int8]:
    """Family of every color cell, -1 for grays; int8 (cell,)."""
    families = np.full(COLOR_CELL_COUNT, -1, dtype=np.int8)
    for cell in range(COLOR_CELL_COUNT):
        red, green, blue, _ = color_steps(cell)
        name = hue_family((red * LEVEL_STEP, green * LEVEL_STEP, blue * LEVEL_STEP))
        if name is not None:
            families[cell] = HUES.index(name)
    return families
