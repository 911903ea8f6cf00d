"""Sound of every instant: its cell, level, mixture, bands, centroid and flatness.

Put what one instant (one video frame of sound) tells by itself here. What needs several
instants, such as tempo and mood, belongs in ``windows``; names and keys of cells in
``vocabulary.cells``. One batched real FFT gives everything below.

An instant is a mixture of three sounds. A bin belongs to a *tone* when it lies from 100 Hz
to 20 kHz, the instant holds two of its periods, and its power is more than 12 times the local
median of the spectrum; the bins beside such a bin go with it. Of the rest, what lies below
200 Hz is *rumble* (a constant offset included) and what lies above is *hiss*. An instant
below the first strength step is *silence*. Instants of 30 a second and fewer tell brown noise
and low chords apart from hiss; at 50 a second and more their spectrum is too coarse for that.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from motion_assets.core.observations.records import Float64s, Int64s, SoundCellsSeen
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

RUMBLE_LIMIT_HZ: Final = 200.0
HIGH_LIMIT_HZ: Final = 2_000.0
TONE_FLOOR_HZ: Final = 100.0
TONE_CEILING_HZ: Final = 20_000.0
"""Upper limit of hearing: what lies above it has no pitch."""
TONE_PERIODS: Final = 2
"""Periods an instant must hold before a peak counts as a pitch: one is any low bump."""
TONE_RATIO: Final = 12.0
"""Power against the local median: noise exceeds it in about one bin of 2**12."""
SILENT_LEVEL_DBFS: Final = -120.0
"""Level recorded for digital silence and for anything under it."""

_BLOCK_BINS: Final = 11
_SKIRT_BINS: Final = 4
_BATCH_SAMPLES: Final = 24_000
"""Samples measured at a time: temporaries of more than this are given back to the system and
cost more to ask for again than further calls do (measured: a quarter of the whole)."""
_MEASURE_COUNT: Final = 7
_SHARE_DECIMALS: Final = 6
_LEVEL_DECIMALS: Final = 4
_CENTROID_DECIMALS: Final = 3
_INT16_SCALE: Final = 1.0 / 32_768.0
_MIN_INSTANT_SAMPLES: Final = 64
_WHOLE_TOLERANCE: Final = 1e-6
"""Samples an instant may be off a whole number: frame rates such as 24000/1001 are floats."""
_QUANTUM_POWER: Final = 1e-12
"""Added to each bin's mean power before the logarithm: far under one step of 16 bits."""


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


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Spectrum layout of one instant length: bin frequencies and the edges between classes."""

    bin_hz: Float64s
    rumble_end: int
    high_start: int
    tone_start: int
    tone_end: int


def measure_instants(
    samples: NDArray[np.int16] | NDArray[np.floating],
    *,
    fps: float,
    sample_rate_hz: int = SAMPLE_RATE_HZ,
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
    size = max(1, _BATCH_SAMPLES // instants.shape[1])
    batches = [
        _measures(instants[start : start + size], sample_rate_hz)
        for start in range(0, len(instants), size)
    ]
    return _described(np.concatenate([np.empty((_MEASURE_COUNT, 0)), *batches], axis=1))


def sound_cells(instants: SoundInstants) -> SoundCellsSeen:
    """Cells that the instants showed, ascending, with counts and sums of their measurements."""
    size = SOUND_CELL_COUNT
    counts = np.bincount(instants.cell, minlength=size)
    cells = np.flatnonzero(counts)

    def sums(values: Float64s) -> Float64s:
        whole: Float64s = np.bincount(instants.cell, values, size).astype(np.float64)
        return whole[cells]

    return SoundCellsSeen(
        cell=cells.astype(np.int64),
        instants=counts[cells].astype(np.int64),
        sum_level_dbfs=sums(instants.level_dbfs),
        sum_rumble=sums(instants.rumble),
        sum_tone=sums(instants.tone),
        sum_hiss=sums(instants.hiss),
        sum_low=sums(instants.low),
        sum_mid=sums(instants.mid),
        sum_high=sums(instants.high),
        sum_centroid_hz=sums(instants.centroid_hz),
        sum_flatness=sums(instants.flatness),
    )


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


@lru_cache(maxsize=16)
def _grid(length: int, sample_rate_hz: int) -> _Grid:
    bin_hz: Float64s = np.arange(length // 2 + 1, dtype=np.float64) * (sample_rate_hz / length)
    floor_hz = max(TONE_FLOOR_HZ, TONE_PERIODS * sample_rate_hz / length)
    limits = [RUMBLE_LIMIT_HZ, HIGH_LIMIT_HZ, floor_hz, TONE_CEILING_HZ]
    return _Grid(bin_hz, *(int(edge) for edge in np.searchsorted(bin_hz, limits)))


def _measures(batch: NDArray[np.generic], sample_rate_hz: int) -> Float64s:
    """Power sums and flatness of ``batch``, shape (instant, sample).

    Returns
    -------
    float64, shape (measure, instant)
        Power in all, of rumble, of hiss, below 200 Hz and from 2 kHz, where a full-scale square
        is 1; power times frequency in Hz; flatness.
    """
    length = batch.shape[1]
    grid = _grid(length, sample_rate_hz)
    scale = _INT16_SCALE if batch.dtype == np.int16 else 1.0
    scaled: Float64s = np.multiply(batch, scale / length, dtype=np.float64)
    power = _bin_power(scaled)
    found = np.empty((_MEASURE_COUNT, len(power)))
    power.sum(axis=1, out=found[0])
    power[:, : grid.rumble_end].sum(axis=1, out=found[3])
    power[:, grid.high_start :].sum(axis=1, out=found[4])
    np.einsum("ij,j->i", power, grid.bin_hz, out=found[5])
    found[6] = _flatness(power[:, 1:], scratch=scaled[:, 1 : power.shape[1]])
    np.putmask(power, _tonal_bins(power, grid), 0.0)
    power[:, : grid.rumble_end].sum(axis=1, out=found[1])
    power[:, grid.rumble_end :].sum(axis=1, out=found[2])
    return found


def _bin_power(batch: Float64s) -> Float64s:
    """One-sided power of each bin, shape (instant, bin); a row sums to the mean square.

    ``batch`` is overwritten: memory that is warm costs less than memory that is new.
    """
    length = batch.shape[1]
    spectrum = np.fft.rfft(batch)
    power: Float64s = np.square(spectrum.real)
    power += np.square(spectrum.imag, out=batch[:, : power.shape[1]])
    last_pair = power.shape[1] - 1 if length % 2 == 0 else power.shape[1]
    power[:, 1:last_pair] *= 2.0
    return power


def _tonal_bins(power: Float64s, grid: _Grid) -> NDArray[np.bool_]:
    """Bins that belong to a clear pitch, shape (instant, bin)."""
    blocks = power.shape[1] // _BLOCK_BINS
    whole = power[:, : blocks * _BLOCK_BINS].astype(np.float32)
    grouped = whole.reshape(len(power), blocks, _BLOCK_BINS)
    threshold = np.float32(TONE_RATIO) * _local_median(grouped)
    above = grouped > threshold[:, :, np.newaxis]
    peaks = np.zeros(power.shape, dtype=np.bool_)
    candidates = slice(grid.tone_start, min(grid.tone_end, whole.shape[1]))
    peaks[:, candidates] = above.reshape(whole.shape)[:, candidates]
    skirt = slice(grid.tone_start, grid.tone_start + _SKIRT_BINS)
    peaks[:, skirt] &= ~_falling(power[:, grid.tone_start - 1 : skirt.stop])
    tonal = peaks.copy()
    tonal[:, 1:] |= peaks[:, :-1]
    tonal[:, :-1] |= peaks[:, 1:]
    return tonal


def _falling(power: Float64s) -> NDArray[np.bool_]:
    """Bins 1.. of ``power`` up to which it only falls: the skirt of a peak under the floor."""
    falling: NDArray[np.bool_] = np.logical_and.accumulate(power[:, 1:] < power[:, :-1], axis=1)
    return falling


def _local_median(grouped: NDArray[np.float32]) -> NDArray[np.float32]:
    """Level of the spectrum around each block of 11 bins, shape (instant, block).

    The median of three neighboring block medians (a remedian: Rousseeuw and Bassett, 1990),
    so that neither one tone nor a chord within a block lifts it.
    """
    middle = _BLOCK_BINS // 2
    center = np.partition(grouped, middle, axis=2)[:, :, middle]
    before = np.concatenate([center[:, :1], center[:, :-1]], axis=1)
    after = np.concatenate([center[:, 1:], center[:, -1:]], axis=1)
    low, high = np.minimum(before, after), np.maximum(before, after)
    median: NDArray[np.float32] = np.maximum(low, np.minimum(high, center))
    return median


def _flatness(power: Float64s, *, scratch: Float64s) -> Float64s:
    """Geometric over arithmetic mean of the bins' power, shape (instant,)."""
    lifted = np.add(power, _QUANTUM_POWER / power.shape[1], out=scratch)
    mean = lifted.mean(axis=1)
    flatness: Float64s = np.exp(np.log(lifted, out=lifted).mean(axis=1)) / mean
    return flatness


