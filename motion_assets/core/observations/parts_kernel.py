"""Comparing parts of pictures at shifts with numba: the kernel of long jobs.

Put the compiled way here; importing this module imports numba. What a part is, and the numpy way,
equal in every bit, belong in ``parts``.
"""

# ruff: noqa: PLR0917  # compiled functions take plain arrays, and those by position

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.compiled import kept
from motion_assets.core.observations.held import CUT_OFF
from motion_assets.core.observations.parts import EXPLAINED, GRID, LEAST_UNLIKE, NEARLY_BEST
from motion_assets.core.observations.thumbs import Float32s

Int64s = NDArray[np.int64]

_CUT_OFF: Final = np.float32(CUT_OFF)
_EXPLAINED: Final = np.float32(EXPLAINED)
_NEARLY_BEST: Final = np.float32(NEARLY_BEST)
_LEAST_UNLIKE: Final = np.float32(LEAST_UNLIKE)
_NOTHING: Final = np.float32(0)


class NumbaComparing:
    """Compares parts in compiled passes; see `parts.Comparing`."""

    @staticmethod
    def sums(
        known: Float32s, wide: Float32s, places: tuple[Int64s, ...], edges: Int64s, side: int
    ) -> NDArray[np.float64]:
        """What `parts.NumpyComparing.sums` gives."""
        sums = np.zeros((len(edges) - 1, side, side))
        pair, y, x = places
        _add_up(np.ascontiguousarray(known), wide, pair, y, x, edges, sums)
        return sums

    @staticmethod
    def gains(
        cost: Float32s, usual: Float32s, sizes: Float32s
    ) -> tuple[Float32s, Float32s, Float32s, Float32s]:
        """What `parts.NumpyComparing.gains` gives."""
        gain, sure = np.empty_like(cost), np.empty_like(cost)
        base = np.minimum(cost[:, len(GRID) // 2], usual)
        # What costs least saves most: no difference of floats changes their order.
        best = np.maximum(base - cost.min(axis=1), _NOTHING)
        _weigh(cost, sizes, (base, best), gain, sure)
        return gain, base, best, sure


@kept
def _add_up(
    known: Float32s,
    wide: Float32s,
    pair: Int64s,
    y: Int64s,
    x: Int64s,
    edges: Int64s,
    sums: NDArray[np.float64],
) -> None:
    """Add up differences of points at every shift, part by part; they lie one after the other."""
    _, height, width = wide.shape
    flat, side = wide.reshape(-1), sums.shape[1]
    for part in range(sums.shape[0]):
        for down in range(side):
            total = sums[part, down]
            for point in range(edges[part], edges[part + 1]):
                old = known[pair[point], y[point], x[point]]
                begin = (pair[point] * height + y[point] + down) * width + x[point]
                line = flat[begin : begin + side]
                for across in range(side):
                    total[across] += np.float64(min(abs(line[across] - old), _CUT_OFF))


@kept
def _weigh(
    cost: Float32s,
    sizes: Float32s,
    shares: tuple[Float32s, Float32s],
    gain: Float32s,
    sure: Float32s,
) -> None:
    """Fill what shifts explain and what they surely do; weigh what there is, and the most."""
    base, best = shares
    for part in range(cost.shape[0]):
        still, size = base[part], sizes[part]
        least = max(_EXPLAINED * still, _NEARLY_BEST * best[part]) * size
        tells = still > _LEAST_UNLIKE
        best[part] *= size
        base[part] = still * size if tells else _NOTHING
        for shift in range(cost.shape[1]):
            saved = still - cost[part, shift]
            saved = max(saved, _NOTHING) * size
            gain[part, shift] = saved
            sure[part, shift] = saved if (saved >= least) & tells else _NOTHING
