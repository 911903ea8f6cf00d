"""Clips of the benchmark: varied scenes, and the way from a scene to its keys.

Put the clips that several measurements share here. The sweep of all color cells lives in
``bench_sweep``.
"""

from pathlib import Path
from typing import Final

import numpy as np

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Scene
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.observations.color import CellCounter
from motion_assets.core.observations.frames import RgbaFrame
from motion_assets.core.observations.records import ColorCells, SoundCellsSeen
from motion_assets.core.observations.sound import measure_instants, sound_cells
from motion_assets.media.read import open_clip
from motion_assets.media.write import write_clip
from motion_assets.vocabulary.aspects import ASPECTS

CLIP_FPS: Final = 24
VARIED: Final = (
    "camera.motion_type",
    "gradient.gradient_type",
    "motion.speed",
    "motion.direction",
    "sound.presence",
)
"""Aspects whose values differ from clip to clip."""


def varied_scene(index: int, *, width_px: int, height_px: int, duration_s: float = 1.0) -> Scene:
    """Scene ``index`` of an endless row: camera, gradient, motion and sound take turns."""
    moves = ASPECTS["camera.motion_type"].measured_values
    values = [("camera.motion_type", moves[index % len(moves)])]
    for place, aspect in enumerate(VARIED[1:]):
        known = ASPECTS[aspect].values
        values.append((aspect, known[(index + index // (3 + place)) % len(known)]))
    request = ClipRequest(
        values=tuple(values),
        width_px=width_px,
        height_px=height_px,
        fps=CLIP_FPS,
        duration_s=duration_s,
    )
    clip_id = f"bench-{index:03d}-{width_px}x{height_px}"
    return build_scene(request, None, clip_id=clip_id, seed=7).scene


def noise_frames(count: int, *, width_px: int, height_px: int) -> list[RgbaFrame]:
    """Frames of independent random bytes in all four channels."""
    rng = np.random.default_rng(2)
    shape = (height_px, width_px)
    return [
        RgbaFrame(
            rng.integers(0, 256, (*shape, 3), dtype=np.uint8),
            rng.integers(0, 256, shape, dtype=np.uint8),
        )
        for _ in range(count)
    ]


def gradient_frames(count: int, *, width_px: int, height_px: int) -> list[RgbaFrame]:
    """Smooth frames: red along x, green along y, blue over time, opacity along both."""
    across = np.linspace(0, 255, width_px).round().astype(np.uint8)
    down = np.linspace(0, 255, height_px).round().astype(np.uint8)
    drawn = []
    for blue in np.linspace(0, 255, count).round().astype(np.uint8):
        rgb = np.empty((height_px, width_px, 3), np.uint8)
        rgb[..., 0], rgb[..., 1], rgb[..., 2] = across, down[:, np.newaxis], blue
        alpha = (across // 2 + down[:, np.newaxis] // 2).astype(np.uint8)
        drawn.append(RgbaFrame(rgb, alpha))
    return drawn


def render(scene: Scene, path: Path) -> None:
    """Draw and play a scene into a clip file."""
    samples = render_samples(
        scene.soundtrack, fps=scene.fps, frame_count=scene.frame_count, seed=scene.seed
    )
    write_clip(
        path,
        frames(scene),
        samples,
        fps=scene.fps,
        width_px=scene.width_px,
        height_px=scene.height_px,
    )


def analyse(path: Path, counter: CellCounter) -> tuple[ColorCells, SoundCellsSeen]:
    """Color and sound cells of a clip file, from all three tracks."""
    with open_clip(path) as reader:
        for frame in reader.frames():
            counter.add(frame)
        instants = measure_instants(reader.samples(), fps=CLIP_FPS, kernel=counter.kernel)
    return counter.take(), sound_cells(instants)
