"""Tinies: very small pictures of every frame, and the figures that they are compared by.

Put what changes of shots are seen in here. Looking for changes belongs in ``shots``, what they
are like in ``changes``.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.errors import ShapeError

Float32s = NDArray[np.float32]
Int64s = NDArray[np.int64]

TINY_PX: Final = 16
"""Sides of a tiny picture."""

_FEWEST: Final = 2
_MOST: Final = 4
"""Pixels along either side of a part that are looked at."""

_HUE_LEVELS: Final = 255.0
_HUE_BOUND: Final = 45.0
_DIM: Final = 12.0
_LIGHT_WEIGHT: Final = 0.35


def tiny(frame: PlanarFrame) -> Plane:
    """Mean colors of 16 x 16 parts of a picture, uint8 (channel, row, column).

    Raises
    ------
    ShapeError
        If a side is shorter than 32 pixels.
    """
    (down, tall), (across, wide) = samplings(frame)
    looked = np.empty((3, len(down), len(across)), np.uint8)
    for channel, plane in zip(looked, (frame.red, frame.green, frame.blue), strict=True):
        plane.take(down, axis=0).take(across, axis=1, out=channel, mode="clip")
    rows = looked[:, 0::tall].astype(np.uint16)
    for offset in range(1, tall):
        rows += looked[:, offset::tall]
    total = rows[:, :, 0::wide].copy()
    for offset in range(1, wide):
        total += rows[:, :, offset::wide]
    total //= np.uint16(tall * wide)
    return total.astype(np.uint8)


def samplings(frame: PlanarFrame) -> tuple[tuple[Int64s, int], tuple[Int64s, int]]:
    """Looked-at rows, and how many of them a part has; the same of columns.

    Raises
    ------
    ShapeError
        If a side is shorter than 32 pixels.
    """
    height, width = frame.red.shape
    if min(height, width) < _FEWEST * TINY_PX:
        raise ShapeError(
            f"a picture needs {_FEWEST * TINY_PX} pixels along either side to find its shots, got "
            f"{width} x {height}. Smaller ones are looked at as one shot."
        )
    return _sampling(height), _sampling(width)


@lru_cache(maxsize=8)
def _sampling(side: int) -> tuple[Int64s, int]:
    """Looked-at pixels along a side, evenly over all of it, and how many of them a part has.

    >>> places, count = _sampling(100)
    >>> places[:4].tolist(), places[-1].item(), count
    ([0, 2, 3, 5], 99, 4)
    """
    count = _MOST if side >= _MOST * TINY_PX else _FEWEST
    looked = count * TINY_PX
    places = (2 * np.arange(looked) + 1) * side // (2 * looked)
    places.setflags(write=False)
    return places, count


def looks_of(tinies: Plane, pool: int = 1) -> Float32s:
    """Looks of the parts of tiny pictures, float32 (time, figure, row, column): two hues, light.

    Hue is taken relative to the light, which texture, lamps and a breath of light change; it is
    bounded, so that a bright subject weighs little more than the ground. Parts have ``pool``
    tiny pixels along either side.
    """
    side = TINY_PX // pool
    parts = tinies.reshape(len(tinies), 3, side, pool, side, pool).astype(np.float32)
    red, green, blue = parts.mean(axis=(3, 5)).transpose(1, 0, 2, 3)
    light = red + green + blue
    hues = [(each - green) * (_HUE_LEVELS / (light + _DIM)) for each in (red, blue)]
    looks = [np.tanh(hue / _HUE_BOUND) * _HUE_BOUND for hue in hues]
    return np.stack([*looks, light * np.float32(_LIGHT_WEIGHT / 3)], axis=1)


def plain_of(tinies: Plane) -> Float32s:
    """Tiny pictures as they are, in which every mixture lies between what is mixed."""
    return tinies.astype(np.float32) * np.float32(_LIGHT_WEIGHT)
