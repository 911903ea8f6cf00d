"""Observation records: what the extractors say about one decoded clip.

Put the result types of measuring here, as plain arrays and frozen rows. How they are
measured belongs in ``color``, ``sound``, ``windows`` and the modules beside them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]
Float64s = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ColorCells:
    """Color cells that one clip showed, ascending by cell; every array has shape (cells,).

    ``pixels``: over all frames; ``frames``: frames in which the cell covered at least
    ``MIN_CELL_PX``; ``peak_px``: most pixels in one frame; ``sum_*``: exact sums of 0..255
    values over ``pixels``. Cells whose ``peak_px`` stays under ``MIN_CELL_PX`` are absent.
    """

    cell: Int64s
    pixels: Int64s
    frames: Int64s
    peak_px: Int64s
    sum_red: Int64s
    sum_green: Int64s
    sum_blue: Int64s
    sum_alpha: Int64s


@dataclass(frozen=True, slots=True, eq=False)
class SoundCellsSeen:
    """Sound cells that one clip played, ascending by cell; every array has shape (cells,).

    ``instants``: video-frame-long instants in the cell; the other arrays are sums over those
    instants of level (dBFS, silence counted as -120), shares of power by class and band
    (0..1), centroid (Hz) and flatness (0..1).
    """

    cell: Int64s
    instants: Int64s
    sum_level_dbfs: Float64s
    sum_rumble: Float64s
    sum_tone: Float64s
    sum_hiss: Float64s
    sum_low: Float64s
    sum_mid: Float64s
    sum_high: Float64s
    sum_centroid_hz: Float64s
    sum_flatness: Float64s


@dataclass(frozen=True, slots=True)
class WindowValue:
    """One aspect measured over one window of the clip.

    ``measure`` is the number behind the value in ``unit``; ``confidence`` in 0..1.
    """

    window: int
    start_s: float
    duration_s: float
    aspect: str
    value: str
    measure: float
    unit: str
    confidence: float
