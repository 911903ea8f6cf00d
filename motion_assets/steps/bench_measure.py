"""Speed of measuring all that clips show: against decoding them raw, and the camera by itself.

Put figures here that name more than color and sound. Those two alone belong in
``bench_decode`` and ``bench_speed``.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Scene
from motion_assets.core.observations.camera import NEIGHBORS
from motion_assets.core.observations.color import CellCounter
from motion_assets.core.observations.filters import filters
from motion_assets.core.observations.fitting import fit_moves
from motion_assets.core.observations.frames import PlanarFrame, planar
from motion_assets.core.observations.looks import looker
from motion_assets.core.observations.sound import measure_instants, sound_cells
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.viewing import name_view
from motion_assets.core.observations.warp import Pairs
from motion_assets.core.observations.windows import stride_of, window_spans
from motion_assets.core.prompts.interpret import interpret
from motion_assets.media.read import open_clip
from motion_assets.settings import Settings
from motion_assets.steps.bench_clips import CLIP_FPS, render, varied_scene
from motion_assets.steps.bench_decode import decode_raw
from motion_assets.steps.bench_rows import BenchRow, at_least, median_cpu_s
from motion_assets.steps.observe import Observer

PROMPTS: Final = (
    "a slow pan over a teal ocean at dusk, two seconds, ambient sound",
    "three seconds of red circles drifting left, fast music",
    "static wide shot of a desert at noon, two seconds",
    "zoom in on a neon city at night, jerky motion, three seconds",
    "two shots with a cut, four seconds, calm",
    "a truck past a forest with two layers, low key light, two seconds",
    "handheld close-up, warm light, sparse sound effects, two seconds",
    "dissolve from a bright room to a dark one, four seconds",
)
"""Prompts of 2 to 4 s in which camera, subjects, light, editing and sound take turns."""

ALL_ASPECTS: Final[tuple[tuple[int, float | None], ...]] = ((64, None), (256, 0.5))
EVERY_PAIR: Final = ((64, 10, 0.65), (256, 4, 0.80))
"""Sides in pixels, clips where they are not of the prompts, and the goals of the ratios: of small
pictures, which are decoded in no time, all aspects have none."""

CAMERA_PX: Final = (64, 128)
CAMERA_CLIPS: Final = 20
CAMERA_GOAL_FPS: Final = 4000.0


def measure_rows(folder: Path, *, runs: int) -> list[BenchRow]:
    """All rows of this module; ``folder`` takes the clip files."""
    return [
        *(all_aspects_row(folder, side, goal, runs=runs) for side, goal in ALL_ASPECTS),
        *(every_pair_row(folder, side, count, goal, runs=runs) for side, count, goal in EVERY_PAIR),
        *(camera_row(side, CAMERA_CLIPS, runs=runs) for side in CAMERA_PX),
    ]


def prompted_scene(prompt: str, side_px: int) -> Scene:
    """The first take of a clip of a prompt."""
    request = ClipRequest(prompt=prompt, width_px=side_px, height_px=side_px)
    return build_scene(request, interpret(prompt), clip_id="bench-prompt", seed=7).scene


def all_aspects_row(
    folder: Path, side_px: int, goal: float | None, *, runs: int, prompts: Sequence[str] = PROMPTS
) -> BenchRow:
    """Frames a second of measuring everything in clip files over those of raw decoding."""
    paths = [folder / f"prompt-{side_px}-{number}.mp4" for number in range(len(prompts))]
    for path, prompt in zip(paths, prompts, strict=True):
        render(prompted_scene(prompt, side_px), path)
    observer = Observer(Settings(), kernel="numba")
    return _ratio_row(
        f"all aspects against raw decoding, {side_px}x{side_px}",
        observer.observe,
        paths,
        goal,
        runs=runs,
        note=f"{len(paths)} prompted clips of 2 to 4 s, three tracks, every window",
    )


def every_pair_row(folder: Path, side_px: int, count: int, goal: float, *, runs: int) -> BenchRow:
    """Frames a second of color, sound and the move from every frame to the next, over raw ones."""
    paths = [folder / f"pairs-{side_px}-{number}.mp4" for number in range(count)]
    for number, path in enumerate(paths, start=1):
        render(varied_scene(number, width_px=side_px, height_px=side_px), path)
    counter = CellCounter(kernel="numba")
    return _ratio_row(
        f"color, sound and every pair against raw decoding, {side_px}x{side_px}",
        lambda path: color_sound_and_pairs(path, counter),
        paths,
        goal,
        runs=runs,
        note=f"{count} varied clips of 1 s, three tracks, the move of the view between neighbors",
    )


def camera_row(side_px: int, count: int, *, runs: int) -> BenchRow:
    """Frames of clips whose camera one processor names in a second, from decoded frames."""
    clips = [
        [planar(frame) for frame in frames(varied_scene(i, width_px=side_px, height_px=side_px))]
        for i in range(count)
    ]
    (cpu_s,) = median_cpu_s(lambda: [camera_kinds(clip) for clip in clips], runs=runs)
    return at_least(
        f"camera kind, {side_px}x{side_px}",
        sum(map(len, clips)) / cpu_s,
        "frames per CPU-s",
        CAMERA_GOAL_FPS,
        f"{count} varied clips of 1 s, from decoded frames to the kind of every window",
    )


def camera_kinds(clip: Sequence[PlanarFrame]) -> list[str | None]:
    """The kind of move in every window of frames at `CLIP_FPS`."""
    stride, look = stride_of(CLIP_FPS), looker("numba")
    views = [
        name_view(
            np.stack([look.luma(frame) for frame in clip[span.first : span.last : stride]]),
            stride / CLIP_FPS,
            kernel="numba",
        )
        for span in window_spans(len(clip), CLIP_FPS)
    ]
    return [None if view is None else view.kind for view in views]


def _ratio_row(
    name: str,
    measure: Callable[[Path], object],
    paths: Sequence[Path],
    goal: float | None,
    *,
    runs: int,
    note: str,
) -> BenchRow:
    measured_s, raw_s = median_cpu_s(
        lambda: [measure(path) for path in paths],
        lambda: [decode_raw(path) for path in paths],
        runs=runs,
    )
    figure = raw_s / measured_s
    if goal is None:
        return BenchRow(name, round(figure, 3), "x", "none", passed=None, note=note)
    return at_least(name, figure, "x", goal, note)


def color_sound_and_pairs(path: Path, counter: CellCounter) -> int:
    """Color and sound cells, and the moves of the view, of one clip file; how many moves."""
    thumbs: list[Float32s] = []
    look = looker(counter.kernel)
    with open_clip(path) as reader:
        for frame in reader.frames():
            counter.add(frame)
            thumbs.append(look.luma(frame))
        sound_cells(measure_instants(reader.samples(), fps=CLIP_FPS, kernel=counter.kernel))
    counter.take()
    fine = filters(counter.kernel).texture(np.stack(thumbs))
    start = np.zeros((len(fine) - 1, 4), np.float32)
    pairs = Pairs(fine[:-1], fine[1:])
    return len(fit_moves(pairs, [start], NEIGHBORS, kernel=counter.kernel).moves)
