"""Stage: light, ground and backdrop brought together into lit frames.

Put the arithmetic of lighting a frame here. Levels of light belong in ``lamps``, gradients in
``backdrop``, the moving ground in ``ground``.

Three things multiply: a backdrop of one luma, the light that stands still, and the texture of
the ground. So the tint of a picture tells its gradient, its still light the stage, and what
moves in its luma the camera.
"""

from typing import Final

import numpy as np

from motion_assets.core.clips.lamps import UNIT, Gain, Shades
from motion_assets.core.observations.frames import Plane

_UNIT_BITS: Final = 12
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
