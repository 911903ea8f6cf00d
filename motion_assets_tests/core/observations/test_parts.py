"""Sums of differences at shifts: a known one, and both ways alike in every bit."""

import numpy as np
import pytest

from motion_assets.core.observations.parts import sums_by_numpy
from motion_assets.core.observations.parts_kernel import sums_by_numba

WAYS = [pytest.param(sums_by_numpy, id="numpy"), pytest.param(sums_by_numba, id="numba")]


@pytest.mark.parametrize("sums_of", WAYS)
def test_a_part_that_went_down_and_right_costs_nothing_at_that_shift(sums_of):
    known, wide = np.zeros((1, 6, 6), np.float32), np.full((1, 10, 10), 7, np.float32)
    known[0, 2:4, 2:4] = wide[0, 5:7, 6:8] = [[11, 12], [13, 14]]
    places = np.zeros(4, np.int64), np.array([2, 2, 3, 3]), np.array([2, 3, 2, 3])
    sums = sums_of(known, wide, places, np.array([0, 4]), 5)
    assert sums.shape == (1, 5, 5)
    assert np.argwhere(sums[0] == 0).tolist() == [[3, 4]]
    assert sums[0, 0, 0] == 4 + 5 + 6 + 7


@pytest.mark.parametrize("seed", range(4))
def test_any_parts_are_compared_alike_in_both_ways(seed):
    rng = np.random.default_rng(seed)
    known = (255 * rng.random((3, 20, 30))).astype(np.float32)
    wide = (255 * rng.random((3, 44, 54))).astype(np.float32)
    places = tuple(rng.integers(0, most, 90) for most in known.shape)
    edges = np.append(np.unique(np.append(0, rng.integers(1, 90, 9))), 90)
    np.testing.assert_array_equal(
        sums_by_numpy(known, wide, places, edges, 25), sums_by_numba(known, wide, places, edges, 25)
    )
