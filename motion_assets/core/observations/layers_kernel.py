"""Comparing rows of a picture at shifts with numba: the way of long jobs.

Put the compiled way here; importing this module imports numba. What is compared, and the numpy
way, equal in every bit, belong in ``layers``.
"""

import numpy as np

from motion_assets.core.observations.compiled import kept
from motion_assets.core.observations.thumbs import Float32s


def sums_by_numba(
    pair: tuple[Float32s, Float32s], trust: Float32s, cap: np.float32, count: int, cell: int
) -> Float32s:
    """What `layers.sums_by_numpy` gives."""
    rows, columns = trust.shape
    sums = np.empty((count, rows, columns // cell), np.float32)
    _add_up(pair, trust, cap, cell, sums)
    return sums


@kept
def _add_up(
    pair: tuple[Float32s, Float32s], trust: Float32s, cap: np.float32, cell: int, sums: Float32s
) -> None:
    """Fill squared differences of every cell, (shift, row, cell)."""
    here, there = pair
    off = np.empty(sums.shape[2] * cell, np.float32)
    for row in range(sums.shape[1]):
        known, worth = here[row], trust[row]
        for shift in range(sums.shape[0]):
            seen, found = there[row, shift:], sums[shift, row]
            for column in range(off.size):
                gone = seen[column] - known[column]
                off[column] = min(gone * gone, cap) * worth[column]
            for place in range(found.size):
                total = off[place * cell]
                for part in range(1, cell):
                    total += off[place * cell + part]
                found[place] = total
