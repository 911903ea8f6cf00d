"""Pacing: the playback pace, read from the breath of the light.

Put the reading of the picture's own clock here. What it is, and why nothing else tells the
pace, is said in ``vocabulary.time_ranges``; drawing it belongs in ``core.clips.pulse``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import Plane
from motion_assets.core.observations.shots import Change, shots_of
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.time_ranges import (
    BREATH_HZ,
    BREATH_SHARE,
    BREATH_SHARES,
    LEAST_BREATH_S,
)

Float64s = NDArray[np.float64]

_LOOKS_HZ: Final = 12.0
_LUMA: Final = (6, 9, 1)
_TRIMMED: Final = 0.2
_CLEAR: Final = 0.01
"""Share of the brightest and of the darkest places that are left out at a first look, and what it
may leave of the light before a second one looks behind what passes."""

_ROUNDS: Final = 2
_MOST_OFF: Final = 3.7
_LEAST_OFF: Final = 0.001
"""How often means are taken of what tells of the light, and how far a place that does may be off
it, in medians of that and for rounding."""

_LEAST_LIGHT: Final = 4.0
_TREND: Final = 3
_SHOTS_DIFFER: Final = 0.03
_TREND_SHARE: Final = 0.1
_NOISE: Final = 0.01
_LEAST_LEAD: Final = 1.15
_MOST_LATE: Final = 0.42
_MOST_LEFT: Final = 0.026


@dataclass(frozen=True, slots=True)
class PacingSeen:
    """A named pace: ``share`` is the depth of the breath, in shares of the light."""

    value: str
    share: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Breath:
    """The pace that explains a light best: what it leaves, how deep, how late, how clearly."""

    value: str
    left: float
    share: float
    late: float
    lead: float

    def told(self) -> PacingSeen | None:
        """The pace, where it is plain and begins with the clip."""
        plain = self.left <= _MOST_LEFT and self.lead >= _LEAST_LEAD
        deep = BREATH_SHARES.holds(self.share) and abs(self.late) <= _MOST_LATE * self.share
        if not (plain and deep):
            return None
        return PacingSeen(
            self.value, self.share, round(1.0 - 0.5 * (_LEAST_LEAD / self.lead) ** 2, 3)
        )


def name_pacing(tinies: Plane, changes: Sequence[Change], fps: float) -> PacingSeen | None:
    """Pace of a clip from the tiny pictures of all its frames (time, channel, row, column).

    None when the clip is too short for a breath, or shows none that begins with it.
    """
    stride = max(1, int(fps / _LOOKS_HZ))
    looked, shot = _looked(len(tinies), changes, stride)
    if len(looked) * stride / fps < LEAST_BREATH_S:
        return None
    logs, time_s = _logs(tinies[looked]), looked / fps
    breaths = [_breath(_light(logs, shot, _usual), time_s, shot)]
    if breaths[0].left > _CLEAR:
        breaths.append(_breath(_light(logs, shot, _shared), time_s, shot))
    told = (breath.told() for breath in sorted(breaths, key=lambda breath: breath.left))
    return next((seen for seen in told if seen is not None), None)


def _looked(
    count: int, changes: Sequence[Change], stride: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Frames that show one shot plainly, and which."""
    frames, numbers = [], []
    for number, shot in enumerate(shots_of(tuple(changes), count)):
        plain = np.arange(-(-shot.first // stride) * stride, shot.last, stride)
        frames.append(plain)
        numbers.append(np.full(len(plain), number))
    return np.concatenate(frames), np.concatenate(numbers)


def _logs(tinies: Plane) -> Float64s:
    """Logarithms of the light of tiny pictures, (time, place)."""
    weights = np.array(_LUMA, np.float64) / sum(_LUMA)
    luma = np.tensordot(tinies.astype(np.float64), weights, axes=(1, 0))
    return np.asarray(np.log(luma.reshape(len(tinies), -1) + _LEAST_LIGHT))


def _light(
    logs: Float64s, shot: NDArray[np.int64], common: Callable[[Float64s], Float64s]
) -> Float64s:
    """Logarithm of the light against the mean of its shot, (time,).

    ``common``: of logarithms (time, place) of a shot, what all places have in common.
    """
    light = np.zeros(len(logs))
    for number in np.unique(shot):
        mine = shot == number
        shared = common(logs[mine])
        light[mine] = shared - shared.mean()
    return light


def _usual(logs: Float64s) -> Float64s:
    """The mean of those places of a shot whose light changes neither most nor least, (time,)."""
    changes = np.sort(logs - logs.mean(axis=0), axis=1)
    cut = int(_TRIMMED * logs.shape[1])
    return np.asarray(changes[:, cut:-cut].mean(axis=1))


def _shared(logs: Float64s) -> Float64s:
    """What all places of a shot share at a time, (time,), of logarithms (time, place).

    A place that a subject passes tells nothing of the light while it does. Medians find what it
    adds (J. W. Tukey, Exploratory Data Analysis, 1977, chapter 11), means of the rest the light.
    """
    places = np.median(logs, axis=0)
    shared = np.median(logs - places, axis=1)
    places = np.median(logs - shared[:, None], axis=0)
    for _ in range(_ROUNDS):
        off = logs - places - shared[:, None]
        most = _MOST_OFF * np.median(np.abs(off), axis=1, keepdims=True) + _LEAST_OFF
        told = (np.abs(off) <= most).astype(np.float64)
        more = (off * told).sum(axis=1) / told.sum(axis=1)
        shared = shared + more
        places = places + ((off - more[:, None]) * told).sum(axis=0) / np.maximum(
            told.sum(axis=0), 1.0
        )
    return shared


def _breath(light: Float64s, time_s: Float64s, shot: NDArray[np.int64]) -> _Breath:
    """The pace that leaves least of a light."""
    share = 2 * time_s / time_s[-1] - 1
    trend = [np.polynomial.Legendre.basis(i)(share) for i in range(1, _TREND + 1)]
    begins = (shot[:, None] == np.unique(shot)).astype(np.float64)
    beside = np.column_stack([*trend, begins])
    fits = {
        pace: _fitted(light, time_s, beside, float(pace) * BREATH_HZ)
        for pace in ASPECTS["temporal.pacing"].values
    }
    first, second = sorted(fits, key=lambda pace: fits[pace][0])[:2]
    left, share, late = fits[first]
    return _Breath(first, left, share, late, fits[second][0] / max(left, 1e-6))


def _fitted(
    light: Float64s, time_s: Float64s, beside: Float64s, rate_hz: float
) -> tuple[float, float, float]:
    """What a breath at ``rate_hz`` leaves of the light, its depth, and how late it comes.

    ``beside``: what else may change the light, (time, line): trends, then shots.
    """
    turns = 2 * np.pi * rate_hz * time_s
    lines = np.column_stack([np.sin(turns), np.cos(turns), beside])
    usual = [BREATH_SHARE, BREATH_SHARE / 4, *[_TREND_SHARE / (i + 1) for i in range(_TREND)]]
    usual += [_SHOTS_DIFFER] * (beside.shape[1] - _TREND)
    held = _NOISE / np.array(usual)
    fit = np.linalg.solve(lines.T @ lines + np.diag(held**2), lines.T @ light)
    left = light - lines @ fit
    faults = float(left @ left) + float(((fit * held) ** 2).sum())
    return float(np.sqrt(faults / len(light))), float(fit[0]), float(fit[1])
