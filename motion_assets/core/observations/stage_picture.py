"""Stage picture: thumbs of a shot made ready for finding the light in them.

Put reducing a shot to one still picture in logarithms here. Where the body may stand belongs in
``stage_search``, the levels of light in ``stage_fit``.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.medians import middles_of
from motion_assets.core.observations.thumbs import Float32s, time_median
from motion_assets.core.observations.zones import (
    Float64s,
    Plan,
    Zones,
    patch_px,
    plan,
    set_zones,
    zoning,
)
from motion_assets.vocabulary.stage_ranges import LEVEL_LUMA

_DARKEST_LUMA: Final = 1.0
_MOST_THUMBS: Final = 16
_LIT_SHARE: Final = 0.85
"""Thumbs darker than this share of the brightest are left out: they fade."""

_QUANTUM: Final = 0.5
"""Uncertainty of a luma in levels, which is a large share of a dark one."""

_LEAST_LIT: Final = 0.4
_LEAST_RANGE: Final = 0.05
_AROUND: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture to be explained.

    ``levels``: its logarithm, ``noise``: variance of that by rounding, ``lit``: 0 where it is
    painted, else 1, all (pixel,); ``set_pieces``: all shapes but those of the body, (shape, pixel).
    ``drawing``: how those of the body are drawn.
    """

    at: Plan
    levels: Float64s
    noise: Float64s
    lit: Float64s
    set_pieces: Float64s
    drawing: Zones


def picture_of(
    still: Float32s, painted: NDArray[np.bool_] | None = None, *, kernel: Kernel = "numpy"
) -> Picture | None:
    """A still picture (row, column) in logarithms; None when there is no light to be found.

    ``painted``: which pixels are known to be no lit surface, (row, column). A picture that is
    mostly painted, or all of one brightness, tells nothing. ``kernel``: how shapes are drawn.
    """
    pooled = patches(still[None])[0].astype(np.float64)
    luma = np.maximum(pooled, _DARKEST_LUMA).reshape(-1)
    picture = Picture(
        at=plan(pooled.shape[1], pooled.shape[0]),
        levels=np.log2(luma / LEVEL_LUMA),
        noise=(_QUANTUM / math.log(2) / luma) ** 2,
        lit=_lit(pooled.shape, painted),
        set_pieces=cached_set_zones(*pooled.shape),
        drawing=zoning(kernel),
    )
    if picture.lit.mean() < _LEAST_LIT:
        return None
    return picture if np.ptp(picture.levels[picture.lit > 0]) >= _LEAST_RANGE else None


def still_light(luma: Float32s) -> Float32s:
    """Light that stands still in thumbs (time, row, column): float32 (row, column), in luma.

    A median over time, after thumbs have been brought to one brightness: neither movement nor
    a pulse of the light shows, and thumbs of a fade count for nothing.
    """
    step = -(-len(luma) // _MOST_THUMBS)
    looked = luma[::step]
    levels = middles_of(looked[:, ::2, ::2].reshape(len(looked), -1))
    levels = np.maximum(levels, _DARKEST_LUMA)
    kept = levels >= _LIT_SHARE * levels.max()
    mean = levels[kept].mean()
    even = looked[kept] * (mean / levels[kept])[:, None, None].astype(np.float32)
    return time_median(even)


def patches(pictures: Float32s) -> Float32s:
    """Pictures (time, row, column) as means over patches."""
    side = patch_px(*pictures.shape[1:])
    count, rows, columns = len(pictures), pictures.shape[1] // side, pictures.shape[2] // side
    cut = pictures[:, : rows * side, : columns * side]
    return np.asarray(cut.reshape(count, rows, side, columns, side).mean(axis=(2, 4)))


def fine(pictures: Float64s) -> Float64s:
    """Pictures less the means of 5 x 5 patches around: detail finer than the grain of texture."""
    pad = (_AROUND + 1, _AROUND)
    side = 2 * _AROUND + 1
    sums = np.pad(pictures, ((0, 0), pad, pad), mode="edge").cumsum(axis=1)
    sums = (sums[:, side:] - sums[:, :-side]).cumsum(axis=2)
    means = (sums[:, :, side:] - sums[:, :, :-side]) / (side * side)
    return np.asarray((pictures - means).reshape(len(pictures), -1))


@lru_cache(maxsize=16)
def cached_set_zones(rows: int, columns: int) -> Float64s:
    """Level, slopes, flags and visor, float64 of shape (shape, pixel)."""
    at = plan(columns, rows)
    zones = set_zones(at).reshape(-1, rows * columns)
    zones.setflags(write=False)
    return zones


def _lit(shape: tuple[int, ...], painted: NDArray[np.bool_] | None) -> Float64s:
    """1 for patches without a painted pixel, 0 for others, (patch,)."""
    if painted is None:
        return np.ones(shape[0] * shape[1])
    share = patches(painted[None].astype(np.float32))[0]
    return np.asarray(share.reshape(-1) == 0, dtype=np.float64)
