"""Benchmark: every figure that measuring and short clips are held to, on this machine.

Put the order of the measurements here. A figure belongs in ``bench_exact``, ``bench_speed``,
``bench_decode`` or ``bench_measure``, timing and rows in ``bench_rows``. Nothing here is
asserted by tests but that it can fail: figures of a busy machine say nothing about the code.
"""

import tempfile
from pathlib import Path

from motion_assets.errors import LimitError
from motion_assets.steps.bench_decode import peer_rows, ratio_rows
from motion_assets.steps.bench_exact import exact_rows
from motion_assets.steps.bench_measure import measure_rows
from motion_assets.steps.bench_rows import RUNS, BenchRow
from motion_assets.steps.bench_speed import speed_rows

__all__ = ["BenchRow", "run_benchmarks"]


def run_benchmarks(*, runs: int = RUNS) -> list[BenchRow]:
    """Measure everything once; takes about two minutes and two processors.

    Parameters
    ----------
    runs : int
        Timed runs behind each median, at least 5.

    Raises
    ------
    LimitError
        If ``runs`` is below 5.
    """
    if runs < RUNS:
        raise LimitError(f"a median needs at least {RUNS} runs, got {runs}.")
    with tempfile.TemporaryDirectory(prefix="motion-assets-bench-") as name:
        folder = Path(name)
        return [
            *exact_rows(folder),
            *speed_rows(folder, runs=runs),
            *ratio_rows(folder, runs=runs),
            *measure_rows(folder, runs=runs),
            *peer_rows(folder, runs=runs),
        ]
