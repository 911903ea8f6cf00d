"""Uncovered: what lies under the subjects that pass in thumbs, seen where they are not.

Put the looking behind what passes here. Which pixels are painted is told in ``blobs``; the light
that is looked for in the result belongs in ``stage``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.thumbs import Float32s

_LEAST_SEEN: Final = 3
"""Pictures in which a place must be seen before others are filled from them."""


def uncovered(pictures: Float32s, painted: NDArray[np.bool_]) -> Float32s:
    """Pictures in which painted pixels have the median of what is seen there at other times.

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
    [5.0, 5.0, 5.5, 6.0, 7.0]
    """
    count = (~painted).sum(axis=0)
    at = np.flatnonzero((painted.any(axis=0) & (count >= _LEAST_SEEN)).reshape(-1))
    if not at.size:
        return pictures
    flat = pictures.reshape(len(pictures), -1, painted[0].size)
    hidden = painted.reshape(len(painted), 1, -1)[:, :, at]
    some = flat[:, :, at]
    ordered = np.sort(np.where(hidden, np.float32(np.inf), some), axis=0)
    seen = np.broadcast_to(count.reshape(-1)[at], some.shape[1:])
    middle = [
        np.take_along_axis(ordered, each[None], axis=0) for each in ((seen - 1) // 2, seen // 2)
    ]
    filled = flat.copy()
    filled[:, :, at] = np.where(hidden, (middle[0] + middle[1]) / np.float32(2), some)
    return filled.reshape(pictures.shape)
