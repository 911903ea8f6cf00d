"""Voices: the building blocks of music, as tables and envelopes of whole numbers.

Put wave tables, oscillators, drums and noise here. What is played when belongs in
``music``. Floats appear only in ``sine_table``, ``wave_tables``, ``beating`` and
``phase_step``, where they are rounded at once; everything after that is integer arithmetic,
the same on every machine. Every voice peaks at ``PEAK`` or less.
"""

# Annotations stay text: naming numpy.random loads it, which a sweep of cells never needs.
from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

PEAK: Final = 16_384
"""Largest magnitude of a voice before its level is applied: 2**14."""
TIMBRES: Final = 64
"""Wave tables from darkest (0) to brightest."""

Int32s = NDArray[np.int32]

_TABLE_BITS: Final = 11
_TABLE_LENGTH: Final = 1 << _TABLE_BITS
_PHASE_SHIFT: Final = 32 - _TABLE_BITS
_PARTIALS: Final = 12
_DARK_SLOPE: Final = 4.0
_BRIGHT_SLOPE: Final = 0.75
"""Partial h has amplitude h ** -slope; by ear: a flute at one end, a reed at the other."""
_ENVELOPE_ONE: Final = 1 << 15
_KICK_S: Final = 0.22
_KICK_HZ: Final = (170.0, 48.0)
_NOISE_PEAK: Final = PEAK // 2
_SOFT_TAPS: Final = 16
_BEATING_LENGTH: Final = 686
"""Period of 70 Hz, heard as roughest (Fastl and Zwicker, Psychoacoustics, ch. 11)."""


@lru_cache(maxsize=1)
def sine_table() -> Int32s:
    """One period of a sine of peak ``PEAK``, shape (2048,)."""
    turn = np.arange(_TABLE_LENGTH) / _TABLE_LENGTH
    table: Int32s = np.rint(PEAK * np.sin(2 * np.pi * turn)).astype(np.int32)
    return table


@lru_cache(maxsize=1)
def wave_tables() -> NDArray[np.int16]:
    """One period of each timbre, dark to bright, end to end, shape (64 * 2048,)."""
    partial = np.arange(1, _PARTIALS + 1)
    bright = np.arange(TIMBRES)[:, np.newaxis] / (TIMBRES - 1)
    slopes = _DARK_SLOPE + (_BRIGHT_SLOPE - _DARK_SLOPE) * bright
    weights = np.rint(1_024 * partial**-slopes).astype(np.int64)
    shift = _TABLE_LENGTH * partial**2 // (2 * _PARTIALS)  # Newman phases: a low crest, so loud
    places = (
        np.arange(_TABLE_LENGTH) * partial[:, np.newaxis] + shift[:, np.newaxis]
    ) % _TABLE_LENGTH
    waves = weights @ sine_table()[places].astype(np.int64)
    peaks = np.abs(waves).max(axis=1, keepdims=True)
    scaled: NDArray[np.int16] = (waves * (PEAK - 1) // peaks).astype(np.int16)
    return scaled.reshape(-1)


def phase_step(frequency_hz: float) -> int:
    """Turn per sample at 48 kHz, in 1 / 2**32 of a period.

    >>> phase_step(12_000.0) == 2**30
    True
    """
    return round(frequency_hz * 2**32 / SAMPLE_RATE_HZ)


def wave(frequency_hz: float, timbre: NDArray[np.uint32] | int, count: int) -> NDArray[np.int16]:
    """``count`` samples of a steady note whose timbre (0..63) may change by the sample."""
    place = np.arange(count, dtype=np.uint32)
    place *= np.uint32(phase_step(frequency_hz))
    place >>= np.uint32(_PHASE_SHIFT)
    place += timbre * np.uint32(_TABLE_LENGTH)
    return wave_tables().take(place)


def decay(count: int) -> Int32s:
    """Cubic fall from 2**15 to nearly 0, shape (count,): a struck or plucked envelope."""
    left = np.arange(count, 0, -1, dtype=np.int64)
    return (left**3 * _ENVELOPE_ONE // count**3).astype(np.int32)


def line_up(count: int) -> Int32s:
    """Straight line from 0 to nearly 2**15, shape (count,); reversed it is a release."""
    return (np.arange(count, dtype=np.int64) * _ENVELOPE_ONE // max(count, 1)).astype(np.int32)


def shaped(voice: Int32s | NDArray[np.int16], envelope: Int32s) -> Int32s:
    """``voice`` under an envelope in 1 / 2**15."""
    out: Int32s = voice * envelope
    out >>= 15
    return out


def faded(voice: Int32s, rise: int, fall: int) -> Int32s:
    """``voice`` itself, changed in place: its first ``rise`` samples up, its last ``fall`` down."""
    rise, fall = min(rise, len(voice)), min(fall, len(voice))
    voice[:rise] = shaped(voice[:rise], line_up(rise))
    end = len(voice) - fall
    voice[end:] = shaped(voice[end:], line_up(fall)[::-1])
    return voice


def white_noise(count: int, rng: np.random.Generator) -> Int32s:
    """Uniform white noise of peak ``PEAK // 2``, shape (count,)."""
    return rng.integers(-_NOISE_PEAK, _NOISE_PEAK, size=count, dtype=np.int16).astype(np.int32)


def breath(count: int, brightness: float, rng: np.random.Generator) -> Int32s:
    """Noise between a soft wind (brightness 0) and a bright hiss (1) of the same RMS."""
    white = white_noise(count + _SOFT_TAPS, rng)
    summed = np.cumsum(white, dtype=np.int32)  # may wrap; the differences come out right
    soft = summed[_SOFT_TAPS:] - summed[:-_SOFT_TAPS]
    soft >>= 2
    np.clip(soft, -PEAK, PEAK - 1, out=soft)
    bright = round(brightness * 256)
    soft *= 256 - bright
    soft += white[_SOFT_TAPS:] * bright
    soft >>= 8
    return soft


@lru_cache(maxsize=1)
def beating() -> Int32s:
    """One period of a sine at 70 Hz, in 1 / 2**15 around 0, shape (686,)."""
    turn = np.arange(_BEATING_LENGTH) / _BEATING_LENGTH
    table: Int32s = np.rint((1 << 14) * np.sin(2 * np.pi * turn)).astype(np.int32)
    return table


@lru_cache(maxsize=1)
def kick() -> Int32s:
    """Body of a drum: a sine falling from 170 to 48 Hz, of peak ``PEAK``."""
    count = round(_KICK_S * SAMPLE_RATE_HZ)
    high, low = (phase_step(hz) for hz in _KICK_HZ)
    steps = low + ((high - low) * decay(count).astype(np.int64) >> 15)
    place = (np.cumsum(steps) % 2**32) >> _PHASE_SHIFT
    return shaped(sine_table()[place], decay(count))
