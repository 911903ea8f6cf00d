"""Scores: which soundtrack a clip gets, from the canonical values it has to show.

Put the choice of layers, tempo and tension here. How they sound belongs in ``music``; the
figures behind the words in ``vocabulary.sound_ranges`` and ``vocabulary.sound_moods``.
"""

from collections.abc import Sequence
from math import ceil, floor
from typing import Final, Literal

import numpy as np

from motion_assets.core.clips.scene import Music, SoundCells
from motion_assets.errors import LimitError
from motion_assets.vocabulary.aspects import require_value
from motion_assets.vocabulary.sound_moods import mood_sounds
from motion_assets.vocabulary.sound_ranges import (
    BEATS_HEARD,
    BRIGHTNESS_PLAYED,
    HARMONY_PLAYED,
    LAYERS,
    LOUDNESS_PLAYED,
    PLOT_TENSION,
    PRESENCE_LAYERS,
    REGISTER_ROOT_HZ,
    ROUGHNESS_PLAYED,
    TEMPO_BPM,
    slowest_bpm,
)

_MODES: Final[dict[str, Literal["major", "minor"]]] = {"major": "major", "minor": "minor"}
_CONCERT_PITCH_HZ: Final = 440.0
_BALANCE: Final = {
    "pad": 1.0, "bass": 1.6, "kick": 3.4, "snare": 2.4, "melody": 1.0, "air": 0.45, "hit": 1.25,
}  # fmt: skip
"""Level of each layer in shares of one note of the pad; by ear."""
_HIT_OVER_PAD: Final = 0.35
"""Struck chords over a held one sound the same notes: more would make it louder, not fuller."""
_DRUMS: Final = frozenset({"kick", "snare"})
_WITHOUT_DRUMS: Final = {"pad": 0.8, "bass": 4.0, "melody": 5.0}
_BASS_ALONE: Final = {"pad": 0.6, "bass": 6.0}
_FEATURED: Final = {"melody": 2.0}
"""Levels against those beside drums: without them notes keep the beat, and must be heard to; and
of what is asked for by name."""


def soundtrack_for(
    *,
    presence: str,
    tempo: str,
    mood: str,
    plot: str,
    duration_s: float,
    rng: np.random.Generator,
    ruled_out: frozenset[str] = frozenset(),
    featured: frozenset[str] = frozenset(),
    onsets: int = BEATS_HEARD,
) -> SoundCells | Music:
    """Soundtrack that shows the given values of sound presence, tempo and mood, and of plots.

    ``ruled_out``: elements that must not be heard; without a kick or a snare, hits have no
    impact either, and without both no hit breaks the beat that the notes keep.
    ``featured``: elements to be heard clearly. ``onsets``: beats that the clip is to have room
    for, if it can.

    Silence is sound cell 0. Where a whole number of beats fits the clip within the range of the
    tempo, such a tempo is taken, so that the clip loops on the beat.

    Raises
    ------
    UnknownValueError
        If a value is not in the vocabulary of its aspect.
    LimitError
        If ``duration_s`` is not above 0.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> track = soundtrack_for(
    ...     presence="music", tempo="medium", mood="calm", plot="flat", duration_s=6.0, rng=rng
    ... )
    >>> isinstance(track, Music) and (track.mode, track.tempo_bpm, track.hit)
    ('major', 100.0, 0.0)
    """
    _require(presence, tempo, mood, plot, duration_s)
    layers = PRESENCE_LAYERS[presence]
    if not layers:
        return SoundCells((0,))
    sound = mood_sounds()[mood]
    levels = _levels(layers, LOUDNESS_PLAYED[sound.loudness], ruled_out, featured)
    return Music(
        tempo_bpm=_tempo_bpm(tempo, duration_s, rng, onsets),
        mode=_MODES[sound.mode],
        root_hz=_root_hz(sound.register, rng),
        pad=levels["pad"],
        bass=levels["bass"],
        kick=levels["kick"],
        snare=levels["snare"],
        melody=levels["melody"],
        air=levels["air"],
        hit=levels["hit"],
        impact=0.0 if _DRUMS & ruled_out else 1.0,
        brightness=BRIGHTNESS_PLAYED[sound.brightness],
        roughness=ROUGHNESS_PLAYED[sound.roughness],
        dissonance=HARMONY_PLAYED[sound.harmony],
        tension=PLOT_TENSION[plot],
    )


def _require(presence: str, tempo: str, mood: str, plot: str, duration_s: float) -> None:
    for aspect, value in (
        ("sound.presence", presence),
        ("sound.tempo", tempo),
        ("sound.mood", mood),
        ("plots", plot),
    ):
        require_value(aspect, value)
    if not duration_s > 0:
        raise LimitError(f"a soundtrack needs a duration_s above 0, got {duration_s!r}.")


def _levels(
    layers: Sequence[str], note: float, ruled_out: frozenset[str], featured: frozenset[str]
) -> dict[str, float]:
    """Level of every layer of a track, of which one note of a chord has the level ``note``."""
    played = {name for name in layers if name not in ruled_out}
    gains: dict[str, float] = {name: _FEATURED.get(name, 1.0) for name in featured}
    if "melody" in layers and not _DRUMS & played:
        played.discard("hit")
        gains = _WITHOUT_DRUMS if "melody" in played else _BASS_ALONE
    levels: dict[str, float] = {
        name: min(round(note * _BALANCE[name] * gains.get(name, 1.0), 4), 1.0)
        if name in played
        else 0.0
        for name in LAYERS
    }
    if "pad" in layers:
        levels["hit"] = round(levels["hit"] * _HIT_OVER_PAD, 4)
    return levels


def _root_hz(register: str, rng: np.random.Generator) -> float:
    """A tonic of equal temperament in the register."""
    limits = REGISTER_ROOT_HZ[register]
    notes = [_CONCERT_PITCH_HZ * 2 ** (semitones / 12) for semitones in range(-36, 12)]
    return round(float(rng.choice([hz for hz in notes if limits.holds(hz)])), 2)


def _tempo_bpm(tempo: str, duration_s: float, rng: np.random.Generator, onsets: int) -> float:
    """A tempo of the named range that the clip is long enough to show, if any is.

    One that gives whole beats in ``duration_s`` where there is one.
    """
    low, high = TEMPO_BPM[tempo]
    low = min(max(low, slowest_bpm(duration_s, onsets=onsets)), high)
    fewest, most = ceil(low * duration_s / 60), floor(high * duration_s / 60)
    if 1 <= fewest <= most:
        return round(60 * int(rng.integers(fewest, most + 1)) / duration_s, 3)
    return round(float(rng.uniform(low, high)), 3)
