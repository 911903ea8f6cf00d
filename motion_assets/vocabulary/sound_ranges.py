"""Ranges behind the words for sound: tempo, presence and tension.

Put the figures that define a canonical sound value here. Moods have a table of their own,
``sound_moods.csv``; strength and mixture of single instants live in ``cells``.
"""

from types import MappingProxyType
from typing import Final, Literal

Layer = Literal["pad", "bass", "beat", "air", "hit"]

TEMPO_BPM: Final = MappingProxyType(
    {"slow": (60.0, 80.0), "medium": (95.0, 115.0), "fast": (130.0, 170.0)}
)
"""Beats a minute that are played for each value of ``sound.tempo``, both ends included."""

TEMPO_EDGES_BPM: Final = (87.5, 122.5)
"""Where a measured tempo turns from slow to medium and from medium to fast: the middle of
the gaps between the ranges that are played."""

PRESENCE_LAYERS: Final[MappingProxyType[str, tuple[Layer, ...]]] = MappingProxyType(
    {
        "silence": (),
        "ambient": ("pad", "air"),
        "music": ("pad", "bass", "beat"),
        "sfx": ("hit",),
        "full": ("pad", "bass", "beat", "air", "hit"),
    }
)
"""Layers that sound for each value of ``sound.presence``.

silence: nothing. ambient: a sustained bed without a beat. music: chords and bass on a beat.
sfx: separate hits and sweeps at uneven distances, silence between. full: all at once.
"""

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
