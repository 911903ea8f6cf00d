"""Spectra of instants with numpy alone: the way of short jobs and cold processes.

Put what is measured on the spectrum of one instant here: the edges between its classes, its
power sums and its flatness. What they mean as levels, shares and cells belongs in ``sound``;
the compiled way, for long jobs, in ``sound_kernel``.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.records import Float64s

RUMBLE_LIMIT_HZ: Final = 200.0
HIGH_LIMIT_HZ: Final = 2_000.0
TONE_FLOOR_HZ: Final = 100.0
TONE_CEILING_HZ: Final = 20_000.0
"""Upper limit of hearing: what lies above it has no pitch."""
TONE_PERIODS: Final = 2
"""Periods an instant must hold before a peak counts as a pitch: one is any low bump."""
TONE_RATIO: Final = 12.0
"""Power against the local median: noise exceeds it in about one bin of 2**12."""
BLOCK_BINS: Final = 11
"""Bins whose median is the level around them."""
SKIRT_BINS: Final = 4
"""Bins above the floor that may be the falling side of a peak below it."""
MEASURE_COUNT: Final = 7
QUANTUM_POWER: Final = 1e-12
"""Added to each bin's mean power before the logarithm: far under one step of 16 bits."""

_BATCH_SAMPLES: Final = 24_000
"""Samples measured at a time: temporaries of more than this are given back to the system and
cost more to ask for again than further calls do (measured: a quarter of the whole)."""
_INT16_SCALE: Final = 1.0 / 32_768.0


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Spectrum layout of one instant length: bin frequencies and the edges between classes."""

    bin_hz: Float64s
    rumble_end: int
    high_start: int
    tone_start: int
    tone_end: int


@lru_cache(maxsize=16)
def grid(length: int, sample_rate_hz: int) -> Grid:
    """Layout of the spectrum of ``length`` samples."""
    bin_hz: Float64s = np.arange(length // 2 + 1, dtype=np.float64) * (sample_rate_hz / length)
    floor_hz = max(TONE_FLOOR_HZ, TONE_PERIODS * sample_rate_hz / length)
    limits = [RUMBLE_LIMIT_HZ, HIGH_LIMIT_HZ, floor_hz, TONE_CEILING_HZ]
    return Grid(bin_hz, *(int(edge) for edge in np.searchsorted(bin_hz, limits)))


def sample_scale(samples: NDArray[np.generic]) -> float:
    """Factor that brings samples of this type to full scale at -1 and 1."""
    return _INT16_SCALE if samples.dtype == np.int16 else 1.0


def measure_spectra(instants: NDArray[np.generic], sample_rate_hz: int) -> Float64s:
    """Power sums and flatness of every instant.

    Parameters
    ----------
    instants : int16 or float, shape (instant, sample)
        Sound of each instant; int16 full scale is 32,768.
    sample_rate_hz : int
        Samples a second.

    Returns
    -------
    float64, shape (measure, instant)
        Power in all, of rumble, of hiss, below 200 Hz and from 2 kHz, where a full-scale square
        is 1; power times frequency in Hz; flatness.
    """
    size = max(1, _BATCH_SAMPLES // instants.shape[1])
    batches = [
        _measures(instants[start : start + size], sample_rate_hz)
        for start in range(0, len(instants), size)
    ]
    return np.concatenate([np.empty((MEASURE_COUNT, 0)), *batches], axis=1)


def _measures(batch: NDArray[np.generic], sample_rate_hz: int) -> Float64s:
    length = batch.shape[1]
    layout = grid(length, sample_rate_hz)
    scaled: Float64s = np.multiply(batch, sample_scale(batch) / length, dtype=np.float64)
    power = _bin_power(scaled)
    found = np.empty((MEASURE_COUNT, len(power)))
    power.sum(axis=1, out=found[0])
    power[:, : layout.rumble_end].sum(axis=1, out=found[3])
    power[:, layout.high_start :].sum(axis=1, out=found[4])
    np.einsum("ij,j->i", power, layout.bin_hz, out=found[5])
    found[6] = _flatness(power[:, 1:], scratch=scaled[:, 1 : power.shape[1]])
    np.putmask(power, _tonal_bins(power, layout), 0.0)
    power[:, : layout.rumble_end].sum(axis=1, out=found[1])
    power[:, layout.rumble_end :].sum(axis=1, out=found[2])
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


def _tonal_bins(power: Float64s, layout: Grid) -> NDArray[np.bool_]:
    """Bins that belong to a clear pitch, shape (instant, bin)."""
    blocks = power.shape[1] // BLOCK_BINS
    whole = power[:, : blocks * BLOCK_BINS].astype(np.float32)
    grouped = whole.reshape(len(power), blocks, BLOCK_BINS)
    threshold = np.float32(TONE_RATIO) * _local_median(grouped)
    above = grouped > threshold[:, :, np.newaxis]
    peaks = np.zeros(power.shape, dtype=np.bool_)
    candidates = slice(layout.tone_start, min(layout.tone_end, whole.shape[1]))
    peaks[:, candidates] = above.reshape(whole.shape)[:, candidates]
    skirt = slice(layout.tone_start, layout.tone_start + SKIRT_BINS)
    peaks[:, skirt] &= ~_falling(power[:, layout.tone_start - 1 : skirt.stop])
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
    middle = BLOCK_BINS // 2
    center = np.partition(grouped, middle, axis=2)[:, :, middle]
    before = np.concatenate([center[:, :1], center[:, :-1]], axis=1)
    after = np.concatenate([center[:, 1:], center[:, -1:]], axis=1)
    low, high = np.minimum(before, after), np.maximum(before, after)
    median: NDArray[np.float32] = np.maximum(low, np.minimum(high, center))
    return median


def _flatness(power: Float64s, *, scratch: Float64s) -> Float64s:
    """Geometric over arithmetic mean of the bins' power, shape (instant,)."""
    lifted = np.add(power, QUANTUM_POWER / power.shape[1], out=scratch)
    mean = lifted.mean(axis=1)
    flatness: Float64s = np.exp(np.log(lifted, out=lifted).mean(axis=1)) / mean
    return flatness
