"""Voices: the building blocks of music, as tables, loops and envelopes of whole numbers.

Put oscillators, drums and noise here. What is played when belongs in ``music``. Floats appear
only in ``sine_table``, ``wave_tables``, ``beating`` and ``phase_step``, where they are rounded
at once; everything after that is integer arithmetic, the same on every machine. A voice at its
unit level has a fundamental (or, for a drum, a peak) of ``UNIT``.

Notes are played at the nearest whole Hz, at most 6 hundredths of a semitone off at 80 Hz and
less above, so that one second of a chord can be kept and repeated without a seam.
"""

# Annotations stay text: naming numpy.random loads it, which a sweep of cells never needs.
from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

UNIT: Final = 1 << 12
"""Amplitude of the fundamental of a note, and peak of a drum, before its level is applied."""
TIMBRES: Final = 64
"""Wave tables from darkest (0) to brightest."""
ENVELOPE_ONE: Final = 1 << 15

Int32s = NDArray[np.int32]

_TABLE_BITS: Final = 11
_TABLE_LENGTH: Final = 1 << _TABLE_BITS
_PHASE_SHIFT: Final = 32 - _TABLE_BITS
_PARTIALS: Final = 12
_DARK_SLOPE: Final = 3.6
_BRIGHT_SLOPE: Final = 1.0
"""Partial h has amplitude h ** -slope; by ear: a flute at one end, a reed at the other."""
_KICK_S: Final = 0.2
_SNARE_S: Final = 0.22
_CLICK_S: Final = 0.012
_KICK_HZ: Final = (92.0, 46.0)
_KICK_FALL_S: Final = 0.08
_SOFT_TAPS: Final = 8
_NOISE_LENGTH: Final = 1 << 17
_NOISE_SEED: Final = 7
_BEATING_LENGTH: Final = 4_800
_BEATING_TURNS: Final = 7
"""Seven turns in a tenth of a second: 70 Hz, heard as roughest (Fastl and Zwicker,
Psychoacoustics, ch. 11)."""


@lru_cache(maxsize=1)
def sine_table() -> Int32s:
    """One period of a sine of peak ``UNIT``, shape (2048,)."""
    turn = np.arange(_TABLE_LENGTH) / _TABLE_LENGTH
    table: Int32s = np.rint(UNIT * np.sin(2 * np.pi * turn)).astype(np.int32)
    return table


@lru_cache(maxsize=1)
def wave_tables() -> NDArray[np.int16]:
    """One period of each timbre, dark to bright, end to end, shape (64 * 2048,)."""
    partial = np.arange(1, _PARTIALS + 1)
    bright = np.arange(TIMBRES)[:, np.newaxis] / (TIMBRES - 1)
    slopes = _DARK_SLOPE + (_BRIGHT_SLOPE - _DARK_SLOPE) * bright
    weights = np.rint(4_096 * partial**-slopes).astype(np.int64)
    shift = _TABLE_LENGTH * partial**2 // (2 * _PARTIALS)  # Newman phases: a low crest
    places = (
        np.arange(_TABLE_LENGTH) * partial[:, np.newaxis] + shift[:, np.newaxis]
    ) % _TABLE_LENGTH
    waves = weights @ sine_table()[places].astype(np.int64) >> 12
    tables: NDArray[np.int16] = waves.astype(np.int16).reshape(-1)
    return tables


def phase_step(frequency_hz: float) -> int:
    """Turn per sample at 48 kHz, in 1 / 2**32 of a period.

    >>> phase_step(12_000.0) == 2**30
    True
    """
    return round(frequency_hz * 2**32 / SAMPLE_RATE_HZ)


def wave(frequency_hz: float, timbre: int, count: int) -> Int32s:
    """``count`` samples of a steady note of one timbre (0..63)."""
    place = np.arange(count, dtype=np.uint32)
    place *= np.uint32(phase_step(frequency_hz))
    place >>= np.uint32(_PHASE_SHIFT)
    table = wave_tables()[timbre * _TABLE_LENGTH : (timbre + 1) * _TABLE_LENGTH]
    return table.take(place).astype(np.int32)


@lru_cache(maxsize=96)
def chord_loop(
    notes_hz: tuple[int, ...], weights: tuple[int, ...], timbre: int, roughness: int
) -> Int32s:
    """One second of a chord that joins to itself, shape (48000,).

    ``weights``: level of each note in 1 / 256. ``roughness``: depth of beating at 70 Hz in
    1 / 256; it leaves the level of the notes themselves as it is.
    """
    chord = np.zeros(SAMPLE_RATE_HZ, dtype=np.int32)
    for note_hz, weight in zip(notes_hz, weights, strict=True):
        chord += wave(note_hz, timbre, SAMPLE_RATE_HZ) * weight >> 8
    if roughness:
        dips = (beating() * roughness >> 8) + ENVELOPE_ONE
        # A chord of four bright notes by an envelope of 17 bits needs more than 32.
        chord = (chord.astype(np.int64) * np.resize(dips, chord.size) >> 15).astype(np.int32)
    chord.flags.writeable = False
    return chord


