"""Scores: which soundtrack a clip gets, from the canonical values it has to show.

Put the choice of layers, tempo and tension here. How they sound belongs in ``music``; the
figures behind the words in ``vocabulary.sound_ranges`` and ``vocabulary.sound_moods``.
"""

from math import ceil, floor
from typing import Final

import numpy as np

from motion_assets.core.clips.scene import Music, SoundCells
from motion_assets.errors import LimitError
from motion_assets.vocabulary.aspects import require_value
from motion_assets.vocabulary.sound_moods import mood_sounds
from motion_assets.vocabulary.sound_ranges import PLOT_TENSION, PRESENCE_LAYERS, TEMPO_BPM

_DETUNE_SEMITONES: Final = 0.3


def soundtrack_for(
    *,
    presence: str,
    tempo: str,
    mood: str,
    plot: str,
    duration_s: float,
    rng: np.random.Generator,
) -> SoundCells | Music:
    """Soundtrack that shows the given values of sound presence, tempo and mood, and of plots.

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
    ('major', 110.0, 0.0)
    """
    for aspect, value in (
        ("sound.presence", presence),
        ("sound.tempo", tempo),
        ("sound.mood", mood),
        ("plots", plot),
    ):
        require_value(aspect, value)
    if not duration_s > 0:
        raise LimitError(f"a soundtrack needs a duration_s above 0, got {duration_s!r}.")
    layers = PRESENCE_LAYERS[presence]
    if not layers:
        return SoundCells((0,))
    sound = mood_sounds()[mood]
    detune = rng.uniform(-_DETUNE_SEMITONES, _DETUNE_SEMITONES)
    return Music(
        tempo_bpm=_tempo_bpm(tempo, duration_s, rng),
        mode=sound.mode,
        root_hz=round(sound.root_hz * 2 ** (detune / 12), 2),
        pad=sound.pad if "pad" in layers else 0.0,
        bass=sound.bass if "bass" in layers else 0.0,
        beat=sound.beat if "beat" in layers else 0.0,
        air=sound.air if "air" in layers else 0.0,
        hit=sound.hit if "hit" in layers else 0.0,
        brightness=sound.brightness,
        roughness=sound.roughness,
        tension=PLOT_TENSION[plot],
    )


def _tempo_bpm(tempo: str, duration_s: float, rng: np.random.Generator) -> float:
    """A tempo of the named range; one that gives whole beats in ``duration_s`` where it can."""
    low, high = TEMPO_BPM[tempo]
    fewest, most = ceil(low * duration_s / 60), floor(high * duration_s / 60)
    if 1 <= fewest <= most:
        return round(60 * int(rng.integers(fewest, most + 1)) / duration_s, 3)
    return round(float(rng.uniform(low, high)), 3)
