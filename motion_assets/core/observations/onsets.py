"""Onsets: where sounds begin in a stretch of a track, and how strongly.

Put the onset curve here, and the levels of bands over time that it is made from. Tempo and
presence are read from it in modules of their own. One batched real FFT gives everything.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.records import Float64s, Int64s
from motion_assets.core.observations.scaled import fill
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

HOP_SAMPLES: Final = 480
HOPS_HZ: Final = SAMPLE_RATE_HZ / HOP_SAMPLES
"""Points of the curve a second."""

_WINDOW_SAMPLES: Final = 2_048
"""Long enough (43 ms) that beating at 70 Hz is not seen as onsets."""
_BAND_EDGES_HZ: Final = tuple(float(40.0 * 2 ** (i / 4)) for i in range(35))
"""Quarter octaves from 40 Hz to 14.5 kHz; bands without a bin of their own are merged."""
_FLOOR_RATIO: Final = 1e-5
"""What lies 50 dB under the loudest band of the stretch is not heard beside it."""
_LAG_HOPS: Final = 3
AIR_HZ: Final = (9_000.0, 14_000.0)
"""Above the partials of a chord and under what lossy codecs cut off."""
_AIR_BINS: Final = 16
_SWELL_SHARE: Final = 0.8
_SWELL_HZ: Final = (80.0, 2_500.0)
_SMOOTH_HOPS: Final = 5
_BATCH_HOPS: Final = 24
"""Hops measured at a time: what is worked on stays in the nearer caches."""
_LEAST_POWER: Final = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """Levels of a stretch over time, every ``HOP_SAMPLES``.

    ``power``: mean square of each hop, shape (hop,). ``onset``: strength of what begins there,
    shape (hop,): mean rise of the level of its bands in bels. ``air``: power of noise, lines
    left out, from 9 to 14 kHz, shape (hop,).
    """

    power: Float64s
    onset: Float64s
    air: Float64s


def flow_of(samples: NDArray[np.int16]) -> Flow:
    """Levels and onsets of mono samples at 48 kHz, shape (sample,)."""
    hops = max(1, samples.size // HOP_SAMPLES)
    # Silence before and after, so that the first and last sound have their onset in full.
    before = _WINDOW_SAMPLES - HOP_SAMPLES
    room = np.empty(before + _BATCH_HOPS * HOP_SAMPLES)
    windows = np.lib.stride_tricks.sliding_window_view(room, _WINDOW_SAMPLES)[::HOP_SAMPLES]
    bins, _ = _bands()
    power, bands, air = np.empty(hops), np.empty((hops, bins.size - 1)), np.empty(hops)
    for start in range(0, hops, _BATCH_HOPS):
        part = slice(start, min(start + _BATCH_HOPS, hops))
        track = room[: before + (part.stop - start) * HOP_SAMPLES]
        fill(samples, start * HOP_SAMPLES - before, track)
        new = track[before:].reshape(-1, HOP_SAMPLES)
        power[part] = np.einsum("ij,ij->i", new, new) / HOP_SAMPLES
        bands[part], air[part] = _levels(windows[: part.stop - start])
    return Flow(
        power=power,
        onset=np.maximum(_rises(bands), _SWELL_SHARE * _swells(bands)),
        air=air,
    )


def _levels(frames: Float64s) -> tuple[Float64s, Float64s]:
    """Power in every band, (hop, band), and of noise in the air, (hop,), of (hop, sample)."""
    bins, _ = _bands()
    parts = np.fft.rfft(frames * _window()).view(np.float64)
    np.square(parts, out=parts)
    power = parts[:, ::2] + parts[:, 1::2]
    bands: Float64s = np.add.reduceat(power[:, : bins[-1]], bins[:-1], axis=1)
    return bands, _air(power)


@lru_cache(maxsize=1)
def _window() -> Float64s:
    """Hann window under which a sine of RMS 1 has power 1 in all its bins."""
    turn = 2 * np.pi * np.arange(_WINDOW_SAMPLES) / _WINDOW_SAMPLES
    window: Float64s = 0.5 - 0.5 * np.cos(turn)
    scaled: Float64s = window * (2.0 / (_WINDOW_SAMPLES * np.square(window).sum())) ** 0.5
    return scaled


@lru_cache(maxsize=1)
def _bands() -> tuple[Int64s, Float64s]:
    """First bin of every band and the end of the last; their edges in Hz."""
    bin_hz = SAMPLE_RATE_HZ / _WINDOW_SAMPLES
    bins = np.unique(np.ceil(np.array(_BAND_EDGES_HZ) / bin_hz).astype(np.int64))
    return bins, bins.astype(np.float64) * bin_hz


def _rises(bands: Float64s) -> Float64s:
    """Mean rise of the level of the bands over 30 ms, in bels, shape (hop,)."""
    loudest = max(float(bands.max()), _LEAST_POWER)
    level = np.log10(bands + loudest * _FLOOR_RATIO)
    quiet = np.full((_LAG_HOPS, bands.shape[1]), np.log10(loudest * _FLOOR_RATIO))
    before = np.concatenate([quiet, level])[: len(level)]
    rises: Float64s = np.maximum(level - before, 0.0).mean(axis=1)
    return rises


def _swells(bands: Float64s) -> Float64s:
    """Rise within 50 ms of the level of all bands from 80 Hz to 2.5 kHz as one, in bels.

    It finds what begins in few bands under noise that fills the others. Power counts by its
    frequency, so that brown noise, whose lowest bands rise and fall, is as steady as it sounds.
    """
    _, edges_hz = _bands()
    inside = (edges_hz[:-1] >= _SWELL_HZ[0]) & (edges_hz[1:] <= _SWELL_HZ[1])
    weighted = bands @ np.where(inside, edges_hz[:-1], 0.0)
    loudest = max(float(weighted.max()), _LEAST_POWER)
    summed = np.cumsum(np.concatenate([np.zeros(_SMOOTH_HOPS), weighted]))
    smooth = (summed[_SMOOTH_HOPS:] - summed[:-_SMOOTH_HOPS]) / _SMOOTH_HOPS
    level = np.log10(np.maximum(smooth, 0.0) + loudest * _FLOOR_RATIO)
    # The rise is complete some hops after the onset; the end of the stretch has none.
    later = level[_SMOOTH_HOPS - 1 :]
    before = np.concatenate([level[:1], level])[: later.size]
    rise = np.maximum(later - before, 0.0)
    return np.concatenate([rise, np.zeros(level.size - rise.size)])


def _air(power: Float64s) -> Float64s:
    """Power of noise from 9 to 14 kHz: bins by the median of their block, shape (hop,)."""
    bin_hz = SAMPLE_RATE_HZ / _WINDOW_SAMPLES
    low, high = (round(hz / bin_hz) for hz in AIR_HZ)
    blocks = power[:, low : low + (high - low) // _AIR_BINS * _AIR_BINS].reshape(
        len(power), -1, _AIR_BINS
    )
    middle = np.partition(blocks, _AIR_BINS // 2, axis=2)[:, :, _AIR_BINS // 2]
    noise: Float64s = middle.sum(axis=1) * (_AIR_BINS / np.log(2.0))
    return noise
