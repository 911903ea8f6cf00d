"""Flats: parts of a picture that have exactly one color, as no lit and textured part has.

Put telling painted shapes from lit surfaces here. Which shape an overlay has belongs in
``inscription``, where subjects travel in ``blobs``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.thumbs import Float32s

Mask = NDArray[np.bool_]

_LEAST_SHARE: Final = 0.3
_MOST_COVERED: Final = 0.45


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
