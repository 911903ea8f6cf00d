"""The clip of all color cells, from scene to keys: what a cold process runs, too.

Put only what a sweep of colors and sounds needs here: numpy and the media library are all
this module loads, and its import is part of what ``bench_speed`` measures.
"""

import time
from pathlib import Path
from typing import Final

from motion_assets.core.clips.card import (
    CARD_CELLS_PER_CLIP,
    card_frames,
    card_size_px,
    frames_needed,
)
from motion_assets.core.clips.scene import Card, Scene, SoundCells
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.coverage.packing import pack_color_cells
from motion_assets.core.observations.color import CellCounter
from motion_assets.core.observations.sound import measure_instants, sound_cells
from motion_assets.media.read import open_clip
from motion_assets.media.write import write_clip
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT

SWEEP_FPS: Final = 24


def sweep_scene() -> Scene:
    """Scene that shows every color cell, with another sound cell in every frame."""
    (cells,) = pack_color_cells(range(COLOR_CELL_COUNT), max_cells_per_clip=CARD_CELLS_PER_CLIP)
    width_px, height_px = card_size_px()
    frame_count = frames_needed(len(cells))
    return Scene(
        clip_id="sweep-bench-00",
        seed=1,
        width_px=width_px,
        height_px=height_px,
        fps=SWEEP_FPS,
        frame_count=frame_count,
        picture=Card(cells),
        soundtrack=SoundCells(tuple(range(frame_count))),
    )


def sweep(scene: Scene, path: Path, counter: CellCounter) -> tuple[int, int]:
    """Render ``scene`` to a file and read it back; color and sound cells that the file shows."""
    samples = render_samples(
        scene.soundtrack, fps=scene.fps, frame_count=scene.frame_count, seed=scene.seed
    )
    write_clip(
        path,
        card_frames(scene),
        samples,
        fps=scene.fps,
        width_px=scene.width_px,
        height_px=scene.height_px,
    )
    with open_clip(path) as reader:
        for frame in reader.frames():
            counter.add(frame)
        heard = sound_cells(
            measure_instants(reader.samples(), fps=scene.fps, kernel=counter.kernel)
        )
    return counter.take().cell.size, heard.cell.size


def report_cold_sweep(path: Path) -> str:
    """CPU seconds of this process since its start, with one sweep, and the cells it saw."""
    colors, sounds = sweep(sweep_scene(), path, CellCounter(kernel="numpy"))
    return f"{time.process_time()} {colors} {sounds}"
