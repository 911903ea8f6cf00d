"""Parts: squares of two pictures that differ, and what shifts explain of each.

Put comparing parts of pictures at shifts here. Which ways explain many parts is found in
``ways``.

A part is what differs in one square of one pair of pictures, twice: as it is in the earlier
picture, looked for in the later one, and the other way round. What leaves the ground is found
again in one of the two, what was uncovered in neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.held import CUT_OFF, Held, leaving, tile_px
from motion_assets.core.observations.medians import middles_of
from motion_assets.core.observations.thumbs import Float32s

Float64s = NDArray[np.float64]
Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

REACH_PX: Final = 12
SIDE: Final = 2 * REACH_PX + 1
GRID: Final = np.stack(np.divmod(np.arange(SIDE * SIDE), SIDE), axis=1) - REACH_PX
"""Pixels that a part may have gone, at most, and all shifts (down, across) up to there."""

_PAIRS: Final = 4
_POINTS: Final = 160
"""Pairs of pictures that are compared, and how many points of each."""

_OUTSIDE: Final = -1e3
_MIDDLE_EVERY: Final = 5
LEAST_UNLIKE: Final = 0.08
EXPLAINED: Final = 0.5
NEARLY_BEST: Final = 0.7
"""Share of the cost of standing still that a part must have to tell anything; the share of it
that a shift must save to explain a part; and how much of what the best shift saves."""


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Parts that differ between pictures ``step`` apart, each of shape (part,) or (part, shift).

    ``base``: points that there are to explain, ``gain``: those that shifts explain, ``best``: the
    most of those, ``sure``: all of them that explain most of a part. ``pair``, ``row``,
    ``column``: squares, of ``tiles`` (pair, row, column); ``x``, ``y``: middles, in pixels from
    that of the picture. ``share``: of the pictures that differs. Parts of earlier pictures come
    first, then as many of later ones.
    """

    step: int
    share: float
    base: Float32s
    gain: Float32s
    best: Float32s
    sure: Float32s
    x: Float64s
    y: Float64s
    pair: Int64s
    row: Int64s
    column: Int64s
    tiles: tuple[int, int, int]

    def near(self, shift: Float64s) -> Float32s:
        """Points that shifts within a pixel of one explain, (part,); 0 beyond the reach."""
        down, across = (round(float(each)) + REACH_PX for each in shift)
        if not (0 <= down < SIDE and 0 <= across < SIDE):
            return np.zeros(len(self.base), np.float32)
        gain = self.gain.reshape(-1, SIDE, SIDE)
        near: Float32s = gain[:, max(down - 1, 0) : down + 2, max(across - 1, 0) : across + 2].max(
            axis=(1, 2)
        )
        return near

    def explains(self, near: Float32s, *, nearly_best: bool) -> Bools:
        """Whether ``near`` is most of every part, and nearly as much as any shift explains."""
        most: Bools = (near >= EXPLAINED * self.base) & (self.base > 0)
        return most & (near >= NEARLY_BEST * self.best) if nearly_best else most

    def both_ways(self, parts: Bools) -> Bools:
        """Parts whose square is among those of ``parts``, in the one or the other picture."""
        return np.tile(parts.reshape(2, -1).any(axis=0), 2)

    def between(self, parts: Bools, shift: Float64s) -> Float64s:
        """The shift between pixels, around one of them, that explains most of some parts."""
        surface = self.gain[parts].sum(axis=0).reshape(SIDE, SIDE)
        down, across = (round(float(each)) + REACH_PX for each in shift)
        top, left = max(down - 1, 0), max(across - 1, 0)
        around = surface[top : down + 2, left : across + 2]
        down, across = (int(each) for each in np.unravel_index(int(around.argmax()), around.shape))
        down, across = down + top, across + left
        return np.array(
            [
                down - REACH_PX + _peak(surface[:, across], down),
                across - REACH_PX + _peak(surface[down], across),
            ]
        )


