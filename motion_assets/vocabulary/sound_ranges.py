"""Ranges behind the words for sound: tempo, presence, the dimensions of mood, and tension.

Put the figures that define a canonical sound value here; playing stays inside of them and
hearing uses the same ones. Which levels make up a mood is in ``sound_moods.csv``; strength and
mixture of single instants live in ``cells``. Figures without another source are this project's
own, set in the middle of the gaps between what is played for neighboring values.
"""

from types import MappingProxyType
from typing import Final, Literal

from motion_assets.vocabulary.definitions import Range

Layer = Literal["pad", "bass", "kick", "snare", "melody", "air", "hit"]
LAYERS: Final[tuple[Layer, ...]] = ("pad", "bass", "kick", "snare", "melody", "air", "hit")

TEMPO_BPM: Final = MappingProxyType(
    {"slow": (60.0, 80.0), "medium": (95.0, 115.0), "fast": (130.0, 170.0)}
)
"""Beats a minute that are played for each value of ``sound.tempo``, both ends included."""

TEMPO_EDGES_BPM: Final = (87.5, 122.5)
"""Where a measured tempo turns from slow to medium and from medium to fast: the middle of
the gaps between the ranges that are played."""

TEMPO_HEARD_BPM: Final = Range(46.0, 205.0)
"""Tempi that are looked for."""

BEATS_HEARD: Final = 3
"""Least onsets that show a tempo: two equal distances."""
LAST_BEAT_S: Final = 0.15
"""What must follow the last onset for it to be heard."""

PRESENCE_LAYERS: Final[MappingProxyType[str, tuple[Layer, ...]]] = MappingProxyType(
    {
        "silence": (),
        "ambient": ("pad", "air"),
        "music": ("pad", "bass", "kick", "snare", "melody"),
        "sfx": ("hit",),
        "full": ("pad", "bass", "kick", "snare", "melody", "air", "hit"),
    }
)
"""Layers that sound for each value of ``sound.presence``."""

SILENCE_BELOW_DBFS: Final = -60.0
"""silence: RMS level of the stretch; the first step of strength starts there too."""
SPARSE_GAP_DB: Final = 27.0
"""An instant this far under the loudest of its stretch is a gap."""
SPARSE_GAP_SHARE: Final = 0.2
"""sfx: least share of gaps of a stretch in which nothing keeps a beat."""
STEADY_GAP_SHARE: Final = 0.05
"""ambient: greatest share of gaps of a stretch in which nothing begins."""
AIR_BELOW_LEVEL_DB: Final = -42.0
"""full: least level of the noise that is always there between 9 and 14 kHz, against the level
of the stretch, where there is a beat as well."""
BEAT_COVERAGE: Final = 0.78
"""music and full: least share of places of the beat on which there is an onset, and of onsets
that are on the beat; with fewer onsets than follow, no place may be empty."""
BEATS_AMONG_HITS: Final = 5
BEAT_AMONG_HITS_COVERAGE: Final = 0.85
BEAT_AMONG_HITS_SHARE: Final = 0.55
"""With this many onsets on so many of the places of the beat, a share of all onsets is enough:
hits between the beats do not undo it."""

HIT_GAPS_S: Final = ((0.7, 0.75), (1.1, 1.2))
"""Distances of hits without a beat, one range after the other: neighbors stand about
3 to 2, so that no tempo fits them."""

REGISTER_ROOT_HZ: Final = MappingProxyType(
    {"low": Range(97.0, 124.0), "middle": Range(195.0, 248.0), "high": Range(414.0, 495.0)}
)
"""Tonics that are played for each register."""
REGISTER_EDGES_HZ: Final = (156.0, 320.0)

BRIGHTNESS_PLAYED: Final = MappingProxyType({"dark": 0.0, "plain": 0.6, "bright": 1.0})
BRIGHTNESS_DB: Final = MappingProxyType(
    {"dark": Range(-200.0, -41.0), "plain": Range(-39.0, -27.0), "bright": Range(-23.0, 20.0)}
)
"""Power of the seventh partials of the tonic and its third, against their fundamentals."""

ROUGHNESS_PLAYED: Final = MappingProxyType({"smooth": 0.0, "rough": 0.56})
ROUGHNESS_DB: Final = MappingProxyType(
    {"smooth": Range(-200.0, -19.5), "rough": Range(-16.5, 20.0)}
)
"""Power 70 Hz beside the tonic and its third, against the two."""

HARMONY_PLAYED: Final = MappingProxyType({"consonant": 0.0, "dissonant": 1.0})
HARMONY_DB: Final = MappingProxyType(
    {"consonant": Range(-200.0, -10.5), "dissonant": Range(-7.5, 20.0)}
)
"""Power of the tritone above the tonic, against the third."""

LOUDNESS_PLAYED: Final = MappingProxyType({"gentle": 0.018, "strong": 0.066})
"""Level of one note of a chord, in shares of full scale."""
LOUDNESS_DBFS: Final = MappingProxyType(
    {"gentle": Range(-59.0, -30.5), "strong": Range(-28.5, 0.0)}
)
"""Power of the tonic and its third in the loudest sixth of a second."""

PLOT_TENSION: Final = MappingProxyType(
    {
        "flat": (0.5,),
        "slow_build": (0.0, 0.1, 0.35, 1.0),
        "standard": (0.2, 0.45, 1.0, 0.3),
        "immediate": (1.0, 0.8, 0.4, 0.2),
    }
)
"""Tension of each value of ``plots`` at equal steps over the clip, 0..1: unchanging; late
rise; rise to a climax at two thirds, then release; full from the start, then release."""


def tempo_value(onsets_per_minute: float) -> str:
    """Value of ``sound.tempo`` for a measured tempo.

    >>> tempo_value(70), tempo_value(87.5), tempo_value(140)
    ('slow', 'medium', 'fast')
    """
    return tuple(TEMPO_BPM)[sum(onsets_per_minute >= edge for edge in TEMPO_EDGES_BPM)]


def register_of(root_hz: float) -> str:
    """Register in which a tonic lies.

    >>> register_of(110.0), register_of(220.0), register_of(440.0)
    ('low', 'middle', 'high')
    """
    return tuple(REGISTER_ROOT_HZ)[sum(root_hz >= edge for edge in REGISTER_EDGES_HZ)]


def needed_duration_s(tempo_bpm: float, *, onsets: int = BEATS_HEARD) -> float:
    """Shortest clip that starts on a beat and shows a tempo: three onsets and the last's sound.

    ``onsets``: how many are needed, where that is not to show a tempo alone.

    >>> round(needed_duration_s(60.0), 3), round(needed_duration_s(120.0), 3)
    (2.15, 1.15)
    """
    return (onsets - 1) * 60.0 / tempo_bpm + LAST_BEAT_S


def slowest_bpm(duration_s: float, *, onsets: int = BEATS_HEARD) -> float:
    """Slowest tempo that a clip of this length can show; the inverse of `needed_duration_s`.

    Infinite where the clip is too short for any.

    >>> round(slowest_bpm(2.15), 3)
    60.0
    """
    room_s = duration_s - LAST_BEAT_S
    return (onsets - 1) * 60.0 / room_s if room_s > 0 else float("inf")
