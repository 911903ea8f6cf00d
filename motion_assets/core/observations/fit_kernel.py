"""Fitting moves with numba: the kernel of long jobs.

Put the compiled way of fitting here; importing this module imports numba. What is fitted, and
the numpy way, equal in every result, belong in ``fitting``.

Every step is the same in both ways, element by element in float32. The points of a pair are
kept one figure a row, so that most loops over them vectorize.
"""

# ruff: noqa: PLR0917  # compiled functions take plain arrays, and those by position

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.compiled import inlined, inner, kept, reordered
from motion_assets.core.observations.fitting import (
    GRID,
    LEAST_CONTRAST,
    LEAST_INSIDE,
    LEAST_SPREAD,
    LEAST_STEEP,
    LEFT_EVERY,
    OUTSIDE,
    RIDGE,
    SIMILARITY,
    SPREAD_EVERY,
    WIDTH,
    Fit,
    FitPlan,
    Float64s,
    Int64s,
)
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import LEVER_PX, MARGIN, Pairs

_Bits = NDArray[np.int32]

_HALF: Final = np.float32(0.5)
_ONE: Final = np.float32(1)
_NONE: Final = np.float32(0)
_LEVER: Final = np.float32(LEVER_PX)
_GRID: Final = np.float32(GRID)
_STEP: Final = np.float32(1 / GRID)
_WIDTH: Final = np.float32(WIDTH)
_LEAST_SPREAD: Final = np.float32(LEAST_SPREAD)
_LEAST_STEEP: Final = np.float32(LEAST_STEEP)
_LEAST_CONTRAST: Final = np.float32(LEAST_CONTRAST)
_OUTSIDE: Final = np.float32(OUTSIDE)
_EVERY, _SPREAD_EVERY, _LEFT_EVERY = np.int64(1), np.int64(SPREAD_EVERY), np.int64(LEFT_EVERY)

_KNOWN, _X, _Y, _EVEN, _ERROR, _INSIDE, _SLOPE_X, _SLOPE_Y, _LINE = range(9)
"""Rows of the points: their level and place, how much they pull, what a move leaves there, 1
inside and 0 outside, both slopes; and the first of four lines."""

_FIELDS: Final = 12
_BITS: Final = np.int32(1) << np.arange(30, -1, -1, dtype=np.int32)
_COLUMN_BITS: Final = 8
_ORDER_BITS: Final = 2 * _COLUMN_BITS
_FIELD: Final = (1 << _COLUMN_BITS) - 1
"""Low bits of a key: all less the row, and all less the column, of its pixel in its cell."""


class _Work(NamedTuple):
    """Room for one pair.

    ``points``: float32 (field, point). ``line``: float32, at least a row of pixels and of points.
    ``point_bits``, ``line_bits``: the same memory as int32. ``order``: where in its cell a column
    of pixels lies, ``keys``: which pixel is the steepest, int64 (column,). ``normal``: the
    equations of one step.
    """

    points: Float32s
    point_bits: _Bits
    line: Float32s
    line_bits: _Bits
    order: Int64s
    keys: Int64s
    normal: Float64s


def fit_by_numba(pairs: Pairs, starts: Sequence[Float32s], plan: FitPlan) -> Fit:
    """What `fitting.fit_moves` gives."""
    count, height, width = pairs.after.shape
    moves = np.empty((count, SIMILARITY), np.float32)
    figures = np.empty((3, count), np.float32)
    _fit_all(
        np.ascontiguousarray(pairs.before),
        np.ascontiguousarray(pairs.after),
        np.ones((height, width), np.float32) if plan.trust is None else plan.trust,
        np.stack(starts, axis=1),
        np.array(plan.rounds, np.int64),
        plan.cell_px,
        _work(height, width, plan.cell_px),
        moves,
        figures,
    )
    return Fit(moves, *figures)


