"""Least squares: weights of pictures whose weighted sum comes nearest to a given one.

Put sums of products over pixels here. They are taken in short runs: a linear algebra library
then stays on the calling thread, which for matrices this small is faster, and adds up in the
same order whatever the number of processors.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Float64s = NDArray[np.float64]

_RUN: Final = 512
_RIDGE: Final = 1e-7
"""Share of the mean square of all pictures that keeps alike ones apart."""


def products(one: Float64s, other: Float64s) -> Float64s:
    """Sums over pixels of the products of all pairs; (row, pixel) twice gives (row, row).

    >>> products(np.ones((1, 3)), np.array([[1.0, 2.0, 3.0]])).tolist()
    [[6.0]]
    """
    runs = range(0, one.shape[1], _RUN)
    return np.asarray(sum(one[:, i : i + _RUN] @ other[:, i : i + _RUN].T for i in runs))


def mixed(weights: Float64s, pictures: Float64s) -> Float64s:
    """Weighted sum of pictures (row, pixel): (pixel,)."""
    return np.asarray(np.einsum("r,rp->p", weights, pictures))


def solved(pictures: Float64s, wanted: Float64s, counts: Float64s | None = None) -> Float64s:
    """Weights of pictures (row, pixel) whose sum comes nearest to ``wanted`` (pixel,).

    ``counts`` (pixel,): how much every pixel counts, all alike by default.

    >>> solved(np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([3.0, 4.0])).round(3).tolist()
    [3.0, 2.0]
    """
    return np.asarray(all_solved(pictures, wanted[None, :], counts)[0])


def all_solved(pictures: Float64s, wanted: Float64s, counts: Float64s | None = None) -> Float64s:
    """`solved` for every row of ``wanted`` (row, pixel): a row of weights each."""
    weighted = pictures if counts is None else pictures * counts
    normal = products(weighted, pictures)
    normal[np.diag_indices(len(normal))] += _RIDGE * np.trace(normal) / len(normal)
    return np.asarray(np.linalg.solve(normal, products(weighted, wanted)).T)
