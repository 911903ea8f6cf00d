"""Changes: what happens between two shots, once it is known where.

Put fades and the fitting of one change here. Where to look for changes belongs in ``shots``, what
speaks against one in ``continuity``.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.continuity import goes_on, lit_otherwise, passes, switched
from motion_assets.core.observations.frames import Plane
from motion_assets.core.observations.tinies import TINY_PX, looks_of, plain_of
from motion_assets.vocabulary.time_ranges import (
    CHANGE_SIDE_S,
    FADE_BLACK,
    FADE_LEAVES,
    LONGEST_CHANGE_S,
)

Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Int64s = NDArray[np.int64]

NOISE_LEVELS: Final = 3.0
"""What the looks of a part vary by at least, without a reason."""

_CUT_STEP: Final = 0.72
"""Share of a change that one step must take to be a cut."""

_CUT_STEPS: Final = 2
_PLAIN_WIPE_MISFIT: Final = 0.06
"""Steps from the last frame of one shot to the first of the next that a cut may seem to take, and
the misfit up to which a course of more steps is a wipe, however large one of them is."""

_LEAST_GRADUAL_S: Final = 0.16
_MOST_GRADUAL_S: Final = 1.3
_CUT_STANDS_OUT: Final = 1.5
_LOOKED: Final = 32
_COARSE: Final = 24
"""Frames of a change that are looked at, at least, and at most for the first coarse fit."""

_MOST_MISFIT: Final = 0.15
_MOST_WIPE_MISFIT: Final = 0.2
_CERTAIN_WIPE_MISFIT: Final = 0.12
"""Misfit of a course at most; and of a wipe that is told by its course alone."""

_EDGE: Final = 0.1
"""Width of a wiping edge, as parts of the picture see it, in shares of the side."""

_PLACES: Final = (np.arange(TINY_PX) + 0.5) / TINY_PX
_LEAST_LIGHT: Final = 5.0
_FADE_SEEN: Final = 0.832
"""Share of a fade between the moments at which it leaves the light of either shot plainly."""

_REST_S: Final = 0.12
_RISES: Final = 1.02
_WHOLE: Final = 0.15
"""Seconds in which light rises by less than that share where a fade is over, and how much of a
frame at its end is none."""


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


def refined(tinies: Plane, span: tuple[int, int], fps: float) -> Change | None:
    """The change within ``span``, from a frame of the earlier shot to one of the later one."""
    first, last = span
    side = max(2, round(CHANGE_SIDE_S * fps))
    low, high = max(first - side + 1, 0), min(last + side, len(tinies))
    if lit_otherwise(tinies[low : first + 1], tinies[last:high]) or switched(tinies[low:high]):
        return None
    pieces = low, first - low + 1, last - low
    # Hues go their own way where shots are gaudy or dark, light where texture moves.
    views = [_fitted_in(space(tinies[low:high]), pieces) for space in (looks_of, plain_of)]
    view = min(views, key=lambda each: min(each.even.error, each.wipe.error))
    kind, fit = (
        ("wipe", view.wipe) if view.wipe.error < view.even.error else ("dissolve", view.even)
    )
    crosses = kind == "wipe" and fit.steps > _CUT_STEPS and fit.error <= _PLAIN_WIPE_MISFIT
    if view.leap >= _CUT_STEP and not crosses:
        at = low + view.jump + 1
        return Change("cut", at, at, 1.0) if view.stands_out >= _CUT_STANDS_OUT else None
    fits = fit.error <= (_MOST_MISFIT if kind == "dissolve" else _MOST_WIPE_MISFIT)
    if not fits or not _LEAST_GRADUAL_S <= (fit.steps - 1) * view.every / fps <= _MOST_GRADUAL_S:
        return None
    begins, ends = low + fit.start * view.every + 1, low + (fit.start + fit.steps) * view.every
    within = begins - 1, min(ends, len(tinies) - 1) + 1
    passing = kind == "wipe" and fit.error > _CERTAIN_WIPE_MISFIT and passes(tinies, within, side)
    if passing or goes_on(tinies[slice(*within)], kind):
        return None
    return Change(kind, begins, max(ends, begins), round(1.0 - fit.error / _MOST_MISFIT / 2, 3))


@dataclass(frozen=True, slots=True)
class _View:
    """A change as one kind of figures shows it: its largest step and the courses that fit.

    ``leap``: share of the change that the step from picture ``jump`` on takes; ``stands_out``:
    how much larger it is than any other; ``every``: frames from one looked-at to the next.
    """

    jump: int
    leap: float
    stands_out: float
    even: "_Ramp"
    wipe: "_Ramp"
    every: int


def _fitted_in(region: Float32s, pieces: tuple[int, int, int]) -> _View:
    """What figures (time, figure, row, column) show of a change.

    ``pieces``: index of the first of them, and where the sides before and after the change end
    and begin.
    """
    _, before_end, after = pieces
    sides = region[:before_end], region[after:]
    before = sides[0].mean(axis=0)
    way = sides[1].mean(axis=0) - before
    pull = way / ((sides[0].var(axis=0) + sides[1].var(axis=0)) / 2 + NOISE_LEVELS**2)
    weight = (way * pull).sum(axis=0)
    gone = ((region - before) * pull).sum(axis=1)
    course = gone.sum(axis=(1, 2)) / max(float(weight.sum()), 1e-9)
    steps = np.diff(course)
    jump = int(np.argmax(steps))
    leaps = np.diff(region, axis=0).reshape(len(region) - 1, -1)
    leaps = np.einsum("td,td->t", leaps, leaps)
    others = np.delete(leaps, jump)
    usual = float(others.max()) if others.size else 0.0
    every = max(1, len(region) // _LOOKED)
    even, wipe = _fitted(gone[::every], weight)
    out = float(leaps[jump]) / max(usual, 1e-9)
    return _View(jump, float(steps[jump]), out, even, wipe, every)


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
        evens.append(_nearest(course, shares, even=True))
        wipes.append(_nearest(course, shares, even=False))
        wipes.append(_nearest(course[:, ::-1], shares[::-1], even=False))
    return max(evens, key=lambda each: each.error), min(wipes, key=lambda each: each.error)


def _nearest(course: Float64s, shares: Float64s, *, even: bool) -> _Ramp:
    """The course that is nearest to ``course`` (time, part), looked for coarsely, then finely."""
    apart = -(-len(course) // _COARSE)
    starts, stops = _grid(-(-len(course) // apart))
    found = _best(_models(-(-len(course) // apart), even=even), course[::apart], shares)
    if apart == 1:
        return _Ramp(found[0], int(starts[found[1]]), int((stops - starts)[found[1]]))
    around = np.arange(-apart, apart + 1)
    starts, stops = (each[found[1]] * apart + around for each in (starts, stops))
    starts, stops = (each.ravel() for each in np.meshgrid(starts, stops, indexing="ij"))
    held = (starts >= 0) & (starts < stops) & (stops < len(course))
    starts, stops = starts[held], stops[held]
    error, best = _best(_drawn(len(course), (starts, stops), even=even), course, shares)
    return _Ramp(error, int(starts[best]), int(stops[best] - starts[best]))


@lru_cache(maxsize=64)
def _models(count: int, *, even: bool) -> tuple[Float64s, Float64s]:
    """All courses that start and stop within ``count`` frames, as `_drawn` gives them."""
    models = _drawn(count, _grid(count), even=even)
    for each in models:
        each.setflags(write=False)
    return models


def _drawn(count: int, ends: tuple[Int64s, Int64s], *, even: bool) -> tuple[Float64s, Float64s]:
    """Courses between starts and stops, (choice, time, part), and sums of squares over time.

    An even course has one part for all.
    """
    starts, stops = ends
    away = (np.arange(count) - starts[:, None]) / (stops - starts)[:, None]
    edge = away[:, :, None] * (1.0 if even else 1.0 + _EDGE)
    models = np.clip(edge if even else (edge - _PLACES) / _EDGE, 0.0, 1.0)
    return models, np.einsum("ctk,ctk->ck", models, models)


def _grid(count: int) -> tuple[Int64s, Int64s]:
    """All starts and stops of a course within ``count`` frames."""
    starts, stops = np.triu_indices(count, k=1)
    return starts, stops


def _best(
    drawn: tuple[Float64s, Float64s], course: Float64s, shares: Float64s
) -> tuple[float, int]:
    """Error and number of the model among ``drawn`` that is nearest to ``course`` (time, part).

    Squares are multiplied out, so that no difference of every model is kept.
    """
    models, squares = drawn
    constant = float(((course * course) @ shares).sum())
    if models.shape[2] == 1:
        course, shares = (course @ shares)[:, None], np.ones(1)
    pull = (course * shares).ravel()
    error = squares @ shares - 2 * (models.reshape(len(models), -1) @ pull)
    best = int(np.argmin(error))
    left = max(float(error[best]) + constant, 0.0) / len(course)
    return float(np.sqrt(left)), best


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
        earlier, later = light[: begin + 1][::-1], light[end - 1 :]
        first = min(first, begin - _last_rising(earlier, float(left[begin]), fps))
        last = max(last, min(end + _last_rising(later, float(right[end - 1]), fps), len(light) - 1))
        gradual = (back - out) - (end - begin) > 0
        if gradual and half * 2 / fps <= LONGEST_CHANGE_S and first > 0 and last < len(light):
            found.append(Change("fade", first, last, 0.95))
    return found


def _last_rising(light: Float64s, level: float, fps: float) -> int:
    """Place in ``light``, from the dark on, of the last frame that is not yet of a shot alone.

    Fades may slow down towards their ends: from the highest that light rises to without a rest,
    ``level`` at least, the last part takes as long as the part before it took.
    """
    rest = max(1, round(_REST_S * fps))
    for at in range(round(LONGEST_CHANGE_S * fps) + 1):
        ahead = light[at : at + rest + 1]
        if not len(ahead) or ahead.max() <= _RISES * ahead[0]:
            break
        level = max(level, float(ahead.max()))
    before, after = (
        _crossing(light, share * level) for share in (2 * FADE_LEAVES - 1, FADE_LEAVES)
    )
    return math.floor(2 * after - before - _WHOLE)


def _crossing(light: Float64s, level: float) -> float:
    """Place between frames at which light first reaches a level that its first one is below."""
    at = max(int(np.argmax(light >= level)), 1)
    return at - 1 + float((level - light[at - 1]) / max(light[at] - light[at - 1], 1e-9))


def _highest(light: Float64s, reach: int) -> Float64s:
    """Highest of the ``reach`` values up to each."""
    padded = np.concatenate([np.full(reach - 1, light[0]), light])
    highest: Float64s = np.lib.stride_tricks.sliding_window_view(padded, reach).max(axis=1)
    return highest
