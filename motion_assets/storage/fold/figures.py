"""Figures table: precision, discovery, repetition and bars of the generation under construction.

Put here the way from the tables to ``core.coverage.figures`` and back; the arithmetic itself
belongs there. What changes from run to run (costs, what is not published) is in
``steps.progress``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from motion_assets.core.coverage.figures import (
    RECENT_CLIPS,
    ClipRow,
    Figure,
    clip_figures,
    coverage_figures,
    gaps_are_open,
    repetition_figures,
)
from motion_assets.core.coverage.measure import CoverageRow
from motion_assets.storage.fold.inputs import insert_frame
from motion_assets.storage.published import FIGURE, REGISTRY_TABLES
from motion_assets.storage.schema import frame_of

_NEWEST_CLIPS: Final = """
SELECT clip_id, l.prompt IS NULL, l.measured_count, l.passed_count,
  d.new_color + d.new_sound + d.new_blended + d.new_narrative, r.duration_s
FROM learning.log l JOIN learning.discovery d USING (clip_id) JOIN clip.rendered r USING (clip_id)
ORDER BY l.sequence DESC, clip_id DESC LIMIT ?
"""


def report_figures(
    connection: duckdb.DuckDBPyConnection, targets: Sequence[CoverageRow], scratch: Path
) -> None:
    """Fill ``coverage.figure`` from the other tables and the targets of this generation."""
    figures = (
        *clip_figures(_newest_clips(connection), gaps_open=gaps_are_open(targets)),
        *repetition_figures(_entry_counts(connection)),
        *coverage_figures(targets),
    )
    rows = [_row(place, figure) for place, figure in enumerate(figures)]
    insert_frame(connection, FIGURE.full_name, frame_of(FIGURE, rows), scratch)


def _newest_clips(connection: duckdb.DuckDBPyConnection) -> list[ClipRow]:
    rows = connection.execute(_NEWEST_CLIPS, [RECENT_CLIPS]).fetchall()
    return [
        ClipRow(
            clip_id=clip_id,
            planned=planned,
            measured_count=measured,
            passed_count=passed,
            new_entries=new,
            duration_s=duration_s,
        )
        for clip_id, planned, measured, passed, new, duration_s in reversed(rows)
    ]


def _entry_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, list[int]]:
    """Clips of every entry by registry."""
    return {
        table.name: connection.execute(
            f"SELECT clips FROM {table.full_name}"  # noqa: S608 -- names from the schema
        )
        .fetchnumpy()["clips"]
        .tolist()
        for table in REGISTRY_TABLES
    }


def _row(position: int, figure: Figure) -> dict[str, object]:
    return {
        "position": position,
        "figure": figure.name,
        "scope": figure.scope,
        "value": figure.value,
        "part": float(figure.part),
        "whole": float(figure.whole),
        "unit": figure.unit,
    }
