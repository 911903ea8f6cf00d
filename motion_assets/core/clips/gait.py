"""Gait: how far along and across its way a subject is in every frame of a shot.

Put the evenness, the repetition and the change of speed of a travel here, without places.
Where the way leads and what it passes belongs in ``subject``; every figure of a gait in
``vocabulary.time_ranges``.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Gait
from motion_assets.core.paces import eased, pulsed
from motion_assets.vocabulary.time_ranges import (
    JERKS_HZ,
    PULSES_HZ,
    RANDOM_HOLDS_S,
    RANDOM_PACES,
    ROUGH_HZ,
    ROUGH_WIDTHS,
    WAVE_HZ,
    WAVE_WIDTHS,
)

Float64s = NDArray[np.float64]

_STEPS: Final = 1 << 24
"""Ways are kept in steps of 2**-24, so that the last bit of ``sin`` never reaches a pixel."""

_GRID: Final = 64
"""Steps a second in which a random pace is drawn."""

_DRAWS: Final = 20
_THROW_SPREAD: Final = 0.15


@dataclass(frozen=True, slots=True)
class Span:
    """Frames ``first`` to ``last``, not included, in which a shot is drawn.

    The shot itself, in whose time a gait runs, lasts from ``start`` to ``stop``: it begins and
    ends in the middle of the changes around it.
    """

    first: int
    last: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """How far a subject has gone in every frame, float64 (time,).

    ``gone_s``: distance gone, in seconds at its mean speed. ``along``, ``across``: throws and
    swings off that, in frame widths.
    """

    gone_s: Float64s
    along: Float64s
    across: Float64s


def way_of(gait: Gait, span: Span, fps: int) -> Way:
    """How far along and across a subject is in every frame of ``span``.

    Over the whole shot it goes as far as at its mean speed, whatever the gait; a random pace
    keeps to that within a tenth or so.

    >>> even = Gait("smooth", "steady", "constant", seed=1)
    >>> way_of(even, Span(0, 5, 0, 4), fps=4).gone_s.tolist()
    [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    index = np.arange(span.first, span.last) - span.start
    time_s = index / fps
    if gait.smoothness == "jerky":
        holds = int(JERKS_HZ)
        time_s = index * holds // fps / JERKS_HZ
    length_s = (span.stop - span.start) / fps
    gone = eased(_paced(gait, time_s, length_s) / length_s, gait.acceleration) * length_s
    across = np.zeros(len(index))
    if gait.rhythm == "wave":
        across = WAVE_WIDTHS * np.sin(2 * np.pi * WAVE_HZ * time_s)
    along = np.zeros(len(index))
    if gait.smoothness == "rough":
        throws = _throws(gait.seed, index * ROUGH_HZ / fps)
        along, across = throws[0], across + throws[1]
    return Way(*(np.rint(each * _STEPS) / _STEPS for each in (gone, along, across)))


def _paced(gait: Gait, time_s: Float64s, length_s: float) -> Float64s:
    """The time of a subject whose pace rises and falls, against even time."""
    if gait.rhythm == "pulsing":
        return pulsed(time_s)
    if gait.rhythm == "random":
        ahead = _ahead(gait.seed, round(length_s * _GRID))
        grid = np.linspace(0.0, length_s, len(ahead))
        shifted: Float64s = time_s + np.interp(time_s, grid, ahead)
        return shifted
    return time_s


@lru_cache(maxsize=64)
def _ahead(seed: int, length: int) -> Float64s:
    """How far a subject of random pace is ahead of even time, seconds at ``length`` + 1 times.

    Of several drawn curves, the one that strays furthest.
    """
    rng = np.random.default_rng([seed, 1])
    drawn = [_strayed(_drawn_pace(rng, length)) for _ in range(_DRAWS)]
    best = max(range(_DRAWS), key=lambda i: round(float(np.abs(drawn[i]).sum()), 6))
    drawn[best].setflags(write=False)
    return drawn[best]


def _drawn_pace(rng: np.random.Generator, length: int) -> Float64s:
    """Pace in shares of the mean at ``length`` times, changing at irregular moments."""
    pace = np.empty(length)
    done, turn = 0, int(rng.integers(0, 2))
    while done < length:
        low, high = RANDOM_HOLDS_S[int(rng.integers(0, 2))]
        hold = max(1, round(float(rng.uniform(low, high)) * _GRID))
        pace[done : done + hold] = RANDOM_PACES[turn]
        done, turn = done + hold, 1 - turn
    return pace


def _strayed(pace: Float64s) -> Float64s:
    """How far a pace runs ahead, less what an even, eased or pulsing travel could show too.

    The rest is held back where it would send the subject backwards.
    """
    ahead = np.concatenate(([0.0], np.cumsum(pace - 1.0))) / _GRID
    time_s = np.arange(len(ahead)) / _GRID
    share = time_s / time_s[-1]
    turns = 2 * np.pi * PULSES_HZ * time_s
    slow = np.stack([np.ones(len(ahead)), share, share * share, np.sin(2 * np.pi * share)])
    lines = np.concatenate([slow, np.stack([np.sin(turns), np.cos(turns)])])
    # A ridge, for in a very short shot a pulse and an easing are hard to tell from each other.
    normal = lines @ lines.T + np.eye(len(lines)) * (1e-4 * len(ahead))
    ahead -= np.linalg.solve(normal, lines @ ahead) @ lines
    slowest = float(np.diff(ahead).min()) * _GRID
    return ahead * min(1.0, (1.0 - RANDOM_PACES[0]) / -slowest)


def _throws(seed: int, place: Float64s) -> Float64s:
    """Throws along and across the way at places between knots, frame widths, (2, time)."""
    first = int(np.floor(place.min()))
    knots = np.arange(first, int(np.ceil(place.max())) + 2)
    # Knots may lie before the start of the shot; the draws of each depend on its number alone.
    drawn = np.stack([_throw(seed, int(knot)) for knot in knots], axis=1)
    return np.stack([np.interp(place, knots, line) for line in drawn])


@lru_cache(maxsize=4096)
def _throw(seed: int, knot: int) -> Float64s:
    """One throw along and across, to the other side than its neighbors."""
    rng = np.random.default_rng([seed, 2, knot + (1 << 20)])
    sizes = ROUGH_WIDTHS * (1.0 + _THROW_SPREAD * rng.uniform(-1.0, 1.0, size=2))
    side = 1.0 if knot % 2 else -1.0
    thrown: Float64s = sizes * np.array([side, side])
    return thrown
