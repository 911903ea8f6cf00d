"""Music: the samples of a procedural track, layer by layer, in whole numbers.

Put what is played when here: chords, beats, hits, tension. The sounds themselves belong in
``voices``, the choice of a track for a prompt in ``score``.

The tonic and its third sound throughout, under an upper voice that moves every two beats: the
mode, the register and the timbre can be heard at any moment. A kick or a snare sounds on every
beat and nothing starts between beats, so that onsets a minute are the tempo; without drums,
hits come at uneven distances, so that there is none.
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
    ENVELOPE_ONE,
    TIMBRES,
    Int32s,
    breath,
    chord_loop,
    decay,
    faded,
    hiss,
    kick,
    noise_of,
    pluck,
    shaped,
    snare,
)
from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ
from motion_assets.vocabulary.sound_ranges import HIT_GAPS_S, LAYERS

TEMPO_LIMITS_BPM: Final = (30.0, 300.0)
ROOT_LIMITS_HZ: Final = (80.0, 600.0)

_THIRDS: Final = {"major": 4, "minor": 3}
_TOPS: Final = (7, 12, 14, 12)
"""Semitones above the root of the upper voice: fifth, octave and ninth. The sevenths of low
chords would beat at 70 Hz with the third."""
_TRITONE: Final = 6
_MELODIES: Final = {"major": (12, 14, 16, 19, 21, 24), "minor": (12, 15, 17, 19, 22, 24)}
_BEATS_PER_CHORD: Final = 2
_BASS_CEILING_HZ: Final = 66.0
_TOP_WEIGHT: Final = 160
"""Level of the upper voice in 1 / 256 of the root's."""
_LEVEL_BITS: Final = 13
_MIX_SHIFT: Final = _LEVEL_BITS + 12 - 15
"""From voices (2**12) by levels (2**13) to samples (2**15)."""
_PAD_RISE_S: Final = 0.15
_TOP_RISE_S: Final = 0.04
_PAD_FALL_S: Final = 0.06
_BASS_S: Final = 0.5
_MELODY_S: Final = 0.45
_MELODY_TIMBRE: Final = 0
_STRIKE_S: Final = 0.9
_IMPACT_S: Final = 0.5
_SWEEP_S: Final = 0.4
_SWEEP_FALL_S: Final = 0.05
_FIRST_HIT_S: Final = (0.03, 0.12)
_LAST_HIT_S: Final = 0.3
"""What a hit needs before the end: cut off sooner it is a click."""
_FADE_IN_SAMPLES: Final = 48
_FADE_OUT_SAMPLES: Final = 480
_CONTROL_SAMPLES: Final = 64
_QUIET: Final = ENVELOPE_ONE // 2
"""Gain without tension: 6 dB under full tension."""
_LOUDEST: Final = (1 << 16) - 1
_SOFT_LIMIT: Final = 22_000
_CEILING: Final = 32_000


def render_music(music: Music, *, sample_count: int, seed: int) -> NDArray[np.int16]:
    """Samples of a track; it starts and ends at zero, so that a loop does not click.

    Parameters
    ----------
    music : Music
        The track.
    sample_count : int
        Length at 48 kHz.
    seed : int
        Grain of the noise, order of the melody and places of the hits, with the track's take.

    Returns
    -------
    int16, shape (sample,)

    Raises
    ------
    LimitError
        If a level, the tempo, the root, the brightness, the roughness, the dissonance or a
        tension is outside the limits that the message names.
    UnknownValueError
        If the mode is neither major nor minor.
    """
    _require_playable(music)
    rng = np.random.default_rng([seed % 2**64, music.take] if music.take else seed % 2**64)
    beats = _beats(music.tempo_bpm, sample_count)
    mix = np.zeros(sample_count, dtype=np.int32)
    if music.pad:
        _add_pad(mix, music, beats)
    if music.bass:
        _add_bass(mix, music, beats)
    if music.kick or music.snare:
        _add_drums(mix, music, beats)
    if music.melody:
        _add_melody(mix, music, beats, rng)
    if music.air:
        mix += noise_of(breath(), sample_count, rng) * _level(music.air)
    samples = _tensed(mix, _curve(music.tension, sample_count))
    if music.hit:
        _add_hits(samples, music, beats, rng)
    return _mastered(samples)


