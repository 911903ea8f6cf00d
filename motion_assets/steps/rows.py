"""Rows: frames of a reel's tables from what was measured in its clips.

Put translations from records of the core to tables here; no measuring and no writing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields

import numpy as np
import polars as pl

from motion_assets.core.observations.records import ColorCells, SoundCellsSeen, WindowValue
from motion_assets.storage.tables import (
    COLOR,
    SOUND,
    WINDOW,
    TableSpec,
    empty_frame,
    frame_of,
    frame_of_columns,
)


def color_frame(clips: Sequence[tuple[str, ColorCells | None]]) -> pl.DataFrame:
    """One row per clip and color cell."""
    return _cells_frame(COLOR, [(clip, cells) for clip, cells in clips if cells is not None])


def sound_frame(clips: Sequence[tuple[str, SoundCellsSeen]]) -> pl.DataFrame:
    """One row per clip and sound cell."""
    return _cells_frame(SOUND, clips)


def window_frame(clips: Iterable[tuple[str, Sequence[WindowValue]]]) -> pl.DataFrame:
    """One row per clip, window and aspect."""
    rows = [
        {
            "clip_id": clip,
            "window_index": value.window,
            "start_s": value.start_s,
            "duration_s": value.duration_s,
            "aspect": value.aspect,
            "value": value.value,
            "measure": value.measure,
            "unit": value.unit,
            "confidence": value.confidence,
        }
        for clip, values in clips
        for value in values
    ]
    return frame_of(WINDOW, rows)


def _cells_frame(
    spec: TableSpec, clips: Sequence[tuple[str, ColorCells | SoundCellsSeen]]
) -> pl.DataFrame:
    """Columns of the records, named as their fields but for ``cell``, which is ``cell_id``."""
    if not clips:
        return empty_frame(spec)
    names = [field.name for field in fields(clips[0][1])]
    columns = {
        "cell_id" if name == "cell" else name: np.concatenate(
            [getattr(cells, name) for _, cells in clips]
        )
        for name in names
    }
    clip_ids = [clip for clip, cells in clips for _ in range(len(cells.cell))]
    return frame_of_columns(spec, {"clip_id": clip_ids, **columns})
