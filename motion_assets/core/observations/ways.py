"""Ways: which ways the parts of a picture go over a ground that is held still.

Put matching what leaves the ground here. Holding the ground belongs in ``held``, the compared
parts in ``parts``, naming what the parts do in ``motion``.

Ways are found one after the other, each the one that explains most of what is left, over several
distances in time at once: chance explains nothing over all of them. Then the parts are shared
among all ways that were found.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.held import Held
from motion_assets.core.observations.parts import (
    GRID,
    REACH_PX,
    SIDE,
    Bools,
    Differing,
    Float64s,
    Parts,
    compare,
    differing,
)
from motion_assets.core.observations.silhouettes import silhouettes
from motion_assets.core.observations.thumbs import Float32s

_STEPS: Final = (1, 2, 4, 8)
"""Pictures from one to another that are compared."""

_FEWEST_SHARE: Final = 0.003
_MOST_TRIED: Final = 12
_MOST_WAYS: Final = 6
_LEAST_EXPLAINED: Final = 0.008
"""Share of what differs that a way must explain to be looked at at all."""

_FEWEST_PAIRS: Final = 3
_LEAST_POINTS: Final = 25.0
_MOST_BY_CHANCE: Final = 60.0
_LEAST_GONE_PX: Final = 2.0
"""Pairs of pictures and points in them that show a way at least; points that the main one must
have, and every one over a ground that moves; and how far it must go there over the longest time:
what the ground goes astray by gets less far."""

_CLEAR: Final = 0.7
_LEAST_EXPLAINED_BY_SILHOUETTES: Final = 0.1
_LEAST_POINTS_ALONE: Final = 110.0
_LEAST_SILHOUETTES: Final = 0.5
_HIDDEN: Final = 1.5
"""Share of what differs that ways explain from which nothing else is looked for; what ways of
silhouettes explain at least; points that they explain over a ground that moves, where nothing is
found by its looks; and how much of a picture silhouettes are, in shares of what differs
from picture to picture: those of noise are less, those of subjects as bright as the ground more."""

_LEAST_OF_MOST: Final = 0.12
"""Points of a way in shares of those of the way with most."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way that parts of a picture go over the ground.

    ``across``, ``down``: pixels from one picture to the next; ``x``, ``y``: middle of the parts,
    in pixels from that of the picture; ``weight``: points that it explains.
    """

    across: float
    down: float
    x: float
    y: float
    weight: float


@dataclass(frozen=True, slots=True, eq=False)
class _Tried:
    """What a rate (down, across) explains: ``pairs`` of pictures, and parts of every step."""

    rate: Float64s
    weight: float
    pairs: int
    explained: list[Bools]


@dataclass(frozen=True, slots=True)
class _Found:
    """Ways, the share of what differs that they explain, and the most of a picture that does."""

    ways: tuple[Way, ...]
    explained: float
    share: float

    @property
    def points(self) -> float:
        """Points that all ways explain."""
        return sum(way.weight for way in self.ways)


def find_ways(
    held: Held, tints: Sequence[Float32s] = (), *, kernel: Kernel = "numpy"
) -> tuple[tuple[Way, ...], float]:
    """Ways of what leaves the ground, and the largest share of a picture that does.

    What is not found again by its looks is looked for as a silhouette; of the two, the one that
    explains more is believed, or the silhouettes where most of them are as bright as the ground.
    ``tints``: see `silhouettes`; ``kernel``: how parts are compared, all to one result.
    """
    seen = _found(held, _differs(held), kernel)
    if not tints and (seen.share < _FEWEST_SHARE or seen.explained >= _CLEAR):
        return seen.ways, seen.share
    passing = silhouettes(held, tints, kernel=kernel)
    differs = _differs(passing)
    passing_share = _most_of(differs)
    hidden = passing_share >= max(_HIDDEN * seen.share, _FEWEST_SHARE)
    share = passing_share if hidden else seen.share
    if passing_share < _LEAST_SILHOUETTES * seen.share or not (hidden or seen.explained < _CLEAR):
        return seen.ways, share
    other = _found(passing, differs, kernel)
    # What a ground that moves goes astray by has silhouettes as well, and no looks to find again.
    least = _LEAST_POINTS_ALONE if held.carried and not seen.ways else 0.0
    clear = other.explained >= _LEAST_EXPLAINED_BY_SILHOUETTES and other.points >= least
    more = seen.explained < min(_CLEAR, other.explained)
    return (other if clear and (hidden or more) else seen).ways, share


def _differs(held: Held) -> list[Differing]:
    """How far pictures of a window differ from later ones, over several times."""
    steps = [step for step in _STEPS if step < len(held.pictures) - 1]
    return differing(held, steps) if steps else []


def _most_of(differs: Sequence[Differing]) -> float:
    """The largest share of a picture that differs over any time."""
    return max((each.share for each in differs), default=0.0)


def _found(held: Held, differs: Sequence[Differing], kernel: Kernel) -> _Found:
    """Ways of what differs between some pictures."""
    share = _most_of(differs)
    enough = [each for each in differs if each.share >= _FEWEST_SHARE]
    found = (compare(held, each, kernel=kernel) for each in enough)
    compared = [each for each in found if each is not None]
    if not compared:
        return _Found((), 0.0, share)
    rates = _rates_of(compared)
    ways = _shared(compared, rates) if rates else []
    most = max((way.weight for way in ways), default=0.0)
    reach = max(each.step for each in compared) if held.carried else np.inf
    if most < _MOST_BY_CHANCE:
        return _Found((), 0.0, share)
    kept = tuple(
        way
        for way in ways
        if way.weight >= max(_LEAST_OF_MOST * most, _MOST_BY_CHANCE * held.carried)
        and np.hypot(way.across, way.down) * reach >= _LEAST_GONE_PX
    )
    every = sum(float(each.base.sum(dtype=np.float64)) for each in compared)
    longest = max(each.step for each in compared)
    going = (way for way in kept if np.hypot(way.across, way.down) * longest >= _LEAST_GONE_PX)
    return _Found(kept, sum(way.weight for way in going) / every, share)


def _rates_of(compared: Sequence[Parts]) -> list[Float64s]:
    """Rates (down, across) that explain most, one after the other."""
    opened = [np.ones(len(parts.base), np.bool_) for parts in compared]
    found: list[Float64s] = []
    for _ in range(_MOST_TRIED):
        rate = _best_rate(compared, opened) if len(found) < _MOST_WAYS else None
        tried = None if rate is None else _tried(compared, opened, rate)
        if rate is None or tried is None:
            break
        sure = tried.pairs >= _FEWEST_PAIRS and tried.weight > _LEAST_POINTS
        found += [tried.rate] if sure else []
        for number, parts in enumerate(compared):
            # What goes too far for a step is not found again in it, and is told already.
            far = sure and np.abs(rate * parts.step).max() > REACH_PX
            opened[number] &= ~parts.both_ways(tried.explained[number]) & (not far)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Where on a grid of shifts the ``rates`` lie that it reaches: corners and their shares."""

    rates: NDArray[np.intp]
    corners: NDArray[np.intp]
    shares: Float64s


