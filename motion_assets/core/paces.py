"""Paces: how far along its way something is when its speed changes by a known rule.

Put the rules here that drawing follows and measuring looks for. Their figures live in
``vocabulary.time_ranges``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.vocabulary.time_ranges import EASE_DEPTH, PULSE_DEPTH, PULSES_HZ

Float64s = NDArray[np.float64]

RAMPS: Final = {"ease_in": EASE_DEPTH, "ease_out": -EASE_DEPTH}
"""Change of speed from the mean to the end of a way, in shares of the mean."""


def pulsed(time_s: Float64s, phase: float = 0.0) -> Float64s:
    """Time of something whose pace rises and falls, against even time, seconds.

    ``phase``: how far its pulse is on at time 0, in radians; its pace rises first at 0.

    >>> pulsed(np.array([0.0, 0.5])).tolist()
    [0.0, 0.5]
    """
    turns = 2 * np.pi * PULSES_HZ
    swung = np.cos(phase) - np.cos(turns * time_s + phase)
    ahead: Float64s = time_s + PULSE_DEPTH * swung / turns
    return ahead


def eased(share: Float64s, acceleration: str) -> Float64s:
    """Share of a way after a share of its time; the speed at either end goes on beyond it.

    >>> eased(np.array([0.0, 0.5, 1.0]), "ease_in").tolist()
    [0.0, 0.3125, 1.0]
    """
    inside = np.clip(share, 0.0, 1.0)
    if acceleration == "ease_in_out":
        gone = inside - EASE_DEPTH * np.sin(2 * np.pi * inside) / (2 * np.pi)
        before = after = 1.0 - EASE_DEPTH
    else:
        ramp = RAMPS.get(acceleration, 0.0)
        gone = inside + ramp * (inside * inside - inside)
        before, after = 1.0 - ramp, 1.0 + ramp
    way: Float64s = gone + np.minimum(share, 0.0) * before + np.maximum(share - 1.0, 0.0) * after
    return way
