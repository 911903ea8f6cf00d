"""Observations -> learning log: hold what was asked against the file, and commit the reel.

Comparing belongs in ``core.observations.proof``, the form of the rows in ``records_of_clip``.
The commit makes the reel's tables its contribution to the registries, all at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from motion_assets.core.clips.choices import Built
from motion_assets.core.observations.proof import ClipSeen, prove
from motion_assets.core.observations.records import WindowValue
from motion_assets.steps.clip_rows import (
    ClipRecord,
    choice_rows,
    learning_row,
    narrative_rows,
    reading_row,
    span_rows,
)
from motion_assets.steps.compose import scenes_of
from motion_assets.steps.interpret import instructions_of, source_of
from motion_assets.steps.observe import DecodedClip, decoded_of
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.reels import commit_reel, get_table, read_request
from motion_assets.storage.tables import CHOICE, LEARNING, NARRATIVE, READING, SPAN, frame_of


@dataclass(frozen=True, slots=True)
class Learned:
    """What a reel was asked for and showed, added up over its clips."""

    clip_count: int
    asked_count: int
    measured_count: int
    passed_count: int
    missed: tuple[str, ...]

    @property
    def precision_pct(self) -> float | None:
        """Passed of measured, 0..100; None where nothing measurable was asked."""
        return 100.0 * self.passed_count / self.measured_count if self.measured_count else None


def learn_reel(workspace: Workspace, reel: str, *, code_version: str) -> Learned:
    """Write the reel's learning rows and commit everything it contributes."""
    clips = tuple(_clip_records(workspace, reel))
    request = read_request(workspace.lake, reel).request
    learning = [
        learning_row(clip, workflow=request.workflow, code_version=code_version) for clip in clips
    ]
    kept = [clip for clip in clips if clip.seen is not None]
    prompted = [clip for clip in clips if clip.instruction.reading is not None]
    readings = [
        reading_row(clip, source_of(request, clip.instruction.request)) for clip in prompted
    ]
    tables = {
        "choice": frame_of(CHOICE, [row for clip in kept for row in choice_rows(clip)]),
        "narrative": frame_of(NARRATIVE, [row for clip in kept for row in narrative_rows(clip)]),
        "reading": frame_of(READING, readings),
        "span": frame_of(SPAN, [row for clip in prompted for row in span_rows(clip)]),
        "learning": frame_of(LEARNING, learning),
    }
    commit_reel(workspace.lake, reel, tables, code_version)
    return _added_up(learning, clips)


def _clip_records(workspace: Workspace, reel: str) -> Iterator[ClipRecord]:
    instructions = instructions_of(workspace, reel)
    scenes = scenes_of(workspace, reel)
    decoded = decoded_of(workspace, reel)
    tables = {kind: get_table(workspace.lake, reel, kind) for kind in ("color", "sound", "window")}
    for instruction, built, clip in zip(instructions, scenes, decoded, strict=True):
        if clip.failure is not None:
            yield ClipRecord(instruction, built, clip, None, ())
            continue
        seen = _seen(clip, built, tables)
        yield ClipRecord(instruction, built, clip, seen, prove(built.choices, seen))


def _seen(clip: DecodedClip, built: Built, tables: dict[str, pl.DataFrame]) -> ClipSeen:
    rows = {kind: frame.filter(clip_id=clip.clip_id) for kind, frame in tables.items()}
    names = ("window_index", "start_s", "duration_s", "aspect", "value", "measure", "unit")
    windows = rows["window"].select(*names, "confidence").rows()
    return ClipSeen(
        color_cells=frozenset(rows["color"]["cell_id"]),
        sound_cells=frozenset(rows["sound"]["cell_id"]),
        windows=tuple(WindowValue(*row) for row in windows),
        duration_s=clip.duration_s,
        frame_s=1.0 / built.scene.fps,
        parts_s=built.scene.part_spans_s,
    )


def _added_up(learning: list[dict[str, object]], clips: tuple[ClipRecord, ...]) -> Learned:
    def total(name: str) -> int:
        return sum(int(str(row[name])) for row in learning)

    return Learned(
        clip_count=len(clips),
        asked_count=total("asked_count"),
        measured_count=total("measured_count"),
        passed_count=total("passed_count"),
        missed=tuple(
            f"{clip.decoded.clip_id}: {proof.choice.aspect} {proof.choice.value}, "
            f"measured {proof.measured}"
            for clip in clips
            for proof in clip.proofs
            if proof.passed is False and proof.choice.origin != "chosen"
        ),
    )