@lru_cache(maxsize=4)
def _lattice(steps: tuple[int, ...]) -> tuple[Float64s, tuple[_Places, ...]]:
    """Rates that are tried, (rate, axis), and their places on the grid of every step."""
    rates = np.unique(np.concatenate([GRID / step for step in steps]), axis=0)
    return rates, tuple(_places(rates * step) for step in steps)


def _places(shifts: Float64s) -> _Places:
    reached = np.flatnonzero(np.abs(shifts).max(axis=1) <= REACH_PX)
    at = np.minimum(shifts[reached] + REACH_PX, SIDE - 1 - 1e-6)
    first = np.floor(at).astype(np.intp)
    down, across = (at - first).T
    corner = first[:, 0] * SIDE + first[:, 1]
    corners = np.stack([corner, corner + 1, corner + SIDE, corner + SIDE + 1])
    shares = [(1 - down) * (1 - across), (1 - down) * across, down * (1 - across), down * across]
    return _Places(reached, corners, np.stack(shares))


def _best_rate(compared: Sequence[Parts], opened: Sequence[Bools]) -> Float64s | None:
    """The rate that explains the largest share of what it reaches, of the parts still open."""
    rates, places = _lattice(tuple(parts.step for parts in compared))
    score, whole = np.zeros(len(rates)), np.full(len(rates), 1e-9)
    for parts, still, place in zip(compared, opened, places, strict=True):
        surely = still.astype(np.float32) @ parts.sure
        score[place.rates] += (surely[place.corners] * place.shares).sum(axis=0)
        whole[place.rates] += float(parts.base.sum())
    score /= whole
    best = int(np.argmax(score))
    return rates[best] if score[best] >= _LEAST_EXPLAINED else None


