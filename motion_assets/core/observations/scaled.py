"""Scaled: samples in shares of full scale, a piece of a track at a time.

Put the step from whole samples to floats here. A piece is filled in where the one before it was:
memory for a whole track would have to be handed over anew for every track, which costs more than
what is done with it.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.records import Float64s

INT16_SCALE: Final = 1.0 / 32_768.0


def fill(samples: NDArray[np.int16], first: int, room: Float64s) -> None:
    """Fill ``room`` with the samples from ``first`` on, scaled; 0 before and after the track.

    >>> room = np.ones(4)
    >>> fill(np.array([16384, 8192], np.int16), -1, room)
    >>> room.tolist()
    [0.0, 0.5, 0.25, 0.0]
    """
    low, high = max(first, 0), max(min(first + room.size, samples.size), 0)
    room[: low - first] = 0.0
    room[max(high - first, 0) :] = 0.0
    np.multiply(samples[low:high], INT16_SCALE, out=room[low - first : high - first])
