"""Uncovered: what lies under the subjects that pass in thumbs, seen where they are not.

Put the looking behind what passes here. Which pixels are painted is told in ``blobs``; the light
that is looked for in the result belongs in ``stage``.
"""

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.thumbs import Float32s, box_mean

Bools = NDArray[np.bool_]

_DARK_LUMA: Final = 26.0
"""Luma up to which a texture of a twentieth of it leaves neighbors alike."""

AROUND_PX: Final = 9
LIKE_AROUND: Final = 0.25
LIKE_LUMA: Final = 1.5
"""Side of the square that a dark pixel is compared with, and how much it differs from it where it
belongs to the ground: a share, and levels."""

LEAST_SEEN: Final = 3
"""Pictures in which a place must be seen before others are filled from them."""


def in_front(luma: Float32s, painted: Bools, *, kernel: Kernel = "numpy") -> Bools:
    """``painted`` without what is ground so dark that neighbors are alike.

    Parameters
    ----------
    luma : float32, shape (time, row, column)
        Luma of thumbs, in levels of 255.
    painted : bool, shape (time, row, column)
        Which of their pixels are of one color with their neighbors.
    kernel : {"numpy", "numba"}
        How it is told, all to one result; see `color.choose_kernel`.

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
    return painted & ~_uncovering(kernel).alike(luma, dark)


def uncovered(pictures: Float32s, painted: Bools, *, kernel: Kernel = "numpy") -> Float32s:
    """Pictures in which painted pixels have the lower median of what is seen there at other times.

    Parameters
    ----------
    pictures : float32, shape (time, ..., row, column)
        Thumbs of one shot.
    painted : bool, shape (time, row, column)
        Which of their pixels something covers. Where it is always covered, or nearly, the
        pictures stay as they are.
    kernel : {"numpy", "numba"}
        How they are filled, all to one result; see `color.choose_kernel`.

    Examples
    --------
    >>> pictures = np.array([5, 5, 90, 6, 7], np.float32)[:, None, None]
    >>> uncovered(pictures, pictures > 50).ravel().tolist()
    [5.0, 5.0, 5.0, 6.0, 7.0]
    """
    flat = pictures.reshape(len(pictures), -1, painted[0].size)
    filled = _uncovering(kernel).filled(flat, painted.reshape(len(painted), -1))
    return filled.reshape(pictures.shape)


class Uncovering(Protocol):
    """Looks behind what passes."""

    def alike(self, luma: Float32s, dark: Bools) -> Bools:
        """Which of the ``dark`` pixels of luma (time, row, column) are like what is around them."""

    def filled(self, pictures: Float32s, hidden: Bools) -> Float32s:
        """Pictures (time, part, place) with what is ``hidden`` (time, place) filled.

        With the lower of two medians, a level that was seen, whole where all levels are.
        """


def _uncovering(kernel: Kernel) -> Uncovering:
    if kernel == "numpy":
        return NumpyUncovering()
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.uncovered_kernel import NumbaUncovering  # noqa: PLC0415

    return NumbaUncovering()


class NumpyUncovering:
    """Looks behind what passes with numpy alone; see `Uncovering`."""

    @staticmethod
    def alike(luma: Float32s, dark: Bools) -> Bools:
        """Which dark pixels are like what is around them."""
        # Only what lies around the dark pixels is looked at: what is further off changes no mean.
        down, right = np.nonzero(dark.any(axis=0))
        rows, columns = _reached(down), _reached(right)
        looked = luma[:, rows, columns]
        around = box_mean(looked, AROUND_PX)
        off = np.abs(looked - around)
        like = np.zeros(dark.shape, np.bool_)
        like[:, rows, columns] = off <= LIKE_AROUND * around + LIKE_LUMA
        like &= dark
        return like

    @staticmethod
    def filled(pictures: Float32s, hidden: Bools) -> Float32s:
        """Pictures with what is hidden filled."""
        count = (~hidden).sum(axis=0)
        at = np.flatnonzero(hidden.any(axis=0) & (count >= LEAST_SEEN))
        if not at.size:
            return pictures
        there = hidden[:, None, :].take(at, axis=2)
        some = pictures.take(at, axis=2)
        ordered = np.sort(np.where(there, np.float32(np.inf), some), axis=0)
        place = np.broadcast_to((count[at] - 1) // 2, some.shape[1:])
        middle = np.take_along_axis(ordered, place[None], axis=0)
        filled = pictures.copy()
        filled[:, :, at] = np.where(there, middle, some)
        return filled


def _reached(places: NDArray[np.int64]) -> slice:
    """From the first to the last of some places, with what squares around them reach."""
    reach = AROUND_PX // 2
    return slice(max(int(places.min()) - reach, 0), int(places.max()) + 1 + reach)
