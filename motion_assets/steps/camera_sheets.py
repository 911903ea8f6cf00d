"""Camera sheets: what each move of the camera looks like, from a clip file that shows it.

Put the choice of clips, windows and frames here; drawing a sheet belongs in ``media.preview``.
The frames are read from the files again: a sheet shows what a registry entry was seen in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import numpy as np
import polars as pl

from motion_assets.core.clips.request import reel_of
from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.errors import ClipReadError, StorageError
from motion_assets.media.preview import SHEET_COLUMNS, contact_sheet
from motion_assets.media.read import open_clip
from motion_assets.steps.measure import rows_of
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.reels import clip_key, get_table
from motion_assets.vocabulary.aspects import ASPECTS

MOVE: Final = "camera.motion_type"
"""Aspect whose values get a sheet each."""

_ENTRIES: Final = (
    "SELECT value, clips, windows, first_clip, last_clip FROM registry.blended "
    "WHERE kind = 'value' AND aspect = ?"
)


@dataclass(frozen=True, slots=True)
class CameraSheet:
    """Frames of the clearest window of one clip that shows a move of the camera.

    ``clips``, ``windows``: how many showed it. ``png``: the frames in order of time; None, with
    the ``reason``, where no file shows the move or none can be read.
    """

    move: str
    clips: int
    windows: int
    clip_id: str = ""
    start_s: float = 0.0
    duration_s: float = 0.0
    confidence: float = 0.0
    png: bytes | None = None
    reason: str = ""


def camera_sheets(
    workspace: Workspace, connection: duckdb.DuckDBPyConnection
) -> tuple[CameraSheet, ...]:
    """A sheet of every move of the vocabulary, in its order, by the generation ``connection``."""
    entries = {row["value"]: row for row in rows_of(connection, _ENTRIES, MOVE)}
    return tuple(_sheet(workspace, move, entries.get(move)) for move in ASPECTS[MOVE].values)


def _sheet(workspace: Workspace, move: str, entry: Mapping[str, Any] | None) -> CameraSheet:
    """The sheet of one move: of its newest clip, or of its first where that cannot be read."""
    if entry is None:
        return CameraSheet(move, 0, 0, reason="no clip has shown it yet")
    reasons = []
    for clip_id in dict.fromkeys((entry["last_clip"], entry["first_clip"])):
        try:
            window = _clearest(workspace, move, clip_id)
            png = contact_sheet(_frames(workspace, clip_id, window), columns=SHEET_COLUMNS)
        except (ClipReadError, StorageError) as error:
            reasons.append(str(error))
            continue
        seconds = window["start_s"], window["duration_s"], window["confidence"]
        return CameraSheet(move, entry["clips"], entry["windows"], clip_id, *seconds, png)
    return CameraSheet(move, entry["clips"], entry["windows"], reason=" ".join(reasons))


def _clearest(workspace: Workspace, move: str, clip_id: str) -> Mapping[str, Any]:
    """Row of the window of a clip that shows a move most clearly; the first of equal ones."""
    table = get_table(workspace.lake, reel_of(clip_id), "window")
    shown = table.filter(
        (pl.col("clip_id") == clip_id) & (pl.col("aspect") == MOVE) & (pl.col("value") == move)
    ).sort(["confidence", "window_index"], descending=[True, False])
    if shown.is_empty():
        raise StorageError(
            f"the newest measurement of {clip_id} no longer shows {move}; publish its reel again."
        )
    return shown.row(0, named=True)


def _frames(workspace: Workspace, clip_id: str, window: Mapping[str, Any]) -> Sequence[PlanarFrame]:
    """Frames spread evenly over a window of a clip file, the first and the last included."""
    with (
        workspace.lake.local_file(clip_key(reel_of(clip_id), clip_id)) as path,
        open_clip(path) as reader,
    ):
        first = round(window["start_s"] * reader.info.fps)
        last = first + round(window["duration_s"] * reader.info.fps) - 1
        wanted = np.linspace(first, min(last, reader.info.frame_count - 1), SHEET_COLUMNS)
        return list(reader.frames(sorted({round(index) for index in wanted.tolist()})))
