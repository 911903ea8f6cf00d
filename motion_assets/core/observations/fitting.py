"""Fitting: the move of a whole picture from one moment to another, robust against its parts.

Put fitting moves to pairs of pictures here. Where moves take pixels belongs in ``warp``, the
compiled way, equal in every result, in ``fit_kernel``; what is followed, in ``track`` and
``camera``.

Gauss-Newton steps on the pixel with the steepest slope of every cell, with Cauchy weights whose
width is 1.5 times the median error. Elements are float32 in one order, sums are float64, and a
fit ends on a grid far coarser than what the order of a sum changes: both ways agree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import Pairs, led, levers, sampled, slopes, steepest

Float64s = NDArray[np.float64]
Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

SHIFT: Final = 2
SIMILARITY: Final = 4
"""How many figures of a move a round of fitting may change."""

GRID: Final = 4096.0
"""Steps of a pixel on which a fitted move lies, and of the whole on which a grip does."""

LEAST_STEEP: Final = 0.02
WIDTH: Final = 1.5
LEAST_SPREAD: Final = 0.15
RIDGE: Final = 1e-3
OUTSIDE: Final = 6.0
LEAST_INSIDE: Final = 0.3
"""Error beyond which a start gets no worse, and the share of the points whose errors it is held
to at least, however few of them it leaves inside."""

LEAST_CONTRAST: Final = 1e-3
SPREAD_EVERY: Final = 4
LEFT_EVERY: Final = 2
"""Points from one to the next of which medians are taken: while fitting, and at its end."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Moves fitted to pairs.

    ``moves``: float32 (pair, 4). ``left``: median absolute difference left, in shares of
    ``contrast``, that of the looked-at pixels themselves in levels, both (pair,). ``grip``:
    smallest share of the squared slopes along any direction, 0..0.5, (pair,); near 0 one
    direction is blind.
    """

    moves: Float32s
    left: Float32s
    contrast: Float32s
    grip: Float32s


@dataclass(frozen=True, slots=True, eq=False)
class FitPlan:
    """How moves are fitted.

    ``rounds``: how many figures of a move each step may change. ``cell_px``: side of the cells
    of which one pixel is followed. ``trust``: float32 (row, column), 0..1, how much every pixel
    is worth following; None where all are.
    """

    rounds: Sequence[int]
    cell_px: int
    trust: Float32s | None = None


def fit_moves(
    pairs: Pairs, starts: Sequence[Float32s], plan: FitPlan, *, kernel: Kernel = "numpy"
) -> Fit:
    """Moves of the whole picture between pairs, from the best of some starts.

    Parameters
    ----------
    pairs : Pairs
        Pictures float32 (pair, row, column); the earlier one may be one for all pairs.
    starts : sequence of float32, shape (pair, 4)
        Moves to begin with; of every pair the one that leaves least.
    plan : FitPlan
        Rounds, cells and trust.
    kernel : {"numpy", "numba"}
        How to fit; the result is the same. See `color.choose_kernel`.
    """
    return _fitter(kernel)(pairs, starts, plan)


def _fitter(kernel: Kernel) -> Callable[[Pairs, Sequence[Float32s], FitPlan], Fit]:
    if kernel == "numpy":
        return _fit_by_numpy
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.fit_kernel import fit_by_numba  # noqa: PLC0415

    return fit_by_numba


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """Looked-at pixels of the earlier pictures, (pair, point), and what a move changes there.

    ``even``: factor that gives steep and standing edges no more pull than texture. ``lines``:
    float64 (pair, 4, point), how much each figure of a move changes the error. ``grip``: (pair,).
    """

    known: Float32s
    places: tuple[Float32s, Float32s]
    far: tuple[Float32s, Float32s]
    even: Float32s
    lines: Float64s
    grip: Float32s


def _fit_by_numpy(pairs: Pairs, starts: Sequence[Float32s], plan: FitPlan) -> Fit:
    after = pairs.after
    looked = _looked(pairs.before, plan)
    moves = _best_start(looked, after, starts)
    for figures in plan.rounds:
        error, inside = _error(looked, after, moves)
        error *= looked.even
        spread = upper_median(np.abs(error[:, ::SPREAD_EVERY]))[:, None] * np.float32(WIDTH)
        weights = _weights(error, inside, np.maximum(spread, np.float32(LEAST_SPREAD)))
        lines = looked.lines[:, :figures]
        weighted = lines * weights[:, None]
        normal = weighted @ lines.transpose(0, 2, 1)
        normal += RIDGE * np.eye(figures)
        steps = np.linalg.solve(normal, weighted @ error[:, :, None].astype(np.float64))
        moves[:, :figures] -= steps[:, :, 0].astype(np.float32)
    moves = on_grid(moves)
    error, _ = _error(looked, after, moves)
    contrast = upper_median(np.abs(looked.known[:, ::LEFT_EVERY]))
    left = upper_median(np.abs(error[:, ::LEFT_EVERY])) / (contrast + np.float32(LEAST_CONTRAST))
    count = (len(after),)
    return Fit(moves, left, np.broadcast_to(contrast, count), np.broadcast_to(looked.grip, count))


def on_grid(values: Float32s) -> Float32s:
    """Values on the nearest step of `GRID`."""
    return np.asarray(np.rint(values * np.float32(GRID)) * np.float32(1 / GRID), np.float32)


def upper_median(values: Float32s) -> Float32s:
    """Upper median of every row, (row,); cheaper than the mean of both middle ones."""
    half = values.shape[1] // 2
    middle: Float32s = np.partition(values, half, axis=1)[:, half]
    return middle


def _weights(error: Float32s, inside: Bools, spread: Float32s) -> Float32s:
    """Cauchy weights of errors (pair, point) whose usual width is ``spread``; 0 outside."""
    off = error / spread
    off *= off
    off += 1
    return np.asarray(np.divide(inside, off, dtype=np.float32), np.float32)


def _looked(before: Float32s, plan: FitPlan) -> _Looked:
    _, height, width = before.shape
    along_x, along_y = slopes(before)
    steep = along_x * along_x
    steep += along_y * along_y
    if plan.trust is not None:
        steep *= plan.trust
    points = steepest(steep, plan.cell_px)
    base = points + (np.arange(len(before)) * (height * width))[:, None]
    known, slope_x, slope_y = (each.reshape(-1).take(base) for each in (before, along_x, along_y))
    row, column = np.divmod(points, width)
    x, y = column.astype(np.float32), row.astype(np.float32)
    far_x, far_y = levers(x, y, (height, width))
    even = _evened(slope_x, slope_y)
    if plan.trust is not None:
        even *= plan.trust.reshape(-1).take(points)
    pull_x, pull_y = slope_x * even, slope_y * even
    lines = np.empty((len(before), SIMILARITY, points.shape[1]))
    lines[:, 0], lines[:, 1] = pull_x, pull_y
    np.add(pull_x * far_x, pull_y * far_y, out=lines[:, 2])
    np.subtract(pull_y * far_x, pull_x * far_y, out=lines[:, 3])
    return _Looked(known, (x, y), (far_x, far_y), even, lines, _grip(slope_x, slope_y))


def _evened(slope_x: Float32s, slope_y: Float32s) -> Float32s:
    """Factor (pair, point) that gives the edges of a subject no more pull than its background."""
    steep = np.sqrt(slope_x * slope_x + slope_y * slope_y)
    usual = np.maximum(upper_median(steep)[:, None], np.float32(LEAST_STEEP))
    return np.asarray(usual / np.maximum(steep, usual), dtype=np.float32)


def _best_start(looked: _Looked, after: Float32s, starts: Sequence[Float32s]) -> Float32s:
    """The start of every pair that leaves least, float32 (pair, 4)."""
    if len(starts) == 1:
        return starts[0].copy()
    left = []
    for start in starts:
        error, inside = _error(looked, after, start)
        off = np.minimum(np.abs(error * looked.even), np.float32(OUTSIDE)) * inside
        least = LEAST_INSIDE * inside.shape[1]
        left.append(off.sum(axis=1, dtype=np.float64) / np.maximum(inside.sum(axis=1), least))
    best = np.stack(left).argmin(axis=0)
    chosen: Float32s = np.stack(starts)[best, np.arange(len(best))]
    return chosen


def _error(looked: _Looked, after: Float32s, moves: Float32s) -> tuple[Float32s, Bools]:
    seen, inside = sampled(after, *led(looked.places, looked.far, moves))
    seen -= looked.known
    return seen, inside


def _grip(slope_x: Float32s, slope_y: Float32s) -> Float32s:
    """Smaller eigenvalue of the slopes' tensor over its trace, 0..0.5, (pair,)."""
    xx, yy, xy = (
        (one * other).mean(axis=1, dtype=np.float64)
        for one, other in ((slope_x, slope_x), (slope_y, slope_y), (slope_x, slope_y))
    )
    trace = xx + yy + 1e-9
    half = np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
    return on_grid(((trace / 2 - half) / trace).astype(np.float32))
