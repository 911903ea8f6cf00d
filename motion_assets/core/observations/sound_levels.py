"""Levels of instants: from power sums to level, shares, centroid and sound cell, with numpy.

Put how power becomes what is reported of an instant here. Where the sums come from belongs in
``sound_spectrum``; the same in compiled form, for long jobs, in ``sound_kernel``.
"""

from functools import lru_cache
from typing import Final

import numpy as np

from motion_assets.core.observations.records import Float64s, Int64s
from motion_assets.vocabulary.cells import (
    FULL_DBFS,
    MIXTURES,
    QUARTERS,
    SILENCE_DBFS,
    STRENGTH_COUNT,
)

SILENT_LEVEL_DBFS: Final = -120.0
"""Level recorded for digital silence and for anything under it."""
SILENT_POWER: Final = 10.0 ** (SILENT_LEVEL_DBFS / 10)
SHARE_DECIMALS: Final = 6
LEVEL_DECIMALS: Final = 4
CENTROID_DECIMALS: Final = 3
ROW_COUNT: Final = 10
TIE_SHARE: Final = 1e-6
"""Share of a step by which halves are pushed up: whole numbers of samples often give a share that
lies half-way, and there the last bit of a sum, another on another machine, would decide."""


def describe(found: Float64s) -> Float64s:
    """Cell, level, shares, centroid and flatness of every instant.

    Parameters
    ----------
    found : float64, shape (measure, instant)
        Power sums and flatness; see `sound_spectrum.measure_spectra`.

    Returns
    -------
    float64, shape (row, instant)
        Cell id; level in dBFS; shares of rumble, tone, hiss, low, mid and high; centroid in Hz;
        flatness. See `sound.SoundInstants`.
    """
    total = found[0]
    audible = total > SILENT_POWER
    shares = np.zeros((5, total.size))
    np.divide(found[1:6], total, out=shares, where=audible)
    rounded = _rounded(shares[:4], SHARE_DECIMALS)
    rumble, hiss, low, high = rounded
    level = np.full(total.size, SILENT_POWER)
    np.copyto(level, total, where=audible)
    level = _rounded(10 * np.log10(level, out=level), LEVEL_DECIMALS)
    tone, mid = _rounded((audible - rounded[::2]) - rounded[1::2], SHARE_DECIMALS)
    flatness = _rounded(found[6], SHARE_DECIMALS)
    flatness *= audible
    table = np.zeros((ROW_COUNT, total.size))
    table[0] = _cells(level, np.array([rumble, tone, hiss]))
    table[1], table[2], table[4], table[5], table[7] = level, rumble, hiss, low, high
    np.maximum(tone, 0.0, out=table[3])
    np.maximum(mid, 0.0, out=table[6])
    table[8] = _rounded(shares[4], CENTROID_DECIMALS)
    table[9] = flatness
    return table


def _rounded(values: Float64s, decimals: int) -> Float64s:
    """Nearest multiples of ``10**-decimals``; what is half-way goes up."""
    steps = values * 10.0**decimals
    steps += TIE_SHARE
    np.rint(steps, out=steps)
    steps /= 10.0**decimals
    return steps


def _cells(level_dbfs: Float64s, shares: Float64s) -> Int64s:
    """Sound cell ids from levels, shape (instant,), and shares, shape (3, instant)."""
    steps = (level_dbfs - SILENCE_DBFS) * STRENGTH_COUNT
    steps /= FULL_DBFS - SILENCE_DBFS
    strength = np.rint(steps, out=steps).clip(0, STRENGTH_COUNT).astype(np.int64)
    quarters = _quarters(shares)
    mixture = mixture_index()[quarters[0], quarters[1]]
    cell: Int64s = (strength > 0) * (1 + (strength - 1) * len(MIXTURES) + mixture)
    return cell


def _quarters(shares: Float64s) -> Int64s:
    """Quarters that sum to 4, by largest remainder; equal remainders go to the earlier class."""
    scaled = QUARTERS * shares
    quarters = np.floor(scaled)
    missing = QUARTERS - quarters.sum(axis=0)
    order = (quarters - scaled).argsort(axis=0, kind="stable")
    rank = order.argsort(axis=0, kind="stable")
    quarters += rank < missing
    whole: Int64s = quarters.astype(np.int64)
    return whole


@lru_cache(maxsize=1)
def mixture_index() -> Int64s:
    """Index in ``MIXTURES`` by quarters of rumble and of tone, shape (5, 5)."""
    table = np.zeros((QUARTERS + 1, QUARTERS + 1), dtype=np.int64)
    for index, (rumble, tone, _) in enumerate(MIXTURES):
        table[rumble, tone] = index
    return table
