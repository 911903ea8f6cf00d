"""Exactness: what a file gives back against what went into it, counted one by one.

Put comparisons through real files here. Speed belongs in ``bench_speed`` and
``bench_decode``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.scene import Scene
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.observations.color import count_cells
from motion_assets.core.observations.frames import PlanarFrame, RgbaFrame, planar
from motion_assets.core.observations.records import ColorCells
from motion_assets.core.observations.sound import measure_instants
from motion_assets.media.read import open_clip
from motion_assets.media.write import write_clip
from motion_assets.steps.bench_clips import (
    CLIP_FPS,
    gradient_frames,
    noise_frames,
    varied_scene,
)
from motion_assets.steps.bench_rows import BenchRow, none_wrong
from motion_assets.steps.bench_sweep import sweep_scene
from motion_assets.vocabulary.limits import sample_count_of

VARIED_CLIPS: Final = 8
PLAIN_FRAMES: Final = 6
"""Frames of noise and of gradients."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """How much was compared and how much of it differed."""

    frames: int
    wrong_frames: int
    cells: int
    wrong_cells: int
    instants: int
    wrong_instants: int


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """Pictures and sound of one clip, before or after its file."""

    frames: Sequence[PlanarFrame]
    samples: NDArray[np.int16] | NDArray[np.float32]
    fps: int


def exact_rows(folder: Path) -> list[BenchRow]:
    """Wrong frames, color cells and sound instants over all kinds of content."""
    found = [through_file(content, folder / "exact.mp4") for content in _contents()]
    return [
        none_wrong(
            "wrong frames after the file",
            sum(wrong.wrong_frames for wrong in found),
            sum(wrong.frames for wrong in found),
            "frames",
        ),
        none_wrong(
            "wrong color cells after the file",
            sum(wrong.wrong_cells for wrong in found),
            sum(wrong.cells for wrong in found),
            "cells",
        ),
        none_wrong(
            "wrong sound instants after the file",
            sum(wrong.wrong_instants for wrong in found),
            sum(wrong.instants for wrong in found),
            "instants",
        ),
    ]


def through_file(drawn: Content, path: Path) -> Wrong:
    """Write a clip, read it back and compare every frame, cell and instant."""
    height_px, width_px = drawn.frames[0].alpha.shape
    write_clip(
        path,
        [_interleaved(frame) for frame in drawn.frames],
        drawn.samples.astype(np.int16),
        fps=drawn.fps,
        width_px=width_px,
        height_px=height_px,
    )
    with open_clip(path) as reader:
        return compare(drawn, Content(list(reader.frames()), reader.samples(), drawn.fps))


def compare(drawn: Content, decoded: Content) -> Wrong:
    """Count what differs; what only one side has is wrong."""
    same = sum(map(_same_frame, drawn.frames, decoded.frames))
    frame_count = max(len(drawn.frames), len(decoded.frames))
    cells, decoded_cells = (_cell_rows(each.frames) for each in (drawn, decoded))
    instants, decoded_instants = (
        measure_instants(each.samples, fps=each.fps).cell.tolist() for each in (drawn, decoded)
    )
    instant_count = max(len(instants), len(decoded_instants))
    same_instants = sum(a == b for a, b in zip(instants, decoded_instants, strict=False))
    return Wrong(
        frame_count,
        frame_count - same,
        len(cells | decoded_cells),
        len({row[0] for row in cells ^ decoded_cells}),
        instant_count,
        instant_count - same_instants,
    )


def _interleaved(frame: PlanarFrame) -> RgbaFrame:
    rgb = np.stack((frame.red, frame.green, frame.blue), axis=2)
    return RgbaFrame(rgb, np.ascontiguousarray(frame.alpha))


def _same_frame(drawn: PlanarFrame, decoded: PlanarFrame) -> bool:
    pairs = (
        (drawn.red, decoded.red),
        (drawn.green, decoded.green),
        (drawn.blue, decoded.blue),
        (drawn.alpha, decoded.alpha),
    )
    return all(np.array_equal(a, b) for a, b in pairs)


def _cell_rows(pictures: Iterable[PlanarFrame]) -> set[tuple[int, ...]]:
    """Cell, counts and sums of every cell, down to one pixel."""
    seen = count_cells(pictures, min_cell_px=1, kernel="numpy")
    columns = [getattr(seen, field.name).tolist() for field in fields(ColorCells)]
    return set(zip(*columns, strict=True))


def _contents() -> Iterable[Content]:
    yield _content_of(sweep_scene())
    for index in range(VARIED_CLIPS):
        yield _content_of(varied_scene(index, width_px=64, height_px=64))
    rng = np.random.default_rng(3)
    samples = rng.integers(-32_768, 32_768, sample_count_of(PLAIN_FRAMES, CLIP_FPS), np.int16)
    for drawn in (
        noise_frames(PLAIN_FRAMES, width_px=130, height_px=74),
        gradient_frames(PLAIN_FRAMES, width_px=256, height_px=144),
    ):
        yield Content([planar(frame) for frame in drawn], samples, CLIP_FPS)


def _content_of(scene: Scene) -> Content:
    samples = render_samples(
        scene.soundtrack, fps=scene.fps, frame_count=scene.frame_count, seed=scene.seed
    )
    return Content([planar(frame) for frame in frames(scene)], samples, scene.fps)
