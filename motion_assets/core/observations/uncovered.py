"""Uncovered: what lies under the subjects that pass in thumbs, seen where they are not.

Put the looking behind what passes here. Which pixels are painted is told in ``blobs``; the light
that is looked for in the result belongs in ``stage``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.thumbs import Float32s, box_mean

_DARK_LUMA: Final = 26.0
"""Luma up to which a texture of a twentieth of it leaves neighbors alike."""

_AROUND_PX: Final = 9
_LIKE_AROUND: Final = 0.25
_LIKE_LUMA: Final = 1.5
"""Side of the square that a dark pixel is compared with, and how much it differs from it where it
belongs to the ground: a share, and levels."""

_LEAST_SEEN: Final = 3
"""Pictures in which a place must be seen before others are filled from them."""


def in_front(luma: Float32s, painted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``painted`` without what is ground so dark that neighbors are alike.

    Parameters
    ----------
    luma : float32, shape (time, row, column)
        Luma of thumbs, in levels of 255.
    painted : bool, shape (time, row, column)
        Which of their pixels are of one color with their neighbors.

    Examples
    --------
    >>> luma = np.full((1, 12, 12), 20, np.float32)
    >>> luma[0, :3, :3] = 200
    >>> painted = np.ones(luma.shape, np.bool_)
    >>> in_front(luma, painted)[0, [1, 11], [1, 11]].tolist()
    [True, False]
    """
    dark = painted & (luma < _DARK_LUMA)
    if not dark.any():
        return painted
    # Only what lies around the dark pixels is looked at: what is further off changes no mean.
    down, right = np.nonzero(dark.any(axis=0))
    rows, columns = _reached(down), _reached(right)
    looked = luma[:, rows, columns]
    around = box_mean(looked, _AROUND_PX)
    off = np.abs(looked - around)
    front = painted.copy()
    near = dark[:, rows, columns] & (off <= _LIKE_AROUND * around + _LIKE_LUMA)
    front[:, rows, columns] &= ~near
    return front


def _reached(places: NDArray[np.int64]) -> slice:
    """From the first to the last of some places, with what squares around them reach."""
    reach = _AROUND_PX // 2
    return slice(max(int(places.min()) - reach, 0), int(places.max()) + 1 + reach)


def uncovered(pictures: Float32s, painted: NDArray[np.bool_]) -> Float32s:
    """Pictures in which painted pixels have the lower median of what is seen there at other times.

    Parameters
    ----------
    pictures : float32, shape (time, ..., row, column)
        Thumbs of one shot.
    painted : bool, shape (time, row, column)
        Which of their pixels something covers. Where it is always covered, or nearly, the
        pictures stay as they are.

    Examples
    --------
    >>> pictures = np.array([5, 5, 90, 6, 7], np.float32)[:, None, None]
    >>> uncovered(pictures, pictures > 50).ravel().tolist()
    [5.0, 5.0, 5.0, 6.0, 7.0]
    """
    count = (~painted).sum(axis=0)
    at = np.flatnonzero((painted.any(axis=0) & (count >= _LEAST_SEEN)).reshape(-1))
    if not at.size:
        return pictures
    flat = pictures.reshape(len(pictures), -1, painted[0].size)
    hidden = painted.reshape(len(painted), 1, -1).take(at, axis=2)
    some = flat.take(at, axis=2)
    ordered = np.sort(np.where(hidden, np.float32(np.inf), some), axis=0)
    # The lower of two medians is a level that was seen, whole where all levels are.
    place = np.broadcast_to((count.reshape(-1)[at] - 1) // 2, some.shape[1:])
    middle = np.take_along_axis(ordered, place[None], axis=0)
    filled = flat.copy()
    filled[:, :, at] = np.where(hidden, middle, some)
    return filled.reshape(pictures.shape)
