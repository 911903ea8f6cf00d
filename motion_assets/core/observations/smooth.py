"""Smooth: views over texture so coarse that a thumb shows hardly any change from pixel to pixel.

Put the second look at such views here. Following and naming belong in ``viewing``.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.relief import relief_of
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.viewing import ViewSeen, name_view, textured

_LEAST_SIDE_PX: Final = 48
_MOST_DIM: Final = 12.0
"""Pixels of the shorter side of a thumb that is looked at in half its size; mean level of one
that is too dark for it."""


def name_any_view(
    luma: Float32s, step_s: float, painted: NDArray[np.bool_], *, kernel: Kernel = "numpy"
) -> ViewSeen | None:
    """What the camera does in a window, seen in half the size where a thumb shows no texture.

    Parameters are those of `name_view`.
    """
    seen = name_view(luma, step_s, painted, kernel=kernel)
    if seen is not None or min(luma.shape[1:]) < _LEAST_SIDE_PX or luma.mean() < _MOST_DIM:
        return seen
    if textured(relief_of(luma, painted, kernel=kernel)):
        # There is enough to see, and it goes no way.
        return None
    coarse = name_view(_halved(luma), step_s, _halved(painted) > 0, kernel=kernel)
    if coarse is None:
        return None
    # Travel is in pixels; growth and turn are shares.
    return replace(coarse, moves=coarse.moves * np.array([2, 2, 1, 1], np.float32), coarse=True)


def _halved(pictures: NDArray[np.float32] | NDArray[np.bool_]) -> Float32s:
    """Means of squares of 2 x 2 pixels (time, row, column).

    >>> _halved(np.arange(16, dtype=np.float32).reshape(1, 4, 4))[0].tolist()
    [[2.5, 4.5], [10.5, 12.5]]
    """
    count, height, width = pictures.shape
    even = pictures[:, : height // 2 * 2, : width // 2 * 2].astype(np.float32)
    squares = even.reshape(count, height // 2, 2, width // 2, 2)
    return np.asarray(squares.mean(axis=(2, 4)), np.float32)