def _require_playable(music: Music) -> None:
    if music.mode not in _THIRDS:
        raise UnknownValueError(f"no mode {music.mode!r}. Known: {', '.join(_THIRDS)}.")
    shares = (*LAYERS, "brightness", "roughness", "dissonance", "impact")
    limited = {name: (getattr(music, name), 0.0, 1.0) for name in shares}
    limited["tempo_bpm"] = (music.tempo_bpm, *TEMPO_LIMITS_BPM)
    limited["root_hz"] = (music.root_hz, *ROOT_LIMITS_HZ)
    limited |= {f"tension[{i}]": (value, 0.0, 1.0) for i, value in enumerate(music.tension)}
    for name, (value, low, high) in limited.items():
        if not low <= value <= high:
            raise LimitError(f"music needs {name} in {low:g} to {high:g}, got {value!r}.")
    if not music.tension:
        raise LimitError("music needs at least one tension value; an even track is (0.5,).")


def _level(share: float) -> int:
    return round(share * (1 << _LEVEL_BITS))


def _beats(tempo_bpm: float, count: int) -> list[int]:
    """First sample of every beat, and the end of the track."""
    beat = 60 * SAMPLE_RATE_HZ / tempo_bpm
    starts = range(int(count / beat) + 1)
    return [*(s for s in (round(i * beat) for i in starts) if s < count), count]


def _note_hz(root_hz: float, semitones: int) -> int:
    """Whole Hz nearest to a note of equal temperament above the root; octaves stay pure."""
    octaves, rest = divmod(semitones, 12)
    return round(root_hz * 2 ** (rest / 12)) << octaves


def _timbre(music: Music) -> int:
    return round(music.brightness * (TIMBRES - 1))


