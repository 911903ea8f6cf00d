"""Trails: where in a thumb soft trails lie behind the blobs of a picture.

Put here what the surroundings of blobs say of a trail that covers the ground. Blobs belong in
``blobs``, what a trail says of a travel in ``gait``.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.vocabulary.time_ranges import TRAIL_SHARES, TRAIL_STEP

Float64s = NDArray[np.float64]

LEAST_LEAN: Final = 0.9
"""How much more the color of a blob is seen on one side of it than on the other, all directions
added up, where a trail is taken for one: a third in three directions. A faint one does not hide the
ground."""

HALF_TO_ROOT: Final = 0.6
"""Half the extent of a shape over the root of its area: 0.5 for a square, 0.56 for a disc."""

LENGTH_TO_HALF: Final = 2 * TRAIL_STEP * len(TRAIL_SHARES)
"""Length of a trail over half the extent of its shape."""


def covered_by_trails(
    shape: tuple[int, int], middles: NDArray[np.complex128], roots: Float64s, halo: Float64s
) -> NDArray[np.bool_]:
    """Pixels of a thumb of ``shape`` (row, column) that trails cover.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns of the thumb.
    middles : complex128, shape (blob,)
        Middles of the blobs, right and (times i) down, in pixels of the thumb.
    roots : float64, shape (blob,)
        Roots of their areas, in pixels of the thumb.
    halo : float64, shape (blob, direction)
        How far the surroundings lean to the color of the blob, clockwise from the right; NaN
        where nothing is seen.

    Examples
    --------
    >>> halo = np.zeros((1, 16))
    >>> halo[0, 7:10] = 0.7
    >>> found = covered_by_trails((9, 24), np.array([16 + 4j]), np.array([4.0]), halo)
    >>> bool(found[4, 10]), bool(found[4, 21]), bool(found[0, 10])
    (True, False, False)
    """
    covered = np.zeros(shape, np.bool_)
    turns = np.arange(halo.shape[1]) * (2 * np.pi / halo.shape[1])
    lean = np.where(np.isfinite(halo), np.maximum(halo, 0.0), 0.0)
    # Summed up in turn, and roots taken of squares, as compiled code does.
    right, down = (np.cumsum(lean * wave, axis=1)[:, -1] for wave in (np.cos(turns), np.sin(turns)))
    length = np.sqrt(right * right + down * down)
    for number in np.flatnonzero(length >= LEAST_LEAN):
        half = HALF_TO_ROOT * float(roots[number])
        way = float(right[number] / length[number]), float(down[number] / length[number])
        last = half * LENGTH_TO_HALF
        middle = complex(middles[number])
        here = _around(shape, middle, middle + complex(*way) * last, half + 1.0)
        rows, columns = _places(shape)
        off_x, off_y = columns[here] - middle.real, rows[here] - middle.imag
        along = off_x * way[0] + off_y * way[1]
        across = off_y * way[0] - off_x * way[1]
        beyond = along - np.minimum(np.maximum(along, 0.0), last)
        covered[here] |= beyond * beyond + across * across <= (half + 1.0) * (half + 1.0)
    return covered


@lru_cache(maxsize=8)
def _places(shape: tuple[int, int]) -> tuple[Float64s, Float64s]:
    """Rows and columns of the pixels of a thumb, which are its own; read-only."""
    rows, columns = (each.astype(np.float64) for each in np.indices(shape))
    rows.setflags(write=False)
    columns.setflags(write=False)
    return rows, columns


def _around(
    shape: tuple[int, int], one: complex, other: complex, reach_px: float
) -> tuple[slice, slice]:
    """Rows and columns within reach of what lies between two places."""
    spans = ((one.imag, other.imag), (one.real, other.real))
    return (
        _span(shape[0], min(spans[0]) - reach_px, max(spans[0]) + reach_px),
        _span(shape[1], min(spans[1]) - reach_px, max(spans[1]) + reach_px),
    )


def _span(count: int, low: float, high: float) -> slice:
    """Whole numbers under ``count`` from ``low`` to ``high``, and one more on either side."""
    return slice(min(max(int(low), 0), count), min(max(int(high) + 2, 0), count))
