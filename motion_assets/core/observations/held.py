"""Held: pictures of a window as they lie on each other once the ground is held still.

Put holding the ground, and telling what leaves it, here. Following the view itself belongs in
``track``, which ways go what leaves the ground in ``ways``.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from motion_assets.core.observations.camera import follow_view
from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.filters import filters
from motion_assets.core.observations.fitting import SIMILARITY, FitPlan, fit_moves
from motion_assets.core.observations.medians import middles_of
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import Pairs

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]

CUT_OFF: Final = 24.0
"""Levels beyond which a difference counts no more: what is covered matches nothing."""

_DIFFERENT: Final = 6.0
"""Levels by which a pixel must differ from the held ground to belong to something else."""

_RESTING_SHARE: Final = 0.03
"""Share of a picture that changes, at most, where nothing does."""

_ASTRAY_PX: Final = 0.4
"""How far off the way of a ground that moves may be known: what it changes makes no difference."""

_REFINING: Final = FitPlan(rounds=(SIMILARITY,) * 3, cell_px=3)
_LEAST_BETTER: Final = 0.7
_CLEARLY_BETTER: Final = 0.4
_LEAST_SPREAD: Final = 0.5
"""What a ground that moves leaves, at most, in shares of what one that stands still leaves, or the
other way round; what texture that stands still leaves in shares of what it does along a view; and
share of the parts of the picture that differ, at least, where it is the ground that moves."""

_ALL_LOOKED: Final = np.arange(5)
"""Places of the pictures that are looked at among no others."""

_TILES: Final = 11
_LEAST_TILE_PX: Final = 6
_BLURRED_PX: Final = 2
"""How far two softenings spread what is painted."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Softened pictures (time, row, column) that lie on the middle one of them.

    ``inside``: which pixels a picture shows, bool of that shape. ``carried``: whether the ground
    moves; how it does is then never known exactly. ``moves``: what it does from the middle picture
    to every one, (time, 4), where it moves.
    """

    pictures: Float32s
    inside: Bools
    carried: bool
    moves: Float32s | None = None

    def lay(self, pictures: Float32s, *, kernel: Kernel = "numpy") -> Float32s:
        """Other pictures of the same window, softened and laid on each other as these are."""
        soft = _softened(pictures, kernel)
        return soft if self.moves is None else _laid(soft, self.moves, kernel).pictures


def tile_px(width_px: int) -> int:
    """Side of the square parts in which a thumb is looked at.

    >>> tile_px(64), tile_px(128)
    (6, 12)
    """
    return max(_LEAST_TILE_PX, round(width_px / _TILES))


def hold(
    luma: Float32s,
    moves: Float32s | None,
    *,
    known: bool = False,
    kernel: Kernel = "numpy",
) -> Held:
    """Thumbs of a window with the ground held still.

    Parameters
    ----------
    luma : float32, shape (time, row, column)
        Levels of 255.
    moves : float32, shape (time - 1, 4), optional
        What the view does from each thumb to the next, where that is known.
    known : bool
        Whether the view is seen to move where nothing else does: then it may be of a ground so
        faint that it makes no difference.
    kernel : {"numpy", "numba"}
        How pictures are filtered and moves fitted; the result is the same. See
        `color.choose_kernel`.

    Notes
    -----
    The ground stands still unless the picture differs nearly everywhere and its moves leave much
    less: over a plain ground, what travels is all that can be followed.
    """
    soft = _softened(luma, kernel)
    still = Held(soft, np.ones(soft.shape, np.bool_), carried=False)
    looked = _some(len(soft))
    differs = _ends(still, looked)
    if _spread(differs) < _LEAST_SPREAD and not known:
        return still
    middle, fine = len(soft) // 2, filters(kernel).texture(luma)
    if moves is None:
        # Smooth texture in few colors is taken for flat shapes, and its view is not followed.
        moves = follow_view(fine, kernel=kernel)
        if moves is None:
            return still
    start = _from_middle(moves)
    fit = fit_moves(Pairs(fine[middle : middle + 1], fine), [start], _REFINING, kernel=kernel)
    for each in (fit.moves, start):
        found = _laid(soft, each, kernel)
        if _share(found, looked) < _LEAST_BETTER * float(differs.mean()):
            return found
    return still


def rests(luma: Float32s) -> bool:
    """Whether hardly anything changes in the thumbs (time, row, column) of a window."""
    off = np.abs(luma - luma[len(luma) // 2]) > _DIFFERENT
    return float(off.mean(axis=(1, 2)).max()) <= _RESTING_SHARE


def stands_still(luma: Float32s, moves: Float32s, *, kernel: Kernel = "numpy") -> bool:
    """Whether the ground of a window stands still, though its view was taken to move.

    Parameters are those of `hold`. What travels over a plain ground may be taken for a view. Where
    light stands still over a ground that moves, the texture of the ground does not.
    """
    looked = _some(len(luma))
    soft = _softened(luma[looked], kernel)
    still = Held(soft, np.ones(soft.shape, np.bool_), carried=False)
    left = _ends(still, _ALL_LOOKED)
    if _spread(left) >= _LEAST_SPREAD:
        return False
    taken = replace(_laid(soft, _from_middle(moves)[looked], kernel), carried=False)
    if float(left.mean()) >= _LEAST_BETTER * _share(taken, _ALL_LOOKED):
        return False
    fine = filters(kernel).texture(luma[looked])
    laid = _laid(fine, _from_middle(moves)[looked], kernel)
    both = laid.inside[:-1] & laid.inside[-1]
    off = np.abs(laid.pictures[:-1] - laid.pictures[-1])[both]
    stays = np.abs(fine[:-1] - fine[-1])[both]
    return float(stays.mean()) < _CLEARLY_BETTER * float(off.mean())


def _from_middle(moves: Float32s) -> Float32s:
    """Moves from the middle picture to every one, of those from each to the next."""
    way = np.concatenate([np.zeros((1, 4), np.float32), np.cumsum(moves, axis=0)])
    return np.asarray(way - way[len(way) // 2], np.float32)


def _some(count: int) -> Int64s:
    """Some of ``count`` pictures before and after the middle one, and that one."""
    return np.array([0, count // 4, 3 * count // 4, count - 1, count // 2])


def _ends(held: Held, looked: Int64s) -> Bools:
    """Which pixels of the ``looked`` at pictures but the last differ from that one."""
    ends = looked[:-1]
    return leaving(held, np.full(len(ends), looked[-1]), ends) > 0


def _share(held: Held, looked: Int64s) -> float:
    """Share of what the ``looked`` at pictures show with the last one that differs from it."""
    both = held.inside[looked[:-1]] & held.inside[looked[-1]]
    return float(_ends(held, looked).sum() / max(int(both.sum()), 1))


def _spread(differs: Bools) -> float:
    """Share of the square parts of pictures in which anything differs."""
    count, height, width = differs.shape
    side = tile_px(width)
    rows, columns = height // side, width // side
    parts = differs[:, : rows * side, : columns * side].reshape(count, rows, side, columns, side)
    return float(parts.any(axis=(2, 4)).mean())


def _softened(thumbs: Float32s, kernel: Kernel) -> Float32s:
    """Thumbs softened twice."""
    through = filters(kernel)
    return through.softened(through.softened(thumbs))


def _laid(soft: Float32s, moves: Float32s, kernel: Kernel) -> Held:
    """Pictures as they lie on one, from which each of them is ``moves`` (time, 4) away."""
    seen, inside = filters(kernel).laid(soft, moves)
    return Held(seen, inside, carried=True, moves=moves)


def leaving(held: Held, before: Int64s, after: Int64s) -> Float32s:
    """How far pixels of earlier pictures differ from later ones, 0 where it is not enough.

    Levels up to `CUT_OFF`, float32 (pair, row, column). Light that rises and falls on all of a
    picture makes no difference.
    """
    old, new = held.pictures[before], held.pictures[after]
    shape = (len(old), -1)
    lit = middles_of(((new + 1) / (old + 1)).reshape(shape)[:, ::3])[:, None, None]
    off = np.minimum(np.abs(new - old), np.abs(new - old * lit))
    if held.carried:
        off -= astray(old)
    np.minimum(off, np.float32(CUT_OFF), out=off)
    off *= held.inside[before] & held.inside[after] & (off > _DIFFERENT)
    return np.asarray(off, np.float32)


def astray(pictures: Float32s) -> Float32s:
    """Levels that a ground that moves may differ by, as its way is not known exactly."""
    return np.float32(_ASTRAY_PX) * _steepest(pictures)


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


def stray_share(
    luma: Float32s, move: Float32s, painted: Bools, *, kernel: Kernel = "numpy"
) -> float:
    """Share of a picture that does not go the way of the ground, without what is painted.

    Parameters
    ----------
    luma : float32, shape (2, row, column)
        Two thumbs, in levels.
    move : float32, shape (4,)
        What the ground does from one to the other, in pixels and `LEVER_PX`.
    painted : bool, shape (2, row, column)
        Pixels of both that are followed otherwise.
    kernel : {"numpy", "numba"}
        How pictures are filtered; see `hold`.
    """
    moves = np.stack([np.zeros(4, np.float32), move])
    held = replace(_laid(_softened(luma, kernel), moves, kernel), carried=bool(move.any()))
    later = _laid(painted.astype(np.float32), moves, kernel).pictures[1] > 0
    differs = leaving(held, np.array([0]), np.array([1]))[0] > 0
    known = ndimage.binary_dilation(painted[0] | later, iterations=_BLURRED_PX)
    return float((differs & ~known).mean())
