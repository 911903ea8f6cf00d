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
from motion_assets.core.observations.thumbs import Float32s

Int64s = NDArray[np.int64]

_CUT_OFF: Final = np.float32(CUT_OFF)


def sums_by_numba(
    known: Float32s, wide: Float32s, places: tuple[Int64s, ...], edges: Int64s, side: int
) -> NDArray[np.float64]:
    """What `parts.sums_by_numpy` gives."""
    sums = np.zeros((len(edges) - 1, side, side))
    pair, y, x = places
    _add_up(np.ascontiguousarray(known), wide, pair, y, x, edges, sums)
    return sums


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
