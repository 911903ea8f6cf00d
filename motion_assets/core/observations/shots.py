"""Shots: where one shot of a clip ends and the next begins, and how it changes.

Put finding cuts, fades, dissolves and wipes here, in tiny pictures of every frame. How the
drawn ones come about belongs in ``core.clips.transitions``; definitions of a shot and its
changes in ``vocabulary.time_ranges``.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.errors import ShapeError
from motion_assets.vocabulary.time_ranges import (
    CHANGE_SIDE_S,
    FADE_BLACK,
    FADE_LEAVES,
    LEAST_CHANGED_SHARE,
    LEAST_CLEAR,
    LONGEST_CHANGE_S,
    MOST_OFF_LINE,
    MOST_OFF_RAMP,
    MOST_SIDE_SLOPE,
    MOST_UNMIXED,
    MOST_UNQUIET,
)

Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Int64s = NDArray[np.int64]

TINY_PX: Final = 16
"""Sides of a tiny picture."""

LOOKS_HZ: Final = 12.0
"""Tiny pictures a second, at least, among which slow changes are looked for."""

_SAMPLES: Final = 2 * TINY_PX
_POOL: Final = 2
_HUE_LEVELS: Final = 255.0
_HUE_BOUND: Final = 45.0
_DIM: Final = 12.0
_LIGHT_WEIGHT: Final = 0.35
_NOISE_LEVELS: Final = 3.0
_PART_CHANGED: Final = 9.0
_CHANGED_LONGER: Final = 0.012
_LENGTHS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20)
_AT, _STEPS, _COST, _OFF_LINE, _FIGURES = 0, 1, 2, 3, 4
_CUT_STEP: Final = 0.72
"""Share of a change that one step must take to be a cut."""

_FAULTS: Final = 2.5
_LEAST_GRADUAL_S: Final = 0.1
_CUT_STANDS_OUT: Final = 2.5
_LOOKED: Final = 32
_MOST_MISFIT: Final = 0.15
_MOST_WIPE_MISFIT: Final = 0.24
_EDGE: Final = 0.1
"""Width of a wiping edge, as parts of the picture see it, in shares of the side."""

_PLACES: Final = (np.arange(TINY_PX) + 0.5) / TINY_PX
_LEAST_LIGHT: Final = 5.0
_FADE_SEEN: Final = 0.832
"""Share of a fade between the moments at which it leaves the light of either shot plainly."""


def tiny(frame: PlanarFrame) -> Plane:
    """Mean colors of 16 x 16 parts of a picture, uint8 (channel, row, column).

    Raises
    ------
    ShapeError
        If a side is shorter than 32 pixels.
    """
    height, width = frame.red.shape
    down, across = height // _SAMPLES, width // _SAMPLES
    if not down or not across:
        raise ShapeError(
            f"a picture needs {_SAMPLES} pixels along either side to find its shots, got "
            f"{width} x {height}. Smaller ones are looked at as one shot."
        )
    top, left = (height - down * (_SAMPLES - 1)) // 2, (width - across * (_SAMPLES - 1)) // 2
    out = np.empty((3, TINY_PX, TINY_PX), np.uint8)
    for channel, plane in enumerate((frame.red, frame.green, frame.blue)):
        looked = plane[top::down, left::across][:_SAMPLES, :_SAMPLES].astype(np.uint16)
        rows = looked[0::2] + looked[1::2]
        out[channel] = (rows[:, 0::2] + rows[:, 1::2]) >> 2
    return out


@dataclass(frozen=True, slots=True)
class Change:
    """One change of shots.

    ``first``: first frame that is not of the earlier shot alone; ``last``: first frame that is
    of the later shot alone. A cut has none between them. ``sure``: confidence, 0..1.
    """

    kind: str
    first: int
    last: int
    sure: float

    @property
    def middle(self) -> float:
        """Where the later shot begins, in frames."""
        return (self.first + self.last) / 2


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
    stride = max(1, int(fps / LOOKS_HZ))
    looks = _looks(tinies[::stride], _POOL).reshape(-1, 3 * (TINY_PX // _POOL) ** 2)
    found = _fades(tinies, fps)
    for line in _candidates(looks, fps / stride):
        first, last = int(line[_AT]) * stride, int(line[_AT] + line[_STEPS]) * stride
        if all(last <= each.first or first >= each.last for each in found):
            change = _refined(tinies, first, min(last, len(tinies) - 1), fps)
            mixed = change is None or change.kind != "dissolve" or line[_OFF_LINE] <= MOST_UNMIXED
            found += [change] if change is not None and mixed and _apart(change, found) else []
    return tuple(sorted(found, key=lambda each: each.first))


def _apart(change: Change, found: list[Change]) -> bool:
    """Whether ``change`` is not one of those found already."""
    return all(change.last < each.first or change.first > each.last for each in found)


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


def _looks(tinies: Plane, pool: int = 1) -> Float32s:
    """Looks of the parts of tiny pictures, float32 (time, figure, row, column): two hues, light.

    Hue is taken relative to the light, which texture, lamps and a breath of light change; it is
    bounded, so that a bright subject weighs little more than the ground. Parts have ``pool``
    tiny pixels along either side.
    """
    side = TINY_PX // pool
    parts = tinies.reshape(len(tinies), 3, side, pool, side, pool).astype(np.float32)
    red, green, blue = parts.mean(axis=(3, 5)).transpose(1, 0, 2, 3)
    light = red + green + blue
    hues = [(each - green) * (_HUE_LEVELS / (light + _DIM)) for each in (red, blue)]
    looks = [np.tanh(hue / _HUE_BOUND) * _HUE_BOUND for hue in hues]
    return np.stack([*looks, light * np.float32(_LIGHT_WEIGHT / 3)], axis=1)


def _candidates(looks: Float32s, hz: float) -> list[Float64s]:
    """What may be a change: rows as `_measured` gives them, the most certain first."""
    side = max(2, round(CHANGE_SIDE_S * hz))
    longest = round(LONGEST_CHANGE_S * hz)
    sums = [
        np.concatenate([np.zeros((1, looks.shape[1])), np.cumsum(each, axis=0, dtype=np.float64)])
        for each in (looks, looks * looks)
    ]
    lines = [_measured(looks, sums, steps, side) for steps in _LENGTHS if steps <= longest]
    table = np.concatenate(lines)
    return list(table[np.argsort(table[:, _COST], kind="stable")])


def _measured(looks: Float32s, sums: list[Float64s], steps: int, side: int) -> Float64s:
    """Every place where a change over ``steps`` pictures may lie, float64 (place, figure)."""
    count = len(looks)
    at = np.arange(1, count - steps - 1)
    if at.size == 0:
        return np.zeros((0, _FIGURES))
    low, high = np.maximum(at - side + 1, 0), np.minimum(at + steps + side, count)
    before, noise = _side(sums, low, at + 1)
    after, noise_after = _side(sums, at + steps, high)
    way = after - before
    weight = 1.0 / ((noise + noise_after) / 2 + _NOISE_LEVELS**2)
    clear = (way * way * weight).mean(axis=1)
    course, off = _course(looks, at, (before, way, weight), range(-side + 1, steps + side))
    seen = np.isfinite(course)
    quiet, off_line, off_ramp, slope = _course_figures(course, off, seen, steps, side)
    parts = (way * way * weight).reshape(len(way), 3, -1).sum(axis=1)
    changed = (parts > _PART_CHANGED).mean(axis=1)
    good = (clear >= LEAST_CLEAR) & (changed >= LEAST_CHANGED_SHARE + _CHANGED_LONGER * steps)
    good &= (quiet <= MOST_UNQUIET) & (off_line <= MOST_OFF_LINE) & (off_ramp <= MOST_OFF_RAMP)
    good &= slope <= MOST_SIDE_SLOPE
    # A part of a change is quieter than the whole, and differs less.
    faults = off_ramp + 0.5 * (quiet + np.maximum(slope, 0.0) + off_line)
    cost = -(way * way).mean(axis=1) * np.maximum(1.0 - _FAULTS * faults, 0.0)
    lines = np.stack([at, np.full(at.size, steps), cost, off_line], axis=1)
    return np.asarray(lines[good], dtype=np.float64)


def _side(sums: list[Float64s], low: Int64s, high: Int64s) -> tuple[Float64s, Float64s]:
    """Means and variances of the looks from ``low`` to ``high``, not included."""
    count = (high - low)[:, None]
    mean, square = ((each[high] - each[low]) / count for each in sums)
    return mean, np.maximum(square - mean * mean, 0.0)


def _course(
    looks: Float32s, at: Int64s, line: tuple[Float64s, Float64s, Float64s], offsets: range
) -> tuple[Float64s, Float64s]:
    """How far pictures around ``at`` are along the line between two shots, and how far off it.

    Both (offset, place), in shares of the difference of the shots and of its square.
    """
    before, way, weight = line
    pull = way * weight
    length = np.einsum("td,td->t", way, pull) + 1e-9
    course = np.full((len(offsets), at.size), np.nan)
    off = np.zeros_like(course)
    for i, offset in enumerate(offsets):
        there = at + offset
        seen = (there >= 0) & (there < len(looks))
        gone = looks[there[seen]] - before[seen]
        share = np.einsum("td,td->t", gone, pull[seen]) / length[seen]
        course[i, seen] = share
        square = np.einsum("td,td,td->t", gone, gone, weight[seen])
        off[i, seen] = square / length[seen] - share * share
    return course, np.maximum(off, 0.0)


def _course_figures(
    course: Float64s, off: Float64s, seen: NDArray[np.bool_], steps: int, side: int
) -> tuple[Float64s, Float64s, Float64s, Float64s]:
    """How unquiet, how far off the line, how far off the ramp and how steep beside it."""
    offset = np.arange(-side + 1, steps + side)
    ramp = np.clip(offset / steps, 0.0, 1.0)[:, None]
    error = np.where(seen, course - ramp, 0.0)
    outside = ((offset <= 0) | (offset >= steps))[:, None] & seen
    quiet = ((off + error * error) * outside).sum(axis=0) / outside.sum(axis=0)
    within = off[side : side + steps - 1]
    off_line = within.mean(axis=0) if len(within) else np.zeros(course.shape[1])
    off_ramp = np.sqrt((error * error).sum(axis=0) / seen.sum(axis=0))
    rises = np.where(seen[1:] & seen[:-1], np.diff(np.nan_to_num(course), axis=0), 0.0)
    before, after = rises[: side - 1].mean(axis=0), rises[1 - side :].mean(axis=0)
    return quiet, off_line, off_ramp, (before + after) / 2 * steps


def _refined(tinies: Plane, first: int, last: int, fps: float) -> Change | None:
    """The change between ``first``, of the earlier shot, and ``last``, of the later one."""
    side = max(2, round(CHANGE_SIDE_S * fps))
    low, high = max(first - side + 1, 0), min(last + side, len(tinies))
    region = _looks(tinies[low:high])
    sides = region[: first - low + 1], region[last - low :]
    before = sides[0].mean(axis=0)
    way = sides[1].mean(axis=0) - before
    pull = way / ((sides[0].var(axis=0) + sides[1].var(axis=0)) / 2 + _NOISE_LEVELS**2)
    weight = (way * pull).sum(axis=0)
    gone = ((region - before) * pull).sum(axis=1)
    course = gone.sum(axis=(1, 2)) / weight.sum()
    jump = int(np.argmax(np.diff(course)))
    if course[jump + 1] - course[jump] >= _CUT_STEP:
        leaps = np.diff(region, axis=0).reshape(len(region) - 1, -1)
        leaps = np.einsum("td,td->t", leaps, leaps)
        others = np.delete(leaps, jump)
        if others.size and leaps[jump] < _CUT_STANDS_OUT * others.max():
            return None
        return Change("cut", low + jump + 1, low + jump + 1, 1.0)
    every = max(1, (high - low) // _LOOKED)
    even, wipe = _fitted(gone[::every], weight)
    kind, fit = ("wipe", wipe) if wipe.error < even.error else ("dissolve", even)
    if fit.error > (_MOST_MISFIT if kind == "dissolve" else _MOST_WIPE_MISFIT):
        return None
    if (fit.steps - 1) * every / fps < _LEAST_GRADUAL_S:
        return None
    begins, ends = low + fit.start * every + 1, low + (fit.start + fit.steps) * every
    return Change(kind, begins, max(ends, begins), round(1.0 - fit.error / _MOST_MISFIT / 2, 3))


@dataclass(frozen=True, slots=True)
class _Ramp:
    """A course from one shot to the next: root mean square error, start and length in frames."""

    error: float
    start: int
    steps: int


def _fitted(gone: Float64s, weight: Float64s) -> tuple[_Ramp, _Ramp]:
    """The best even course, the same everywhere, and the best one that crosses the picture.

    ``gone``: float64 (time, row, column), ``weight``: (row, column); their quotient is how far a
    part has changed.
    """
    evens, wipes = [], []
    for axis in (1, 0):
        shares = weight.sum(axis=1 - axis)
        course = gone.sum(axis=2 - axis) / np.maximum(shares, 1e-6)
        shares /= shares.sum()
        starts, steps = _grid(len(course))
        away = (np.arange(len(course)) - starts[:, None]) / steps[:, None]
        evens.append(_best(np.clip(away, 0.0, 1.0)[:, :, None], course, shares, (starts, steps)))
        edge = away * (1.0 + _EDGE)
        for place in (_PLACES, _PLACES[::-1]):
            crossed = np.clip((edge[:, :, None] - place) / _EDGE, 0.0, 1.0)
            wipes.append(_best(crossed, course, shares, (starts, steps)))
    return max(evens, key=lambda each: each.error), min(wipes, key=lambda each: each.error)


def _grid(count: int) -> tuple[Int64s, Int64s]:
    """All starts and lengths of a course within ``count`` frames."""
    starts, stops = np.triu_indices(count, k=1)
    return starts, stops - starts


def _best(
    models: Float64s, course: Float64s, shares: Float64s, grid: tuple[Int64s, Int64s]
) -> _Ramp:
    """The model (choice, time, part) that is nearest to ``course`` (time, part)."""
    error = np.einsum("cjk,k->c", (models - course) ** 2, shares) / len(course)
    best = int(np.argmin(error))
    return _Ramp(float(np.sqrt(error[best])), int(grid[0][best]), int(grid[1][best]))


def _fades(tinies: Plane, fps: float) -> list[Change]:
    """Changes that go through black."""
    light = tinies.reshape(len(tinies), -1).mean(axis=1)
    reach = max(2, round(LONGEST_CHANGE_S * fps / 2))
    left, right = _highest(light, reach), _highest(light[::-1], reach)[::-1]
    lesser = np.minimum(left, right)
    dark = (light <= FADE_BLACK * lesser) & (lesser >= _LEAST_LIGHT)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], dark.astype(np.int8), [0]))))
    found = []
    for begin, end in edges.reshape(-1, 2).tolist():
        out = begin - int(np.argmax((light[:begin] >= FADE_LEAVES * left[begin])[::-1]))
        back = end + int(np.argmax(light[end:] >= FADE_LEAVES * right[end - 1]))
        half = ((back - out) / _FADE_SEEN - 1) / 2
        first, last = round((out + back) / 2 - half), round((out + back) / 2 + half)
        gradual = (back - out) - (end - begin) > 0
        if gradual and half * 2 / fps <= LONGEST_CHANGE_S and first > 0 and last < len(light):
            found.append(Change("fade", first, last, 0.95))
    return found


def _highest(light: Float64s, reach: int) -> Float64s:
    """Highest of the ``reach`` values up to each."""
    padded = np.concatenate([np.full(reach - 1, light[0]), light])
    highest: Float64s = np.lib.stride_tricks.sliding_window_view(padded, reach).max(axis=1)
    return highest
