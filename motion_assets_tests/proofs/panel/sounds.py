"""Sounds by their definition: ``aevalsrc`` and ``anoisesrc``, without loss and through AAC.

Tempi and presences are those of ``heard_signals``. A mood is a chord of seven partials a note:
its third, tonic, slope of partials, beating at 70 Hz, tritone and level are the six levels of its
row in ``sound_moods.csv``, each drawn within its range. An element is what ``sound_elements`` says,
alone: a falling sine, a burst of noise, a low note that lasts, a held chord, notes that are struck
one after another.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.random import Generator

from motion_assets.core.observations.elements import hear_elements
from motion_assets.core.observations.hearing import hear_windows
from motion_assets.vocabulary.sound_moods import mood_sounds
from motion_assets.vocabulary.sound_ranges import REGISTER_ROOT_HZ, TEMPO_BPM
from motion_assets_tests.core.observations.heard_signals import (
    RATE_HZ,
    SIGNAL_S,
    Samples,
    beats_at,
    four_seconds_each,
    presences,
    through_aac,
)
from motion_assets_tests.proofs.panel.clips import Family, Values, between, commonest

_KINDS_OF_BEAT = 6
_PARTIALS = 7
_THIRDS = {"minor": 2 ** (3 / 12), "major": 2 ** (4 / 12)}
_SLOPES = {"dark": (2.8, 3.4), "plain": (1.8, 2.1), "bright": (0.85, 1.2)}
"""Partial h has the level h to the power of minus this; the seventh decides."""

_LEVELS = {"gentle": (0.006, 0.02), "strong": (0.06, 0.1)}
_BEATING = {"smooth": (0.0, 0.0), "rough": (0.45, 0.75)}
_BEATING_HZ = 70.0
_NOTES = (0, 2, 4, 5, 7, 9, 11, 12)


@dataclass(frozen=True)
class Track:
    """Four seconds of a source of ffmpeg."""

    source: str

    @cached_property
    def _samples(self) -> Samples:
        return four_seconds_each([self.source], "flac")[0]

    def told(self, *, lossy: bool) -> Values:
        """What is heard in it; elements joined by a plus."""
        samples = through_aac([self._samples])[0] if lossy else self._samples
        rows: Mapping[str, str] = commonest(hear_windows(samples, spans=[(0.0, SIGNAL_S)]))
        elements = [each.element for each in hear_elements(samples)]
        return {**rows, **({"sound.element": "+".join(elements)} if elements else {})}


def beating(values: Values, rng: Generator) -> Track:
    """Something that keeps a beat of the asked tempo."""
    low, high = TEMPO_BPM[values["sound.tempo"]]
    kind = int(rng.integers(_KINDS_OF_BEAT))
    while True:
        source, bpm = beats_at(rng, _KINDS_OF_BEAT)[kind]
        if low <= bpm <= high:
            return Track(source)


def present(values: Values, rng: Generator) -> Track:
    """A track of the asked presence."""
    sources = [source for source, value in presences(rng) if value == values["sound.presence"]]
    return Track(str(rng.choice(sources)))


def moody(values: Values, rng: Generator) -> Track:
    """A chord of the six levels of a mood."""
    sound = mood_sounds()[values["sound.mood"]]
    span = REGISTER_ROOT_HZ[sound.register]
    root_hz = between(rng, span.low, span.high)
    above = 2 ** (6 / 12) if sound.harmony == "dissonant" else 2 ** (7 / 12)
    slope = float(rng.uniform(*_SLOPES[sound.brightness]))
    notes = "+".join(
        f"{h**-slope:.6f}*sin({2 * np.pi * root_hz * ratio * h:.3f}*t+{rng.uniform(0, 6.3):.2f})"
        for ratio in (1.0, _THIRDS[sound.mode], above)
        for h in range(1, _PARTIALS + 1)
    )
    depth = float(rng.uniform(*_BEATING[sound.roughness]))
    level = float(rng.uniform(*_LEVELS[sound.loudness]))
    beat = f"(1+{depth:.3f}*sin({2 * np.pi * _BEATING_HZ:.3f}*t))"
    return Track(_played(f"{level:.5f}*({notes})*{beat}"))


def sounding(values: Values, rng: Generator) -> Track:
    """An element alone."""
    element = values["sound.element"]
    period = 60 / float(rng.uniform(75, 130))
    turn = f"mod(t+{rng.uniform(0, period):.4f},{period:.5f})"
    level = float(rng.uniform(0.15, 0.6))
    return Track(_played(f"{level:.3f}*({_ELEMENTS[element](turn, period, rng)})"))


def _kick(turn: str, _: float, rng: Generator) -> str:
    high, low = rng.uniform(85, 105), rng.uniform(42, 52)
    fall_s = rng.uniform(0.025, 0.045)
    phase = f"{low:.2f}*{turn}+{(high - low) * fall_s:.4f}*(1-exp(-{turn}/{fall_s:.4f}))"
    return f"sin(2*PI*({phase}))*exp(-{turn}*{rng.uniform(20, 28):.2f})"


def _snare(turn: str, _: float, rng: Generator) -> str:
    return f"(2*random(0)-1)*exp(-{turn}*{rng.uniform(12, 20):.2f})"


def _bass(turn: str, _: float, rng: Generator) -> str:
    rise = f"min(1,{turn}/0.006)"
    return f"sin(2*PI*{rng.uniform(43, 64):.2f}*t)*exp(-{turn}*{rng.uniform(5, 8.5):.2f})*{rise}"


def _pad(_: str, __: float, rng: Generator) -> str:
    root_hz = rng.uniform(110, 440)
    third = _THIRDS[str(rng.choice(list(_THIRDS)))]
    swell = f"(0.85+0.15*sin(2*PI*{rng.uniform(0.2, 0.6):.3f}*t))"
    return (
        f"{swell}*("
        + "+".join(f"sin(2*PI*{root_hz * r:.2f}*t)/3" for r in (1, third, 1.4983))
        + ")"
    )


def _melody(_: str, period: float, rng: Generator) -> str:
    root_hz = rng.uniform(220, 600)
    picked = rng.choice(_NOTES, 4, replace=False)
    beat = f"mod(floor((t+{period:.5f}*8)/{period:.5f}),4)"
    pitch = "+".join(f"{root_hz * 2 ** (n / 12):.2f}*eq({beat},{i})" for i, n in enumerate(picked))
    late = f"mod(t,{period:.5f})"
    rise = f"min(1,{late}/0.005)"
    return f"sin(2*PI*({pitch})*t)*exp(-{late}*{rng.uniform(4, 8):.2f})*{rise}"


_ELEMENTS = {"kick": _kick, "snare": _snare, "bass": _bass, "pad": _pad, "melody": _melody}


def _played(wave: str) -> str:
    return f"aevalsrc='{wave}':s={RATE_HZ}"


TEMPI = Family(("sound.tempo",), beating)
PRESENCES = Family(("sound.presence",), present)
MOODS = Family(("sound.mood",), moody)
ELEMENTS = Family(("sound.element",), sounding)
