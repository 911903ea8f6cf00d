"""Music: the samples of a procedural track, layer by layer, in whole numbers.

Put what is played when here: chords, beats, hits, tension. The sounds themselves belong in
``voices``, the choice of a track for a prompt in ``score``.

A bar has four beats and one chord. The bass and the drum sound alike on every beat and
nothing starts between beats, so that onsets a minute are the tempo; without a drum, hits come
at uneven distances, so that there is none.
"""

# Annotations stay text: naming numpy.random loads it, which a sweep of cells never needs.
from __future__ import annotations

from bisect import bisect_left
from itertools import cycle, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Music
from motion_assets.core.clips.voices import (
    TIMBRES,
    Int32s,
    beating,
    breath,
    decay,
    faded,
    kick,
    shaped,
    wave,
    white_noise,
)
from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

TEMPO_LIMITS_BPM: Final = (30.0, 300.0)
ROOT_LIMITS_HZ: Final = (80.0, 400.0)

_LAYERS: Final = ("pad", "bass", "beat", "air", "hit")
_CHORDS: Final = {
    "major": ((0, 4, 7), (-1, 2, 7), (0, 4, 9), (0, 5, 9)),
    "minor": ((0, 3, 7), (0, 3, 8), (-2, 3, 7), (-2, 2, 5)),
}
"""Semitones above the root, close voicings: I V vi IV and i VI III VII."""
_BASSES: Final = {"major": (0, -5, -3, 5), "minor": (0, -4, 3, -2)}
_BEATS_PER_BAR: Final = 4
_PAD_RISE_S: Final = 0.03
_PAD_FALL_S: Final = 0.05
_SNAP_S: Final = 0.05
_FADE_IN_SAMPLES: Final = 48
_FADE_OUT_SAMPLES: Final = 480
_QUIET_GAIN: Final = 1 << 13
"""Amplitude without tension, in 1 / 2**15: 12 dB under full tension."""
_TENSION_OPENS: Final = 0.5
_CONTROL_SAMPLES: Final = 64
_HIT_S: Final = 0.6
_SWEEP_FALL_S: Final = 0.05
_HIT_FIRST_S: Final = (0.03, 0.15)
_HIT_GAPS_S: Final = (0.65, 1.7)
_UNIT_BITS: Final = 14


def render_music(music: Music, *, sample_count: int, seed: int) -> NDArray[np.int16]:
    """Samples of a track; it starts and ends at zero, so that a loop does not click.

    Parameters
    ----------
    music : Music
        The track. Levels that sum to at most 1 cannot clip.
    sample_count : int
        Length at 48 kHz.
    seed : int
        Grain of the noise and places of the hits.

    Returns
    -------
    int16, shape (sample,)

    Raises
    ------
    LimitError
        If a level, the tempo, the root, the brightness, the roughness or a tension is outside
        the limits that the message names.
    UnknownValueError
        If the mode is neither major nor minor.
    """
    _require_playable(music)
    rng = np.random.default_rng(seed % 2**64)
    tension = _curve(music.tension, sample_count)
    timbre = _timbre(music.brightness, tension, sample_count)
    voiced = _pad(music, timbre) if music.pad else np.zeros(sample_count, dtype=np.int32)
    mix = _leveled(_roughened(voiced, music.roughness), music.pad)
    beats = _beats(music.tempo_bpm, sample_count)
    if music.bass:
        mix += _leveled(_bass(music, beats, timbre), music.bass)
    if music.beat:
        mix += _leveled(_drums(beats, rng), music.beat)
    if music.air:
        mix += _leveled(breath(sample_count, music.brightness, rng), music.air)
    if music.hit:
        hits = _roughened(_hits(music, beats, timbre, rng), music.roughness)
        mix += _leveled(hits, music.hit)
    return _mastered(mix, tension)


