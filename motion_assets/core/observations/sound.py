"""Sound of every instant: its cell, level, mixture, bands, centroid and flatness.

Put what one instant (one video frame of sound) tells by itself here. What needs several
instants, such as tempo and mood, belongs in ``windows``; names and keys of cells in
``vocabulary.cells``. Everything below follows from one real FFT of each instant; its two
ways, equal in what is reported, live in ``sound_spectrum`` (numpy) and ``sound_kernel`` (numba).

An instant is a mixture of three sounds. A bin belongs to a *tone* when it lies from 100 Hz
to 20 kHz, the instant holds two of its periods, and its power is more than 12 times the local
median of the spectrum; the bins beside such a bin go with it. Of the rest, what lies below
200 Hz is *rumble* (a constant offset included) and what lies above is *hiss*. An instant
below the first strength step is *silence*. Instants of 30 a second and fewer tell brown noise
and low chords apart from hiss; at 50 a second and more their spectrum is too coarse for that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.records import Float64s, Int64s, SoundCellsSeen
from motion_assets.core.observations.sound_spectrum import measure_spectra
from motion_assets.errors import LimitError, ShapeError
from motion_assets.vocabulary.cells import (
    FULL_DBFS,
    MIXTURES,
    QUARTERS,
    SILENCE_DBFS,
    SOUND_CELL_COUNT,
    STRENGTH_COUNT,
)
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

SILENT_LEVEL_DBFS: Final = -120.0
"""Level recorded for digital silence and for anything under it."""

_SILENT_POWER: Final = 10.0 ** (SILENT_LEVEL_DBFS / 10)
_SHARE_DECIMALS: Final = 6
_LEVEL_DECIMALS: Final = 4
_CENTROID_DECIMALS: Final = 3
_MIN_INSTANT_SAMPLES: Final = 64
_WHOLE_TOLERANCE: Final = 1e-6
"""Samples an instant may be off a whole number: frame rates such as 24000/1001 are floats."""


@dataclass(frozen=True, slots=True, eq=False)
class SoundInstants:
    """What each instant of a track sounds like; every array has shape (instant,).

    ``cell``: sound cell id, 0..300. ``level_dbfs``: RMS level, a full-scale square is 0 dBFS,
    never under -120. ``rumble``, ``tone``, ``hiss`` and ``low`` (< 200 Hz), ``mid``, ``high``
    (>= 2 kHz): shares of power, each triple sums to 1, all 0 in digital silence.
    ``centroid_hz``: power-weighted mean frequency. ``flatness``: geometric over arithmetic mean
    of the power of all bins above 0 Hz, 0..1.

    Values are rounded (shares and flatness to 1e-6, level to 1e-4 dB, centroid to 1e-3 Hz), so
    that the last bit of a logarithm on another machine changes nothing.
    """

    cell: Int64s
    level_dbfs: Float64s
    rumble: Float64s
    tone: Float64s
    hiss: Float64s
    low: Float64s
    mid: Float64s
    high: Float64s
    centroid_hz: Float64s
    flatness: Float64s


def measure_instants(
    samples: NDArray[np.int16] | NDArray[np.floating],
    *,
    fps: float,
    sample_rate_hz: int = SAMPLE_RATE_HZ,
    kernel: Kernel = "numpy",
) -> SoundInstants:
    """Sound of every video frame of a mono track.

    Parameters
    ----------
    samples : int16, or float in -1..1, shape (sample,)
        Mono track; int16 full scale is 32,768.
    fps : float
        Instants a second. Where ``sample_rate_hz / fps`` is not whole, each instant starts at
        its rounded-down sample.
    sample_rate_hz : int
        Samples a second.
    kernel : {"numpy", "numba"}
        How to measure; the result is the same. See `color.choose_kernel`.

    Returns
    -------
    SoundInstants
        One entry an instant. A last instant of at least half the length is measured over the
        last full length of the track; a shorter rest is left out.

    Raises
    ------
    ShapeError
        If ``samples`` is not one axis of int16 or finite floats.
    LimitError
        If an instant would hold fewer than 64 samples.

    Examples
    --------
    >>> t = np.arange(2_000) / 48_000
    >>> seen = measure_instants(np.sin(2 * np.pi * 480 * t), fps=24)
    >>> float(seen.level_dbfs[0]), float(seen.tone[0])
    (-3.0103, 1.0)
    """
    _require_track(samples)
    instants = _cut_instants(samples, sample_rate_hz / fps)
    return _described(_spectra(kernel)(instants, sample_rate_hz))


def sound_cells(instants: SoundInstants) -> SoundCellsSeen:
    """Cells that the instants showed, ascending, with counts and sums of their measurements."""
    counts = np.bincount(instants.cell, minlength=SOUND_CELL_COUNT)
    cells = np.flatnonzero(counts)
    values = np.array(
        (
            instants.level_dbfs,
            instants.rumble,
            instants.tone,
            instants.hiss,
            instants.low,
            instants.mid,
            instants.high,
            instants.centroid_hz,
            instants.flatness,
        )
    )
    # One count sums everything: each value has as many places of its own as there are cells.
    place = np.add.outer(np.arange(len(values)) * cells.size, cells.searchsorted(instants.cell))
    sums = np.bincount(place.ravel(), values.ravel(), len(values) * cells.size)
    rows = sums.astype(np.float64).reshape(len(values), cells.size)
    return SoundCellsSeen(cells, counts[cells], *rows)


def _spectra(kernel: Kernel) -> Callable[[NDArray[np.generic], int], Float64s]:
    if kernel == "numpy":
        return measure_spectra
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.sound_kernel import compiled_spectra  # noqa: PLC0415

    return compiled_spectra


def _require_track(samples: NDArray[np.int16] | NDArray[np.floating]) -> None:
    known = samples.dtype == np.int16 or np.issubdtype(samples.dtype, np.floating)
    if samples.ndim != 1 or not known:
        raise ShapeError(
            "measure_instants needs mono int16 or float samples of shape (sample,), got "
            f"{samples.dtype} {samples.shape}. Several channels? Mix them: samples.mean(axis=0)."
        )
    if samples.dtype != np.int16 and not np.isfinite(samples).all():
        bad = int(np.count_nonzero(~np.isfinite(samples)))
        raise ShapeError(
            f"measure_instants needs finite samples, got {bad} of {samples.size} that are NaN or "
            "infinite. Decode the track again."
        )


def _cut_instants(samples: NDArray[np.generic], spacing: float) -> NDArray[np.generic]:
    """View or copy of shape (instant, sample): one row an instant, all of one length."""
    nearest = round(spacing)
    whole = abs(spacing - nearest) < _WHOLE_TOLERANCE
    length = nearest if whole else int(spacing)
    if length < _MIN_INSTANT_SAMPLES:
        raise LimitError(
            f"an instant needs at least {_MIN_INSTANT_SAMPLES} samples, got {length}. "
            "Give a lower fps or a higher sample_rate_hz."
        )
    if samples.size < length:
        kept = samples.size if 2 * samples.size >= length else 0
        return samples[:kept].reshape(-1, max(kept, 1))
    step = float(length) if whole else spacing
    count = int(samples.size / step)
    starts = (np.arange(count) * step).astype(np.int64)
    if 2 * (samples.size - count * step) >= length:
        starts = np.append(starts, samples.size - length)
    if whole and starts.size == count:
        return samples[: count * length].reshape(count, length)
    return sliding_window_view(samples, length)[starts]


def _described(found: Float64s) -> SoundInstants:
    """Instants from their measures, shape (measure, instant); see `measure_spectra`."""
    total = found[0]
    audible = total > _SILENT_POWER
    shares = np.zeros((5, total.size))
    np.divide(found[1:6], total, out=shares, where=audible)
    rounded = shares[:4].round(_SHARE_DECIMALS)
    rumble, hiss, low, high = rounded
    level = np.full(total.size, _SILENT_POWER)
    np.copyto(level, total, where=audible)
    level = (10 * np.log10(level, out=level)).round(_LEVEL_DECIMALS)
    tone, mid = ((audible - rounded[::2]) - rounded[1::2]).round(_SHARE_DECIMALS)
    flatness = found[6].round(_SHARE_DECIMALS)
    flatness *= audible
    return SoundInstants(
        cell=_cells(level, np.array([rumble, tone, hiss])),
        level_dbfs=level,
        rumble=rumble,
        tone=np.maximum(tone, 0.0),
        hiss=hiss,
        low=low,
        mid=np.maximum(mid, 0.0),
        high=high,
        centroid_hz=shares[4].round(_CENTROID_DECIMALS),
        flatness=flatness,
    )


def _cells(level_dbfs: Float64s, shares: Float64s) -> Int64s:
    """Sound cell ids from levels, shape (instant,), and shares, shape (3, instant)."""
    steps = (level_dbfs - SILENCE_DBFS) * STRENGTH_COUNT
    steps /= FULL_DBFS - SILENCE_DBFS
    strength = np.rint(steps, out=steps).clip(0, STRENGTH_COUNT).astype(np.int64)
    quarters = _quarters(shares)
    mixture = _mixture_index()[quarters[0], quarters[1]]
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
def _mixture_index() -> Int64s:
    """Index in ``MIXTURES`` by quarters of rumble and of tone, shape (5, 5)."""
    table = np.zeros((QUARTERS + 1, QUARTERS + 1), dtype=np.int64)
    for index, (rumble, tone, _) in enumerate(MIXTURES):
        table[rumble, tone] = index
    return table
