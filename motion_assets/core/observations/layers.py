"""Layers: parts of a picture that travel apart along one kind of way.

Put the comparing of places with themselves at other times here. Which kind of way a window
takes is decided in ``camera``, the shake that is taken out first comes from ``shake``.

Every kind of way has coordinates in which it is a plain shift along the columns: straight
ways have the picture itself, growth has rings and rays about the middle, keystone has a tube
around the view. There, how well each cell fits each shift is summed over several times, and
cells of one layer agree on one rate.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from motion_assets.core.observations.medians import middles_of
from motion_assets.core.observations.shake import Course
from motion_assets.core.observations.thumbs import Float32s, box_mean
from motion_assets.core.observations.warp import sampled
from motion_assets.vocabulary.camera_ranges import FOCAL_SIDES

Float64s = NDArray[np.float64]
Way = Literal["across", "down", "growth", "arc", "crane"]

AXES: Final[dict[Way, int]] = {"across": 0, "arc": 0, "down": 1, "crane": 1, "growth": 2}
"""Figure of a move that each kind of way changes."""

_RAYS: Final = 96
_RINGS: Final = 80
_CORE_PX: Final = 5.0
_CELL_COLUMNS: Final = 4
_CELL_RINGS: Final = 8
_ROWS_APART: Final = 2
_PADDING: Final = 24
_LAGS: Final = (0.35, 0.6, 0.8, 1.0)
"""Shares of half a window by which compared frames lie before and after the middle one."""

_MOST_GROWTH: Final = 0.1
"""Travel, half a width from the middle, in which growing texture still resembles itself."""

_REACH: Final = 0.22
_COARSE: Final = 29
_FINE: Final = 29
_CAP: Final = 4.5
"""Squared difference, in mean squares of the relief, beyond which nothing gets worse."""

_SMOOTH: Final = 3
_TAILS_PCT: Final = (4, 96)
_FITTING: Final = 0.5
_LEAST_CELLS: Final = 12
_PLAIN: Final = 1 - 1e-4
"""Share of what the worst rate leaves from which on the best one leaves as much."""

_LEAST_TRUST: Final = 0.3
_LEAST_MASS: Final = 0.06
_VALLEY: Final = 0.85
_FAINT: Final = 0.2
_SLOWER: Final = 0.15
"""A rate of fewer cells, and slower than the main one, that is taken for standing light."""

_NARROWEST: Final = 0.0018


@dataclass(frozen=True, slots=True)
class Layering:
    """How well one kind of way explains a window, in one layer and in several.

    ``rates``: rate of each layer found, ascending, frame widths a second; growth as travel half
    a width from the middle, keystone as it is in the middle. ``single``: best rate for all.
    ``left_single``, ``left_layers``: squared difference left by one rate and by the layers;
    ``left_any``: by the best rate of every cell; all in shares of `_CAP`. ``reach_s``: seconds from
    the middle to the furthest compared frame. ``adrift``: what was taken out, see `Course.beside`.
    """

    way: Way
    rates: tuple[float, ...]
    single: float
    left_single: float
    left_layers: float
    left_any: float
    reach_s: float
    adrift: bool = False


def layering(
    frames: Float32s,
    trust: Float32s,
    course: Course,
    way: Way,
    about: float,
    *,
    adrift: bool = False,
) -> Layering | None:
    """Rates of the layers of a window that takes ``way``, looked for around ``about``.

    ``frames``, ``trust``: relief (time, row, column) and how far to trust each place of it;
    ``adrift``: see `Course.beside`. None when too few places fit any rate.
    """
    middle = len(frames) // 2
    lags = _lags(course.times_s, abs(about) if way == "growth" else 0.0)
    chosen = [middle + sign * lag for lag in lags for sign in (-1, 1)]
    grid = _grid(way, frames.shape[1:])
    places = [middle, *chosen]
    stack = _laid_out(frames[places], course.beside(AXES[way], adrift=adrift)[places], grid)
    trusted = _laid_out(trust[None], np.zeros(1, complex), grid)[0]
    cap = np.float32(_CAP * float(np.mean(frames[middle] ** 2)))
    far_s = [float(course.times_s[each]) for each in chosen]
    most_px = min(_PADDING - 3, (abs(about) + _REACH) * max(far_s) * grid.columns_per_width)
    cell = grid.cell_columns
    tables = [
        _differences((stack[0], frame), trusted, cap, _shifts(about, time, most_px, grid), cell)
        for frame, time in zip(stack[1:], far_s, strict=True)
    ]
    whole = float(cap) * cell
    search = _Search(
        tables=_Tables(
            known=np.concatenate([table.reshape(len(table), -1) for _, table in tables]),
            counts=np.array([len(table) for _, table in tables]),
            lows=np.array([low for low, _ in tables]),
            per_rate=np.array(far_s) * grid.columns_per_width,
        ),
        about=about,
        worst=whole * len(tables),
        trust=_cells(trusted, cell),
        reach_s=max(far_s),
    )
    found = search.layers(way)
    return None if found is None else replace(found, adrift=adrift)


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Places in the picture, in pixels, at which its rows and columns are read."""

    x: Float32s
    y: Float32s
    shape: tuple[int, int]
    columns_per_width: float
    cell_columns: int = _CELL_COLUMNS


