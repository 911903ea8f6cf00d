"""Shots: where one shot of a clip ends and the next begins.

Put the search for changes here, in tiny pictures of every frame. What a change found is like
belongs in ``changes``; how drawn ones come about in ``core.clips.transitions``; definitions of
a shot and its changes in ``vocabulary.time_ranges``.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from motion_assets.core.observations.changes import (
    NOISE_LEVELS,
    Change,
    Float32s,
    Float64s,
    Int64s,
    fades,
    refined,
)
from motion_assets.core.observations.frames import Plane
from motion_assets.core.observations.tinies import TINY_PX, looks_of, tiny
from motion_assets.vocabulary.time_ranges import (
    CHANGE_SIDE_S,
    LEAST_CHANGED_SHARE,
    LEAST_CLEAR,
    LEAST_CUT_CLEAR,
    LEAST_CUT_SHARE,
    LEAST_QUICK_SHARE,
    LONGEST_CHANGE_S,
    MOST_OFF_LINE,
    MOST_OFF_RAMP,
    MOST_SIDE_SLOPE,
    MOST_UNMIXED,
    MOST_UNQUIET,
)

__all__ = ["Change", "Shot", "find_changes", "shots_of", "tiny"]

LOOKS_HZ: Final = 12.0
"""Tiny pictures a second, at least, among which slow changes are looked for."""

_POOL: Final = 2
_CHANNELS: Final = 3
_PART_CHANGED: Final = 9.0
_CHANGED_LONGER: Final = 0.012
_LENGTHS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20)
_AT, _STEPS, _COST, _OFF_LINE, _FIGURES = 0, 1, 2, 3, 4
_NOWHERE: Final = np.zeros((0, _FIGURES))
_FAULTS: Final = 2.5
_LEAST_PLAIN: Final = 0.8
_LEAST_PACE: Final = 0.24
_LEAST_CUT_PACE: Final = 1.2
_QUICK: Final = 1.2


@dataclass(frozen=True, slots=True)
class Shot:
    """Frames ``first`` to ``last``, not included, that show one shot plainly.

    ``start`` and ``stop``: the middles of the changes around it, or an end of the clip.
    """

    first: int
    last: int
    start: float
    stop: float


def find_changes(tinies: Plane, fps: float) -> tuple[Change, ...]:
    """Changes of shots in the tiny pictures of all frames (time, channel, row, column).

    Flashes, moving subjects, moves of the view and of its light are none.
    """
    found = fades(tinies, fps)
    stride = max(1, int(fps / LOOKS_HZ))
    looks = looks_of(tinies[::stride], _POOL).reshape(-1, 3 * (TINY_PX // _POOL) ** 2)
    for line in _candidates(looks, fps / stride):
        first, last = int(line[_AT]) * stride, int(line[_AT] + line[_STEPS]) * stride
        if _within(first, last, found):
            continue
        change = refined(tinies, (first, min(last, len(tinies) - 1)), fps)
        mixed = change is None or change.kind != "dissolve" or line[_OFF_LINE] <= MOST_UNMIXED
        if change is not None and mixed and _apart(change, found, fps):
            found.append(change)
    return tuple(sorted(found, key=lambda each: each.first))


def _within(first: int, last: int, found: list[Change]) -> bool:
    """Whether a change from ``first`` to ``last`` would share frames with one found already."""
    return any(last > each.first and first < each.last for each in found)


def _apart(change: Change, found: list[Change], fps: float) -> bool:
    """Whether a shot is seen plainly between ``change`` and those found already."""
    plain = _LEAST_PLAIN * CHANGE_SIDE_S * fps
    return all(
        change.last + plain < each.first or change.first > each.last + plain for each in found
    )


def shots_of(changes: tuple[Change, ...], frame_count: int) -> tuple[Shot, ...]:
    """Shots between ``changes``, in order.

    >>> [(shot.first, shot.last) for shot in shots_of((Change("fade", 10, 16, 1.0),), 30)]
    [(0, 10), (16, 30)]
    """
    firsts = [0, *(each.last for each in changes)]
    lasts = [*(each.first for each in changes), frame_count]
    edges = [0.0, *(each.middle for each in changes), float(frame_count)]
    return tuple(
        Shot(first, last, start, stop)
        for first, last, (start, stop) in zip(firsts, lasts, pairwise(edges), strict=True)
    )


def _candidates(looks: Float32s, hz: float) -> list[Float64s]:
    """What may be a change: rows as `_measured` gives them, the most certain first."""
    side = max(2, round(CHANGE_SIDE_S * hz))
    longest = round(LONGEST_CHANGE_S * hz)
    sides = _sides(looks, side)
    lines = [_measured(sides, steps) for steps in _LENGTHS if steps <= longest]
    table = np.concatenate(lines)
    return list(table[np.argsort(table[:, _COST], kind="stable")])


@dataclass(frozen=True, slots=True, eq=False)
class _Sides:
    """What lies before and after every picture of ``looks`` (time, figure), ``side`` of them.

    ``before``, ``after``: means, the picture included, and ``noise_before``, ``noise_after``:
    variances, float64 (time, figure). ``gone``: steps from picture to picture, summed up.
    """

    looks: Float32s
    side: int
    before: Float64s
    noise_before: Float64s
    after: Float64s
    noise_after: Float64s
    gone: Float64s


def _sides(looks: Float32s, side: int) -> _Sides:
    sums = [
        np.concatenate([np.zeros((1, looks.shape[1])), np.cumsum(each, axis=0, dtype=np.float64)])
        for each in (looks, looks * looks)
    ]
    time = np.arange(len(looks))
    leaps = np.abs(np.diff(looks, axis=0)).mean(axis=1)
    return _Sides(
        looks,
        side,
        *_side(sums, np.maximum(time - side + 1, 0), time + 1),
        *_side(sums, time, np.minimum(time + side, len(looks))),
        np.concatenate(([0.0], np.cumsum(leaps, dtype=np.float64))),
    )


def _measured(sides: _Sides, steps: int) -> Float64s:
    """Every place where a change over ``steps`` pictures may lie, float64 (place, figure).

    What is cheap to tell is told first, and rules nearly all places out.
    """
    last = len(sides.looks) - steps - 1
    if last <= 1:
        return _NOWHERE
    # A cut is told by one step alone, which nothing else makes; a slow change by more.
    sudden = steps == 1
    before = sides.before[1:last]
    way = sides.after[1 + steps : last + steps] - before
    noise = (sides.noise_before[1:last] + sides.noise_after[1 + steps : last + steps]) / 2
    weight = 1.0 / (noise + NOISE_LEVELS**2)
    parts = way * way * weight
    at = np.flatnonzero(parts.mean(axis=1) >= (LEAST_CUT_CLEAR if sudden else LEAST_CLEAR))
    if not at.size:
        return _NOWHERE
    before, way, weight, parts = before[at], way[at], weight[at], parts[at]
    at += 1
    by_place = parts.reshape(at.size, _CHANNELS, parts.shape[1] // _CHANNELS).sum(axis=1)
    changed = (by_place > _PART_CHANGED).mean(axis=1)
    pace = np.abs(way).mean(axis=1) / steps
    pace /= _side_steps(sides, at, steps) + 1e-9
    share = np.where(pace >= _QUICK, LEAST_QUICK_SHARE, LEAST_CHANGED_SHARE)
    share = np.full(at.size, LEAST_CUT_SHARE) if sudden else share + _CHANGED_LONGER * steps
    # What changes as quickly all the time is no change of shots.
    good = (changed >= share) & (pace >= (_LEAST_CUT_PACE if sudden else _LEAST_PACE))
    line = before[good], way[good], weight[good]
    return _held(sides.looks, at[good], line, (steps, sides.side))


def _held(
    looks: Float32s, at: Int64s, line: tuple[Float64s, Float64s, Float64s], times: tuple[int, int]
) -> Float64s:
    """The places whose course is that of a change; ``times``: steps of it, pictures beside it."""
    if not at.size:
        return _NOWHERE
    steps, side = times
    offsets = np.arange(-side + 1, steps + side)
    course = _course(looks, at, line, offsets)
    off_ramp, slope = _ramp_figures(course, offsets, steps, side)
    good = (off_ramp <= MOST_OFF_RAMP) & (slope <= MOST_SIDE_SLOPE)
    if not good.any():
        return _NOWHERE
    at, course, off_ramp, slope = at[good], course[:, good], off_ramp[good], slope[good]
    before, way, weight = (each[good] for each in line)
    off = _beside(looks, at, (before, way, weight), course, offsets)
    quiet, off_line = _quiet_figures(course, off, offsets, steps, side)
    # A part of a change is quieter than the whole, and differs less.
    faults = off_ramp + 0.5 * (quiet + np.maximum(slope, 0.0) + off_line)
    cost = -(way * way).mean(axis=1) * np.maximum(1.0 - _FAULTS * faults, 0.0)
    lines = np.stack([at, np.full(at.size, steps), cost, off_line], axis=1)
    good = (quiet <= MOST_UNQUIET) & (off_line <= MOST_OFF_LINE)
    return np.asarray(lines[good], dtype=np.float64)


def _side(sums: list[Float64s], low: Int64s, high: Int64s) -> tuple[Float64s, Float64s]:
    """Means and variances of the looks from ``low`` to ``high``, not included."""
    count = (high - low)[:, None]
    mean, square = ((each[high] - each[low]) / count for each in sums)
    return mean, np.maximum(square - mean * mean, 0.0)


def _side_steps(sides: _Sides, at: Int64s, steps: int) -> Float64s:
    """Mean step from picture to picture on both sides of a change, (place,)."""
    low, to = np.maximum(at - sides.side + 1, 0), at + steps
    high = np.minimum(to + sides.side, len(sides.looks))
    total = sides.gone[at] - sides.gone[low] + sides.gone[high - 1] - sides.gone[to]
    mean: Float64s = total / np.maximum(at - low + high - 1 - to, 1)
    return mean


def _course(
    looks: Float32s, at: Int64s, line: tuple[Float64s, Float64s, Float64s], offsets: Int64s
) -> Float64s:
    """How far pictures around ``at`` are along the line between two shots, (offset, place).

    In shares of the difference of the shots; NaN where there is no picture.
    """
    before, way, weight = line
    pull = way * weight
    length = np.einsum("td,td->t", way, pull) + 1e-9
    course = np.full((len(offsets), at.size), np.nan)
    for i, offset in enumerate(offsets):
        there = at + offset
        seen = (there >= 0) & (there < len(looks))
        gone = looks[there[seen]] - before[seen]
        course[i, seen] = np.einsum("td,td->t", gone, pull[seen]) / length[seen]
    return course


def _beside(
    looks: Float32s,
    at: Int64s,
    line: tuple[Float64s, Float64s, Float64s],
    course: Float64s,
    offsets: Int64s,
) -> Float64s:
    """How far pictures are off that line, in shares of its square, (offset, place)."""
    before, way, weight = line
    length = np.einsum("td,td->t", way, way * weight) + 1e-9
    usual = (length / way.shape[1])[:, None]
    off = np.zeros_like(course)
    for i, offset in enumerate(offsets):
        seen = np.isfinite(course[i])
        gone = looks[at[seen] + offset] - before[seen]
        # A subject that passes is far off in a few parts; each counts no more than a change.
        beside = (gone - course[i, seen][:, None] * way[seen]) ** 2 * weight[seen]
        off[i, seen] = np.minimum(beside, usual[seen]).sum(axis=1) / length[seen]
    return off


def _ramp_error(course: Float64s, offsets: Int64s, steps: int) -> Float64s:
    """Distance of a course from an even one; 0 where there is no picture."""
    ramp = np.clip(offsets / steps, 0.0, 1.0)[:, None]
    error: Float64s = np.where(np.isfinite(course), course - ramp, 0.0)
    return error


def _ramp_figures(
    course: Float64s, offsets: Int64s, steps: int, side: int
) -> tuple[Float64s, Float64s]:
    """How far off the ramp courses are, and how steep beside it."""
    seen = np.isfinite(course)
    error = _ramp_error(course, offsets, steps)
    off_ramp = np.sqrt((error * error).sum(axis=0) / seen.sum(axis=0))
    rises = np.where(seen[1:] & seen[:-1], np.diff(np.nan_to_num(course), axis=0), 0.0)
    before, after = rises[: side - 1].mean(axis=0), rises[1 - side :].mean(axis=0)
    return off_ramp, (before + after) / 2 * steps


def _quiet_figures(
    course: Float64s, off: Float64s, offsets: Int64s, steps: int, side: int
) -> tuple[Float64s, Float64s]:
    """How unquiet it is beside a change, and how far off the line within it."""
    seen = np.isfinite(course)
    error = _ramp_error(course, offsets, steps)
    outside = ((offsets <= 0) | (offsets >= steps))[:, None] & seen
    quiet = ((off + error * error) * outside).sum(axis=0) / outside.sum(axis=0)
    within = off[side : side + steps - 1]
    off_line = within.mean(axis=0) if len(within) else np.zeros(course.shape[1])
    return quiet, off_line
