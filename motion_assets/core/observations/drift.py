"""Drift: whether a move of the view, or another light, explains how tiny pictures differ.

Put what tells one shot that goes on from two shots here. Where changes are looked for belongs in
``shots``, what kind they are in ``changes``.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Float64s = NDArray[np.float64]

_MOST_MOVED: Final = 4
"""Tiny pixels that a view may travel while it is looked for a change."""

_FINER: Final = 2
"""Places along a side that are tried for every tiny pixel."""

_GROWTHS: Final = (-0.36, -0.24, -0.12, 0.0, 0.12, 0.24, 0.36)
"""Logarithms of how much larger a view may have become meanwhile."""

_PART: Final = 4
_RIDGE: Final = 0.003
_TONES: Final = 8


def moved_share(before: Float64s, after: Float64s) -> float:
    """Share of the difference that the best shift and zoom leaves in the middle, 0..1.

    Parameters
    ----------
    before, after : float64, shape (figure, row, column)
        Square tiny pictures; the middle of the one is looked for in the other.

    Examples
    --------
    >>> waves = np.sin(np.arange(19) * 1.3) * np.cos(np.arange(16) * 0.9)[:, None]
    >>> moved_share(waves[None, :, :16], waves[None, :, 3:]) < 0.01
    True
    """
    side = before.shape[1]
    kept = side - 2 * _MOST_MOVED
    middle = np.s_[:, _MOST_MOVED:-_MOST_MOVED, _MOST_MOVED:-_MOST_MOVED]
    old = before[middle]
    still = float(((after[middle] - old) ** 2).sum()) + 1e-9
    shifts = _FINER * (side - kept) + 1
    laid = _laid(old, shifts)
    least = still
    for grid in _grids(side):
        fine = grid @ after @ grid.T
        # Squares are multiplied out, so that no difference of every shift is kept.
        rows = sliding_window_view(fine, shifts, axis=1)[:, ::_FINER].transpose(3, 0, 1, 2)
        cross = rows.reshape(shifts, -1) @ laid
        squares = (fine * fine).sum(axis=0)
        off = _spaced_sums(_spaced_sums(squares, kept).T, kept).T - 2 * cross
        down, right = divmod(int(np.argmin(off)), shifts)
        least = min(least, _left(fine, (down, right), old))
    return least / still


def _laid(old: Float64s, shifts: int) -> Float64s:
    """A picture (figure, row, column) laid on the places of another at every shift to the right.

    Float64 (figure * row * place, shift): a row of places times it is what both have in common.
    """
    figures, height, width = old.shape
    laid = np.zeros((figures, height, _FINER * (width - 1) + shifts, shifts))
    shift = np.arange(shifts)
    for column in range(width):
        laid[:, :, shift + _FINER * column, shift] = old[:, :, column, None]
    return laid.reshape(-1, shifts)


def _spaced_sums(values: Float64s, count: int) -> Float64s:
    """Sums of ``count`` rows, `_FINER` apart, from every row on that has so many behind it."""
    last = len(values) - _FINER * (count - 1)
    sums = values[:last].copy()
    for number in range(1, count):
        sums += values[_FINER * number : _FINER * number + last]
    return sums


def _left(fine: Float64s, at: tuple[int, int], old: Float64s) -> float:
    """What the best small move besides a shift to ``at`` leaves of the difference from ``old``."""
    reach = _FINER * (old.shape[1] - 1) + 1
    padded = _edged(fine)
    (down, right), step = at, _FINER
    down, right = down + 1, right + 1
    rows, columns = np.s_[down : down + reach : step], np.s_[right : right + reach : step]
    above, left = (slice(each.start - 1, each.stop - 1, step) for each in (rows, columns))
    below, beside = (slice(each.start + 1, each.stop + 1, step) for each in (rows, columns))
    gone = old - padded[:, rows, columns]
    along_y = padded[:, below, columns] - padded[:, above, columns]
    along_x = padded[:, rows, beside] - padded[:, rows, left]
    lever = np.linspace(-1.0, 1.0, old.shape[1])
    growth = along_x * lever + along_y * lever[:, None]
    turn = along_y * lever - along_x * lever[:, None]
    lines = np.stack([each.reshape(-1) for each in (along_x, along_y, growth, turn)])
    normal = lines @ lines.T
    normal[np.diag_indices(len(lines))] += _RIDGE * float(np.trace(normal)) + 1e-9
    left_over = gone.reshape(-1) - np.linalg.solve(normal, lines @ gone.reshape(-1)) @ lines
    return float(left_over @ left_over)


def _edged(pictures: Float64s) -> Float64s:
    """Pictures (figure, row, column) with their edges repeated once."""
    figures, height, width = pictures.shape
    edged = np.empty((figures, height + 2, width + 2))
    edged[:, 1:-1, 1:-1] = pictures
    edged[:, 0, 1:-1], edged[:, -1, 1:-1] = pictures[:, 0], pictures[:, -1]
    edged[:, :, 0], edged[:, :, -1] = edged[:, :, 1], edged[:, :, -2]
    return edged


@lru_cache(maxsize=4)
def _grids(side: int) -> tuple[Float64s, ...]:
    """For every growth, the shares (place, pixel) by which places lie between pixels."""
    middle, grids = (side - 1) / 2, []
    for growth in _GROWTHS:
        places = (np.arange(_FINER * (side - 1) + 1) / _FINER - middle) * np.exp(growth) + middle
        away = np.abs(np.clip(places, 0, side - 1)[:, None] - np.arange(side))
        grids.append(np.maximum(1.0 - away, 0.0))
    return tuple(grids)


def mixed_share(course: Float64s) -> float:
    """How far pictures (time, ...) are from every mixture of the first and the last, on average.

    In shares of the squared difference of those two; 0 where there are none between them.
    """
    flat = course.reshape(len(course), -1)
    way, gone = flat[-1] - flat[0], flat[1:-1] - flat[0]
    if not len(gone):
        return 0.0
    length = float(way @ way) + 1e-9
    beside = gone - np.outer(gone @ way / length, way)
    return float(np.einsum("td,td->t", beside, beside).mean()) / length


def dipped_share(course: Float64s) -> tuple[float, float]:
    """How much contrast pictures (time, figure, row, column) lose between the first and the last.

    In shares of what their mixtures with even steps lose: about 1 in a dissolve, about 0 where
    things move; 0 without pictures between them. And the squared difference of the first and the
    last, less that of their means, in shares of both their contrasts.

    Examples
    --------
    >>> old = np.tile([1.0, -1.0], (1, 4, 2))
    >>> new = old.transpose(0, 2, 1)
    >>> lost, unlike = dipped_share(np.stack([old, (old + new) / 2, new]))
    >>> round(lost, 3), round(unlike, 3)
    (1.0, 1.0)
    """
    contrast = _contrast(course)
    usual = float(contrast[0] + contrast[-1]) + 1e-9
    unlike = float(_contrast((course[-1] - course[0])[None])[0])
    share = np.linspace(0.0, 1.0, len(course))
    lost = float(((1 - share) * contrast[0] + share * contrast[-1] - contrast).sum())
    mixed = float((share * (1 - share)).sum()) * unlike
    return lost / (mixed + 1e-9), unlike / usual


def _contrast(pictures: Float64s) -> Float64s:
    """Variance within each of some pictures (time, figure, row, column), (time,)."""
    contrast: Float64s = pictures.var(axis=(2, 3)).mean(axis=1)
    return contrast


def coarse_share(way: Float64s) -> float:
    """Share of a difference (figure, row, column) that its means over parts of 4 x 4 hold.

    >>> round(coarse_share(np.ones((1, 16, 16))), 6)
    1.0
    """
    figures, side, _ = way.shape
    parts = way.reshape(figures, side // _PART, _PART, side // _PART, _PART).mean(axis=(2, 4))
    return float((parts * parts).sum()) * _PART**2 / (float((way * way).sum()) + 1e-9)


def toned_share(before: Float64s, after: Float64s) -> float:
    """Share of light that no rising curve from old to new levels explains, of all there is to it.

    ``before``, ``after``: light of the parts of two pictures, float64 of one shape. The larger
    of two shares: of the difference of both, and of what the later one varies by.
    """
    old, new = before.reshape(-1), after.reshape(-1)
    parts = np.array_split(new[np.argsort(old, kind="stable")], _TONES)
    curve = np.maximum.accumulate([part.mean() for part in parts])
    left = sum(float(((part - at) ** 2).sum()) for part, at in zip(parts, curve, strict=True))
    differs, varies = float(((new - old) ** 2).sum()), float(((new - new.mean()) ** 2).sum())
    return left / (min(differs, varies) + 1e-9)