def _require_playable(music: Music) -> None:
    if music.mode not in _CHORDS:
        raise UnknownValueError(f"no mode {music.mode!r}. Known: {', '.join(_CHORDS)}.")
    shares = {name: getattr(music, name) for name in (*_LAYERS, "brightness", "roughness")}
    limited = {name: (value, 0.0, 1.0) for name, value in shares.items()}
    limited["tempo_bpm"] = (music.tempo_bpm, *TEMPO_LIMITS_BPM)
    limited["root_hz"] = (music.root_hz, *ROOT_LIMITS_HZ)
    limited |= {f"tension[{i}]": (value, 0.0, 1.0) for i, value in enumerate(music.tension)}
    for name, (value, low, high) in limited.items():
        if not low <= value <= high:
            raise LimitError(f"music needs {name} in {low:g} to {high:g}, got {value!r}.")
    if not music.tension:
        raise LimitError("music needs at least one tension value; 0.5 throughout is (0.5,).")
    total = sum(shares[name] for name in _LAYERS)
    if total > 1 + 1e-9:
        raise LimitError(
            f"the levels of {', '.join(_LAYERS)} sum to {total:.3f}; above 1 they would clip. "
            "Lower one of them."
        )


def _curve(knots: tuple[float, ...], count: int) -> Int32s:
    """Straight lines through ``knots`` at equal steps, in 1 / 2**15, one value a control step."""
    levels = [round(knot * (1 << 15)) for knot in knots]
    steps = -(-count // _CONTROL_SAMPLES)
    place = np.arange(steps, dtype=np.int64) * (len(levels) - 1)
    knot, rest = place // steps, place % steps
    start, end = np.array(levels)[knot], np.array([*levels, levels[-1]])[knot + 1]
    curve: Int32s = (start + (end - start) * rest // steps).astype(np.int32)
    return curve


def _timbre(brightness: float, tension: Int32s, count: int) -> NDArray[np.uint32]:
    """Wave table of each sample: the brightness, opened and closed by the tension."""
    base = round((brightness - _TENSION_OPENS / 2) * (1 << 15))
    opened = np.clip(base + (tension >> 1), 0, (1 << 15) - 1)
    return np.repeat((opened * TIMBRES >> 15).astype(np.uint32), _CONTROL_SAMPLES)[:count]


def _beats(tempo_bpm: float, count: int) -> list[int]:
    """First sample of every beat, and the end of the track."""
    beat = 60 * SAMPLE_RATE_HZ / tempo_bpm
    starts = range(int(count / beat) + 1)
    return [*(s for s in (round(i * beat) for i in starts) if s < count), count]


def _note_hz(root_hz: float, semitones: int) -> float:
    return float(root_hz * 2 ** (semitones / 12))


def _pad(music: Music, timbre: NDArray[np.uint32]) -> Int32s:
    """Chords of three notes, one a bar, each with a soft attack and release."""
    out = np.empty(len(timbre), dtype=np.int32)
    beats = _beats(music.tempo_bpm, len(timbre))
    bars = [*beats[:-1:_BEATS_PER_BAR], len(timbre)]
    rise, fall = round(_PAD_RISE_S * SAMPLE_RATE_HZ), round(_PAD_FALL_S * SAMPLE_RATE_HZ)
    for (start, stop), chord in zip(pairwise(bars), cycle(_CHORDS[music.mode])):
        chorded = np.zeros(stop - start, dtype=np.int32)
        for semitones in chord:
            chorded += wave(_note_hz(music.root_hz, semitones), timbre[start:stop], stop - start)
        chorded //= len(chord)
        out[start:stop] = faded(chorded, rise, fall)
    return out


def _roughened(voice: Int32s, roughness: float) -> Int32s:
    """``voice`` beating at 70 Hz; roughness 1 takes it down to nothing in each beat."""
    depth = int(roughness * (1 << 15))
    if not depth:
        return voice
    dips = (beating() * depth >> 15) + ((1 << 15) - (depth >> 1))
    return shaped(voice, np.resize(dips, len(voice)))


def _bass(music: Music, beats: list[int], timbre: NDArray[np.uint32]) -> Int32s:
    """One plucked note a beat, an octave below the chord."""
    out = np.empty(beats[-1], dtype=np.int32)
    roots = _BASSES[music.mode]
    for index, (start, stop) in enumerate(pairwise(beats)):
        semitones = roots[index // _BEATS_PER_BAR % len(roots)] - 12
        note = wave(_note_hz(music.root_hz, semitones), timbre[start:stop] // 2, stop - start)
        out[start:stop] = shaped(note, decay(stop - start))
    return out


def _drums(beats: list[int], rng: np.random.Generator) -> Int32s:
    """The same drum on every beat: a low body and a snap of noise that marks its onset."""
    out = np.zeros(beats[-1], dtype=np.int32)
    drum = kick() >> 1
    snap = round(_SNAP_S * SAMPLE_RATE_HZ)
    drum[:snap] += shaped(white_noise(snap, rng), decay(snap))
    for start in beats[:-1]:
        _add(out, start, drum)
    return out


def _add(out: Int32s, start: int, sound: Int32s) -> None:
    """Add ``sound`` to ``out`` from ``start``, cut off at the end of ``out``."""
    part = out[start : start + len(sound)]
    part += sound[: len(part)]


def _hits(
    music: Music, beats: list[int], timbre: NDArray[np.uint32], rng: np.random.Generator
) -> Int32s:
    """An impact, a ping and a sweep in turn, at uneven distances; on beats where there are any."""
    out = np.zeros(len(timbre), dtype=np.int32)
    count = round(_HIT_S * SAMPLE_RATE_HZ)
    kinds = cycle((_impact, _ping, _sweep))
    start = 0 if music.beat else _uneven(_HIT_FIRST_S, rng)
    while start < len(out):
        _add(out, start, next(kinds)(music, int(timbre[start]), count, rng))
        start += _uneven(_HIT_GAPS_S, rng)
        if music.beat:
            start = beats[bisect_left(beats, min(start, beats[-1]))]
    return out


def _uneven(limits_s: tuple[float, float], rng: np.random.Generator) -> int:
    low, high = (round(limit * SAMPLE_RATE_HZ) for limit in limits_s)
    return int(rng.integers(low, high))


def _impact(music: Music, timbre: int, count: int, rng: np.random.Generator) -> Int32s:
    """A low thud with a burst of noise."""
    thud = wave(_note_hz(music.root_hz, -12), timbre, count) * 3 >> 2
    return shaped(thud + (white_noise(count, rng) >> 1), decay(count))


def _ping(music: Music, timbre: int, count: int, _: np.random.Generator) -> Int32s:
    """A struck note on the third of the mode, an octave above the pad."""
    third = _CHORDS[music.mode][0][1]
    return shaped(wave(_note_hz(music.root_hz, third + 12), timbre, count), decay(count))


def _sweep(music: Music, _: int, count: int, rng: np.random.Generator) -> Int32s:
    """A breath that swells and breaks off."""
    fall = round(_SWEEP_FALL_S * SAMPLE_RATE_HZ)
    return faded(breath(count, music.brightness, rng), count - fall, fall)


def _leveled(voice: Int32s, level: float) -> Int32s:
    """``voice`` (2**14 is its peak) at a share of full scale, in 1 / 2**29."""
    return voice * int(level * ((1 << 15) - 1))


def _mastered(mix: Int32s, tension: Int32s) -> NDArray[np.int16]:
    """Samples from a mix in 1 / 2**29, louder with the tension, faded at both ends."""
    mix += 1 << (_UNIT_BITS - 1)
    mix >>= _UNIT_BITS
    gain = np.repeat(_QUIET_GAIN + (tension * 3 >> 2), _CONTROL_SAMPLES)[: len(mix)]
    return faded(shaped(mix, gain), _FADE_IN_SAMPLES, _FADE_OUT_SAMPLES).astype(np.int16)
