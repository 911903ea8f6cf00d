"""Mood of the sound: what the pitched part of a stretch tells, as the dimensions of a mood.

Put the measuring of mode, register, brightness, roughness, harmony and loudness here. Which
levels make up which mood is in ``vocabulary.sound_moods``, where a level begins and ends in
``vocabulary.sound_ranges``. Everything is read from peaks of one mean spectrum, so that it does
not matter whether a chord is held, struck or under a beat.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.records import Float64s
from motion_assets.core.observations.scaled import fill
from motion_assets.vocabulary.definitions import Range
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ
from motion_assets.vocabulary.sound_moods import MoodSound, mood_of
from motion_assets.vocabulary.sound_ranges import (
    BRIGHTNESS_DB,
    HARMONY_DB,
    LOUDNESS_DBFS,
    ROUGHNESS_DB,
    register_of,
)

_WINDOW_SAMPLES: Final = 32_768
_HOP_SAMPLES: Final = 16_384
_BIN_HZ: Final = SAMPLE_RATE_HZ / _WINDOW_SAMPLES
_TOP_HZ: Final = 6_000.0
_MAIN_LOBE_BINS: Final = 2
_FLOOR_BINS: Final = 32
_SKIRT_BINS: Final = 4
_PEAK_RATIO: Final = 10.0
_ROOT_HZ: Final = (93.0, 800.0)
_ROOT_SHARE: Final = 0.15
"""A tonic is at most 8 dB under the strongest peak of its range."""
_THIRD_SHARE: Final = Range(0.25, 4.0)
_OTHER_THIRD_SHARE: Final = 0.2
_TUNING: Final = 0.006
"""A tenth of a semitone: how far a note may be off equal temperament."""
_ROUGH_HZ: Final = 70.0
_UPPER_PARTIAL: Final = 7
"""No note of a chord has a partial where the tonic has its seventh."""
_TRITONE: Final = 6
_NOTES: Final = (0, 3, 4, 6, 7, 12)
_NOTE_REACH_HZ: Final = 10.0
_THIRDS: Final = {"minor": 3, "major": 4}
_LEVEL_SAMPLES: Final = 8_192
_LEVEL_HOP: Final = 3_072
_LEVEL_BATCH: Final = 8
_HANN_SPREAD: Final = 1.5
_HELD_PERCENT: Final = 10.0
_LEAST_POWER: Final = 1e-20
_SURE_DB: Final = 6.0


@dataclass(frozen=True, slots=True)
class Pitched:
    """What the pitched part of a stretch measures.

    ``root_hz``, ``mode``: lowest note with a third above it, and which third that is.
    ``brightness_db``, ``roughness_db``, ``harmony_db``: powers against tonic and third;
    ``loudness_dbfs``: power of the two in their loudest moment; ``held_db``: how far under it
    they are in the softest tenth of the stretch, 0 or less. See ``sound_ranges``.
    """

    root_hz: float
    mode: str
    brightness_db: float
    roughness_db: float
    harmony_db: float
    loudness_dbfs: float
    held_db: float

    def sound(self) -> MoodSound | None:
        """Level of each dimension; None when one lies between two levels."""
        brightness = _level(BRIGHTNESS_DB, self.brightness_db)
        roughness = _level(ROUGHNESS_DB, self.roughness_db)
        harmony = _level(HARMONY_DB, self.harmony_db)
        loudness = _level(LOUDNESS_DBFS, self.loudness_dbfs)
        if brightness is None or roughness is None or harmony is None or loudness is None:
            return None
        register = register_of(self.root_hz)
        return MoodSound(self.mode, register, brightness, roughness, harmony, loudness)

    @property
    def mood(self) -> str | None:
        """Value of ``sound.mood``; None when no mood sounds so."""
        sound = self.sound()
        return None if sound is None else mood_of(sound)

    @property
    def confidence(self) -> float:
        """How far the measures lie inside of their levels: 1.0 is 6 dB or more, each."""
        measured = (
            (BRIGHTNESS_DB, self.brightness_db),
            (ROUGHNESS_DB, self.roughness_db),
            (HARMONY_DB, self.harmony_db),
            (LOUDNESS_DBFS, self.loudness_dbfs),
        )
        inside = [_inside_db(ranges, measure) for ranges, measure in measured]
        return max(0.0, min(1.0, min(inside) / _SURE_DB))


def _inside_db(ranges: Mapping[str, Range], measure: float) -> float:
    """Distance to the nearest end of the level that holds ``measure``; 0 where none does."""
    held = [min(measure - r.low, r.high - measure) for r in ranges.values() if r.holds(measure)]
    return max(held, default=0.0)


def _level(ranges: Mapping[str, Range], measure: float) -> str | None:
    return next((name for name, limits in ranges.items() if limits.holds(measure)), None)


def hear_pitch(samples: NDArray[np.int16]) -> Pitched | None:
    """The pitched part of mono samples at 48 kHz; None where no chord is heard.

    A note counts as a chord's tonic when it is the lowest clear peak from 93 to 800 Hz that has
    a minor or a major third above it, and not both.
    """
    power = _mean_power(samples)
    found = _root(power)
    if found is None:
        return None
    root_hz, mode = found
    third_hz = root_hz * 2 ** (_THIRDS[mode] / 12)
    pair = _around(power, root_hz) + _around(power, third_hz)
    upper = sum(_around(power, _UPPER_PARTIAL * hz) for hz in (root_hz, third_hz))
    tritone = _around(power, root_hz * 2 ** (_TRITONE / 12))
    held = _held_power(samples, root_hz, third_hz)
    loudness_dbfs = _db(float(held.max()))
    return Pitched(
        root_hz=root_hz,
        mode=mode,
        brightness_db=_db(upper / pair),
        roughness_db=_db(_sidebands(power, root_hz, third_hz)),
        harmony_db=_db(tritone / _around(power, third_hz)),
        loudness_dbfs=loudness_dbfs,
        held_db=_db(float(np.percentile(held, _HELD_PERCENT))) - loudness_dbfs,
    )


def _sidebands(power: Float64s, root_hz: float, third_hz: float) -> float:
    """Power 70 Hz beside the tonic and its third, against the note; the middle of them.

    Beating puts the same share on all sides, anything else on some: drums, other notes.
    """
    notes = [root_hz * 2 ** (semitones / 12) for semitones in _NOTES]
    shares = [
        _around(power, hz + side) / _around(power, hz)
        for hz in (root_hz, third_hz)
        for side in (-_ROUGH_HZ, _ROUGH_HZ)
        if hz + side > _ROOT_HZ[0]
        and all(abs(hz + side - other) > _NOTE_REACH_HZ for other in notes)
    ]
    return sorted(shares)[len(shares) // 2] if shares else _LEAST_POWER


def _db(ratio: float) -> float:
    return float(10 * np.log10(max(ratio, _LEAST_POWER)))


@lru_cache(maxsize=4)
def _hann(length: int) -> Float64s:
    """Window under which the bins around a sine sum to its power."""
    window: Float64s = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)
    scaled: Float64s = window * (2.0 / (length * np.square(window).sum())) ** 0.5
    return scaled


def _mean_power(samples: NDArray[np.int16]) -> Float64s:
    """Mean power of every bin up to 6 kHz over windows of two thirds of a second."""
    length = max(samples.size, _WINDOW_SAMPLES)
    count = -(-(length - _WINDOW_SAMPLES) // _HOP_SAMPLES) + 1
    mean = np.full(round(_TOP_HZ / _BIN_HZ), _LEAST_POWER)
    frame = np.empty(_WINDOW_SAMPLES)
    whole = np.empty(_WINDOW_SAMPLES // 2 + 1, np.complex128)
    for number in range(count):
        fill(samples, number * _HOP_SAMPLES, frame)
        frame *= _hann(_WINDOW_SAMPLES)
        spectrum = np.fft.rfft(frame, out=whole)[: mean.size]
        mean += (np.square(spectrum.real) + np.square(spectrum.imag)) / count
    return mean


def _around(power: Float64s, hz: float) -> float:
    """Power of the strongest line within a tenth of a semitone of ``hz``.

    Counted is what stands out of the noise and of the skirts of stronger lines beside it.
    """
    reach = max(1.0, hz * _TUNING / _BIN_HZ)
    low, high = round(hz / _BIN_HZ - reach), round(hz / _BIN_HZ + reach) + 1
    if high + _FLOOR_BINS > power.size or low < _FLOOR_BINS:
        return _LEAST_POWER
    place = low + int(np.argmax(power[low:high]))
    line = power[place - _MAIN_LOBE_BINS : place + _MAIN_LOBE_BINS + 1]
    beside = float(power[place - _SKIRT_BINS]), float(power[place + _SKIRT_BINS])
    under = max(_noise(power, place), *beside)
    return max(float(line.sum()) - line.size * under, _LEAST_POWER)


def _root(power: Float64s) -> tuple[float, str] | None:
    """Lowest peak that has one third above it, in Hz, and the mode that follows."""
    for peak_hz in _peaks_hz(power):
        own = _around(power, peak_hz)
        thirds = {mode: _around(power, peak_hz * 2 ** (s / 12)) for mode, s in _THIRDS.items()}
        mode = max(thirds, key=lambda each: thirds[each])
        other = min(thirds.values())
        share = thirds[mode] / own
        if _THIRD_SHARE.holds(share) and other < _OTHER_THIRD_SHARE * thirds[mode]:
            return peak_hz, mode
    return None


def _peaks_hz(power: Float64s) -> list[float]:
    """Frequencies of the clear peaks in the range of tonics, ascending."""
    low, high = (round(hz / _BIN_HZ) for hz in _ROOT_HZ)
    part = power[low:high]
    rising = (part >= power[low - 1 : high - 1]) & (part > power[low + 1 : high + 1])
    strong = np.flatnonzero(rising & (part > _ROOT_SHARE * part.max())) + low
    places = [int(place) for place in strong]
    clear = [place for place in places if power[place] > _PEAK_RATIO * _noise(power, place)]
    return [_refined_hz(power, place) for place in clear]


def _noise(power: Float64s, place: int) -> float:
    """Power of a bin of the noise around ``place``."""
    # An odd number of bins has one in the middle.
    return float(
        np.partition(power[place - _FLOOR_BINS : place + _FLOOR_BINS + 1], _FLOOR_BINS)[_FLOOR_BINS]
    )


def _refined_hz(power: Float64s, place: int) -> float:
    """Frequency of the peak at bin ``place``, by a parabola through three levels."""
    before, middle, after = np.log(power[place - 1 : place + 2])
    shift = 0.5 * (before - after) / (before - 2 * middle + after)
    return float((place + shift) * _BIN_HZ)


def _held_power(samples: NDArray[np.int16], root_hz: float, third_hz: float) -> Float64s:
    """Power of tonic and third in every sixth of a second, 64 ms apart, shape (moment,)."""
    turn = np.arange(_LEVEL_SAMPLES) * (2 * np.pi / SAMPLE_RATE_HZ)
    window = _hann(_LEVEL_SAMPLES)
    probes = np.stack(
        [window * wave(turn * hz) for hz in (root_hz, third_hz) for wave in (np.cos, np.sin)],
        axis=1,
    )
    count = max(samples.size - _LEVEL_SAMPLES, 0) // _LEVEL_HOP + 1
    room = np.empty((_LEVEL_BATCH - 1) * _LEVEL_HOP + _LEVEL_SAMPLES)
    held = np.empty(count)
    for start in range(0, count, _LEVEL_BATCH):
        stop = min(start + _LEVEL_BATCH, count)
        track = room[: (stop - start - 1) * _LEVEL_HOP + _LEVEL_SAMPLES]
        fill(samples, start * _LEVEL_HOP, track)
        frames = np.lib.stride_tricks.sliding_window_view(track, _LEVEL_SAMPLES)[::_LEVEL_HOP]
        # A sine of power p gives its middle bin two thirds of p under a Hann window.
        held[start:stop] = _HANN_SPREAD * np.square(frames @ probes).sum(axis=1)
    return held
