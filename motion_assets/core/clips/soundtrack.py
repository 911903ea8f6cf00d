"""Soundtracks: the samples of a clip, from its description, byte for byte on every machine.

Put the rendering of sound cells here, each instant exactly in its cell. Music belongs in
``music``, its building blocks in ``voices``, the choice of a track in ``score``; reading
cells back from samples belongs in ``core.observations.sound``.

One instant is a sum of three unit sounds of one instant's length, each of RMS ``_UNIT_RMS``,
whose spectra do not meet: rumble below 100 Hz, a tone between 400 and 900 Hz and hiss above
1 kHz. Units are rounded to integers once and mixed in integers.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.music import render_music
from motion_assets.core.clips.scene import Music, SoundCells
from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.cells import (
    FULL_DBFS,
    QUARTERS,
    SILENCE_DBFS,
    SOUND_CELL_COUNT,
    STRENGTH_COUNT,
    sound_steps,
)
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

Float64s = NDArray[np.float64]
Int32s = NDArray[np.int32]

PITCHES_HZ: Final = (440.0, 523.25, 587.33, 659.26, 783.99)
"""A4 C5 D5 E5 G5 in equal temperament; the nearest multiple of the frame rate is played."""

_UNIT_RMS: Final = 8_192
_GAIN_BITS: Final = 15
_RUMBLE_HZ: Final = (24.0, 96.0)
_HISS_RISE_HZ: Final = (1_000.0, 4_000.0)
_HISS_FALL_HZ: Final = (20_000.0, 23_000.0)
_CREST_PASSES: Final = 8
_CREST_LIMIT: Final = 1.4
_MIN_UNIT_SAMPLES: Final = 400
_MIX_INSTANTS: Final = 64
_SPLIT_MIX: Final = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
"""Constants of the SplitMix64 generator (Steele, Lea and Flood, 2014)."""


def render_samples(
    soundtrack: SoundCells | Music, *, fps: int, frame_count: int, seed: int
) -> NDArray[np.int16]:
    """Samples of a clip's soundtrack.

    Parameters
    ----------
    soundtrack : SoundCells or Music
        What to play. Of ``SoundCells``, instant i plays cell i, the last one held to the end;
        the seed picks the pitch of its tone and the grain of its hiss.
    fps : int
        Instants a second.
    frame_count : int
        Length in instants.
    seed : int
        Any integer; equal seeds give equal bytes.

    Returns
    -------
    int16, shape (sample,)
        Mono, 48 kHz, ``frame_count * 48000 // fps`` samples.

    Raises
    ------
    LimitError
        If the track has no cell, a length or level is outside its limits, or cells are played
        at a frame rate whose instants are not whole numbers of samples.
    UnknownValueError
        If a sound cell is not in 0..300.

    Examples
    --------
    >>> render_samples(SoundCells((0,)), fps=24, frame_count=2, seed=1).shape
    (4000,)
    """
    if fps < 1 or frame_count < 1:
        raise LimitError(
            f"a soundtrack needs fps and frame_count of at least 1, got fps {fps} and "
            f"frame_count {frame_count}."
        )
    if isinstance(soundtrack, Music):
        count = frame_count * SAMPLE_RATE_HZ // fps
        return render_music(soundtrack, sample_count=count, seed=seed)
    return _render_cells(soundtrack.cells, fps=fps, frame_count=frame_count, seed=seed)


def _render_cells(
    cells: tuple[int, ...], *, fps: int, frame_count: int, seed: int
) -> NDArray[np.int16]:
    _require_cells(cells)
    length = _instant_length(fps)
    played = np.full(frame_count, cells[-1], dtype=np.int64)
    played[: len(cells)] = cells[:frame_count]
    rumble, tone, hiss = _units(fps, seed % len(PITCHES_HZ))
    turned = np.lib.stride_tricks.sliding_window_view(np.concatenate([hiss, hiss]), length)
    turns = _scattered(seed, frame_count, length)
    gains = _gains()[played]
    out = np.empty((frame_count, length), dtype=np.int16)
    for start in range(0, frame_count, _MIX_INSTANTS):
        part = slice(start, start + _MIX_INSTANTS)
        mix = gains[part, 0:1] * rumble
        mix += gains[part, 1:2] * tone
        mix += gains[part, 2:3] * turned[turns[part]]
        mix += 1 << (_GAIN_BITS - 1)
        mix >>= _GAIN_BITS
        out[part] = mix
    return out.reshape(-1)


def _require_cells(cells: tuple[int, ...]) -> None:
    if not cells:
        raise LimitError("a track of sound cells needs at least one cell; silence is cell 0.")
    wrong = [cell for cell in cells if not 0 <= cell < SOUND_CELL_COUNT]
    if wrong:
        raise UnknownValueError(
            f"no sound cell {wrong[0]}: cells are 0 (silence) to {SOUND_CELL_COUNT - 1}."
        )


def _instant_length(fps: int) -> int:
    length, rest = divmod(SAMPLE_RATE_HZ, fps)
    if rest or length < _MIN_UNIT_SAMPLES:
        raise LimitError(
            f"sound cells need a frame rate of at most 120 that divides {SAMPLE_RATE_HZ}, got "
            f"{fps} fps. Use 12, 15, 24, 25, 30, 50, 60 or 120."
        )
    return length


@lru_cache(maxsize=1)
def _gains() -> Int32s:
    """Fixed-point factor of each unit in each cell, shape (cell, unit), in 1 / 2**15.

    Each cell sits in the middle of its strength step; a class with q quarters of the power has
    sqrt(q / 4) of the amplitude.
    """
    gains = np.zeros((SOUND_CELL_COUNT, 3), dtype=np.int32)
    for cell in range(1, SOUND_CELL_COUNT):
        strength, quarters = sound_steps(cell)
        level_dbfs = SILENCE_DBFS + (FULL_DBFS - SILENCE_DBFS) * strength / STRENGTH_COUNT
        rms = (1 << 15) * 10 ** (level_dbfs / 20)
        for unit, quarter in enumerate(quarters):
            share = (quarter / QUARTERS) ** 0.5
            gains[cell, unit] = round(rms * share / _UNIT_RMS * (1 << _GAIN_BITS))
    return gains


@lru_cache(maxsize=48)
def _units(fps: int, pitch: int) -> tuple[Int32s, Int32s, Int32s]:
    """Rumble, tone and hiss of one instant, each int32, shape (sample,), RMS ``_UNIT_RMS``."""
    return _rounded(rumble_unit(fps)), _rounded(tone_unit(fps, pitch)), _hiss(fps)


@lru_cache(maxsize=16)
def _hiss(fps: int) -> Int32s:
    return _rounded(hiss_unit(fps))


def _rounded(unit: Float64s) -> Int32s:
    return np.rint(unit * _UNIT_RMS).astype(np.int32)


def rumble_unit(fps: int) -> Float64s:
    """Low sound of one instant, RMS 1, shape (sample,): every multiple of ``fps`` in 24..96 Hz.

    Above 96 fps the one multiple that fits is the frame rate itself. Phases after Newman (1965)
    keep the crest low.
    """
    length = _instant_length(fps)
    low_hz, high_hz = _RUMBLE_HZ
    harmonics = [k for k in range(1, 9) if low_hz <= k * fps <= high_hz] or [1]
    phase = 2 * np.pi * np.arange(length) / length
    parts = [
        np.cos(k * phase + np.pi * index**2 / len(harmonics)) for index, k in enumerate(harmonics)
    ]
    unit: Float64s = np.sum(parts, axis=0) * (2 / len(harmonics)) ** 0.5
    return unit


def tone_unit(fps: int, pitch: int) -> Float64s:
    """Sine of RMS 1 and one instant's length, shape (sample,), near ``PITCHES_HZ[pitch]``."""
    length = _instant_length(fps)
    turns = round(PITCHES_HZ[pitch] / fps)
    return np.sin(2 * np.pi * (turns * np.arange(length) % length) / length) * 2**0.5


