"""Warps: where a pixel of one picture lies in another, and how to fit that from pixels.

Put the math of moving pictures here, without any names for movements. Names are given in
``camera`` and ``motion``.

A move has four figures: shift along x and y in pixels, growth and turn about the middle, as
shares of `LEVER_PX` pixels.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.thumbs import Float32s

Int64s = NDArray[np.int64]

LEVER_PX: Final = 32.0
_MARGIN: Final = 2
_RIDGE: Final = 1e-3
_LEAST_STEEP: Final = 0.02
_SPREAD_EVERY: Final = 2
_LEAST_SPREAD: Final = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of pictures, each float32 of shape (pair, row, column)."""

    before: Float32s
    after: Float32s


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Moves fitted to pairs.

    ``moves``: float32 (pair, 4). ``error``, ``contrast``: median absolute difference left, and
    of the looked-at pixels themselves, in levels (pair,). ``grip``: smallest share of the
    squared gradients along any direction, 0..0.5, (pair,); near 0 one direction is blind.
    """

    moves: Float32s
    error: Float32s
    contrast: Float32s
    grip: Float32s


def slopes(pictures: Float32s) -> tuple[Float32s, Float32s]:
    """Change per pixel along x and y, zero at the edges; shapes of ``pictures``."""
    along_x, along_y = np.zeros_like(pictures), np.zeros_like(pictures)
    along_x[:, :, 1:-1] = (pictures[:, :, 2:] - pictures[:, :, :-2]) * np.float32(0.5)
    along_y[:, 1:-1] = (pictures[:, 2:] - pictures[:, :-2]) * np.float32(0.5)
    return along_x, along_y


def sampled(pictures: Float32s, x: Float32s, y: Float32s) -> tuple[Float32s, NDArray[np.bool_]]:
    """Pictures between their pixels, at (pair, point), and which points lie inside."""
    count, height, width = pictures.shape
    inside = x >= 0
    inside &= x <= width - 1
    inside &= y >= 0
    inside &= y <= height - 1
    left, top = _before(x, width), _before(y, height)
    share_x, share_y = x - left, y - top
    top *= np.float32(width)
    top += left
    base = top.astype(np.intp)
    base += (np.arange(count) * (height * width))[:, None]
    flat = pictures.reshape(-1)
    upper, right = (each.take(base, mode="clip") for each in (flat, flat[1:]))
    right -= upper
    right *= share_x
    upper += right
    lower, right = (each.take(base, mode="clip") for each in (flat[width:], flat[width + 1 :]))
    right -= lower
    right *= share_x
    lower += right
    lower -= upper
    lower *= share_y
    upper += lower
    return upper, inside


def _before(places: Float32s, count: int) -> Float32s:
    """The last of ``count`` pixels at or before places, that has another one behind it."""
    before = np.trunc(places)
    np.maximum(before, 0, out=before)
    np.minimum(before, count - 2, out=before)
    return before


def levers(x: Float32s, y: Float32s, shape: tuple[int, ...]) -> tuple[Float32s, Float32s]:
    """Places relative to the middle of a picture, in units of `LEVER_PX`."""
    height, width = shape[-2:]
    return (
        (x - np.float32((width - 1) / 2)) / np.float32(LEVER_PX),
        (y - np.float32((height - 1) / 2)) / np.float32(LEVER_PX),
    )


def moved(
    x: Float32s, y: Float32s, moves: Float32s, shape: tuple[int, ...]
) -> tuple[Float32s, Float32s]:
    """Places (pair, point) after the moves (pair, 4)."""
    return led((x, y), levers(x, y, shape), moves)


def led(
    places: tuple[Float32s, Float32s], far: tuple[Float32s, Float32s], moves: Float32s
) -> tuple[Float32s, Float32s]:
    """Places (pair, point), whose `levers` are ``far``, after the moves (pair, 4)."""
    shift_x, shift_y, growth, turn = (moves[:, i, None] for i in range(4))
    x, y = places[0] + shift_x, places[1] + shift_y
    if moves[:, 2:].any():
        far_x, far_y = far
        x += growth * far_x
        x -= turn * far_y
        y += growth * far_y
        y += turn * far_x
    return x, y


def few_median(values: Float32s) -> Float32s:
    """Median along the first axis, as `numpy.median` gives it, of some tens of values.

    >>> few_median(np.array([3.0, 1.0, 8.0, 2.0], np.float32)).item()
    2.5
    """
    ordered = np.sort(values, axis=0)
    half = len(ordered) // 2
    middle = ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return np.asarray(middle, np.float32)


def row_median(values: Float32s) -> Float32s:
    """Median of every row, (row,), as `numpy.median` gives it, which asks for more than that."""
    half = values.shape[1] // 2
    if values.shape[1] % 2:
        return np.asarray(np.partition(values, half, axis=1)[:, half])
    ordered = np.partition(values, (half - 1, half), axis=1)
    return np.asarray((ordered[:, half - 1] + ordered[:, half]) / np.float32(2))


def fit_moves(pairs: Pairs, start: Float32s, *, rounds: int, cell_px: int) -> Fit:
    """Moves of the whole picture, robust against the parts that move otherwise.

    Gauss-Newton steps on the pixel with the steepest slope of every cell, with Cauchy weights
    whose width is 1.5 times the median error. ``start``: float32 (pair, 4).
    """
    count, height, width = pairs.before.shape
    along_x, along_y = slopes(pairs.before)
    points = steepest(along_x * along_x + along_y * along_y, cell_px)
    base = points + (np.arange(count) * (height * width))[:, None]
    known, slope_x, slope_y = (
        each.reshape(-1).take(base) for each in (pairs.before, along_x, along_y)
    )
    row, column = np.divmod(points, width)
    x, y = column.astype(np.float32), row.astype(np.float32)
    far_x, far_y = levers(x, y, pairs.before.shape)
    looked = (x, y), (far_x, far_y)
    even = _evened(slope_x, slope_y)
    pull_x, pull_y = slope_x * even, slope_y * even
    lines = np.stack(
        [pull_x, pull_y, pull_x * far_x + pull_y * far_y, pull_y * far_x - pull_x * far_y], axis=1
    )
    moves = start.copy()
    for _ in range(rounds):
        error, inside = _error(pairs, known, looked, moves)
        error *= even
        weighted = lines * weighing(error, inside, _spread(error))[:, None, :]
        normal = weighted @ lines.transpose(0, 2, 1)
        normal += np.eye(4, dtype=np.float32) * np.float32(_RIDGE)
        steps = np.linalg.solve(normal, weighted @ error[:, :, None])
        moves -= steps[:, :, 0].astype(np.float32)
    error, _ = _error(pairs, known, looked, moves)
    return Fit(
        moves,
        row_median(np.abs(error)),
        row_median(np.abs(known)),
        _grip(slope_x, slope_y),
    )


def _evened(slope_x: Float32s, slope_y: Float32s) -> Float32s:
    """Factor (pair, point) that gives the edges of a subject no more pull than its background."""
    steep = np.sqrt(slope_x * slope_x + slope_y * slope_y)
    usual = np.maximum(row_median(steep)[:, None], np.float32(_LEAST_STEEP))
    return np.asarray(usual / np.maximum(steep, usual), dtype=np.float32)


def _error(
    pairs: Pairs,
    known: Float32s,
    looked: tuple[tuple[Float32s, Float32s], tuple[Float32s, Float32s]],
    moves: Float32s,
) -> tuple[Float32s, NDArray[np.bool_]]:
    seen, inside = sampled(pairs.after, *led(*looked, moves))
    seen -= known
    return seen, inside


def weighing(error: Float32s, inside: NDArray[np.bool_], spread: Float32s) -> Float32s:
    """Cauchy weights of errors (pair, point) whose usual width is ``spread``; 0 outside."""
    off = error / spread
    off *= off
    off += 1
    return np.asarray(np.divide(inside, off, dtype=np.float32), np.float32)


def _spread(error: Float32s) -> Float32s:
    """Width of the errors that count as fitting, (pair, 1)."""
    middle = row_median(np.abs(error[:, ::_SPREAD_EVERY]))[:, None]
    return np.asarray(np.maximum(middle * np.float32(1.5), np.float32(_LEAST_SPREAD)))


def _grip(slope_x: Float32s, slope_y: Float32s) -> Float32s:
    """Smaller eigenvalue of the slopes' tensor over its trace, 0..0.5, (pair,)."""
    xx, yy, xy = (
        (one * other).mean(axis=1)
        for one, other in ((slope_x, slope_x), (slope_y, slope_y), (slope_x, slope_y))
    )
    trace = xx + yy + np.float32(1e-9)
    half = np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
    share: Float32s = (trace / 2 - half) / trace
    return share


def steepest(steep: Float32s, cell_px: int) -> Int64s:
    """Index of the highest of every square cell, (picture, cell); edges are set to 0 in place."""
    steep[:, :_MARGIN] = 0
    steep[:, -_MARGIN:] = 0
    steep[:, :, :_MARGIN] = 0
    steep[:, :, -_MARGIN:] = 0
    count, height, width = steep.shape
    rows, columns = height // cell_px, width // cell_px
    cells = steep[:, : rows * cell_px, : columns * cell_px]
    best = cells[:, ::cell_px, ::cell_px].copy()
    at = np.zeros(best.shape, np.int64)
    for number in range(1, cell_px * cell_px):
        down, right = divmod(number, cell_px)
        other = cells[:, down::cell_px, right::cell_px]
        np.copyto(at, down * width + right, where=other > best)
        np.maximum(best, other, out=best)
    at += np.arange(rows)[:, None] * (cell_px * width) + np.arange(columns) * cell_px
    return at.reshape(count, rows * columns)
