"""Camera: how the view of a window moves, from what the whole picture does, unnamed.

Put the following of a view that may belong to any film here. Moves are named in ``viewing``;
fitting belongs in ``fitting``, subjects in ``motion``, thresholds in ``vocabulary.definitions``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.fitting import SIMILARITY, Fit, FitPlan, fit_moves
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import LEVER_PX, Pairs
from motion_assets.vocabulary.definitions import CAMERA_MOVES, ZOOM_MOVES

MIN_PAIRS: Final = 4
NEIGHBORS: Final = FitPlan((SIMILARITY,) * 3, cell_px=3)
_APART: Final = FitPlan((SIMILARITY,) * 3, cell_px=2)
"""How thumbs are followed: fewer pixels from neighbor to neighbor."""

_HOPS: Final = 4
"""Parts that a window is cut into, to go from neighbors to thumbs half a window apart."""

_LEAST_GRIP: Final = 0.04
_LEAST_CONTRAST: Final = 0.12
_MOST_ERROR: Final = 0.55
_MOST_ERROR_FAR: Final = 0.8
"""Share of the contrast that a fit may leave before it says nothing; thumbs half a window apart
may be hidden by subjects in more places."""

_STEADY_SHARE: Final = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class ViewMoves:
    """What the whole picture does in one window of ``count`` thumbs, ``step_s`` apart.

    ``short``: moves from each thumb to the next as fitted, float32 (pair, 4), in pixels and
    `LEVER_PX`; ``near``: the same, evened out over a few steps, for all but the last few.
    ``long``: moves over ``reach`` steps, from every thumb of ``starts``. ``clear``: whether
    texture in two directions was there and was followed.
    """

    short: Float32s
    near: Float32s
    long: Float32s
    starts: tuple[int, ...]
    reach: int
    step_s: float
    width_px: int
    clear: bool


def follow_view(fine: Float32s, step_s: float, *, kernel: Kernel = "numpy") -> ViewMoves | None:
    """Moves of the whole picture in the detail (time, row, column) of one window.

    ``kernel``: how moves are fitted; the result is the same. None when there are too few thumbs
    to tell a move from noise.
    """
    count, _, width = fine.shape
    if count <= MIN_PAIRS:
        return None
    none = np.zeros((count - 1, 4), dtype=np.float32)
    pairs = Pairs(fine[:-1], fine[1:])
    short = fit_moves(pairs, [none], NEIGHBORS, kernel=kernel)
    if _lost(short):
        short = fit_moves(pairs, [_leaps(fine)], NEIGHBORS, kernel=kernel)
    hop = max(1, (count - 1) // _HOPS)
    places = np.arange(_HOPS + 1) * hop
    way = np.concatenate([np.zeros((1, 4), np.float32), np.cumsum(short.moves, axis=0)])
    hops = _fit_between(fine, places, way[places], 1, kernel)
    way = np.concatenate([np.zeros((1, 4), np.float32), np.cumsum(hops.moves, axis=0)])
    long = _fit_between(fine, places, way, 2, kernel)
    clear = not _lost(short) and not _lost(long, _MOST_ERROR_FAR) and _gripped(short)
    starts = tuple(places[:-2].tolist())
    near = np.repeat(hops.moves / np.float32(hop), hop, axis=0)
    return ViewMoves(short.moves, near, long.moves, starts, 2 * hop, step_s, width, clear)


def _fit_between(
    fine: Float32s, places: NDArray[np.int64], way: Float32s, over: int, kernel: Kernel
) -> Fit:
    """Moves from every place to the one ``over`` places on, begun from the way so far."""
    pairs = Pairs(fine[places[:-over]], fine[places[over:]])
    start = np.asarray(way[over:] - way[:-over], dtype=np.float32)
    return fit_moves(pairs, [start], _APART, kernel=kernel)


def keeps_on(view: ViewMoves) -> bool:
    """Whether the view was followed and moves one way through the whole window."""
    rates = _rates(view.long, view.reach * view.step_s, view.width_px)
    return view.clear and _keeps_on(view, rates, np.median(rates, axis=0))


def _keeps_on(view: ViewMoves, rates: Float32s, middle: Float32s) -> bool:
    return not _spread_out(rates, middle) and _steady(view, middle)


def _rates(moves: Float32s, span_s: float, width_px: int) -> Float32s:
    """Moves a second: shifts in frame widths, growth and turn in log scale and radians."""
    scale = np.array([width_px, width_px, LEVER_PX, LEVER_PX], dtype=np.float32) * span_s
    return moves / scale


def _spread_out(rates: Float32s, middle: Float32s) -> bool:
    """Whether the long moves of a window contradict each other."""
    off = np.abs(rates - middle).max(axis=0)
    allowed = np.maximum(0.5 * np.abs(middle).max(), CAMERA_MOVES)
    return bool((off[:2] > allowed).any() or off[2] > max(2 * allowed, 2 * ZOOM_MOVES))


def _steady(view: ViewMoves, middle: Float32s) -> bool:
    """Whether most short moves go the way of the long ones: a shake does not."""
    rates = _rates(view.short, view.step_s, view.width_px)[:, :2]
    off = np.hypot(*(rates - middle[:2]).T)
    half_px = 0.5 / (view.step_s * view.width_px)
    allowed = max(half_px, 0.5 * float(np.hypot(*middle[:2])))
    return bool((off <= allowed).mean() >= _STEADY_SHARE)


def _lost(fit: Fit, most: float = _MOST_ERROR) -> bool:
    """Whether most pairs were not followed."""
    return bool(np.median(fit.left) > most)


def _gripped(fit: Fit) -> bool:
    """Whether texture in two directions was there to hold on to."""
    return bool(np.median(fit.grip) >= _LEAST_GRIP and np.median(fit.contrast) >= _LEAST_CONTRAST)


def _leaps(fine: Float32s) -> Float32s:
    """Whole-pixel shifts between neighbors by phase correlation, float32 (pair, 4).

    Reuses one spectrum per thumb; Kuglin and Hines, 1975.
    """
    _, height, width = fine.shape
    window = np.hanning(height)[:, None] * np.hanning(width)[None, :]
    spectra = np.fft.rfft2(fine * window.astype(np.float32))
    cross = spectra[1:] * np.conj(spectra[:-1])
    peaks = np.fft.irfft2(cross / (np.abs(cross) + 1e-6), s=(height, width))
    best = peaks.reshape(len(peaks), -1).argmax(axis=1)
    row, column = np.divmod(best, width)
    leaps = np.zeros((len(peaks), 4), dtype=np.float32)
    leaps[:, 0] = np.where(column > width // 2, column - width, column)
    leaps[:, 1] = np.where(row > height // 2, row - height, row)
    return leaps
