"""Rows of the benchmark: a figure, its goal and the verdict, and how a figure is timed.

Put what every measurement shares here. What is measured lives in the modules beside this
one: ``bench_exact``, ``bench_speed``, ``bench_decode`` and ``bench_measure``.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

RUNS: Final = 5
"""Fewest timed runs behind a median."""


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One figure of this machine.

    ``figure`` and ``passed`` are None when it could not be measured here; ``note`` says why,
    or what exactly was measured.
    """

    name: str
    figure: float | None
    unit: str
    goal: str
    passed: bool | None
    note: str


def none_wrong(name: str, wrong: int, compared: int, what: str) -> BenchRow:
    """Row of a count that must be 0; it fails when nothing was compared."""
    note = f"{compared} {what} compared"
    return BenchRow(name, wrong, what, "0", wrong == 0 and compared > 0, note)


def at_least(name: str, figure: float, unit: str, goal: float, note: str) -> BenchRow:
    """Row of a figure that should reach ``goal``."""
    return BenchRow(name, round(figure, 3), unit, f">= {goal:g}", figure >= goal, note)


def at_most(name: str, figure: float, unit: str, goal: float, note: str) -> BenchRow:
    """Row of a figure that should stay within ``goal``."""
    return BenchRow(name, round(figure, 3), unit, f"<= {goal:g}", figure <= goal, note)


def not_measured(name: str, unit: str, goal: str, reason: str) -> BenchRow:
    """Row of a figure that this machine cannot give."""
    return BenchRow(name, None, unit, goal, None, f"not measured here: {reason}")


def cpu_s(action: Callable[[], object]) -> float:
    """CPU time of one call in seconds, of this process alone."""
    start = time.process_time()
    action()
    return time.process_time() - start


def median_cpu_s(*actions: Callable[[], object], runs: int) -> list[float]:
    """Median CPU seconds of each action over ``runs`` rounds, after one round unmeasured.

    The actions take turns, so that a machine that slows down slows all of them.
    """
    for action in actions:
        action()
    rounds = [[cpu_s(action) for action in actions] for _ in range(runs)]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]
