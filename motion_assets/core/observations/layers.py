"""Layers: parts of a picture that travel apart along one kind of way.

Put the comparing of places with themselves at other times here. What rates follow from that
belongs in ``rates``, which kind of way a window takes in ``planes``; the shake that is taken out
first comes from ``shake``.

Every kind of way has coordinates in which it is a plain shift along the columns: straight
ways have the picture itself, growth has rings and rays about the middle, keystone has a tube
around the view. There, how well each cell fits each shift is summed over several times, and
cells of one layer agree on one rate.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.rates import (
    REACH,
    SMOOTH,
    Complex128s,
    Float64s,
    Layering,
    Search,
    Tables,
    Way,
)
from motion_assets.core.observations.shake import Course
from motion_assets.core.observations.thumbs import Float32s, box_mean
from motion_assets.core.observations.warp import sampled
from motion_assets.vocabulary.camera_ranges import FOCAL_SIDES

AXES: Final[dict[Way, int]] = {"across": 0, "arc": 0, "down": 1, "crane": 1, "growth": 2}
"""Figure of a move that each kind of way changes."""

_RAYS: Final = 96
_RINGS: Final = 80
_CORE_PX: Final = 5.0
_CELL_COLUMNS: Final = 4
_CELL_RINGS: Final = 8
_ROWS_APART: Final = 2
_PADDING: Final = 24
_CAP: Final = 4.5
"""Squared difference, in mean squares of the relief, beyond which nothing gets worse."""

_LAGS: Final = (0.35, 0.6, 0.8, 1.0)
"""Shares of half a window by which compared frames lie before and after the middle one."""

_MOST_GROWTH: Final = 0.1
"""Travel, half a width from the middle, in which growing texture still resembles itself."""


def layering(
    frames: Float32s,
    trust: Float32s,
    course: Course,
    way: Way,
    about: float,
    *,
    drift: complex = 0j,
    reach: float = REACH,
    kernel: Kernel = "numpy",
) -> Layering | None:
    """Rates of the layers of a window that takes ``way``, looked for around ``about``.

    ``frames``, ``trust``: relief (time, row, column) and how far to trust each place of it;
    ``drift``: see `Course.beside`; ``reach``: how far off ``about`` rates are looked for;
    ``kernel``: how frames are compared, all to one result. None when too few places fit any rate.
    """
    grid, comparing = _grid(way, frames.shape[1:]), _comparing(kernel)
    places = _compared(course.times_s, way, about, reach, grid)
    far_s = course.times_s[places[1:]]
    stack = _laid_out(frames[places], course.beside(drift)[places], grid, comparing)
    trusted = _laid_out(trust[None], np.zeros(1, complex), grid, comparing)[0]
    cap = np.float32(_CAP * float(np.mean(frames[places[0]] ** 2)))
    search = Search(
        tables=_tables(stack, (trusted, cap), (about, reach), far_s, grid, comparing=comparing),
        about=about,
        reach=reach,
        worst=float(cap) * grid.cell_columns * len(far_s),
        trust=_cells(trusted, grid.cell_columns),
        reach_s=float(far_s.max()),
        pulls=_pulls(way, frames.shape[1:], len(trusted)),
    )
    found = search.layers(way)
    return None if found is None else replace(found, drift=drift)


def _compared(times_s: Float64s, way: Way, about: float, reach: float, grid: "_Grid") -> list[int]:
    """The middle frame of a window, and those before and after that it is compared with."""
    lags = _lags(times_s, abs(about) if way == "growth" else 0.0)
    if reach > REACH:
        lags = _sooner(lags, times_s, (abs(about) + reach) * grid.columns_per_width)
    middle = len(times_s) // 2
    return [middle, *(middle + sign * lag for lag in lags for sign in (-1, 1))]


def _tables(
    stack: Float32s,
    trusted: tuple[Float32s, np.float32],
    around: tuple[float, float],
    far_s: Float64s,
    grid: "_Grid",
    *,
    comparing: "Comparing",
) -> Tables:
    """How well every cell of the first frame fits each other one at every shift.

    ``trusted``: how far to trust each place, and the most that it may differ; ``around``: a rate,
    and how far off it others are looked for; ``far_s``: when the other frames were seen.
    """
    about, reach = around
    per_rate = far_s * grid.columns_per_width
    most_px = min(_PADDING - 3, (abs(about) + reach) * float(per_rate.max()))
    shifts = [_shifts((about - reach, about + reach), each, most_px) for each in per_rate.tolist()]
    tables = [
        _differences((stack[0], frame), *trusted, each, grid.cell_columns, comparing=comparing)
        for frame, each in zip(stack[1:], shifts, strict=True)
    ]
    return Tables(
        known=np.concatenate([table.reshape(len(table), -1) for table in tables]),
        counts=np.array([len(table) for table in tables]),
        lows=np.array([low for low, _ in shifts]),
        per_rate=per_rate,
    )


class Comparing(Protocol):
    """How frames are read on a grid, and their rows compared."""

    def laid(
        self, frames: Float32s, places: tuple[Float32s, Float32s], off: tuple[Float32s, Float32s]
    ) -> Float32s:
        """Frames (time, row, column) read between pixels, 0 outside of them, (time, place).

        ``places``: x and y, ``off``: how far from there each frame is read.
        """

    def sums(
        self,
        pair: tuple[Float32s, Float32s],
        trust: Float32s,
        cap: np.float32,
        count: int,
        cell: int,
    ) -> Float32s:
        """Squared difference of every cell at every of ``count`` shifts, (shift, row, cell).

        ``pair``: rows of a picture, and longer ones of another at the first shift.
        """


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


def _sooner(lags: list[int], times_s: Float64s, px_s: float) -> list[int]:
    """Times so short that what goes ``px_s`` columns a second stays within the padding."""
    step_s = float(times_s[1] - times_s[0])
    last = max(2, min(lags[-1], int((_PADDING - 3) / px_s / step_s)))
    return sorted({max(1, round(last * share)) for share in _LAGS})


def _laid_out(frames: Float32s, beside: Complex128s, grid: _Grid, comparing: Comparing) -> Float32s:
    """Frames read on the grid without what the view does beside its way; 0 outside the picture."""
    width = frames.shape[2]
    off = (beside.real * width).astype(np.float32), (beside.imag * width).astype(np.float32)
    laid = comparing.laid(frames, (grid.x.reshape(-1), grid.y.reshape(-1)), off)
    return laid.reshape(len(frames), *grid.shape)


def _shifts(around: tuple[float, float], columns: float, most_px: float) -> tuple[int, int]:
    """First and last whole shift between two rates, to spare two.

    ``columns``: how many a rate of 1 shifts by.
    """
    ends = [rate * columns for rate in around]
    # Rates so fast that all of them lie past the padding are looked for at its edge.
    low, high = (min(max(end, -most_px), most_px) for end in sorted(ends))
    return int(np.floor(low)) - 1, int(np.ceil(high)) + 1


def _differences(
    pair: tuple[Float32s, Float32s],
    trust: Float32s,
    cap: np.float32,
    shifts: tuple[int, int],
    cell: int,
    *,
    comparing: Comparing,
) -> Float32s:
    """Squared difference of every cell at every whole shift, (shift, row, cell)."""
    low, high = shifts
    rows, columns = trust.shape
    padded = np.zeros((rows, columns + 2 * _PADDING), np.float32)
    padded[:, _PADDING : _PADDING + columns] = pair[1]
    both = pair[0], padded[:, _PADDING + low :]
    return comparing.sums(both, trust, cap, high - low + 1, cell)


def _comparing(kernel: Kernel) -> Comparing:
    if kernel == "numpy":
        return NumpyComparing()
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.layers_kernel import NumbaComparing  # noqa: PLC0415

    return NumbaComparing()


class NumpyComparing:
    """Compares rows with numpy alone; see `Comparing`."""

    @staticmethod
    def laid(
        frames: Float32s, places: tuple[Float32s, Float32s], off: tuple[Float32s, Float32s]
    ) -> Float32s:
        """Frames read at places."""
        x, y = (each[None, :] + far[:, None] for each, far in zip(places, off, strict=True))
        seen, inside = sampled(frames, x, y)
        return np.asarray(seen * inside, np.float32)

    @staticmethod
    def sums(
        pair: tuple[Float32s, Float32s], trust: Float32s, cap: np.float32, count: int, cell: int
    ) -> Float32s:
        """Squared differences of cells."""
        here, there = pair
        rows, columns = here.shape
        seen = sliding_window_view(there, columns, axis=1)[:, :count]
        off = np.subtract(seen.transpose(1, 0, 2), here)
        off *= off
        np.minimum(off, cap, out=off)
        off *= trust
        kept = off[:, :, : columns // cell * cell]
        sums = kept[:, :, ::cell] + kept[:, :, 1::cell]
        for part in range(2, cell):
            sums += kept[:, :, part::cell]
        return np.asarray(sums.reshape(count, rows, -1))


def _cells(trust: Float32s, cell: int) -> Float32s:
    """Mean trust of every cell and its neighbors."""
    cells = trust.shape[1] // cell
    means = trust[:, : cells * cell].reshape(len(trust), cells, cell).mean(axis=2)
    return box_mean(means, SMOOTH)


@lru_cache(maxsize=32)
def _pulls(way: Way, size: tuple[int, ...], rows: int) -> Complex128s:
    """What a drift of a width a second adds to the rate of cells, (row, cell); 0 if along a way."""
    if way != "growth":
        return np.zeros((rows, 0), np.complex128)
    height, width = size
    x = _grid(way, size).x.astype(np.float64) - (width - 1) / 2
    y = _grid(way, size).y.astype(np.float64) - (height - 1) / 2
    cells = _RINGS // _CELL_RINGS
    places = (x + 1j * y)[:, : cells * _CELL_RINGS].reshape(rows, cells, _CELL_RINGS)
    pulls = np.asarray(width / 2 * (places / np.abs(places) ** 2).mean(axis=2), np.complex128)
    pulls.setflags(write=False)
    return pulls