def _chord(music: Music) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Notes of the held chord in Hz and their weights in 1 / 256."""
    semitones = (0, _THIRDS[music.mode], _TRITONE)
    weights = (256, 256, round(256 * music.dissonance))
    held = [(s, w) for s, w in zip(semitones, weights, strict=True) if w]
    return tuple(_note_hz(music.root_hz, s) for s, _ in held), tuple(w for _, w in held)


def _held(music: Music, notes_hz: tuple[int, ...], weights: tuple[int, ...], timbre: int) -> Int32s:
    return chord_loop(notes_hz, weights, timbre, round(256 * music.roughness))


def _add_pad(mix: Int32s, music: Music, beats: list[int]) -> None:
    """Held chord under an upper voice, which moves where there is a beat."""
    voice = np.resize(_held(music, *_chord(music), _timbre(music)), len(mix))
    moving = bool(music.kick or music.snare)
    places = [*beats[:-1:_BEATS_PER_CHORD], len(mix)] if moving else [0, len(mix)]
    rise, fall = (round(s * SAMPLE_RATE_HZ) for s in (_TOP_RISE_S, _PAD_FALL_S))
    for (start, stop), semitones in zip(pairwise(places), cycle(_TOPS)):
        top = _held(
            music, (_note_hz(music.root_hz, semitones),), (_TOP_WEIGHT,), _timbre(music) // 2
        )
        voice[start:stop] += faded(np.resize(top, stop - start), rise, fall)
    faded(voice, round(_PAD_RISE_S * SAMPLE_RATE_HZ), fall)
    voice *= _level(music.pad)
    mix += voice


def _add_bass(mix: Int32s, music: Music, beats: list[int]) -> None:
    """One plucked note a beat, the root in the octave under 66 Hz."""
    root_hz = music.root_hz
    while root_hz > _BASS_CEILING_HZ:
        root_hz /= 2
    note = pluck(round(root_hz), 0, round(_BASS_S * SAMPLE_RATE_HZ)) * _level(music.bass)
    for start in beats[:-1]:
        _add(mix, start, note)


def _add_drums(mix: Int32s, music: Music, beats: list[int]) -> None:
    """Kick and snare in turn, one on every beat; either alone plays all beats."""
    played = [(kick(), music.kick), (snare(), music.snare)]
    drums = [drum * _level(level) for drum, level in played if level]
    for start, drum in zip(beats[:-1], cycle(drums), strict=False):
        _add(mix, start, drum)


def _add_melody(mix: Int32s, music: Music, beats: list[int], rng: np.random.Generator) -> None:
    """One struck note of the pentatonic scale a beat, above the chord, in a drawn order."""
    steps = _MELODIES[music.mode]
    count = round(_MELODY_S * SAMPLE_RATE_HZ)
    level = _level(music.melody)
    for start in beats[:-1]:
        note_hz = _note_hz(music.root_hz, steps[int(rng.integers(len(steps)))])
        _add(mix, start, pluck(note_hz, _MELODY_TIMBRE, count) * level)


def _add(out: Int32s, start: int, sound: Int32s) -> None:
    """Add ``sound`` to ``out`` from ``start``, cut off at the end of ``out``."""
    part = out[start : start + len(sound)]
    part += sound[: len(part)]


def _add_hits(samples: Int32s, music: Music, beats: list[int], rng: np.random.Generator) -> None:
    """Struck chords with an impact or a sweep in turn; on beats where there are any.

    They keep their level whatever the tension, so that a sparse track has its mood at once.
    """
    drummed = bool(music.kick or music.snare)
    struck = _strike(music)
    share = round(256 * music.impact)
    kinds = cycle((struck, struck + (_impact() * share >> 8), struck + (_sweep() * share >> 8)))
    gaps = cycle(HIT_GAPS_S if rng.integers(2) else HIT_GAPS_S[::-1])
    start = 0 if drummed else _drawn(_FIRST_HIT_S, rng)
    level = _level(music.hit)
    last = max(start, len(samples) - round(_LAST_HIT_S * SAMPLE_RATE_HZ))
    while start <= last:
        _add(samples, start, next(kinds) * level >> _MIX_SHIFT)
        start += _drawn(next(gaps), rng)
        if drummed:
            start = beats[bisect_left(beats, min(start, beats[-1]))]


def _drawn(limits_s: tuple[float, float], rng: np.random.Generator) -> int:
    low, high = (round(limit * SAMPLE_RATE_HZ) for limit in limits_s)
    return int(rng.integers(low, high))


def _strike(music: Music) -> Int32s:
    """The held chord and its fifth, struck."""
    count = round(_STRIKE_S * SAMPLE_RATE_HZ)
    notes_hz, weights = _chord(music)
    fifth_hz = _note_hz(music.root_hz, _TOPS[0])
    chord = _held(music, (*notes_hz, fifth_hz), (*weights, _TOP_WEIGHT), _timbre(music))
    return shaped(chord[:count], decay(count))


def _impact() -> Int32s:
    """A thud and a burst of noise, as long as a strike."""
    out = np.zeros(round(_STRIKE_S * SAMPLE_RATE_HZ), dtype=np.int32)
    count = round(_IMPACT_S * SAMPLE_RATE_HZ)
    _add(out, 0, shaped(hiss()[:count], decay(count)))
    _add(out, 0, kick())
    return out


def _sweep() -> Int32s:
    """A breath that swells and breaks off, as long as a strike."""
    out = np.zeros(round(_STRIKE_S * SAMPLE_RATE_HZ), dtype=np.int32)
    count, fall = (round(s * SAMPLE_RATE_HZ) for s in (_SWEEP_S, _SWEEP_FALL_S))
    _add(out, 0, faded(hiss()[-count:].copy(), count - fall, fall))
    return out


def _curve(knots: tuple[float, ...], count: int) -> Int32s:
    """Gain of every sample in 1 / 2**15: straight lines through ``knots`` at equal steps."""
    highest = max(knots)
    levels = [_QUIET + round((ENVELOPE_ONE - _QUIET) * (1 + knot - highest)) for knot in knots]
    steps = -(-count // _CONTROL_SAMPLES)
    place = np.arange(steps, dtype=np.int64) * (len(levels) - 1)
    knot, rest = place // steps, place % steps
    start, end = np.array(levels)[knot], np.array([*levels, levels[-1]])[knot + 1]
    curve: Int32s = (start + (end - start) * rest // steps).astype(np.int32)
    return np.repeat(curve, _CONTROL_SAMPLES)[:count]


def _tensed(mix: Int32s, gain: Int32s) -> Int32s:
    """Samples of a mix of voices and levels, under the gain of the tension."""
    mix += 1 << (_MIX_SHIFT - 1)
    mix >>= _MIX_SHIFT
    return shaped(np.clip(mix, -_LOUDEST, _LOUDEST, out=mix), gain)


def _mastered(samples: Int32s) -> NDArray[np.int16]:
    """``samples`` limited softly and faded at both ends."""
    size = np.abs(samples)
    loud = np.flatnonzero(size > _SOFT_LIMIT)
    if loud.size:
        over = size[loud].astype(np.int64) - _SOFT_LIMIT
        room = _CEILING - _SOFT_LIMIT
        limited = _SOFT_LIMIT + over * room // (over + room)
        samples[loud] = np.where(samples[loud] < 0, -limited, limited)
    return faded(samples, _FADE_IN_SAMPLES, _FADE_OUT_SAMPLES).astype(np.int16)