@lru_cache(maxsize=32)
def _grid(way: Way, size: tuple[int, ...]) -> _Grid:
    height, width = size
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    if way == "growth":
        return _rays(middle_x, middle_y)
    along, across = (width, height) if way in {"across", "arc"} else (height, width)
    u, v = np.arange(along) - (along - 1) / 2, np.arange(0, across, _ROWS_APART) - (across - 1) / 2
    if way in {"arc", "crane"}:
        focal = FOCAL_SIDES * float(np.sqrt(width * height))
        half = int(np.arctan(along / 2 / focal) * focal)
        angle = np.arange(-half, half + 1) / focal
        u_grid = np.broadcast_to(focal * np.tan(angle), (len(v), len(angle)))
        v_grid = v[:, None] / np.cos(angle)
    else:
        u_grid, v_grid = np.broadcast_arrays(u[None, :], v[:, None])
    x, y = (u_grid, v_grid) if way in {"across", "arc"} else (v_grid, u_grid)
    return _Grid(
        (x + middle_x).astype(np.float32), (y + middle_y).astype(np.float32), x.shape, float(width)
    )


def _rays(middle_x: float, middle_y: float) -> _Grid:
    """Rows are rays, columns are rings whose radii grow by equal factors."""
    angle = (np.arange(_RAYS) + 0.5) * (2 * np.pi / _RAYS)
    rings = np.linspace(np.log(_CORE_PX), np.log(np.hypot(middle_x, middle_y)), _RINGS)
    x = np.cos(angle)[:, None] * np.exp(rings) + middle_x
    y = np.sin(angle)[:, None] * np.exp(rings) + middle_y
    per_width = 2 / float(rings[1] - rings[0])
    return _Grid(x.astype(np.float32), y.astype(np.float32), x.shape, per_width, _CELL_RINGS)


