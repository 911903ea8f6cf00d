"""Choosing: draws from a seeded generator, the same on every machine.

Put ways to draw here; what is drawn from belongs to the caller.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")


def pick(rng: np.random.Generator, items: Sequence[Item]) -> Item:
    """One of the items, each as likely as the others."""
    return items[int(rng.integers(len(items)))]


def chance(rng: np.random.Generator, per_hundred: int) -> bool:
    """True in ``per_hundred`` of a hundred cases."""
    return int(rng.integers(100)) < per_hundred


def pick_weighted(rng: np.random.Generator, weights: Mapping[str, int]) -> str:
    """One of the names, by its weight; equal weights and seeds give equal draws.

    >>> pick_weighted(np.random.default_rng(7), {"never": 0, "always": 3})
    'always'
    """
    rest = int(rng.integers(sum(weights.values())))
    for name, weight in weights.items():
        rest -= weight
        if rest < 0:
            return name
    raise AssertionError("the draw is below the sum of the weights")
