"""Light: the grade of the background, fixed for the clip and moving along its curve.

Put gain, contrast, warmth and their change over time here. Colors that are graded come from
``field``; colors of subjects are never graded, so that an asked color stays exact.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Light, Rgb

MID_GRAY: Final = 128.0
WARMTH_LEVELS: Final = 40.0
"""Levels that a warmth of 1 adds to red and takes from blue; chosen by eye."""


def graded(stops: Sequence[Rgb], light: Light) -> NDArray[np.float64]:
    """Stops after contrast, gain and warmth, float64 of shape (stop, channel), not clipped.

    >>> graded([(128, 28, 228)], Light(gain=1.0, contrast=0.5, warmth=0.0)).tolist()
    [[128.0, 78.0, 178.0]]
    """
    colors = np.asarray(stops, dtype=np.float64)
    lit: NDArray[np.float64] = ((colors - MID_GRAY) * light.contrast + MID_GRAY) * light.gain
    shift = light.warmth * WARMTH_LEVELS
    lit += np.array([shift, 0.0, -shift])
    return lit


def gains(light: Light, frame_count: int) -> NDArray[np.float64]:
    """Gain of every frame along the curve of the light, float64 of shape (time,).

    >>> gains(Light(1.0, 1.0, 0.0, curve=(0.5, 1.0)), 3).tolist()
    [0.5, 0.75, 1.0]
    """
    knots = np.asarray(light.curve, dtype=np.float64)
    if len(knots) == 1 or frame_count == 1:
        return np.full(frame_count, knots[0])
    place = np.arange(frame_count) * (len(knots) - 1) / (frame_count - 1)
    left = np.minimum(np.floor(place).astype(np.int64), len(knots) - 2)
    share = place - left
    gain: NDArray[np.float64] = knots[left] * (1.0 - share) + knots[left + 1] * share
    return gain
