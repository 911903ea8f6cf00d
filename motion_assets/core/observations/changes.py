"""Changes: what happens between two shots, once it is known where.

Put the tiny pictures in which changes are seen here, fades, and the fitting of one change. Where
to look for changes belongs in ``shots``.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.drift import (
    coarse_share,
    dipped_share,
    mixed_share,
    moved_share,
    toned_share,
)
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

_FEWEST: Final = 2
_MOST: Final = 4
"""Pixels along either side of a part that are looked at."""

_HUE_LEVELS: Final = 255.0
_HUE_BOUND: Final = 45.0
_DIM: Final = 12.0
_LIGHT_WEIGHT: Final = 0.35
_CUT_STEP: Final = 0.72
"""Share of a change that one step must take to be a cut."""

_CUT_STEPS: Final = 2
_PLAIN_WIPE_MISFIT: Final = 0.06
"""Steps from the last frame of one shot to the first of the next that a cut may seem to take, and
the misfit up to which a course of more steps is a wipe, however large one of them is."""

_LEAST_GRADUAL_S: Final = 0.16
_MOST_GRADUAL_S: Final = 1.3
_GAINS: Final = (0.5, 2.0)
_LIGHT_LEAVES: Final = 0.18
"""Gains of a light that leaves the picture the same, and the share of the change it may leave."""

_FAR_LEAVES: Final = {"dissolve": 0.15, "wipe": 0.08}
_NEAR_LEAVES: Final = 0.3
_UNMIXED_LEAVES: Final = 0.5
_UNMIXED: Final = 0.1
"""Share of the difference that a move of the view leaves at most, between the ends of what looks
like a change, and between places nearer to its middle; the latter for pictures that are this far
from every mixture of those around them. What a move explains is no change of shots."""

_LEAST_COARSE: Final = 0.5
"""Share of the difference of two shots that is left when a quarter of a side is one part, where
shots are so alike that a mixture of them has hardly less contrast."""

_PLAINLY_COARSE: Final = 0.75
"""The same of hue and light, from which moves of texture are no reason."""

_LEAST_UNLIKE: Final = 0.4
_LEAST_SEEN_UNLIKE: Final = 0.1
_LEAST_DIP: Final = 0.4
"""Squared difference of two shots, in shares of their contrasts, from which the contrast of what
lies between tells a mixture from a move, and from which it may speak against one; share of the
dip of a mixture that is a dip."""

_FINE: Final = 0.12
_DIPS_FINE: Final = 0.65
_DIPS: Final = 0.5
_DIPS_LITTLE: Final = 0.25
_UNEXPLAINED: Final = 0.4
"""Dip of contrast, in shares of the contrasts of both shots and of what the most unlike shots
lose: of a dissolve whose shots differ in fine parts alone, which may fall between the parts that
are looked at; of any other; and of what may be one where a move leaves this share of the
difference."""

_SWITCH_STANDS_OUT: Final = 3.0
_SWITCH_LEAVES: Final = 0.36
"""How much larger than the usual step that of a light is that is switched, and the share of two
neighboring pictures that another light leaves."""

_CERTAIN_WIPE_MISFIT: Final = 0.12
_LEAST_WIPE_PACE: Final = 1.6
_PASSED_LEAVES: Final = 0.25
"""Misfit up to which a wipe is told by its course alone; how much faster than the shots beside
it any other has to change, and the share of the difference that a move of the view leaves."""

_CUT_STANDS_OUT: Final = 1.5
_LOOKED: Final = 32
_COARSE: Final = 24
"""Frames of a change that are looked at, at least, and at most for the first coarse fit."""

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
    if min(height, width) < _FEWEST * TINY_PX:
        raise ShapeError(
            f"a picture needs {_FEWEST * TINY_PX} pixels along either side to find its shots, got "
            f"{width} x {height}. Smaller ones are looked at as one shot."
        )
    (down, tall), (across, wide) = _sampling(height), _sampling(width)
    looked = np.empty((3, len(down), len(across)), np.uint8)
    for channel, plane in zip(looked, (frame.red, frame.green, frame.blue), strict=True):
        plane.take(down, axis=0).take(across, axis=1, out=channel, mode="clip")
    rows = looked[:, 0::tall].astype(np.uint16)
    for offset in range(1, tall):
        rows += looked[:, offset::tall]
    total = rows[:, :, 0::wide].copy()
    for offset in range(1, wide):
        total += rows[:, :, offset::wide]
    total //= np.uint16(tall * wide)
    return total.astype(np.uint8)


@lru_cache(maxsize=8)
def _sampling(side: int) -> tuple[Int64s, int]:
    """Looked-at pixels along a side, evenly over all of it, and how many of them a part has.

    >>> places, count = _sampling(100)
    >>> places[:4].tolist(), places[-1].item(), count
    ([0, 2, 3, 5], 99, 4)
    """
    count = _MOST if side >= _MOST * TINY_PX else _FEWEST
    looked = count * TINY_PX
    places = (2 * np.arange(looked) + 1) * side // (2 * looked)
    places.setflags(write=False)
    return places, count


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
    pieces = low, first - low + 1, last - low
    # Hues go their own way where shots are gaudy or dark, light where texture moves.
    views = [_fitted_in(space(tinies[low:high]), pieces) for space in (looks_of, _plain)]
    view = min(views, key=lambda each: min(each.even.error, each.wipe.error))
    if _switched(tinies[low:high]):
        return None
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
    passes = kind == "wipe" and fit.error > _CERTAIN_WIPE_MISFIT and _passes(tinies, within, side)
    if passes or _goes_on(tinies[slice(*within)], kind):
        return None
    return Change(kind, begins, max(ends, begins), round(1.0 - fit.error / _MOST_MISFIT / 2, 3))


def _plain(tinies: Plane) -> Float32s:
    """Tiny pictures as they are, in which every mixture lies between what is mixed."""
    return tinies.astype(np.float32) * np.float32(_LIGHT_WEIGHT)


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


def _passes(tinies: Plane, within: tuple[int, int], side: int) -> bool:
    """Whether something passes in these pictures, and not one shot after another.

    It also moves in the ``side`` frames on either side, or leaves a picture that only moved.
    """
    first, last = within
    low = max(first - side, 0)
    plain = _plain(tinies[low : last + side])
    steps = np.abs(np.diff(plain, axis=0)).mean(axis=(1, 2, 3))
    inside = steps[first - low : last - 1 - low]
    outside = np.concatenate([steps[: first - low], steps[last - 1 - low :]])
    if outside.size and float(inside.mean()) < _LEAST_WIPE_PACE * float(outside.mean()):
        return True
    ends = tinies[[first, last - 1]]
    courses = (space(ends).astype(np.float64) for space in (looks_of, _plain))
    return min(moved_share(each[0], each[1]) for each in courses) <= _PASSED_LEAVES


def _goes_on(tinies: Plane, kind: str) -> bool:
    """Whether the view moved in these pictures, rather than one shot became another.

    What is mixed of two pictures has less contrast than both, what moves keeps its own. Where
    that tells nothing, a move explains how the first and the last differ, or those at a quarter
    and three quarters of the way while the pictures between are no mixture of both ends.
    """
    courses = [space(tinies).astype(np.float64) for space in (looks_of, _plain)]
    if kind == "wipe":
        return _far(courses) <= _FAR_LEAVES[kind]
    coarse = [coarse_share(each[-1] - each[0]) for each in courses]
    mixes = _mixes(courses[1], coarse[0], max(coarse))
    if mixes is not None:
        return not mixes
    if _far(courses) <= (_FAR_LEAVES[kind] if max(coarse) >= _LEAST_COARSE else _UNEXPLAINED):
        return True
    quarter = (len(tinies) - 1) // 4
    near = max(moved_share(each[quarter], each[len(each) - 1 - quarter]) for each in courses)
    unmixed = min(mixed_share(each) for each in courses)
    return near <= _NEAR_LEAVES or (near <= _UNMIXED_LEAVES and unmixed >= _UNMIXED)


def _mixes(plain: Float64s, coarse: float, coarsest: float) -> bool | None:
    """Whether lost contrast says that two shots are mixed; None where it says nothing.

    ``coarse``, ``coarsest``: coarse share of hues and light, and of the larger of that and light.
    """
    dips, unlike = dipped_share(plain)
    if unlike >= _LEAST_UNLIKE:
        fine = coarsest < _FINE
        if dips * unlike >= (_DIPS_FINE if fine else _DIPS):
            return True
        against = fine or dips * unlike < _DIPS_LITTLE
    else:
        against = coarsest < _LEAST_COARSE or (unlike >= _LEAST_SEEN_UNLIKE and dips < _LEAST_DIP)
    # What differs in large parts differs for another reason than that texture moved.
    return False if against and coarse < _PLAINLY_COARSE else None


def _far(courses: list[Float64s]) -> float:
    """Share of the difference between the ends of a course that a move of the view leaves."""
    return max(moved_share(each[0], each[-1]) for each in courses)


def _lit_otherwise(before: Plane, after: Plane) -> bool:
    """Whether a brighter or darker light explains how two pictures differ."""
    old, new = (each.mean(axis=0, dtype=np.float64).reshape(-1) for each in (before, after))
    lean = old - old.mean()
    gain = float(lean @ new) / (float(lean @ lean) + 1e-9)
    left = new - new.mean() - gain * lean
    differs = new - old
    same = _GAINS[0] <= gain <= _GAINS[1]
    if same and float(left @ left) <= _LIGHT_LEAVES * float(differs @ differs):
        return True
    return toned_share(old, new) <= _LIGHT_LEAVES


def _switched(tinies: Plane) -> bool:
    """Whether the one step that stands out is one to another light on the same picture."""
    plain = _plain(tinies)
    steps = np.abs(np.diff(plain, axis=0)).mean(axis=(1, 2, 3))
    at = int(np.argmax(steps))
    if steps[at] < _SWITCH_STANDS_OUT * np.median(steps):
        return False
    return toned_share(*plain[at : at + 2].astype(np.float64)) <= _SWITCH_LEAVES


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
        gradual = (back - out) - (end - begin) > 0
        if gradual and half * 2 / fps <= LONGEST_CHANGE_S and first > 0 and last < len(light):
            found.append(Change("fade", first, last, 0.95))
    return found


def _highest(light: Float64s, reach: int) -> Float64s:
    """Highest of the ``reach`` values up to each."""
    padded = np.concatenate([np.full(reach - 1, light[0]), light])
    highest: Float64s = np.lib.stride_tricks.sliding_window_view(padded, reach).max(axis=1)
    return highest
