"""Pulse: the breath of all light, by which a picture shows its own pace.

Put the clock of the picture here. What it multiplies belongs in ``view``, its definition in
``vocabulary.time_ranges``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.vocabulary.time_ranges import BREATH_HZ, BREATH_SHARE

GAIN_STEPS: Final = 1 << 16
"""Gains are kept in steps of 2**-16, so that the last bit of ``sin`` never reaches a pixel."""


def pulse(pacing: float, fps: float, frame_count: int) -> NDArray[np.float64]:
    """Gain of all light in every frame, about 1.0; float64 of shape (time,).

    >>> pulse(1.0, 4.0, 5).round(3).tolist()
    [1.0, 1.05, 1.0, 0.95, 1.0]
    """
    turns = np.arange(frame_count) * (pacing * BREATH_HZ / fps)
    breath: NDArray[np.float64] = 1.0 + BREATH_SHARE * np.sin(2 * np.pi * turns)
    return np.rint(breath * GAIN_STEPS) / GAIN_STEPS