def _tried(compared: Sequence[Parts], opened: Sequence[Bools], rate: Float64s) -> _Tried | None:
    """What a rate explains, and that rate between the pixels; None where it is nothing."""
    weight, pairs, square, gone = 0.0, 0, 0.0, np.zeros(2)
    masks: list[Bools] = []
    for parts, still in zip(compared, opened, strict=True):
        near = parts.near(rate * parts.step)
        explained = still & parts.explains(near, nearly_best=True)
        masks.append(explained)
        if not explained.any():
            continue
        points = float(near[explained].sum())
        gone += parts.between(explained, rate * parts.step) * parts.step * points
        square += parts.step**2 * points
        weight += points
        pairs += len(np.unique(parts.pair[explained]))
    return _Tried(gone / square, weight, pairs, masks) if weight > 0 else None


@dataclass(slots=True)
class _Sum:
    """Points of one way so far, their places, and the pairs that show it."""

    points: float = 0.0
    x: float = 0.0
    y: float = 0.0
    pairs: int = 0


def _shared(compared: Sequence[Parts], rates: Sequence[Float64s]) -> list[Way]:
    """Ways with the parts that each explains best, together with what is around them."""
    sums = [_Sum() for _ in rates]
    for parts in compared:
        if max(float(np.abs(rate).max()) for rate in rates) * parts.step > REACH_PX:
            continue
        near = np.stack([parts.near(rate * parts.step) for rate in rates])
        best = _smoothed(parts, near).argmax(axis=0)
        for number, total in enumerate(sums):
            own = (best == number) & parts.explains(near[number], nearly_best=False)
            points = near[number][own]
            total.points += float(points.sum())
            total.x += float(points @ parts.x[own])
            total.y += float(points @ parts.y[own])
            total.pairs += len(np.unique(parts.pair[own]))
    return [
        Way(
            float(rate[1]),
            float(rate[0]),
            total.x / total.points,
            total.y / total.points,
            total.points,
        )
        for rate, total in zip(rates, sums, strict=True)
        if total.points > _LEAST_POINTS and total.pairs >= _FEWEST_PAIRS
    ]


def _smoothed(parts: Parts, near: NDArray[np.float32]) -> NDArray[np.float32]:
    """What ways explain of every part and of those around it, (way, part)."""
    at = np.ravel_multi_index((parts.pair, parts.row, parts.column), parts.tiles)
    count = math.prod(parts.tiles)
    tiles = np.stack([np.bincount(at, each, count) for each in near])
    around = ndimage.uniform_filter(tiles.reshape(-1, *parts.tiles), (0, 0, 3, 3), mode="constant")
    return np.asarray(around.reshape(len(near), -1)[:, at], np.float32)
