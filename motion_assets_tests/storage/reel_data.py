"""Small synthetic reels for the storage tests: rows whose sums are known on paper."""

from collections.abc import Mapping, Sequence

import polars as pl

from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.storage.lake import Lake
from motion_assets.storage.reels import Commit, commit_reel, write_request
from motion_assets.storage.tables import KINDS, empty_frame, frame_of
from motion_assets.vocabulary.workflows import Workflow

Row = Mapping[str, object]


def request(workflow: Workflow = "web", seed: int = 1, clips: int = 1) -> ReelRequest:
    return ReelRequest(
        workflow=workflow,
        seed=seed,
        clips=tuple(ClipRequest(prompt=f"clip {index}") for index in range(clips)),
    )


def rendered_row(clip_id: str, index: int) -> Row:
    return {
        "clip_id": clip_id,
        "clip_index": index,
        "path": f"reels/{clip_id[:-3]}/clips/{clip_id}.mp4",
        "sha256": "0" * 64,
        "size_bytes": 1000,
        "width_px": 64,
        "height_px": 36,
        "fps": 24,
        "frame_count": 24,
        "duration_s": 1.0,
        "has_picture": True,
        "has_sound": True,
        "seed": 7,
        "color_digest": "c",
        "opacity_digest": "o",
        "sound_digest": "s",
    }


def color_row(clip_id: str, cell: int, pixels: int = 100, red: int = 50, alpha: int = 255) -> Row:
    return {
        "clip_id": clip_id,
        "cell_id": cell,
        "pixels": pixels,
        "frames": 2,
        "peak_px": pixels // 2,
        "sum_red": pixels * red,
        "sum_green": 0,
        "sum_blue": 0,
        "sum_alpha": pixels * alpha,
    }


def sound_row(clip_id: str, cell: int, instants: int = 4, level_dbfs: float = -20.0) -> Row:
    return {
        "clip_id": clip_id,
        "cell_id": cell,
        "instants": instants,
        "sum_level_dbfs": instants * level_dbfs,
        "sum_rumble": instants * 0.5,
        "sum_tone": instants * 0.25,
        "sum_hiss": instants * 0.25,
        "sum_low": instants * 0.5,
        "sum_mid": instants * 0.25,
        "sum_high": instants * 0.25,
        "sum_centroid_hz": instants * 1000.0,
        "sum_flatness": instants * 0.1,
    }


def window_row(clip_id: str, window: int, aspect: str, value: str, measure: float = 1.0) -> Row:
    return {
        "clip_id": clip_id,
        "window_index": window,
        "start_s": float(window),
        "duration_s": 1.0,
        "aspect": aspect,
        "value": value,
        "measure": measure,
        "unit": "widths/s",
        "confidence": 1.0,
    }


def reading_row(clip_id: str, prompt: str, *, complete: bool = True) -> Row:
    return {
        "clip_id": clip_id,
        "key": f"{sum(map(ord, prompt)):x}",
        "prompt": prompt,
        "language": "en",
        "version": "1",
        "source": "web",
        "slots": "{}",
        "evidence": "[]",
        "unresolved": "[]",
        "negations": "[]",
        "complete": complete,
    }


def span_row(clip_id: str, span: str, slot: str, value: str) -> Row:
    return {
        "clip_id": clip_id,
        "span": span,
        "slot": slot,
        "value": value,
        "sense": "plain",
        "rule": "lexicon",
        "confidence": 1.0,
    }


def choice_row(clip_id: str, aspect: str, value: str, *, passed: bool | None = True) -> Row:
    return {
        "clip_id": clip_id,
        "aspect": aspect,
        "value": value,
        "origin": "asked",
        "rendered": True,
        "forbidden": False,
        "measurable": passed is not None,
        "measured": value if passed else None,
        "passed": passed,
        "reason": "the prompt says it",
        "part": None,
    }


def learning_row(
    clip_id: str, workflow: Workflow, prompt: str | None, failure: str | None = None
) -> Row:
    return {
        "clip_id": clip_id,
        "prompt": prompt,
        "workflow": workflow,
        "seed": 7,
        "code_version": "1",
        "asked_count": 1,
        "measured_count": 1,
        "passed_count": 1,
        "precision_pct": 100.0,
        "quality": 1.0,
        "failure": failure,
    }


def plain_rows(reel: ReelRequest) -> dict[str, list[Row]]:
    """One row per clip in the tables that every clip has."""
    ids = [reel.clip_id(index) for index in range(len(reel.clips))]
    return {
        "rendered": [rendered_row(clip, index) for index, clip in enumerate(ids)],
        "learning": [learning_row(clip, reel.workflow, None) for clip in ids],
    }


def frames(rows: Mapping[str, Sequence[Row]]) -> dict[str, pl.DataFrame]:
    """A frame of every kind; kinds without rows are empty."""
    return {
        kind: frame_of(spec, rows[kind]) if kind in rows else empty_frame(spec)
        for kind, spec in KINDS.items()
    }


def commit(
    lake: Lake, reel: ReelRequest, rows: Mapping[str, Sequence[Row]] | None = None
) -> Commit:
    """Write a request down and commit its tables with ``rows`` beside the plain ones."""
    write_request(lake, reel, "")
    return commit_reel(lake, reel.key, frames({**plain_rows(reel), **(rows or {})}), "1")
