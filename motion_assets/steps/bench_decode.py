"""Speed of analysing files: against decoding them raw, and against other programs.

Put like-for-like comparisons on one file here. End-to-end speed belongs in ``bench_speed``.
"""

import importlib.util
import resource
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import av
import imageio_ffmpeg
import numpy as np

from motion_assets.core.observations.color import CellCounter
from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.media.decode import own_planes
from motion_assets.steps.bench_clips import analyse, render, varied_scene
from motion_assets.steps.bench_rows import BenchRow, at_least, median_cpu_s, not_measured

RATIOS: Final = ((64, 64, 10, 0.78), (256, 256, 4, 0.85), (1280, 720, 1, 0.82))
"""Width and height in pixels, clips measured, and the goal of the ratio."""

PEER_PX: Final = 256
PEER_CLIPS: Final = 4
"""Varied clips: how much of the time decoding takes differs by two thirds between them."""

PEER_CLIP_S: Final = 2.0
SIGNALSTATS_GOAL: Final = 2.5
FFMPEG_TIMEOUT_S: Final = 300.0


def ratio_rows(folder: Path, *, runs: int) -> list[BenchRow]:
    """Frames a second of a full analysis over those of raw decoding, by size."""
    return [
        _ratio_row(
            _clips(folder, width_px, height_px, count), f"{width_px}x{height_px}", goal, runs
        )
        for width_px, height_px, count, goal in RATIOS
    ]


def _ratio_row(paths: list[Path], size: str, goal: float, runs: int) -> BenchRow:
    counter = CellCounter(kernel="numba")

    def analyse_all() -> None:
        for path in paths:
            analyse(path, counter)

    def decode_all() -> None:
        for path in paths:
            decode_raw(path)

    analysed_s, raw_s = median_cpu_s(analyse_all, decode_all, runs=runs)
    return at_least(
        f"analysis against raw decoding, {size}",
        raw_s / analysed_s,
        "x",
        goal,
        f"{len(paths)} varied clips of 1 s, three tracks, numba kernel",
    )


def peer_rows(folder: Path, *, runs: int) -> list[BenchRow]:
    """Frames a second of exact keys over those of other programs, on one color track."""
    paths = _clips(folder, PEER_PX, PEER_PX, PEER_CLIPS, duration_s=PEER_CLIP_S)
    return [
        peer_row(paths, _read_by_opencv, "OpenCV calcHist", "cv2", 1.1, runs=runs),
        peer_row(paths, _read_by_scenedetect, "PySceneDetect", "scenedetect", 1.3, runs=runs),
        signalstats_row(paths, runs=runs),
    ]


def peer_row(
    paths: Sequence[Path],
    read: Callable[[Path], object],
    name: str,
    module: str,
    goal: float,
    *,
    runs: int,
) -> BenchRow:
    """Speed of exact keys of files over ``read``, which needs the Python module ``module``."""
    title = f"exact keys against {name}, {PEER_PX}x{PEER_PX}"
    if importlib.util.find_spec(module) is None:
        return not_measured(title, "x", f">= {goal}", f"{module} is not installed")
    counter = CellCounter(kernel="numba")
    ours_s, theirs_s = median_cpu_s(
        lambda: [color_keys(path, counter) for path in paths],
        lambda: [read(path) for path in paths],
        runs=runs,
    )
    note = f"{len(paths)} varied clips, {name} in this process"
    return at_least(title, theirs_s / ours_s, "x", goal, note)


def decode_raw(path: Path) -> int:
    """Decode every frame of every track and touch none; the number of frames."""
    with av.open(str(path)) as container:
        for stream in container.streams.video:
            stream.thread_count = 1
        return sum(len(packet.decode()) for packet in container.demux())


def color_keys(path: Path, counter: CellCounter) -> int:
    """Exact cells of the color track alone, taken as opaque; how many were seen."""
    opaque: np.ndarray[Any, np.dtype[np.uint8]] | None = None
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_count = 1
        for frame in container.decode(stream):
            planes = own_planes(frame, frame)
            if opaque is None:
                opaque = np.full(planes.red.shape, 255, np.uint8)
            counter.add(PlanarFrame(planes.red, planes.green, planes.blue, opaque))
    return counter.take().cell.size


def _clips(
    folder: Path, width_px: int, height_px: int, count: int, *, duration_s: float = 1.0
) -> list[Path]:
    paths = [folder / f"{duration_s:g}s-{width_px}-{index}.mp4" for index in range(count)]
    for index, path in enumerate(paths, start=1):
        scene = varied_scene(index, width_px=width_px, height_px=height_px, duration_s=duration_s)
        render(scene, path)
    return paths


def signalstats_row(paths: Sequence[Path], *, runs: int) -> BenchRow:
    """Against the filter of ffmpeg that gives least, mean and most of every plane."""
    counter = CellCounter(kernel="numba")
    (ours_s,) = median_cpu_s(lambda: [color_keys(path, counter) for path in paths], runs=runs)
    theirs_s = float(np.median([sum(map(_signalstats_cpu_s, paths)) for _ in range(runs)]))
    return at_least(
        f"exact keys against ffmpeg signalstats, {PEER_PX}x{PEER_PX}",
        theirs_s / ours_s,
        "x",
        SIGNALSTATS_GOAL,
        f"{len(paths)} varied clips, CPU time of ffmpeg less that of one that only starts",
    )


def _signalstats_cpu_s(path: Path) -> float:
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    started_s = _child_cpu_s([ffmpeg, "-version"])
    command = [ffmpeg, "-v", "error", "-threads", "1", "-i", str(path), "-map", "0:v:0"]
    command += ["-filter_threads", "1", "-vf", "signalstats", "-f", "null", "-"]
    return _child_cpu_s(command) - started_s


def _child_cpu_s(command: list[str]) -> float:
    """CPU seconds of one finished child process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603  # the ffmpeg that came with imageio-ffmpeg, arguments as a list
        command,
        check=True,
        capture_output=True,
        timeout=FFMPEG_TIMEOUT_S,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _read_by_opencv(path: Path) -> None:
    """Counts of 11 levels in three channels of every frame."""
    cv2: Any = importlib.import_module("cv2")
    cv2.setNumThreads(1)
    capture = cv2.VideoCapture(str(path))
    found, frame = capture.read()
    while found:
        cv2.calcHist([frame], [0, 1, 2], None, [11, 11, 11], [0, 256] * 3)
        found, frame = capture.read()
    capture.release()


def _read_by_scenedetect(path: Path) -> None:
    """Cut scores of every pair of frames."""
    scenedetect: Any = importlib.import_module("scenedetect")
    scenedetect.detect(str(path), scenedetect.ContentDetector())
