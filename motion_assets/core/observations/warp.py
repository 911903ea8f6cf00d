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
    inside = (x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)
    left, top = x.astype(np.int32), y.astype(np.int32)
    for place, last in ((left, width - 2), (top, height - 2)):
        np.maximum(place, 0, out=place)
        np.minimum(place, last, out=place)
    share_x, share_y = x - left, y - top
    base = top * width + left
    base += (np.arange(count, dtype=np.int32) * (height * width))[:, None]
    flat = pictures.reshape(-1)
    upper, lower = flat.take(base), flat.take(base + width)
    upper += (flat.take(base + 1) - upper) * share_x
    lower += (flat.take(base + width + 1) - lower) * share_x
    return upper + (lower - upper) * share_y, inside


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
    far_x, far_y = levers(x, y, shape)
    shift_x, shift_y, growth, turn = (moves[:, i, None] for i in range(4))
    return (
        x + shift_x + growth * far_x - turn * far_y,
        y + shift_y + growth * far_y + turn * far_x,
    )


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
    even = _evened(slope_x, slope_y)
    pull_x, pull_y = slope_x * even, slope_y * even
    lines = np.stack(
        [pull_x, pull_y, pull_x * far_x + pull_y * far_y, pull_y * far_x - pull_x * far_y], axis=1
    )
    moves = start.copy()
    for _ in range(rounds):
        error, inside = _error(pairs, known, x, y, moves)
        error *= even
        weights = inside / (1 + (error / _spread(error)) ** 2)
        weighted = lines * weights[:, None, :].astype(np.float32)
        normal = weighted @ lines.transpose(0, 2, 1)
        normal += np.eye(4, dtype=np.float32) * np.float32(_RIDGE)
        steps = np.linalg.solve(normal, weighted @ error[:, :, None])
        moves -= steps[:, :, 0].astype(np.float32)
    error, _ = _error(pairs, known, x, y, moves)
    return Fit(
        moves,
        np.median(np.abs(error), axis=1),
        np.median(np.abs(known), axis=1),
        _grip(slope_x, slope_y),
    )


def _evened(slope_x: Float32s, slope_y: Float32s) -> Float32s:
    """Factor (pair, point) that gives the edges of a subject no more pull than its background."""
    steep = np.sqrt(slope_x * slope_x + slope_y * slope_y)
    usual = np.maximum(np.median(steep, axis=1, keepdims=True), np.float32(_LEAST_STEEP))
    return np.asarray(usual / np.maximum(steep, usual), dtype=np.float32)


def _error(
    pairs: Pairs, known: Float32s, x: Float32s, y: Float32s, moves: Float32s
) -> tuple[Float32s, NDArray[np.bool_]]:
    place_x, place_y = moved(x, y, moves, pairs.before.shape)
    seen, inside = sampled(pairs.after, place_x, place_y)
    return seen - known, inside


def _spread(error: Float32s) -> Float32s:
    """Width of the errors that count as fitting, (pair, 1)."""
    middle = np.median(np.abs(error[:, ::_SPREAD_EVERY]), axis=1, keepdims=True)
    return np.maximum(middle * np.float32(1.5), np.float32(_LEAST_SPREAD))


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
    cells = cells.reshape(count, rows, cell_px, columns, cell_px).transpose(0, 1, 3, 2, 4)
    best = cells.reshape(count, rows * columns, cell_px * cell_px).argmax(axis=2)
    row, column = np.divmod(np.arange(rows * columns), columns)
    points: Int64s = (row * cell_px + best // cell_px) * width + column * cell_px + best % cell_px
    return points
