"""Tempo: whether the onsets of a stretch keep a beat, and how fast.

Put the reading of onsets as beats here. Where the onsets come from belongs in ``onsets``; the
words for a tempo in ``vocabulary.sound_ranges``.

A period is right when the onsets fall on its places (they add up in step, as one bin of a
Fourier transform would say) and the places have onsets (as a comb would say). Twice the true
period fails the first, half of it the second, so that their product settles the octave.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from motion_assets.core.observations.onsets import HOPS_HZ, Flow
from motion_assets.core.observations.records import Float64s, Int64s
from motion_assets.vocabulary.sound_ranges import (
    BEAT_AMONG_HITS_COVERAGE,
    BEAT_AMONG_HITS_SHARE,
    BEAT_COVERAGE,
    BEATS_AMONG_HITS,
    BEATS_HEARD,
    TEMPO_HEARD_BPM,
)

ONSET_BELS: Final = 0.5
"""Least mean rise of all bands at once that is an onset: the beating of a low chord and the
grain of noise stay under it."""

_RELATIVE_ONSET: Final = 0.3
_APART_HOPS: Final = 9
_SIDE_HOPS: Final = 5
_LATE_HOPS: Final = 4
_FALLEN: Final = 0.25
_AROUND_HOPS: Final = 2
_STEP: Final = 1.006
_TOLERANCE_S: Final = 0.03
_TOLERANCE_SHARE: Final = 0.12
_ROUNDS: Final = 3
_TRIED: Final = 6


@dataclass(frozen=True, slots=True, eq=False)
class Onsets:
    """Onsets of a stretch in order: ``time_s`` from its start, ``bels``; shape (onset,)."""

    time_s: Float64s
    bels: Float64s


@dataclass(frozen=True, slots=True)
class Beat:
    """A beat: its tempo, and how surely, 0..1."""

    bpm: float
    confidence: float


def onsets_of(flow: Flow) -> Onsets:
    """Sounds that begin, at least 90 ms apart; the splash of a sound cut off is none."""
    curve = flow.onset
    # That the stretch begins is no measure for what begins within it.
    limit = max(ONSET_BELS, _RELATIVE_ONSET * float(curve[_SIDE_HOPS:].max(initial=0.0)))
    found: list[int] = []
    for place in np.argsort(-curve, kind="stable"):
        if curve[place] < limit:
            break
        if all(abs(int(place) - other) >= _APART_HOPS for other in found):
            found.append(int(place))
    kept = [place for place in sorted(found) if not _falls(flow.power, place)]
    times = [_centered(curve, place) / HOPS_HZ for place in kept]
    return Onsets(np.array(times, dtype=np.float64), curve[np.array(kept, dtype=np.int64)])


def _falls(power: Float64s, place: int) -> bool:
    """Whether the sound is much weaker after ``place`` than before it."""
    # The curve peaks up to 30 ms after a sound begins; a click may be over by then.
    before = power[max(0, place - _LATE_HOPS - _SIDE_HOPS) : max(0, place - _LATE_HOPS)]
    after = power[place : place + _SIDE_HOPS]
    return bool(before.size and after.size and after.mean() < _FALLEN * before.mean())


def _centered(curve: Float64s, place: int) -> float:
    """Center of the peak at ``place``, in hops."""
    around = np.arange(max(0, place - _AROUND_HOPS), min(curve.size, place + _AROUND_HOPS + 1))
    weights = curve[around]
    return float((around * weights).sum() / weights.sum())


def find_beat(onsets: Onsets) -> Beat | None:
    """The beat that the onsets keep; None where there is none.

    What sounds when the stretch begins need not have begun there, so that the first onset may
    be left out.
    """
    whole = _beat(onsets.time_s, onsets.bels)
    if onsets.time_s.size and onsets.time_s[0] * HOPS_HZ < _SIDE_HOPS:
        rest = _beat(onsets.time_s[1:], onsets.bels[1:])
        if whole is None or (rest is not None and rest.confidence > whole.confidence + 0.1):
            return rest
    return whole


def _beat(time_s: Float64s, bels: Float64s) -> Beat | None:
    if time_s.size < BEATS_HEARD:
        return None
    weight: Float64s = np.minimum(bels, np.median(bels)).astype(np.float64)
    periods = _periods()
    turns = np.exp(2j * np.pi * time_s / periods[:, np.newaxis])
    sums = turns @ weight
    in_step = np.abs(sums) / weight.sum()
    places = np.floor((time_s[-1] - time_s[0]) / periods + 0.5) + 1
    filled = np.minimum(time_s.size / places, 1.0)
    score = in_step * filled
    fits = [_fitted(time_s, float(periods[place])) for place in _peaks(score)]
    return max((fit for fit in fits if fit is not None), key=_confidence, default=None)


def _peaks(score: Float64s) -> list[int]:
    """Places of the highest peaks of ``score``, highest first."""
    padded = np.pad(score, 1, constant_values=-1.0)
    rising = np.flatnonzero((score >= padded[:-2]) & (score > padded[2:]))
    return [int(place) for place in rising[np.argsort(-score[rising], kind="stable")][:_TRIED]]


def _confidence(beat: Beat) -> float:
    return beat.confidence


@lru_cache(maxsize=1)
def _periods() -> Float64s:
    """Periods that are tried, in seconds, shortest first, 0.6 % apart."""
    low, high = TEMPO_HEARD_BPM.low, TEMPO_HEARD_BPM.high
    count = int(np.log(high / low) / np.log(_STEP)) + 1
    periods: Float64s = 60.0 / high * np.power(_STEP, np.arange(count, dtype=np.float64))
    return periods


def _fitted(time_s: Float64s, period_s: float) -> Beat | None:
    """The beat that fits the onsets best near a period, if it fits enough of them."""
    on_beat = [int(_indices(time_s, float(start), period_s)[1].sum()) for start in time_s]
    start = float(time_s[int(np.argmax(on_beat))])
    for _ in range(_ROUNDS):
        index, near = _indices(time_s, start, period_s)
        if np.unique(index[near]).size < BEATS_HEARD:
            return None
        period_s, start = (float(x) for x in np.polyfit(index[near], time_s[near], 1))
    index, near = _indices(time_s, start, period_s)
    filled = np.unique(index[near]).size
    places = int(index[near].max() - index[near].min()) + 1
    bpm = 60.0 / period_s
    if not TEMPO_HEARD_BPM.holds(bpm) or not _keeps(filled, places, float(near.mean())):
        return None
    return Beat(bpm, float(near.mean()) * filled / places)


def _keeps(filled: int, places: int, on_beat: float) -> bool:
    """Whether so many filled places, and such a share of onsets on them, are a beat."""
    covered = filled / places
    if filled >= BEATS_AMONG_HITS:
        return covered >= BEAT_COVERAGE and (
            on_beat >= BEAT_COVERAGE
            or (covered >= BEAT_AMONG_HITS_COVERAGE and on_beat >= BEAT_AMONG_HITS_SHARE)
        )
    return filled == places and on_beat >= BEAT_COVERAGE


def _indices(time_s: Float64s, start: float, period_s: float) -> tuple[Int64s, np.ndarray]:
    """Place of the beat nearest to each onset, and whether the onset is on it."""
    index = np.rint((time_s - start) / period_s).astype(np.int64)
    off_s = np.abs(time_s - start - index * period_s)
    return index, off_s <= min(_TOLERANCE_S, _TOLERANCE_SHARE * period_s)
