"""Movers: parts of a picture that go another way than the ground, and how far each one goes.

Put the matching of such parts from one picture to a later one here. What the ground itself does
belongs in ``camera``, naming what the parts do in ``motion``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from motion_assets.core.observations.medians import middles_of
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import Pairs, moved, sampled

Float64s = NDArray[np.float64]
Int64s = NDArray[np.int64]

_DIFFERENT: Final = 6.0
"""Levels by which a pixel must differ from the held ground to belong to a part that moves."""

_ASTRAY_PX: Final = 0.4
"""How far off the way of a ground that moves may be known: what it changes makes no difference."""

_REACH_PX: Final = 12
_COARSE_PX: Final = 2
_FINE_PX: Final = 2
"""Thumb pixels that a part may have gone, and the steps in which its place is looked for; how
far around the best of those every pixel is tried."""

_POINTS: Final = 300
_COARSE_POINTS: Final = 320
_FEWEST: Final = 4
_MOST_PARTS: Final = 40
_BETWEEN: Final = 2
_CUT_OFF: Final = 24.0
"""Levels beyond which a difference counts no more: what is covered matches nothing."""

_NEARER: Final = 0.006
"""Cost of a thumb pixel of travel, in shares of `_CUT_OFF`: of all places at which a flat part
lies within itself, the nearest is meant."""

_LEAST_MATCHED: Final = 0.55
_HARDLY_MATCHED: Final = 0.8
_ALIKE_PX: Final = 1.2
_NEAR_PX: Final = 7.0
_FEWEST_PAIRS: Final = 3
_LEAST_GONE_PX: Final = 1.5
"""Cost of the place of a part that was found again, in shares of that of staying where it is; and
of one that may have been, where parts of so many pairs go alike, are about where they should have
got to, in pixels, and do not go next to nowhere."""

_PLANE: Final = np.array([[[0] * 3] * 3, [[1] * 3] * 3, [[0] * 3] * 3])


@dataclass(frozen=True, slots=True, eq=False)
class Movers:
    """Parts that move, all float64 of shape (part,).

    ``x``, ``y``: middles, in pixels from the middle of the picture; ``across``, ``down``: travel
    over the ground; ``weight``: pixels. ``share``: of the picture that differs; ``matched``: of
    those pixels that belong to a part that was found again; ``agreed``: in several pairs alike.
    """

    x: Float64s
    y: Float64s
    across: Float64s
    down: Float64s
    weight: Float64s
    share: float
    matched: float
    agreed: float


def changed(pairs: Pairs, moves: Float32s) -> tuple[Float32s, NDArray[np.bool_]]:
    """Later pictures as they lie on the earlier ones, and which pixels differ: (pair, row, column).

    Light that rises and falls on all of a picture makes no difference.
    """
    count, height, width = pairs.before.shape
    row, column = np.divmod(np.arange(height * width), width)
    x = np.broadcast_to(column.astype(np.float32), (count, height * width))
    y = np.broadcast_to(row.astype(np.float32), (count, height * width))
    seen, inside = sampled(pairs.after, *moved(x, y, moves, pairs.before.shape))
    flat = pairs.before.reshape(count, -1)
    lit = flat * middles_of((seen + 1) / (flat + 1))[:, None]
    off = np.minimum(np.abs(seen - flat), np.abs(seen - lit)) * inside
    shape = pairs.before.shape
    if moves.any():
        off = off - np.float32(_ASTRAY_PX) * _steepest(pairs.before).reshape(count, -1)
    return seen.reshape(shape), np.asarray(off > _DIFFERENT).reshape(shape)


def _steepest(pictures: Float32s) -> Float32s:
    """Steepest step from every pixel (time, row, column) to the next ones, levels a pixel."""
    steep = np.zeros_like(pictures)
    down, right = np.abs(np.diff(pictures, axis=1)), np.abs(np.diff(pictures, axis=2))
    for side, step in (
        (steep[:, :-1], down),
        (steep[:, 1:], down),
        (steep[:, :, :-1], right),
        (steep[:, :, 1:], right),
    ):
        np.maximum(side, step, out=side)
    return steep


def find_movers(
    before: Float32s, after: Float32s, differs: NDArray[np.bool_], carried: Float64s
) -> Movers:
    """Parts that moved between pictures that lie on each other, (pair, row, column).

    ``carried``: for every pair, how many times what happens within a pair lies between the first
    pair and this one, and where the ground has gone meanwhile; float64 (pair, 3).
    """
    share = float(differs.mean())
    parts = _parts(differs)
    if not len(parts.sizes):
        none = np.zeros(0)
        return Movers(none, none, none, none, none, share, 0.0, 0.0)
    match = _Match(before, after, parts.points, parts.part, parts.sizes)
    travel, cost = match.refined(match.best(_window(0, 0, _REACH_PX, _COARSE_PX)))
    still = match.costs(np.zeros((1, 2), np.int64))[0]
    height, width = before.shape[1:]
    pair, places = _places(parts, height, width)
    begun = places - travel * carried[pair, :1] - carried[pair, 1:]
    agreed = _agreed(travel, begun, pair, cost <= _HARDLY_MATCHED * still)
    good = (cost <= _LEAST_MATCHED * still) | agreed
    return Movers(
        x=(places[:, 1] - (width - 1) / 2)[good],
        y=(places[:, 0] - (height - 1) / 2)[good],
        across=travel[good, 1],
        down=travel[good, 0],
        weight=parts.sizes[good],
        share=share,
        matched=float(parts.sizes[good].sum() / parts.all_px),
        agreed=float(parts.sizes[agreed].sum() / parts.all_px),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """The largest parts that differ: their pixels, the part of each, pixels of each and of all."""

    points: Int64s
    part: Int64s
    sizes: Float64s
    all_px: int


def _parts(differs: NDArray[np.bool_]) -> _Parts:
    labels, _ = ndimage.label(_wider(differs, _BETWEEN), _PLANE)
    points = _points(differs)
    counts = np.bincount(labels.reshape(-1)[points], minlength=1)
    counts[0] = 0
    largest = np.argsort(-counts, kind="stable")[:_MOST_PARTS]
    names = np.sort(largest[counts[largest] >= _FEWEST])
    part = np.full(len(counts), -1)
    part[names] = np.arange(len(names))
    part = part[labels.reshape(-1)[points]]
    kept = part >= 0
    sizes = counts[names].astype(np.float64)
    return _Parts(points[kept], part[kept], sizes, int(counts.sum()))


def _places(parts: _Parts, height: int, width: int) -> tuple[Int64s, Float64s]:
    """Pair and middle, (part, (row, column)), of every part."""
    pair = np.zeros(len(parts.sizes), np.int64)
    pair[parts.part] = parts.points // (height * width)
    y, x = np.divmod(parts.points % (height * width), width)
    middle = [np.bincount(parts.part, each) / parts.sizes for each in (y, x)]
    return pair, np.stack(middle, axis=1)


def _agreed(
    travel: Float64s, begun: Float64s, pair: Int64s, likely: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which of the ``likely`` parts are in several other pairs where they go: chance is not.

    ``begun``: where parts were in the first pair, had they always gone so, (part, axis).
    """
    apart = np.hypot(*(travel[:, None] - travel[None]).transpose(2, 0, 1))
    away = np.hypot(*(begun[:, None] - begun[None]).transpose(2, 0, 1))
    alike = (apart <= _ALIKE_PX) & (away <= _NEAR_PX) & likely[:, None] & likely[None]
    pairs = np.arange(int(pair.max()) + 1)
    together = np.stack([(alike & (pair == each)).any(axis=1) for each in pairs]).sum(axis=0)
    gone = np.hypot(*travel.T) >= _LEAST_GONE_PX
    return np.asarray(gone & (together >= _FEWEST_PAIRS))


