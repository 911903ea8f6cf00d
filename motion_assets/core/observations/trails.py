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

_LEAST_LEAN: Final = 0.3
"""How much more the color of a blob is seen on one side of it than on the other, where a trail is
taken for one: no faint one, which does not hide the ground."""

_FEW_DIRECTIONS: Final = 3.0
"""Directions of a halo that a trail fills, at least."""

_HALF_TO_ROOT: Final = 0.6
"""Half the extent of a shape over the root of its area: 0.5 for a square, 0.56 for a disc."""


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
    turns = np.exp(2j * np.pi * np.arange(halo.shape[1]) / halo.shape[1])
    lean = (np.where(np.isfinite(halo), np.maximum(halo, 0.0), 0.0) * turns).sum(axis=1)
    behind = np.flatnonzero(np.abs(lean) >= _LEAST_LEAN * _FEW_DIRECTIONS)
    if not behind.size:
        return covered
    for number in behind:
        half = _HALF_TO_ROOT * float(roots[number])
        way = lean[number] / abs(lean[number])
        last = 2 * half * TRAIL_STEP * len(TRAIL_SHARES)
        here = _around(shape, middles[number], middles[number] + way * last, half + 1.0)
        off = (_places(shape)[here] - middles[number]) * np.conj(way)
        covered[here] |= np.abs(off - np.clip(off.real, 0.0, last)) <= half + 1.0
    return covered


@lru_cache(maxsize=8)
def _places(shape: tuple[int, int]) -> NDArray[np.complex128]:
    """Every pixel of a thumb, right and (times i) down; read-only."""
    rows, columns = np.indices(shape)
    places: NDArray[np.complex128] = columns + 1j * rows
    places.setflags(write=False)
    return places


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