def _peak(line: Float32s, at: int) -> float:
    """How far from ``at`` a parabola around it is highest; 0 at the ends of a line."""
    if not 0 < at < len(line) - 1:
        return 0.0
    before, here, after = (float(each) for each in line[at - 1 : at + 2])
    bend = before - 2 * here + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Differing:
    """How far pictures ``step`` apart differ from each other.

    ``starts``: the earlier ones, ``off``: see `leaving`; ``share``: of the pictures that differs.
    """

    step: int
    starts: Int64s
    off: Float32s
    share: float


def differing(held: Held, steps: Sequence[int]) -> list[Differing]:
    """How far some pictures differ from those so many ``steps`` later, one step at least."""
    starts = [_starts(len(held.pictures), step) for step in steps]
    before = np.concatenate(starts)
    after = np.concatenate([first + step for first, step in zip(starts, steps, strict=True)])
    every = leaving(held, before, after)
    edges = np.cumsum([0, *map(len, starts)])
    offs = [every[begin:end] for begin, end in pairwise(edges.tolist())]
    return [
        Differing(step, first, off, float((off > 0).mean()))
        for step, first, off in zip(steps, starts, offs, strict=True)
    ]


def _starts(count: int, step: int) -> Int64s:
    """The earlier ones of the pairs that are compared of ``count`` pictures."""
    return np.unique(np.linspace(0, count - 1 - step, _PAIRS).round().astype(np.int64))


