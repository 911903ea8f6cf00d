"""Camera: how the view of a window moves, from what the whole picture does, unnamed.

Put the following of a view that may belong to any film here. Moves are named in ``viewing``;
fitting belongs in ``fitting``, subjects in ``motion``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.fitting import SIMILARITY, Fit, FitPlan, fit_moves
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import Pairs

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


def follow_view(fine: Float32s, *, kernel: Kernel = "numpy") -> Float32s | None:
    """Moves of the whole picture in the detail (time, row, column) of one window.

    From each thumb to the next, float32 (pair, 4), in pixels and `LEVER_PX`. ``kernel``: how moves
    are fitted; the result is the same. None when there are too few thumbs to tell a move from
    noise, no texture in two directions, or what neighbors do does not lead over half a window.
    """
    if len(fine) <= MIN_PAIRS:
        return None
    none = np.zeros((len(fine) - 1, 4), dtype=np.float32)
    pairs = Pairs(fine[:-1], fine[1:])
    short = fit_moves(pairs, [none], NEIGHBORS, kernel=kernel)
    if _lost(short):
        short = fit_moves(pairs, [_leaps(fine)], NEIGHBORS, kernel=kernel)
    clear = not _lost(short) and _gripped(short) and not _lost_far(fine, short.moves, kernel)
    return short.moves if clear else None


def _lost_far(fine: Float32s, short: Float32s, kernel: Kernel) -> bool:
    """Whether thumbs half a window apart are not followed, from where their neighbors lead."""
    places = np.arange(_HOPS + 1) * max(1, (len(fine) - 1) // _HOPS)
    way = np.concatenate([np.zeros((1, 4), np.float32), np.cumsum(short, axis=0)])
    hops = _fit_between(fine, places, way[places], 1, kernel)
    way = np.concatenate([np.zeros((1, 4), np.float32), np.cumsum(hops.moves, axis=0)])
    return _lost(_fit_between(fine, places, way, 2, kernel), _MOST_ERROR_FAR)


def _fit_between(
    fine: Float32s, places: NDArray[np.int64], way: Float32s, over: int, kernel: Kernel
) -> Fit:
    """Moves from every place to the one ``over`` places on, begun from the way so far."""
    pairs = Pairs(fine[places[:-over]], fine[places[over:]])
    start = np.asarray(way[over:] - way[:-over], dtype=np.float32)
    return fit_moves(pairs, [start], _APART, kernel=kernel)


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