@lru_cache(maxsize=64)
def pluck(note_hz: int, timbre: int, count: int) -> Int32s:
    """A struck note that dies away in ``count`` samples."""
    sound = shaped(wave(note_hz, timbre, count), decay(count))
    sound.flags.writeable = False
    return sound


@lru_cache(maxsize=16)
def decay(count: int) -> Int32s:
    """Rise of 2 ms, then a cubic fall to nearly 0, in 1 / 2**15, shape (count,)."""
    left = np.arange(count, 0, -1, dtype=np.int64)
    fall: Int32s = (left**3 * ENVELOPE_ONE // count**3).astype(np.int32)
    rise = min(96, count)
    fall[:rise] = shaped(fall[:rise], line_up(rise))
    fall.flags.writeable = False
    return fall


@lru_cache(maxsize=32)
def line_up(count: int) -> Int32s:
    """Straight line from 0 to nearly 2**15, shape (count,); reversed it is a release."""
    line = (np.arange(count, dtype=np.int64) * ENVELOPE_ONE // max(count, 1)).astype(np.int32)
    line.flags.writeable = False
    return line


def shaped(voice: Int32s, envelope: Int32s) -> Int32s:
    """``voice``, below 2**16, under an envelope in 1 / 2**15."""
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


@lru_cache(maxsize=1)
def white_noise() -> Int32s:
    """Uniform white noise of peak ``UNIT``, shape (131072,); the same on every machine."""
    rng = np.random.default_rng(_NOISE_SEED)
    noise = rng.integers(-UNIT, UNIT, size=_NOISE_LENGTH, dtype=np.int16).astype(np.int32)
    noise.flags.writeable = False
    return noise


@lru_cache(maxsize=1)
def breath() -> Int32s:
    """Soft noise of peak ``UNIT`` that joins to itself: half wind, half hiss."""
    white = white_noise()
    summed = np.cumsum(np.concatenate([white, white[:_SOFT_TAPS]]), dtype=np.int64)
    soft = (summed[_SOFT_TAPS:] - summed[:-_SOFT_TAPS]) >> 2
    mixed: Int32s = np.clip((soft + white) // 2, -UNIT, UNIT).astype(np.int32)
    mixed.flags.writeable = False
    return mixed


@lru_cache(maxsize=1)
def hiss() -> Int32s:
    """Noise of peak ``UNIT`` that rises by 6 dB an octave: nothing of it hides a low chord."""
    white = white_noise()
    rising: Int32s = (white - np.roll(white, 1)) >> 1
    rising.flags.writeable = False
    return rising


def noise_of(loop: Int32s, count: int, rng: np.random.Generator) -> Int32s:
    """``count`` samples of a loop of noise, from a place that ``rng`` picks."""
    start = int(rng.integers(loop.size))
    return np.resize(np.concatenate([loop[start:], loop[:start]]), count)


@lru_cache(maxsize=1)
def beating() -> Int32s:
    """A tenth of a second of a sine at 70 Hz, in 1 / 2**15 around 0, shape (4800,)."""
    turn = np.arange(_BEATING_LENGTH) * _BEATING_TURNS / _BEATING_LENGTH
    table: Int32s = np.rint(ENVELOPE_ONE * np.sin(2 * np.pi * turn)).astype(np.int32)
    return table


@lru_cache(maxsize=1)
def kick() -> Int32s:
    """A low drum: a sine that falls from 92 to 46 Hz, under the click of the stick."""
    count, fall = round(_KICK_S * SAMPLE_RATE_HZ), round(_KICK_FALL_S * SAMPLE_RATE_HZ)
    high, low = (phase_step(hz) for hz in _KICK_HZ)
    steps = np.full(count, low, dtype=np.int64)
    steps[:fall] += (high - low) * decay(fall).astype(np.int64) >> 15
    place = (np.cumsum(steps) % 2**32) >> _PHASE_SHIFT
    return _clicked(shaped(sine_table()[place], decay(count)))


@lru_cache(maxsize=1)
def snare() -> Int32s:
    """A high drum: a burst of noise without its lows, under the same click."""
    count = round(_SNARE_S * SAMPLE_RATE_HZ)
    return _clicked(shaped(hiss()[:count], decay(count)))


def _clicked(drum: Int32s) -> Int32s:
    """``drum`` with a short snap of noise: what marks the onset in every band."""
    snap = round(_CLICK_S * SAMPLE_RATE_HZ)
    drum[:snap] += shaped(white_noise()[-snap:], decay(snap))
    drum.flags.writeable = False
    return drum