def _wider(mask: NDArray[np.bool_], by_px: int) -> NDArray[np.bool_]:
    """Pixels at most ``by_px`` rows and columns away from those of a mask (pair, row, column)."""
    tall = mask.copy()
    for away in range(1, by_px + 1):
        tall[:, away:] |= mask[:, :-away]
        tall[:, :-away] |= mask[:, away:]
    wide = tall.copy()
    for away in range(1, by_px + 1):
        wide[:, :, away:] |= tall[:, :, :-away]
        wide[:, :, :-away] |= tall[:, :, away:]
    return wide


def _points(differs: NDArray[np.bool_]) -> Int64s:
    """Flat indices of pixels that differ, at most `_POINTS` of them for every picture."""
    points = np.flatnonzero(differs)
    every = max(1, len(points) // (_POINTS * len(differs)))
    return points[::every]


def _window(down: int, across: int, reach: int, step: int) -> Int64s:
    """Shifts (shift, axis) around one of them."""
    offsets = np.arange(-reach, reach + 1, step)
    grid = np.stack(np.meshgrid(offsets, offsets, indexing="ij"), axis=-1).reshape(-1, 2)
    return np.asarray(grid + np.array([down, across]))


class _Match:
    """Points of two pictures that lie on each other, compared at shifts."""

    def __init__(
        self, before: Float32s, after: Float32s, points: Int64s, part: Int64s, sizes: Float64s
    ) -> None:
        pad = _REACH_PX + _FINE_PX + 1
        _, height, width = before.shape
        around = ((0, 0), (pad, pad), (pad, pad))
        # What lies outside of the picture is unlike anything.
        self._before, self._after = (
            np.pad(each, around, constant_values=-1e3).reshape(-1) for each in (before, after)
        )
        pair, rest = np.divmod(points, height * width)
        row, column = np.divmod(rest, width)
        self._stride = width + 2 * pad
        self._at = (pair * (height + 2 * pad) + row + pad) * self._stride + column + pad
        self._old, self._new = self._before[self._at], self._after[self._at]
        self._sizes, self._part = sizes, part
        self._mean = np.zeros((len(points), len(sizes)), np.float32)
        self._mean[np.arange(len(points)), part] = 1 / (2 * _CUT_OFF * sizes[part])

    def costs(self, shifts: Int64s, parts: Int64s | None = None, *, every: int = 1) -> Float64s:
        """Mean difference of every part, or of some, at every shift, 0..1: (shift, part).

        ``every``: points from one looked-at to the next.
        """
        at, old, new = self._at[::every], self._old[::every], self._new[::every]
        mean = self._mean[::every] * np.float32(every)
        if parts is not None:
            asked = np.zeros(len(self._sizes), np.bool_)
            asked[parts] = True
            kept = np.flatnonzero(asked[self._part[::every]])
            at, old, new, mean = at[kept], old[kept], new[kept], mean[np.ix_(kept, parts)]
        away = (shifts[:, 0] * self._stride + shifts[:, 1])[:, None]
        off = _bounded(self._after.take(at + away), old)
        off += _bounded(self._before.take(at - away), new)
        return np.asarray(off @ mean, dtype=np.float64)

    def best(self, shifts: Int64s) -> Int64s:
        """The best shift of every part, (part, axis)."""
        every = max(1, len(self._at) // _COARSE_POINTS)
        costs = (
            self.costs(shifts, every=every)
            + _NEARER * np.hypot(shifts[:, 0], shifts[:, 1])[:, None]
        )
        return np.asarray(shifts[np.argmin(costs, axis=0)])

    def refined(self, best: Int64s) -> tuple[Float64s, Float64s]:
        """The best shifts between pixels, float64 (part, axis), and what each one costs."""
        travel, cost = np.zeros(best.shape), np.zeros(len(best))
        for down, across in {(int(each[0]), int(each[1])) for each in best}:
            parts = np.flatnonzero((best == (down, across)).all(axis=1))
            shifts = _window(down, across, _FINE_PX, 1)
            plain = self.costs(shifts, parts)
            held = plain + _NEARER * np.hypot(shifts[:, 0], shifts[:, 1])[:, None]
            side = 2 * _FINE_PX + 1
            for i, part in enumerate(parts.tolist()):
                surface = held[:, i].reshape(side, side)
                place = np.unravel_index(int(np.argmin(surface)), surface.shape)
                cost[part] = plain[place[0] * side + place[1], i]
                travel[part] = (
                    down - _FINE_PX + _between(surface[:, place[1]], int(place[0])),
                    across - _FINE_PX + _between(surface[place[0]], int(place[1])),
                )
        return travel, cost


def _bounded(seen: Float32s, known: Float32s) -> Float32s:
    """Distance of what is seen from what is known, up to `_CUT_OFF`; changes what is seen."""
    seen -= known
    np.abs(seen, out=seen)
    return np.minimum(seen, np.float32(_CUT_OFF), out=seen)


def _between(line: Float64s, at: int) -> float:
    """Place of the lowest value of a line around ``at``, by a parabola; ``at`` at its ends."""
    if not 0 < at < len(line) - 1:
        return float(at)
    before, here, after = (float(each) for each in line[at - 1 : at + 2])
    bend = before - 2 * here + after
    return at + (0.5 * (before - after) / bend if bend > 0 else 0.0)