def _lags(times_s: Float64s, growth: float) -> list[int]:
    """How many frames before and after the middle one the compared ones lie.

    Texture that grows shows other detail before long; it is compared sooner.
    """
    last = min(len(times_s) // 2, len(times_s) - 1 - len(times_s) // 2)
    if growth > 0:
        step_s = float(times_s[1] - times_s[0])
        last = max(2, min(last, int(_MOST_GROWTH / growth / step_s)))
    return sorted({max(1, round(last * share)) for share in _LAGS})


def _laid_out(frames: Float32s, beside: NDArray[np.complex128], grid: _Grid) -> Float32s:
    """Frames read on the grid without what the view does beside its way; 0 outside the picture."""
    width = frames.shape[2]
    x = grid.x.reshape(-1)[None, :] + (beside.real * width).astype(np.float32)[:, None]
    y = grid.y.reshape(-1)[None, :] + (beside.imag * width).astype(np.float32)[:, None]
    seen, inside = sampled(frames, x, y)
    return np.asarray(seen * inside, np.float32).reshape(len(frames), *grid.shape)


def _shifts(about: float, time_s: float, most_px: float, grid: _Grid) -> tuple[int, int]:
    """First and last whole shift that rates around ``about`` reach by ``time_s``, to spare two."""
    ends = [(about + sign * _REACH) * time_s * grid.columns_per_width for sign in (-1, 1)]
    # Rates so fast that all of them lie past the padding are looked for at its edge.
    low, high = (min(max(end, -most_px), most_px) for end in sorted(ends))
    return int(np.floor(low)) - 1, int(np.ceil(high)) + 1


def _differences(
    pair: tuple[Float32s, Float32s],
    trust: Float32s,
    cap: np.float32,
    shifts: tuple[int, int],
    cell: int,
) -> tuple[int, Float32s]:
    """Squared difference of every cell at every whole shift, (shift, row, cell); first shift."""
    here, there = pair
    low, high = shifts
    count, (rows, columns) = high - low + 1, here.shape
    padded = np.zeros((rows, columns + 2 * _PADDING), np.float32)
    padded[:, _PADDING : _PADDING + columns] = there
    seen = sliding_window_view(padded, columns, axis=1)[:, _PADDING + low : _PADDING + high + 1]
    off = np.subtract(seen.transpose(1, 0, 2), here)
    off *= off
    np.minimum(off, cap, out=off)
    off *= trust
    kept = off[:, :, : columns // cell * cell]
    sums = kept[:, :, ::cell] + kept[:, :, 1::cell]
    for part in range(2, cell):
        sums += kept[:, :, part::cell]
    return low, sums.reshape(count, rows, -1)


def _cells(trust: Float32s, cell: int) -> Float32s:
    """Mean trust of every cell and its neighbors."""
    cells = trust.shape[1] // cell
    means = trust[:, : cells * cell].reshape(len(trust), cells, cell).mean(axis=2)
    return box_mean(means, _SMOOTH)


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """Differences at whole shifts, of several frames one below the other.

    ``known``: float32 (line, cell). Of every frame: ``counts``, how many lines it has; ``lows``,
    the shift of its first one; ``per_rate``: columns that a rate of 1 shifts by.
    """

    known: Float32s
    counts: NDArray[np.int64]
    lows: NDArray[np.int64]
    per_rate: Float64s

    def read(self, rates: Float64s) -> Float32s:
        """Sums over all frames of the differences at rates, read between shifts, (rate, cell).

        Splines through the two lines on either side: Catmull and Rom, 1974.
        """
        place = rates[:, None] * self.per_rate - self.lows
        place = np.clip(place, 1, self.counts - 2.001)
        whole = place.astype(int)
        share = (place - whole).astype(np.float32)
        first = np.cumsum(self.counts) - self.counts
        weights = np.zeros((len(rates), len(self.known)), np.float32)
        row = np.arange(len(rates))[:, None]
        for offset, weight in _catmull_rom(share):
            weights[row, first + np.clip(whole + offset, 0, self.counts - 1)] += weight
        return np.asarray(weights @ self.known)


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """A search for the rates of cells, (row, cell), around one; ``worst``: what is left at most."""

    tables: _Tables
    about: float
    worst: float
    trust: Float32s
    reach_s: float

    def left(self, rates: Float64s) -> Float32s:
        """Difference of every cell at every rate, smoothed over neighbors, in shares of the cap."""
        total = self.tables.read(rates).reshape(len(rates), *self.trust.shape)
        smooth = box_mean(total, _SMOOTH)
        smooth /= np.float32(self.worst)
        return smooth

    def layers(self, way: Way) -> Layering | None:
        """The layers, from a wide search and a narrow one."""
        wide = np.linspace(self.about - _REACH, self.about + _REACH, _COARSE)
        left = self.left(wide)
        sure = (left.min(axis=0) < _FITTING * left.max(axis=0)) & (self.trust > _LEAST_TRUST)
        if sure.sum() < _LEAST_CELLS:
            return None
        low, high = np.percentile(wide[left.argmin(axis=0)][sure], _TAILS_PCT)
        step = float(wide[1] - wide[0])
        rates = np.linspace(low - 1.3 * step, high + 1.3 * step, _FINE)
        return self._narrow(way, rates, left)

    def _narrow(self, way: Way, rates: Float64s, wide: Float32s) -> Layering | None:
        unlike = max(float(middles_of(wide.reshape(len(wide), -1).T).mean()), 1e-6)
        worst = np.maximum(wide.max(axis=0), np.float32(1e-6))
        left = self.left(rates)
        best = left.argmin(axis=0)
        least = left.min(axis=0)
        inner = (best > 0) & (best < len(rates) - 1) & (self.trust > _LEAST_TRUST)
        # A plain cell fits all rates alike, and only rounding makes one of them the best.
        inner &= least < _PLAIN * left.max(axis=0)
        sure = inner & (least < _FITTING * worst)
        if sure.sum() < _LEAST_CELLS:
            return None
        step = float(rates[1] - rates[0])
        found = _between(left, best, rates[0], step)
        weights = self.trust * (1 - least / worst)
        peaks = _travelling(_peaks(found[sure], weights[sure], max(_NARROWEST, 0.6 * step)))
        if not peaks:
            return None
        known = left[:, inner]
        one = int(known.mean(axis=1).argmin())
        places = np.interp([rate for rate, _ in peaks], rates, np.arange(len(rates)))
        at = np.stack([_read(left, place)[inner] for place in places])
        return Layering(
            way,
            tuple(rate for rate, _ in peaks),
            float(rates[one]),
            float(known[one].mean()) / unlike,
            float(at.min(axis=0).mean()) / unlike,
            float(least[inner].mean()) / unlike,
            self.reach_s,
        )


def _catmull_rom(share: Float32s) -> tuple[tuple[int, Float32s], ...]:
    """Offsets and weights of the four samples around a place."""
    half = np.float32(0.5)
    square = share * share
    cube = square * share
    return (
        (-1, np.asarray((square + square - cube - share) * half)),
        (0, np.asarray((cube * 3 - square * 5 + 2) * half)),
        (1, np.asarray((square * 4 - cube * 3 + share) * half)),
        (2, np.asarray((cube - square) * half)),
    )


def _read(left: Float32s, place: float) -> Float32s:
    whole = min(int(place), len(left) - 2)
    share = np.float32(place - whole)
    read: Float32s = left[whole] * (1 - share) + left[whole + 1] * share
    return read


def _between(left: Float32s, best: NDArray[np.intp], first: float, step: float) -> Float64s:
    """Rate of every cell at the bottom of the parabola through its best three."""
    middle = np.clip(best, 1, len(left) - 2)
    before, at, after = (
        np.take_along_axis(left, (middle + offset)[None], 0)[0] for offset in (-1, 0, 1)
    )
    bend = before - 2 * at + after
    off = np.where(bend > 0, (before - after) / np.maximum(2 * bend, np.float32(1e-9)), 0)
    return np.asarray(first + step * (middle + np.clip(off, -1, 1)), np.float64)


def _peaks(rates: Float64s, weights: Float64s, width: float) -> list[tuple[float, float]]:
    """Rates that many cells share, ascending, with their shares of the weight."""
    low, high = float(rates.min()) - 4 * width, float(rates.max()) + 4 * width
    bins = int(np.clip((high - low) / (width / 3), 8, 600))
    counts, edges = np.histogram(rates, bins, (low, high), weights=weights)
    smooth = gaussian_filter1d(counts.astype(np.float64), width / ((high - low) / bins))
    smooth /= smooth.sum()
    tops = np.flatnonzero((smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:])) + 1
    kept: list[int] = []
    for top in sorted(tops.tolist(), key=lambda i: -smooth[i]):
        if all(_apart(smooth, top, other) for other in kept):
            kept.append(top)
    kept.sort()
    lows = [a + int(smooth[a:b].argmin()) for a, b in pairwise(kept)]
    bounds = zip([0, *lows], [*lows, bins], strict=True)
    masses = [float(smooth[a:b].sum()) for a, b in bounds]
    middles = (edges[1:] + edges[:-1]) / 2
    found = [(float(middles[i]), mass) for i, mass in zip(kept, masses, strict=True)]
    return [each for each in found if each[1] >= _LEAST_MASS]


def _travelling(peaks: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Peaks without the faint ones that standing light leaves at rest or on the way there."""
    if not peaks:
        return []
    main = max(peaks, key=lambda each: each[1])[0]
    return [
        each for each in peaks if each[1] > _FAINT or each[0] * np.sign(main) > _SLOWER * abs(main)
    ]


def _apart(smooth: Float64s, top: int, other: int) -> bool:
    """Whether there is a valley between two tops."""
    between = smooth[min(top, other) : max(top, other) + 1]
    return bool(between.min() <= _VALLEY * smooth[top])