def hiss_unit(fps: int) -> Float64s:
    """Broadband high noise of RMS 1 and one instant's length, shape (sample,), crest below 1.8.

    The magnitude of each bin is set (smooth edges leave no bin above its neighbors); phases
    come from alternately clipping the wave and restoring the magnitudes.
    """
    length = _instant_length(fps)
    bin_hz = np.arange(length // 2 + 1) * float(fps)
    rise = np.interp(bin_hz, _HISS_RISE_HZ, (0.0, 1.0))
    magnitude = rise * np.interp(bin_hz, _HISS_FALL_HZ, (1.0, 0.0))
    wave = 2.0 * _scattered(fps, length, 2).astype(np.float64) - 1.0
    for _ in range(_CREST_PASSES):
        spectrum = np.fft.rfft(np.clip(wave, -_CREST_LIMIT, _CREST_LIMIT))
        spectrum *= magnitude / np.maximum(np.abs(spectrum), 1e-9)
        wave = np.fft.irfft(spectrum, length)
        wave /= np.sqrt(np.mean(np.square(wave)))
    return wave


def _scattered(seed: int, count: int, limit: int) -> NDArray[np.int64]:
    """``count`` well-spread integers below ``limit`` that follow from ``seed`` (SplitMix64).

    Not ``numpy.random``: its import alone costs more than a whole sweep of sound cells.
    """
    step, first, second = _SPLIT_MIX
    state = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(step)
    state += np.uint64(seed * first % 2**64)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(first)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(second)
    state ^= state >> np.uint64(31)
    return (state % np.uint64(limit)).astype(np.int64)
