"""Changes: what happens between two shots, once it is known where.

Put the tiny pictures in which changes are seen here, fades, and the fitting of one change. Where
to look for changes belongs in ``shots``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.errors import ShapeError
from motion_assets.vocabulary.time_ranges import (
    CHANGE_SIDE_S,
    FADE_BLACK,
    FADE_LEAVES,
    LONGEST_CHANGE_S,
)

Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Int64s = NDArray[np.int64]

TINY_PX: Final = 16
"""Sides of a tiny picture."""

NOISE_LEVELS: Final = 3.0
"""What the looks of a part vary by at least, without a reason."""

_SAMPLES: Final = 2 * TINY_PX
_HUE_LEVELS: Final = 255.0
_HUE_BOUND: Final = 45.0
_DIM: Final = 12.0
_LIGHT_WEIGHT: Final = 0.35
_CUT_STEP: Final = 0.72
"""Share of a change that one step must take to be a cut."""

_LEAST_GRADUAL_S: Final = 0.18
_MOST_GRADUAL_S: Final = 1.3
_GAINS: Final = (0.5, 2.0)
_LIGHT_LEAVES: Final = 0.18
"""Gains of a light that leaves the picture the same, and the share of the change it may leave."""

_MOST_MOVED: Final = 4
_MOVED_LEAVES: Final = 0.42
"""Tiny pixels that a view may travel while it is looked for a change, and the share of the
difference that such a shift may leave: what it explains is a move, not a change of shots."""

_CUT_STANDS_OUT: Final = 1.5
_LOOKED: Final = 32
_MOST_MISFIT: Final = 0.15
_MOST_WIPE_MISFIT: Final = 0.2
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


def looks_of(tinies: Plane, pool: int = 1) -> Float32s:
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


def refined(tinies: Plane, span: tuple[int, int], fps: float) -> Change | None:
    """The change within ``span``, from a frame of the earlier shot to one of the later one."""
    first, last = span
    side = max(2, round(CHANGE_SIDE_S * fps))
    low, high = max(first - side + 1, 0), min(last + side, len(tinies))
    if _lit_otherwise(tinies[low : first + 1], tinies[last:high]):
        return None
    region = looks_of(tinies[low:high])
    sides = region[: first - low + 1], region[last - low :]
    before = sides[0].mean(axis=0)
    way = sides[1].mean(axis=0) - before
    pull = way / ((sides[0].var(axis=0) + sides[1].var(axis=0)) / 2 + NOISE_LEVELS**2)
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
    fits = fit.error <= (_MOST_MISFIT if kind == "dissolve" else _MOST_WIPE_MISFIT)
    if not fits or not _LEAST_GRADUAL_S <= (fit.steps - 1) * every / fps <= _MOST_GRADUAL_S:
        return None
    begins, ends = low + fit.start * every + 1, low + (fit.start + fit.steps) * every
    if _moved_on(tinies[begins - 1], tinies[min(ends, len(tinies) - 1)]):
        return None
    return Change(kind, begins, max(ends, begins), round(1.0 - fit.error / _MOST_MISFIT / 2, 3))


def _moved_on(before: Plane, after: Plane) -> bool:
    """Whether a shift explains how the middle of one tiny picture differs from another's."""
    old, new = looks_of(np.stack([before, after]))
    kept = TINY_PX - 2 * _MOST_MOVED
    middle = np.s_[:, _MOST_MOVED:-_MOST_MOVED, _MOST_MOVED:-_MOST_MOVED]
    shifted = sliding_window_view(new, (kept, kept), axis=(1, 2))
    off = shifted - old[middle][:, None, None]
    left = np.einsum("cyxrs,cyxrs->yx", off, off)
    return float(left.min()) <= _MOVED_LEAVES * float(left[_MOST_MOVED, _MOST_MOVED])


def _lit_otherwise(before: Plane, after: Plane) -> bool:
    """Whether a brighter or darker light explains how two pictures differ."""
    old, new = (each.mean(axis=0, dtype=np.float64).reshape(-1) for each in (before, after))
    lean = old - old.mean()
    gain = float(lean @ new) / (float(lean @ lean) + 1e-9)
    left = new - new.mean() - gain * lean
    differs = new - old
    same = _GAINS[0] <= gain <= _GAINS[1]
    return same and float(left @ left) <= _LIGHT_LEAVES * float(differs @ differs)


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


def fades(tinies: Plane, fps: float) -> list[Change]:
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
