"""Elements: kick, snare, bass, pad and melody, as blends that a stretch of sound holds.

Put the telling of elements here, with the onsets that show them. What they have in common with
tempo and mood belongs in ``onsets`` and ``sound_mood``; the figures that define an element, in
``vocabulary.sound_elements``.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.hearing import Heard, hear
from motion_assets.core.observations.medians import middles_of
from motion_assets.core.observations.onsets import HOPS_HZ, Flow
from motion_assets.core.observations.records import Float64s
from motion_assets.core.observations.scaled import INT16_SCALE
from motion_assets.core.observations.sound_mood import Pitched
from motion_assets.errors import ShapeError
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ
from motion_assets.vocabulary.sound_elements import (
    AUDIBLE_DB,
    BASS_FALLS_DB,
    BASS_HZ,
    BASS_RISES_DB,
    KICK_ABOVE_BASS_DB,
    KICK_HZ,
    KICK_OF_ALL_DB,
    KICK_RISES_DB,
    LEAST_ONSETS,
    MELODY_FALLS_DB,
    MELODY_HZ,
    MELODY_PITCHES,
    MELODY_RISES_DB,
    MELODY_SHARE,
    PAD_HELD_DB,
    SNARE_FALLS_DB,
    SNARE_RISES_DB,
)

Bools = NDArray[np.bool_]

_LOW_HZ: Final = 400.0
"""Points a second of the power of a low band."""
_EDGE_HZ: Final = 4.0
_LINE_HZ: Final = 6.0
_NOTE_SAMPLES: Final = 4_800
_BEFORE_S: Final = -0.12
_AFTER_S: Final = 0.03
_LATER_S: Final = 0.27
_CLEAR_RATIO: Final = 20.0
_AROUND_BINS: Final = 12
_APART_BINS: Final = 3
_APART_RATIO: Final = 2.0
_LEAST_POWER: Final = 1e-11
_SURE_DB: Final = 12.0


@dataclass(frozen=True, slots=True)
class ElementSeen:
    """One element of sound, with its evidence.

    ``element``: one of ``ELEMENTS``. ``onset_s``: when it begins, in seconds from the start of
    the stretch; a pad begins once. ``level_dbfs``: mean power of its band or lines at its
    onsets, a full-scale square is 0. ``confidence``: 0..1, 1 where it clears its threshold by
    12 dB.
    """

    element: str
    onset_s: tuple[float, ...]
    level_dbfs: float
    confidence: float


def hear_elements(
    samples: NDArray[np.int16], *, heard: Heard | None = None
) -> tuple[ElementSeen, ...]:
    """Elements that a stretch of sound holds, in the order of ``ELEMENTS``; none in silence.

    Parameters
    ----------
    samples : int16, shape (sample,)
        Mono track at 48 kHz; a stretch of some seconds.
    heard : Heard, optional
        What `hear` said of the same samples, where that is known already.

    Raises
    ------
    ShapeError
        If ``samples`` is not one axis of int16, or empty.
    """
    if samples.ndim != 1 or samples.dtype != np.int16 or not samples.size:
        raise ShapeError(
            "hear_elements needs mono int16 samples of shape (sample,), at least one, got "
            f"{samples.dtype} {samples.shape}. Floats? Scale them by 32,767 and round."
        )
    known = heard or hear(samples)
    pad = None if known.pitched is None else _pad(known.pitched)
    times = known.onsets.time_s
    if times.size < LEAST_ONSETS:  # all but a pad begins at onsets, and more than once
        return () if pad is None else (pad,)
    scaled: Float64s = np.multiply(samples, INT16_SCALE, dtype=np.float64)
    audible = float(known.flow.power.mean()) * 10 ** (AUDIBLE_DB / 10)
    spectrum = np.fft.rfft(scaled)
    found = (
        _kick(spectrum, scaled, times, audible),
        _snare(known.flow, times),
        _bass(spectrum, scaled.size, times, audible),
        pad,
        _melody(scaled, times, audible),
    )
    return tuple(each for each in found if each is not None)


def _db(power: Float64s) -> Float64s:
    levels: Float64s = 10 * np.log10(np.maximum(power, _LEAST_POWER))
    return levels


def _at(curve: Float64s, rate_hz: float, times: Float64s, span_s: tuple[float, float]) -> Float64s:
    """Mean of ``curve`` from ``span_s[0]`` to ``span_s[1]`` after each time; 0 past its ends."""
    summed = np.concatenate([[0.0], np.cumsum(curve)])
    low, high = (
        np.clip(np.floor((times + edge) * rate_hz).astype(np.int64), 0, curve.size)
        for edge in span_s
    )
    means: Float64s = (summed[high] - summed[low]) / np.maximum(high - low, 1)
    return means


def _mean_square(scaled: Float64s, times: Float64s, span_s: tuple[float, float]) -> Float64s:
    """`_at` of the squares of samples, of which no more are taken than are asked for."""
    edges = (np.floor((times + edge) * SAMPLE_RATE_HZ).astype(np.int64) for edge in span_s)
    low, high = (np.clip(edge, 0, scaled.size).tolist() for edge in edges)
    parts = (scaled[first:last] for first, last in zip(low, high, strict=True))
    return np.array([float(part @ part) / max(part.size, 1) for part in parts])


def _seen(element: str, times: Float64s, power: Float64s, margin_db: float) -> ElementSeen | None:
    """The element with its onsets; None where there are too few."""
    if times.size < LEAST_ONSETS:
        return None
    return ElementSeen(
        element,
        tuple(round(float(time), 2) for time in times),
        round(float(_db(power.mean())), 1),
        round(min(max(margin_db, 0.0), _SURE_DB) / _SURE_DB, 2),
    )


def _kick(
    spectrum: NDArray[np.complex128], scaled: Float64s, times: Float64s, audible: float
) -> ElementSeen | None:
    """Low sounds that begin above where a bass sounds."""
    upper, lower = (_band_power(spectrum, scaled.size, band) for band in (KICK_HZ, BASS_HZ))
    sounding = _mean_square(scaled, times, (-0.02, 0.04))
    before = _at(upper, _LOW_HZ, times, (-0.1, -0.05))
    early = _at(upper, _LOW_HZ, times, (-0.02, 0.04))
    under = _at(lower, _LOW_HZ, times, (0.0, 0.1)) - _at(lower, _LOW_HZ, times, (-0.1, -0.05))
    share_db = _db(early - before) - _db(under)
    is_kick = (_db(early) - _db(before) >= KICK_RISES_DB) & (share_db >= KICK_ABOVE_BASS_DB)
    is_kick &= (early >= audible) & (early >= sounding * 10 ** (KICK_OF_ALL_DB / 10))
    margin_db = float(np.median(share_db[is_kick])) - KICK_ABOVE_BASS_DB if is_kick.any() else 0.0
    return _seen("kick", times[is_kick], early[is_kick], margin_db * 2)


def _bass(
    spectrum: NDArray[np.complex128], count: int, times: Float64s, audible: float
) -> ElementSeen | None:
    """The strongest low line, where it begins at onsets and lasts."""
    line_hz = _strongest_hz(spectrum, count)
    line = _band_power(spectrum, count, (line_hz - _LINE_HZ, line_hz + _LINE_HZ))
    before = _at(line, _LOW_HZ, times, (-0.08, -0.04))
    early = _at(line, _LOW_HZ, times, (0.02, 0.08))
    late = _at(line, _LOW_HZ, times, (0.12, 0.2))
    rise_db = _db(late) - _db(before)
    fall_db = _db(early) - _db(_at(line, _LOW_HZ, times, (0.16, 0.24)))
    lasts = (fall_db >= BASS_FALLS_DB[0]) & (fall_db <= BASS_FALLS_DB[1])
    is_bass = (rise_db >= BASS_RISES_DB) & lasts & (early >= audible)
    margin_db = float(np.median(rise_db[is_bass])) - BASS_RISES_DB if is_bass.any() else 0.0
    return _seen("bass", times[is_bass], early[is_bass], margin_db * 2)


def _strongest_hz(spectrum: NDArray[np.complex128], count: int) -> float:
    """Frequency of the strongest line in the band of a bass."""
    low, high = (round(hz * count / SAMPLE_RATE_HZ) for hz in BASS_HZ)
    power = np.square(np.abs(spectrum[low : max(high, low + 1)]))
    width = min(5, power.size)
    smooth = np.convolve(power, np.ones(width), "same")
    return float((low + int(np.argmax(smooth))) * SAMPLE_RATE_HZ / count)


def _band_power(
    spectrum: NDArray[np.complex128], count: int, band_hz: tuple[float, float]
) -> Float64s:
    """Power of a band over time, ``_LOW_HZ`` points a second, from the spectrum of the whole."""
    points = max(1, round(count * _LOW_HZ / SAMPLE_RATE_HZ))
    kept = min(points, spectrum.size)
    hz = np.arange(kept) * (SAMPLE_RATE_HZ / count)
    inside = np.clip((hz - band_hz[0]) / _EDGE_HZ + 0.5, 0, 1)
    inside *= np.clip((band_hz[1] - hz) / _EDGE_HZ + 0.5, 0, 1)
    turning = np.zeros(points, dtype=np.complex128)
    turning[:kept] = 2 * inside * spectrum[:kept]
    wave = np.fft.ifft(turning) * (points / count)
    power: Float64s = (np.square(wave.real) + np.square(wave.imag)) / 2
    return power


def _snare(flow: Flow, times: Float64s) -> ElementSeen | None:
    """Bursts of noise that outlast a click."""
    before = _at(flow.air, HOPS_HZ, times, (-0.06, -0.02))
    height = _at(flow.air, HOPS_HZ, times, (0.0, 0.03))
    later = _at(flow.air, HOPS_HZ, times, (0.05, 0.08))
    rise_db, fall_db = _db(later) - _db(before), _db(height) - _db(later)
    is_snare = (rise_db >= SNARE_RISES_DB) & (fall_db <= SNARE_FALLS_DB)
    is_snare &= later >= float(flow.power.mean()) * 10 ** (2 * AUDIBLE_DB / 10)
    margin_db = float(np.median(rise_db[is_snare])) - SNARE_RISES_DB if is_snare.any() else 0.0
    return _seen("snare", times[is_snare], height[is_snare], margin_db)


def _pad(pitched: Pitched) -> ElementSeen | None:
    """A chord that never stops, from the start of the stretch."""
    margin_db = PAD_HELD_DB + pitched.held_db
    if margin_db < 0:
        return None
    sure = round(min(margin_db / (_SURE_DB / 2), 1.0), 2)
    return ElementSeen("pad", (0.0,), round(pitched.loudness_dbfs, 1), sure)


def _melody(scaled: Float64s, times: Float64s, audible: float) -> ElementSeen | None:
    """Lines of different pitch that rise at onsets and die away."""
    inside = (times + _BEFORE_S >= 0) & (
        (times + _LATER_S) * SAMPLE_RATE_HZ + _NOTE_SAMPLES <= scaled.size
    )
    struck = [(time, *_struck(scaled, float(time))) for time in times[inside]]
    notes = [
        (time, bin_, power, rise)
        for time, bin_, power, rise in struck
        if bin_ >= 0 and power >= audible
    ]
    if len({bin_ for _, bin_, _, _ in notes}) < MELODY_PITCHES:
        return None
    margin_db = float(np.median([rise for *_, rise in notes])) - MELODY_RISES_DB
    power = np.array([power for _, _, power, _ in notes])
    return _seen("melody", np.array([time for time, *_ in notes]), power, margin_db)


def _struck(scaled: Float64s, time_s: float) -> tuple[int, float, float]:
    """Bin of 10 Hz of the line that rises most at a time and dies away; its power and rise in dB.

    The bin is -1 where no line does, or several at once: a chord is no melody.
    """
    before, after, later = (
        _line_power(scaled, time_s + offset) for offset in (_BEFORE_S, _AFTER_S, _LATER_S)
    )
    rise_db, fall_db = _db(after) - _db(before), _db(after) - _db(later)
    struck = _lines(after) & (rise_db >= MELODY_RISES_DB) & (fall_db >= MELODY_FALLS_DB)
    if not struck.any():
        return -1, 0.0, 0.0
    place = int(np.argmax(np.where(struck, after - before, 0.0)))
    own = after[max(0, place - _APART_BINS) : place + _APART_BINS + 1]
    if own.sum() < MELODY_SHARE * after[struck].sum():
        return -1, 0.0, 0.0
    return place, float(after[place]), float(rise_db[place])


def _lines(power: Float64s) -> Bools:
    """Bins that stand clear of those around them: a pitch, not noise or the skirt of a drum."""
    padded = np.pad(power, _AROUND_BINS, mode="reflect")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND_BINS + 1)
    apart = np.maximum(power[: -2 * _APART_BINS], power[2 * _APART_BINS :])
    lines: Bools = power > _CLEAR_RATIO * middles_of(around)
    lines[_APART_BINS:-_APART_BINS] &= power[_APART_BINS:-_APART_BINS] > _APART_RATIO * apart
    lines[:_APART_BINS] = lines[-_APART_BINS:] = False
    return lines


def _line_power(scaled: Float64s, time_s: float) -> Float64s:
    """Power of every bin of 10 Hz in the range of melodies, over a tenth of a second."""
    start = round(time_s * SAMPLE_RATE_HZ)
    window = _window()
    spectrum = np.fft.rfft(scaled[start : start + _NOTE_SAMPLES] * window)
    bin_hz = SAMPLE_RATE_HZ / _NOTE_SAMPLES
    part = spectrum[round(MELODY_HZ[0] / bin_hz) : round(MELODY_HZ[1] / bin_hz)]
    power: Float64s = (np.square(part.real) + np.square(part.imag)) * (2 / window.sum() ** 2)
    return power


@lru_cache(maxsize=1)
def _window() -> Float64s:
    return np.hanning(_NOTE_SAMPLES)
