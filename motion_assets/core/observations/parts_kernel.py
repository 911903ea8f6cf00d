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
from motion_assets.core.observations.parts import (
    EXPLAINED,
    GRID,
    LEAST_UNLIKE,
    NEARLY_BEST,
    SIDE,
    widened,
)
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
    def costs(
        before: Float32s, after: Float32s, places: tuple[Int64s, ...], edges: Int64s
    ) -> Float32s:
        """What `parts.NumpyComparing.costs` gives."""
        count = len(edges) - 1
        cost = np.empty((2 * count, len(GRID)), np.float32)
        _add_up(before, widened(after), places, edges, 1, cost[:count])
        _add_up(after, widened(before), places, edges, -1, cost[count:])
        return cost

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
    places: tuple[Int64s, ...],
    edges: Int64s,
    sign: int,
    cost: Float32s,
) -> None:
    """Fill mean differences of parts at all shifts times ``sign``, as many as there are."""
    pair, y, x = places
    sums = np.empty(cost.shape[1])
    first = cost.shape[1] - 1 if sign < 0 else 0
    for part in range(cost.shape[0]):
        sums[:] = 0.0
        for point in range(edges[part], edges[part + 1]):
            old = known[pair[point], y[point], x[point]]
            for down in range(SIDE):
                line = wide[pair[point], y[point] + down, x[point] : x[point] + SIDE]
                total = sums[down * SIDE : (down + 1) * SIDE]
                # A known number of shifts is worked out several at once.
                for across in range(SIDE):
                    total[across] += np.float64(min(abs(line[across] - old), _CUT_OFF))
        size = np.float64(edges[part + 1] - edges[part])
        for shift in range(sums.size):
            cost[part, first + sign * shift] = np.float32(sums[shift] / size) / _CUT_OFF


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