def _described(found: Float64s) -> SoundInstants:
    """Instants from their measures, shape (measure, instant); see ``_measures``."""
    total = found[0]
    audible = total > 10.0 ** (SILENT_LEVEL_DBFS / 10)
    shares = np.divide(found[1:6], total, out=np.zeros_like(found[1:6]), where=audible)
    rumble, hiss, low, high = np.round(shares[:4], _SHARE_DECIMALS)
    level = np.round(10 * np.log10(np.where(audible, total, 1.0)), _LEVEL_DECIMALS)
    level[~audible] = SILENT_LEVEL_DBFS
    whole = audible.astype(np.float64)
    tone = np.round(whole - rumble - hiss, _SHARE_DECIMALS)
    return SoundInstants(
        cell=_cells(level, np.stack([rumble, tone, hiss], axis=1)),
        level_dbfs=level,
        rumble=rumble,
        tone=np.maximum(tone, 0.0),
        hiss=hiss,
        low=low,
        mid=np.maximum(np.round(whole - low - high, _SHARE_DECIMALS), 0.0),
        high=high,
        centroid_hz=np.round(shares[4], _CENTROID_DECIMALS),
        flatness=np.where(audible, np.round(found[6], _SHARE_DECIMALS), 0.0),
    )


def _cells(level_dbfs: Float64s, shares: Float64s) -> Int64s:
    """Sound cell ids from levels, shape (instant,), and shares, shape (instant, 3)."""
    span = FULL_DBFS - SILENCE_DBFS
    steps = np.rint(STRENGTH_COUNT * (level_dbfs - SILENCE_DBFS) / span)
    strength = np.clip(steps, 0, STRENGTH_COUNT).astype(np.int64)
    quarters = _quarters(shares)
    mixture = _mixture_index()[quarters[:, 0], quarters[:, 1]]
    return np.where(strength == 0, 0, 1 + (strength - 1) * len(MIXTURES) + mixture)


def _quarters(shares: Float64s) -> Int64s:
    """Quarters that sum to 4, by largest remainder; equal remainders go to the earlier class."""
    scaled = QUARTERS * shares
    quarters = np.floor(scaled)
    missing = QUARTERS - quarters.sum(axis=1, keepdims=True)
    order = np.argsort(quarters - scaled, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    whole: Int64s = (quarters + (rank < missing)).astype(np.int64)
    return whole


@lru_cache(maxsize=1)
def _mixture_index() -> Int64s:
    """Index in ``MIXTURES`` by quarters of rumble and of tone, shape (5, 5)."""
    table = np.zeros((QUARTERS + 1, QUARTERS + 1), dtype=np.int64)
    for index, (rumble, tone, _) in enumerate(MIXTURES):
        table[rumble, tone] = index
    return table
