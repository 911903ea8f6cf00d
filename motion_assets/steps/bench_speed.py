"""Speed from scene to keys: the sweep of all cells, short clips, the kernel, two processes.

Put end-to-end speed here. Speed against raw decoding and other programs belongs in
``bench_decode``.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import numpy as np

from motion_assets.core.observations.color import CellCounter
from motion_assets.core.observations.frames import planar
from motion_assets.errors import MotionAssetsError
from motion_assets.steps.bench_clips import analyse, gradient_frames, render, varied_scene
from motion_assets.steps.bench_rows import (
    BenchRow,
    at_least,
    at_most,
    median_cpu_s,
    not_measured,
)
from motion_assets.steps.bench_sweep import sweep, sweep_scene
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT

CLIPS_A_RUN: Final = 20
CLIPS_A_PROCESS: Final = 60
KERNEL_PX: Final = 256
KERNEL_FRAMES: Final = 24
CHILD_TIMEOUT_S: Final = 300.0

_COLD: Final = (
    "import sys, pathlib; from motion_assets.steps.bench_sweep import report_cold_sweep; "
    "print(report_cold_sweep(pathlib.Path(sys.argv[1])))"
)
_WORKER: Final = (
    "import sys, pathlib; from motion_assets.steps.bench_speed import work; "
    "work(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"
)


def speed_rows(folder: Path, *, runs: int) -> list[BenchRow]:
    """All rows of this module; ``folder`` takes the clip files."""
    return [
        warm_sweep_row(folder, runs=runs),
        cold_sweep_row(folder, runs=runs),
        short_clips_row(folder, runs=runs),
        kernel_row(runs=runs),
        two_processes_row(folder, runs=runs),
    ]


def warm_sweep_row(folder: Path, *, runs: int) -> BenchRow:
    """CPU milliseconds from the scene of all cells to their keys in a warm process."""
    scene, path, counter = sweep_scene(), folder / "warm.mp4", CellCounter(kernel="numba")
    seen: list[int] = []
    (cpu_s,) = median_cpu_s(lambda: seen.append(sweep(scene, path, counter)[0]), runs=runs)
    note = f"{scene.frame_count} frames with sound and opacity, numba kernel"
    return sweep_row("warm", cpu_s * 1000, "ms CPU", 20, seen=min(seen), note=note)


def cold_sweep_row(folder: Path, *, runs: int) -> BenchRow:
    """CPU seconds of a fresh interpreter from its start to the last key."""
    reports = [_cold_report(folder / "cold.mp4") for _ in range(runs)]
    cpu_s = statistics.median(float(report[0]) for report in reports)
    seen = min(int(report[1]) for report in reports)
    note = "fresh process from its start, numpy kernel"
    return sweep_row("cold", cpu_s, "s CPU", 0.5, seen=seen, note=note)


def sweep_row(
    state: str, figure: float, unit: str, goal: float, *, seen: int, note: str
) -> BenchRow:
    """Row of a sweep; one that missed a cell has failed, however fast it was."""
    name = f"all color cells, scene to keys, {state}"
    if seen != COLOR_CELL_COUNT:
        missed = f"only {seen} of {COLOR_CELL_COUNT} cells were seen"
        return BenchRow(name, None, unit, f"<= {goal:g}", passed=False, note=missed)
    return at_most(name, figure, unit, goal, f"{COLOR_CELL_COUNT} cells, {note}")


def short_clips_row(folder: Path, *, runs: int) -> BenchRow:
    """One-second 64x64 clips from scene to keys in one CPU-second."""
    batch = _Batch(folder / "short.mp4", CLIPS_A_RUN)
    (cpu_s,) = median_cpu_s(batch.run, runs=runs)
    return at_least(
        "one-second 64x64 clips, scene to keys",
        CLIPS_A_RUN / cpu_s,
        "clips per CPU-s",
        65,
        f"{CLIPS_A_RUN} varied clips, all three tracks, numba kernel",
    )


def kernel_row(*, runs: int) -> BenchRow:
    """Megapixels a second that the compiled kernel counts, sums included."""
    drawn = gradient_frames(KERNEL_FRAMES, width_px=KERNEL_PX, height_px=KERNEL_PX)
    pictures = [
        type(frame)(*map(np.ascontiguousarray, (frame.red, frame.green, frame.blue, frame.alpha)))
        for frame in map(planar, drawn)
    ]
    counter = CellCounter(kernel="numba")

    def count() -> None:
        for picture in pictures:
            counter.add(picture)
        counter.take()

    (cpu_s,) = median_cpu_s(count, runs=runs)
    return at_least(
        "color kernel, counts and sums, 256x256",
        KERNEL_FRAMES * KERNEL_PX**2 / cpu_s / 1e6,
        "Mpx/s",
        600,
        f"{KERNEL_FRAMES} frames of gradients in four channels",
    )


def two_processes_row(folder: Path, *, runs: int) -> BenchRow:
    """Clips a second on the wall of two processes against one, on the same clips each."""
    name, unit, goal = "two processes against one", "x", 1.6
    if (os.cpu_count() or 1) < 2:  # noqa: PLR2004  # two processes need two processors
        return not_measured(name, unit, f">= {goal}", "one processor")
    ones = [_wall_s(folder, 1) for _ in range(runs)]
    twos = [_wall_s(folder, 2) for _ in range(runs)]
    return at_least(
        name,
        2 * statistics.median(ones) / statistics.median(twos),
        unit,
        goal,
        f"{CLIPS_A_PROCESS} one-second 64x64 clips in each process, wall time",
    )


def work(path: Path, clip_count: int) -> None:
    """Body of a worker: say ``ready`` when warm, then work once a line says so, then ``done``."""
    batch = _Batch(path, clip_count)
    batch.run()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    batch.run()
    sys.stdout.write("done\n")
    sys.stdout.flush()


class _Batch:
    """Clips that go from scene to keys again and again."""

    def __init__(self, path: Path, clip_count: int) -> None:
        self._path = path
        self._counter = CellCounter(kernel="numba")
        self._scenes = [varied_scene(i, width_px=64, height_px=64) for i in range(clip_count)]

    def run(self) -> None:
        for scene in self._scenes:
            render(scene, self._path)
            analyse(self._path, self._counter)


def _child(program: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603  # this interpreter, our own program
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _cold_report(path: Path) -> list[str]:
    """CPU seconds, color cells and sound cells that a fresh process reports."""
    child = _child(_COLD, path)
    report = child.communicate(timeout=CHILD_TIMEOUT_S)[0].split()
    if child.returncode:
        raise MotionAssetsError(
            f"a cold sweep ended with status {child.returncode}; its error is printed above. "
            "Fix what it names and run the benchmark again."
        )
    return report


def _wall_s(folder: Path, process_count: int) -> float:
    """Wall seconds until every one of ``process_count`` warm workers has done its clips."""
    workers = [
        _child(_WORKER, folder / f"worker-{number}.mp4", CLIPS_A_PROCESS)
        for number in range(process_count)
    ]
    try:
        for worker in workers:
            _expect(worker, "ready")
        start = time.perf_counter()
        for worker in workers:
            _tell(worker)
        for worker in workers:
            _expect(worker, "done")
        return time.perf_counter() - start
    finally:
        for worker in workers:
            worker.communicate(timeout=CHILD_TIMEOUT_S)


def _tell(worker: "subprocess.Popen[str]") -> None:
    if worker.stdin is not None:
        worker.stdin.write("go\n")
        worker.stdin.flush()


def _expect(worker: "subprocess.Popen[str]", word: str) -> None:
    line = "" if worker.stdout is None else worker.stdout.readline().strip()
    if line != word:
        raise MotionAssetsError(
            f"a benchmark worker said {line!r} instead of {word!r}; its error is printed above. "
            "Fix what it names and run the benchmark again."
        )
