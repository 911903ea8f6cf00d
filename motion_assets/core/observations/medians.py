"""Medians: those of numpy, of values that are all numbers, for a quarter of their time.

Put medians of many values here; those of some tens of them are in ``warp``, over time in
``thumbs``.
"""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

_Float = TypeVar("_Float", np.float32, np.float64)


def middle_of(values: NDArray[np.floating[Any]]) -> float:
    """Median of all values of an array, of which there is one at least.

    >>> middle_of(np.array([[3.0, 1.0], [8.0, 2.0]]))
    2.5
    """
    return float(middles_of(values.reshape(1, -1))[0])


def middles_of(rows: NDArray[_Float]) -> NDArray[_Float]:
    """Median of every row, (row,).

    >>> middles_of(np.array([[3.0, 1.0, 8.0], [0.0, 0.0, 5.0]])).tolist()
    [3.0, 0.0]
    """
    count = rows.shape[1]
    half = count // 2
    parted = np.partition(rows, half, axis=1)
    middle = parted[:, half]
    if count % 2:
        return middle
    # Of the lower half, which is in no order, the highest is the other one in the middle.
    lower: NDArray[_Float] = (parted[:, :half].max(axis=1) + middle) / rows.dtype.type(2)
    return lower
