"""Stage: light, ground and backdrop brought together into lit frames.

Put the arithmetic of lighting a frame here. Levels of light belong in ``lamps``, gradients in
``backdrop``, the moving ground in ``ground``.

Three things multiply: a backdrop of one luma, the light that stands still, and the texture of
the ground. So the tint of a picture tells its gradient, its still light the stage, and what
moves in its luma the camera.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.lamps import UNIT, Gain
from motion_assets.core.observations.frames import Plane

Shades = NDArray[np.int16]

GROUND_RMS: Final = 256
"""Root mean square of a ground."""

LEVELING_SHARE: Final = 0.07
"""Half the side of the box over which a ground is leveled, in shares of the shorter side."""

_UNIT_BITS: Final = 12
_LEAST: Final = UNIT // 4
_MOST_RAISED: Final = 1.5
_GROUND_BITS: Final = 8


def lit(base: Plane, gain: Gain, ground: Shades, *, contrast: float, pulse: float = 1.0) -> Plane:
    """One lit frame, uint8 (row, column, channel).

    Parameters
    ----------
    base : uint8 (row, column, channel)
        Backdrop.
    gain : uint16 (row, column)
        Light that stands still; 4096 is 1.0.
    ground : int16 (row, column)
        Texture of zero mean and a root mean square of 256.
    contrast : float
        Root mean square of the texture in shares of the local level.
    pulse : float
        Gain of this frame.
    """
    light = ground.astype(np.int32)
    light *= round(contrast * UNIT)
    light >>= _GROUND_BITS
    light += UNIT
    np.maximum(light, 0, out=light)
    light *= gain
    light >>= _UNIT_BITS
    light *= round(pulse * UNIT)
    light >>= _UNIT_BITS
    channels = base * light[:, :, None]
    channels += UNIT // 2
    channels >>= _UNIT_BITS
    return np.asarray(np.minimum(channels, 255, out=channels), dtype=np.uint8)


def leveled(gain: Gain, grounds: list[Shades], *, contrast: float) -> tuple[Gain, float]:
    """Light and contrast under which a ground shows no large shades that stand still.

    A ground that hardly moves would else lighten and darken whole parts of the picture, and a
    stage is just that. ``grounds``: texture of some frames spread over one shot. The light is
    divided by their mean, averaged over a box; the contrast is raised by what that takes away.

    Returns
    -------
    uint16 (row, column), float
        The light and the contrast to be given to `lit` for this shot.
    """
    mean = np.zeros(gain.shape, np.int64)
    for ground in grounds:
        mean += ground
    shades = _boxed(mean // len(grounds), max(2, round(LEVELING_SHARE * min(gain.shape))))
    share = np.maximum(UNIT + (shades * round(contrast * UNIT) >> _GROUND_BITS), _LEAST)
    even = np.minimum((gain.astype(np.int64) * UNIT + share // 2) // share, np.iinfo(np.uint16).max)
    return even.astype(np.uint16), _raised(contrast, grounds, shades, share)


def _raised(
    contrast: float, grounds: list[Shades], shades: NDArray[np.int64], share: NDArray[np.int64]
) -> float:
    """Contrast that gives the texture its root mean square after leveling, at most half more."""
    power, count = 0, 0
    for ground in grounds:
        rest = ((ground - shades) * UNIT) // share
        power += int((rest * rest).sum())
        count += rest.size
    shown = math.sqrt(power / count)
    return round(contrast * min(max(GROUND_RMS / max(shown, 1.0), 1.0), _MOST_RAISED), 3)


def _boxed(shades: NDArray[np.int64], half: int) -> NDArray[np.int64]:
    """Means over boxes of ``2 * half + 1`` pixels, twice, edges repeated."""
    for _ in range(2):
        for axis in (0, 1):
            shades = _averaged(shades, half, axis)
    return shades


def _averaged(shades: NDArray[np.int64], half: int, axis: int) -> NDArray[np.int64]:
    pads = [(0, 0), (0, 0)]
    pads[axis] = (half + 1, half)
    sums = np.pad(shades, pads, mode="edge").cumsum(axis=axis)
    side = 2 * half + 1
    low = [slice(None), slice(None)]
    high = [slice(None), slice(None)]
    low[axis], high[axis] = slice(None, -side), slice(side, None)
    return np.asarray((sums[tuple(high)] - sums[tuple(low)]) // side)