def _work(height: int, width: int, cell_px: int) -> _Work:
    count = (height // cell_px) * (width // cell_px)
    points = np.empty((_FIELDS, count), np.float32)
    line = np.empty(max(count, width), np.float32)
    order = (1 << _ORDER_BITS) - 1 - np.arange(width) % cell_px
    normal = np.empty((SIMILARITY, SIMILARITY + 1))
    bits = points.view(np.int32), line.view(np.int32)
    return _Work(points, bits[0], line, bits[1], order, np.empty_like(order), normal)


@kept
def _fit_all(
    before: Float32s,
    after: Float32s,
    trust: Float32s,
    starts: Float32s,
    rounds: Int64s,
    cell_px: int,
    work: _Work,
    moves: Float32s,
    figures: Float32s,
) -> None:
    """Fill ``moves`` (pair, 4), and ``figures``: rest, contrast and grip, (3, pair)."""
    contrast = grip = _NONE
    for pair in range(len(after)):
        if pair < len(before):
            _look(before[pair], trust, cell_px, work)
            _even_out(trust.shape[0], trust.shape[1], work)
            contrast = _median(work.point_bits[_KNOWN], _LEFT_EVERY, work)
            grip = _grip(work.points[_SLOPE_X], work.points[_SLOPE_Y])
        start = _best(work.points, after[pair], starts[pair])
        for figure in range(SIMILARITY):
            moves[pair, figure] = starts[pair, start, figure]
        left = _fit(after[pair], rounds, moves[pair], work)
        figures[0, pair] = left / (contrast + _LEAST_CONTRAST)
        figures[1, pair] = contrast
        figures[2, pair] = grip


@inlined
def _fit(after: Float32s, rounds: Int64s, move: Float32s, work: _Work) -> np.float32:
    """Change a move until it fits; the median of what it leaves."""
    for number in range(rounds.size + 1):
        if number == rounds.size:
            for figure in range(SIMILARITY):
                move[figure] = np.rint(move[figure] * _GRID) * _STEP
        _errors(work.points, after, move)
        if number < rounds.size:
            _step(rounds[number], move, work)
    return _median(work.point_bits[_ERROR], _LEFT_EVERY, work)


@inlined
def _look(before: Float32s, trust: Float32s, cell_px: int, work: _Work) -> None:
    """Fill the points of one picture but for their pull."""
    height, width = before.shape
    keys, x, y = work.keys, work.points[_X], work.points[_Y]
    point = 0
    for top in range(0, height // cell_px * cell_px, cell_px):
        for down in range(cell_px):
            _slope(before, trust, top + down, work.line)
            _raise(work.line_bits, work.order, down, keys)
        for left in range(0, width // cell_px * cell_px, cell_px):
            key = keys[left]
            for right in range(1, cell_px):
                key = max(key, keys[left + right])
            x[point] = left + (~key & _FIELD)
            y[point] = top + (~(key >> _COLUMN_BITS) & _FIELD)
            point += 1
    _read(before, trust, work.points)


@inlined
def _slope(before: Float32s, trust: Float32s, row: int, steep: Float32s) -> None:
    """How steep the pixels of one row are; 0 along the edges of the picture."""
    height, width = before.shape
    for column in range(width):
        steep[column] = _NONE
    if MARGIN <= row < height - MARGIN:
        above, here, below, worth = before[row - 1], before[row], before[row + 1], trust[row]
        # Counted up from 0: what might be a place from the end would not be read at once.
        for i in range(np.uint32(width - 2 * MARGIN)):
            left, middle, right = i + (MARGIN - 1), i + MARGIN, i + (MARGIN + 1)
            slope_x = (here[right] - here[left]) * _HALF
            slope_y = (below[middle] - above[middle]) * _HALF
            steep[middle] = (slope_x * slope_x + slope_y * slope_y) * worth[middle]


@inlined
def _raise(bits: _Bits, order: Int64s, down: int, keys: Int64s) -> None:
    """Put the steepest pixel so far of every column of a row of cells first.

    Keys are the bits of how steep it is, which sort like it, over the order of its place.
    """
    lower = down << _COLUMN_BITS
    for column in range(keys.size):
        key = (np.int64(bits[column]) << _ORDER_BITS) + order[column] - lower
        keys[column] = max(keys[column], key) if down else key


@inlined
def _read(before: Float32s, trust: Float32s, points: Float32s) -> None:
    """Level, trust and slopes of points whose places are known."""
    height, width = before.shape
    flat, worth, wide = before.reshape(-1), trust.reshape(-1), np.uint32(width)
    x, y, known, even = points[_X], points[_Y], points[_KNOWN], points[_EVEN]
    slope_x, slope_y = points[_SLOPE_X], points[_SLOPE_Y]
    right, bottom = np.float32(width - 1), np.float32(height - 1)
    for i in range(x.size):
        at = np.uint32(y[i]) * wide + np.uint32(x[i])
        known[i] = flat[at]
        even[i] = worth[at]
    for i in range(x.size):
        row, column = np.uint32(y[i]) * wide, np.uint32(x[i])
        left, after = np.uint32(max(x[i] - _ONE, _NONE)), np.uint32(min(x[i] + _ONE, right))
        above = np.uint32(max(y[i] - _ONE, _NONE)) * wide
        below = np.uint32(min(y[i] + _ONE, bottom)) * wide
        across = (x[i] > _NONE) & (x[i] < right)
        down = (y[i] > _NONE) & (y[i] < bottom)
        slope_x[i] = (flat[row + after] - flat[row + left]) * _HALF * np.float32(across)
        slope_y[i] = (flat[below + column] - flat[above + column]) * _HALF * np.float32(down)


@inlined
def _even_out(height: int, width: int, work: _Work) -> None:
    """How much every point pulls, from its trust and slopes, and its lines."""
    points = work.points
    error, even = points[_ERROR], points[_EVEN]
    slope_x, slope_y = points[_SLOPE_X], points[_SLOPE_Y]
    for i in range(error.size):
        error[i] = np.sqrt(slope_x[i] * slope_x[i] + slope_y[i] * slope_y[i])
    usual = max(_median(work.point_bits[_ERROR], _EVERY, work), _LEAST_STEEP)
    pull_x, pull_y = points[_LINE], points[_LINE + 1]
    for i in range(error.size):
        even[i] = usual / max(error[i], usual) * even[i]
        pull_x[i] = slope_x[i] * even[i]
        pull_y[i] = slope_y[i] * even[i]
    middle_x, middle_y = np.float32((width - 1) / 2), np.float32((height - 1) / 2)
    x, y, grown, turned = points[_X], points[_Y], points[_LINE + 2], points[_LINE + 3]
    for i in range(error.size):
        far_x, far_y = (x[i] - middle_x) / _LEVER, (y[i] - middle_y) / _LEVER
        grown[i] = pull_x[i] * far_x + pull_y[i] * far_y
        turned[i] = pull_y[i] * far_x - pull_x[i] * far_y


@reordered
def _grip(slope_x: Float32s, slope_y: Float32s) -> np.float32:
    """Smaller eigenvalue of the slopes' tensor over its trace."""
    xx = yy = xy = 0.0
    for i in range(slope_x.size):
        xx += np.float64(slope_x[i] * slope_x[i])
        yy += np.float64(slope_y[i] * slope_y[i])
        xy += np.float64(slope_x[i] * slope_y[i])
    xx, yy, xy = xx / slope_x.size, yy / slope_x.size, xy / slope_x.size
    trace = xx + yy + 1e-9
    half = np.sqrt(((xx - yy) / 2) * ((xx - yy) / 2) + xy * xy)
    return np.float32(np.rint(np.float32((trace / 2 - half) / trace) * _GRID) * _STEP)


@inlined
def _best(points: Float32s, after: Float32s, starts: Float32s) -> int:
    """Which start leaves least; the first of several."""
    best, least = 0, np.inf
    if len(starts) == 1:
        return best
    error, inside, even = points[_ERROR], points[_INSIDE], points[_EVEN]
    for number in range(len(starts)):
        _errors(points, after, starts[number])
        total, count = 0.0, 0.0
        for i in range(error.size):
            total += np.float64(min(abs(error[i] * even[i]), _OUTSIDE) * inside[i])
            count += np.float64(inside[i])
        left = total / max(count, LEAST_INSIDE * error.size)
        if left < least:
            best, least = number, left
    return best


@inner
def _errors(points: Float32s, after: Float32s, move: Float32s) -> None:
    """What a move leaves at every point, and whether it leads there inside the picture."""
    height, width = after.shape
    flat, wide = after.reshape(-1), np.uint32(width)
    shift_x, shift_y, growth, turn = move[0], move[1], move[2], move[3]
    middle_x, middle_y = np.float32((width - 1) / 2), np.float32((height - 1) / 2)
    right, bottom = np.float32(width - 1), np.float32(height - 1)
    known, place_x, place_y = points[_KNOWN], points[_X], points[_Y]
    error, inside = points[_ERROR], points[_INSIDE]
    for i in range(error.size):
        far_x, far_y = (place_x[i] - middle_x) / _LEVER, (place_y[i] - middle_y) / _LEVER
        x = place_x[i] + shift_x + growth * far_x - turn * far_y
        y = place_y[i] + shift_y + growth * far_y + turn * far_x
        inside[i] = np.float32((x >= _NONE) & (x <= right) & (y >= _NONE) & (y <= bottom))
        left = min(max(np.trunc(x), _NONE), right - _ONE)
        top = min(max(np.trunc(y), _NONE), bottom - _ONE)
        share_x, share_y = x - left, y - top
        base = np.uint32(top) * wide + np.uint32(left)
        upper, lower = flat[base], flat[base + wide]
        upper += (flat[base + np.uint32(1)] - upper) * share_x
        lower += (flat[base + wide + np.uint32(1)] - lower) * share_x
        error[i] = upper + (lower - upper) * share_y - known[i]


@inlined
def _step(figures: int, move: Float32s, work: _Work) -> None:
    """One step of a move, in its first ``figures``."""
    points, normal = work.points, work.normal
    error, inside, even = points[_ERROR], points[_INSIDE], points[_EVEN]
    for i in range(error.size):
        error[i] *= even[i]
    spread = max(_median(work.point_bits[_ERROR], _SPREAD_EVERY, work) * _WIDTH, _LEAST_SPREAD)
    for i in range(error.size):
        off = error[i] / spread
        inside[i] /= off * off + _ONE
    _add_up(points, normal)
    for figure in range(figures):
        normal[figure, figure] += RIDGE
    _solve(normal, figures)
    for figure in range(figures):
        move[figure] -= np.float32(normal[figure, SIMILARITY])


@reordered
def _add_up(points: Float32s, normal: Float64s) -> None:
    """Weighted sums over the points of products of their lines, and of those and the error."""
    error, weight = points[_ERROR], points[_INSIDE]
    a, b, c, d = points[_LINE], points[_LINE + 1], points[_LINE + 2], points[_LINE + 3]
    aa = ab = ac = ad = bb = bc = bd = cc = cd = dd = ea = eb = ec = ed = 0.0
    for i in range(error.size):
        p, q, r, s = np.float64(a[i]), np.float64(b[i]), np.float64(c[i]), np.float64(d[i])
        w, e = np.float64(weight[i]), np.float64(error[i])
        wp, wq, wr, ws = w * p, w * q, w * r, w * s
        aa, ab, ac, ad, ea = aa + wp * p, ab + wp * q, ac + wp * r, ad + wp * s, ea + wp * e
        bb, bc, bd, eb = bb + wq * q, bc + wq * r, bd + wq * s, eb + wq * e
        cc, cd, ec = cc + wr * r, cd + wr * s, ec + wr * e
        dd, ed = dd + ws * s, ed + ws * e
    normal[0, 0], normal[0, 1], normal[0, 2], normal[0, 3], normal[0, 4] = aa, ab, ac, ad, ea
    normal[1, 0], normal[1, 1], normal[1, 2], normal[1, 3], normal[1, 4] = ab, bb, bc, bd, eb
    normal[2, 0], normal[2, 1], normal[2, 2], normal[2, 3], normal[2, 4] = ac, bc, cc, cd, ec
    normal[3, 0], normal[3, 1], normal[3, 2], normal[3, 3], normal[3, 4] = ad, bd, cd, dd, ed


@inlined
def _solve(normal: Float64s, count: int) -> None:
    """Solve the first ``count`` equations, which are positive definite; the last column changes."""
    for i in range(count):
        for below in range(count):
            if below != i:
                share = normal[below, i] / normal[i, i]
                for column in range(i, count):
                    normal[below, column] -= share * normal[i, column]
                normal[below, SIMILARITY] -= share * normal[i, SIMILARITY]
    for i in range(count):
        normal[i, SIMILARITY] /= normal[i, i]


@inner
def _median(sizes: _Bits, every: np.int64, work: _Work) -> np.float32:
    """Upper median of the sizes of every so many floats, bit by bit from the first.

    Of floats without a sign, the greater one has the greater bits; all are counted below a
    number of which one more bit is tried each time.
    """
    looked, count = work.line_bits, 0
    for i in range(0, sizes.size, every):
        looked[count] = sizes[i] & np.int32(0x7FFF_FFFF)
        count += 1
    found = np.int32(0)
    for bit in _BITS:
        tried = found | bit
        below = np.int32(0)
        for i in range(count):
            below += np.int32(looked[i] < tried)
        if below <= count // 2:
            found = tried
    looked[0] = found
    return np.float32(work.line[0])
