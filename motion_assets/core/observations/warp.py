"""Warps: where a pixel of one picture lies in another, and what is seen there.

Put the geometry of moving pictures here, without any names for movements. Moves are fitted in
``fitting``, names are given in ``camera`` and ``motion``.

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
MARGIN: Final = 2
"""Pixels along the edges of a picture that are not looked at."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of pictures, each float32 of shape (pair, row, column)."""

    before: Float32s
    after: Float32s


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


def steepest(steep: Float32s, cell_px: int) -> Int64s:
    """Index of the highest of every square cell, (picture, cell); edges are set to 0 in place."""
    steep[:, :MARGIN] = 0
    steep[:, -MARGIN:] = 0
    steep[:, :, :MARGIN] = 0
    steep[:, :, -MARGIN:] = 0
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