def compare(held: Held, differs: Differing, *, kernel: Kernel = "numpy") -> Parts | None:
    """Parts that differ; None where none do. ``kernel``: how, all to one result."""
    step, starts, (_, height, width) = differs.step, differs.starts, differs.off.shape
    found = _squares_of(differs.off, tile_px(width))
    if found is None:
        return None
    pictures = held.pictures[starts], held.pictures[starts + step]
    cost = _comparing(kernel).costs(*pictures, (found.pair, found.y, found.x), found.edges)
    usual = middles_of(cost[:, ::_MIDDLE_EVERY])
    weights = np.tile(found.sizes, 2).astype(np.float32)
    gain, base, best, sure = _comparing(kernel).gains(cost, usual, weights)
    pair, row, column = (np.tile(each, 2) for each in found.tiles_of())
    return Parts(
        step=step,
        share=differs.share,
        base=base,
        gain=gain,
        best=best,
        sure=sure,
        x=found.middles(found.x, width),
        y=found.middles(found.y, height),
        pair=pair,
        row=row,
        column=column,
        tiles=found.tiles,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Squares:
    """Points that differ, in the order of the squares of ``side`` pixels that they lie in.

    ``edges``: the first point of every square, and the end of the last one; ``tiles``: how many
    squares there may be, by pair, row and column.
    """

    pair: Int64s
    y: Int64s
    x: Int64s
    edges: Int64s
    tiles: tuple[int, int, int]
    side: int

    @property
    def sizes(self) -> Int64s:
        """Points of every square."""
        return np.diff(self.edges)

    def tiles_of(self) -> tuple[Int64s, Int64s, Int64s]:
        """Pair, row and column of every square."""
        first = self.edges[:-1]
        return self.pair[first], self.y[first] // self.side, self.x[first] // self.side

    def middles(self, places: Int64s, extent_px: int) -> Float64s:
        """Mean place of the points of every square from the middle, for both pictures."""
        sums = np.add.reduceat(places, self.edges[:-1])
        return np.tile(sums / self.sizes - (extent_px - 1) / 2, 2)


def _squares_of(off: Float32s, side: int) -> _Squares | None:
    """Points of the squares that differ most, (pair, row, column); None where none do."""
    count, height, width = off.shape
    points = np.concatenate(
        [_points(each, side) + pair * height * width for pair, each in enumerate(off)]
    )
    if not points.size:
        return None
    pair, rest = np.divmod(points, height * width)
    y, x = np.divmod(rest, width)
    tiles = (count, height // side + 1, width // side + 1)
    square = (pair * tiles[1] + y // side) * tiles[2] + x // side
    order = np.argsort(square, kind="stable")
    edges = np.append(np.flatnonzero(np.diff(square[order], prepend=-1)), len(order))
    return _Squares(pair[order], y[order], x[order], edges, tiles, side)


def _points(off: Float32s, side: int) -> Int64s:
    """Flat indices of points that differ, of the squares that differ most, at most `_POINTS`."""
    width = off.shape[1]
    points = np.flatnonzero(off)
    if len(points) > _POINTS:
        square = points // width // side * (width // side + 1) + points % width // side
        order = np.argsort(-np.bincount(square, off.reshape(-1)[points]), kind="stable")
        most = np.searchsorted(np.cumsum(np.bincount(square)[order]), 2 * _POINTS)
        looked = np.zeros(len(order), np.bool_)
        looked[order[: max(1, int(most))]] = True
        points = points[looked[square]]
    return points[:: max(1, -(-len(points) // _POINTS))]


def widened(pictures: Float32s) -> Float32s:
    """Pictures with as much around them as parts may go, which is like nothing in them."""
    count, height, width = pictures.shape
    wide = np.full((count, height + SIDE - 1, width + SIDE - 1), _OUTSIDE, np.float32)
    wide[:, REACH_PX:-REACH_PX, REACH_PX:-REACH_PX] = pictures
    return wide


class Comparing(Protocol):
    """How parts are compared at shifts."""

    def costs(
        self, before: Float32s, after: Float32s, places: tuple[Int64s, ...], edges: Int64s
    ) -> Float32s:
        """Mean difference of every part at every shift, 0..1: (part, shift).

        ``places``: points (pair, row, column) of which parts are made, in their order; ``edges``:
        the first point of every part, and the end of the last one. First come all parts as they
        are in the earlier pictures, looked for in the later ones, then the other way round, at the
        same shifts. The sums are float64, in which no order loses anything.
        """

    def gains(
        self, cost: Float32s, usual: Float32s, sizes: Float32s
    ) -> tuple[Float32s, Float32s, Float32s, Float32s]:
        """Points that shifts explain, those that there are to explain, the most and the sure ones.

        What stands still explains nothing here, nor does what any shift would. ``cost``: of parts
        at shifts (part, shift); ``usual``: median of it, ``sizes``: points, (part,).
        """


def _comparing(kernel: Kernel) -> Comparing:
    if kernel == "numpy":
        return NumpyComparing()
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.parts_kernel import NumbaComparing  # noqa: PLC0415

    return NumbaComparing()


class NumpyComparing:
    """Compares parts with numpy alone; see `Comparing`."""

    @staticmethod
    def costs(
        before: Float32s, after: Float32s, places: tuple[Int64s, ...], edges: Int64s
    ) -> Float32s:
        """Mean differences."""
        there = _sums(before, after, places, edges)
        back = _sums(after, before, places, edges)[:, ::-1, ::-1]
        sums = np.concatenate([there, back]).reshape(-1, SIDE * SIDE)
        sums /= np.tile(np.diff(edges), 2)[:, None]
        cost = sums.astype(np.float32)
        cost /= np.float32(CUT_OFF)
        return cost

    @staticmethod
    def gains(
        cost: Float32s, usual: Float32s, sizes: Float32s
    ) -> tuple[Float32s, Float32s, Float32s, Float32s]:
        """What shifts explain."""
        base = np.minimum(cost[:, len(GRID) // 2], usual)
        gain = np.maximum(base[:, None] - cost, 0)
        best = gain.max(axis=1)
        most = np.maximum(EXPLAINED * base, NEARLY_BEST * best)
        gain *= sizes[:, None]
        base = base * sizes * (base > LEAST_UNLIKE)
        sure = np.where(
            (gain >= (most * sizes)[:, None]) & (base > 0)[:, None], gain, np.float32(0)
        )
        return gain, base, best * sizes, sure


def _sums(known: Float32s, other: Float32s, places: tuple[Int64s, ...], edges: Int64s) -> Float64s:
    """Sums of the differences of every part at every shift, (part, row of shifts, shift)."""
    pair, y, x = places
    rows = sliding_window_view(widened(other), SIDE, axis=2)
    old = known[pair, y, x][:, None]
    sums = np.empty((len(edges) - 1, SIDE, SIDE))
    for number in range(SIDE):
        off = rows[pair, y + number, x]
        off -= old
        np.abs(off, out=off)
        np.minimum(off, np.float32(CUT_OFF), out=off)
        sums[:, number] = np.add.reduceat(off.astype(np.float64), edges[:-1], axis=0)
    return sums
