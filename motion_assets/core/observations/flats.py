"""Flats: parts of a picture that have exactly one color, as no lit and textured part has.

Put telling painted shapes from lit surfaces here. Which shape an overlay has belongs in
``inscription``, where subjects travel in ``blobs``.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.least_squares import Float64s, all_solved, mixed
from motion_assets.core.observations.medians import middle_of
from motion_assets.core.observations.thumbs import Float32s

Mask = NDArray[np.bool_]

_LEAST_SHARE: Final = 0.3
_MOST_COVERED: Final = 0.45

_NOISE: Final = 0.05**2
_ROUNDING: Final = 0.5
_ROUNDS: Final = 3
_STRANGE: Final = 9.0
"""Variance of a tint, in shares of luma, about a smooth function; its uncertainty in levels;
squared distance, in variances, from which a tint is strange."""


def flat_parts(color: Float32s) -> Mask:
    """Where many color thumbs (time, channel, row, column) are flat: bool (row, column).

    A pixel is flat when it belongs to a square of one color, or touches one: 2 x 2 pixels where
    a thumb pixel is a mean over many, 3 x 3 where it is one whole level, because in the dark
    neighbors then often are alike. A picture that is flat nearly everywhere is a dark or a drawn
    one, of which this says nothing: no part of it then counts as flat.

    Examples
    --------
    >>> thumb = np.arange(3 * 5 * 5, dtype=np.float32).reshape(1, 3, 5, 5) / 7
    >>> thumb[:, :, :2, :2] = 9.0
    >>> flat_parts(thumb)[0].tolist()
    [True, True, True, False, False]
    """
    flat = _squares(color)
    if np.array_equal(color, np.rint(color)):
        flat = _wider(_narrower(flat))
    share = _touched(_wider(flat)).mean(axis=0)
    parts: Mask = share >= _LEAST_SHARE
    return parts if parts.mean() <= _MOST_COVERED else np.zeros_like(parts)


def _squares(color: Float32s) -> Mask:
    """Whether a 2 x 2 square has one color, (time, row, column) of its upper left pixels."""
    across = (color[..., 1:] == color[..., :-1]).all(axis=1)
    down = (color[..., 1:, :] == color[..., :-1, :]).all(axis=1)
    return np.asarray(across[:, 1:] & across[:, :-1] & down[:, :, 1:])


def _narrower(squares: Mask) -> Mask:
    """Whether all squares in 2 x 2 of them are flat: squares of 3 x 3 pixels."""
    return np.asarray(
        squares[:, 1:, 1:] & squares[:, 1:, :-1] & squares[:, :-1, 1:] & squares[:, :-1, :-1]
    )


def _wider(squares: Mask) -> Mask:
    """Pixels that belong to any square given by its upper left pixel."""
    count, rows, columns = squares.shape
    wide = np.zeros((count, rows + 1, columns + 1), bool)
    for down in (0, 1):
        for right in (0, 1):
            wide[:, down : down + rows, right : right + columns] |= squares
    return wide


def _touched(mask: Mask) -> Mask:
    """A mask and the pixels above, below, left and right of it."""
    wide = mask.copy()
    wide[:, 1:] |= mask[:, :-1]
    wide[:, :-1] |= mask[:, 1:]
    wide[:, :, 1:] |= mask[:, :, :-1]
    wide[:, :, :-1] |= mask[:, :, 1:]
    return wide


def strange_parts(mean: Float32s) -> Mask:
    """Where the tint of a color thumb (channel, row, column) is not that of a gradient.

    A see-through shape, such as the trail of a subject, is not flat, but tints what it covers.
    The tint of a lit surface is taken to be a smooth function of the place, of second order.
    """
    rows, columns = mean.shape[1:]
    red, green, blue = mean.astype(np.float64)
    luma = np.maximum((6 * red + 9 * green + blue) / 16, 1.0).reshape(-1)
    tints = np.stack([red.reshape(-1), blue.reshape(-1)]) / luma
    smooth = _smooth(rows, columns)
    noise = _NOISE + (_ROUNDING / luma) ** 2
    counts = 1.0 / noise
    for _ in range(_ROUNDS):
        off = np.zeros(rows * columns)
        for tint, weights in zip(tints, all_solved(smooth, tints, counts), strict=True):
            rest = mixed(weights, smooth)
            rest -= tint
            rest *= rest
            off += rest
        off /= noise
        counts = 1.0 / (noise * (1.0 + off) ** 2)
    spread = max(middle_of(off), 1.0)
    return np.asarray(off > _STRANGE * spread).reshape(rows, columns)


@lru_cache(maxsize=16)
def _smooth(rows: int, columns: int) -> Float64s:
    """Pictures that make up all smooth functions of the place, of second order, (6, pixel)."""
    y, x = np.divmod(np.arange(rows * columns), columns)
    x, y = 2 * x / (columns - 1) - 1, 2 * y / (rows - 1) - 1
    smooth = np.stack([np.ones(rows * columns), x, y, x * x, x * y, y * y])
    smooth.setflags(write=False)
    return smooth
