"""Parts at shifts: known differences and gains, and both ways alike in every bit."""

import numpy as np
import pytest

from motion_assets.core.observations.parts import GRID, NumpyComparing
from motion_assets.core.observations.parts_kernel import NumbaComparing

WAYS = [pytest.param(NumpyComparing(), id="numpy"), pytest.param(NumbaComparing(), id="numba")]


@pytest.mark.parametrize("way", WAYS)
def test_a_part_that_went_down_and_right_costs_nothing_at_that_shift_and_back(way):
    before, after = np.zeros((1, 20, 20), np.float32), np.full((1, 20, 20), 6, np.float32)
    before[0, 5:7, 5:7] = after[0, 8:10, 6:8] = [[11, 12], [13, 14]]
    places = np.zeros(8, np.int64), np.array([5, 5, 6, 6, 8, 8, 9, 9]), np.array([5, 6] * 4)
    places[2][4:] += 1
    cost = way.costs(before, after, places, np.array([0, 4, 8]))
    assert cost.shape == (4, len(GRID))
    gone = [GRID[shifts == 0].tolist() for shifts in cost]
    # The second part is where the first one went: of it the later picture has nothing to find.
    assert gone[0] == gone[3] == [[3, 1]]
    still = int(np.flatnonzero((GRID == 0).all(axis=1))[0])
    assert cost[0, still] == np.float32((5 + 6 + 7 + 8) / 4) / 24


@pytest.mark.parametrize("seed", range(4))
def test_any_parts_are_compared_alike_in_both_ways(seed):
    rng = np.random.default_rng(seed)
    before, after = (255 * rng.random((2, 3, 20, 30))).astype(np.float32)
    places = tuple(rng.integers(0, most, 90) for most in before.shape)
    edges = np.append(np.unique(np.append(0, rng.integers(1, 90, 9))), 90)
    np.testing.assert_array_equal(
        NumpyComparing.costs(before, after, places, edges),
        NumbaComparing.costs(before, after, places, edges),
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_shift_explains_what_it_costs_less_than_standing_still(way):
    cost = np.full((2, len(GRID)), 0.5, np.float32)
    cost[0, 7], cost[0, 8], cost[1] = 0.0, 0.25, 0.0625
    usual, sizes = cost[:, 0].copy(), np.array([8, 4], np.float32)
    gain, base, best, sure = way.gains(cost, usual, sizes)
    assert gain[0, [6, 7, 8]].tolist() == [0, 4, 2]
    assert (base.tolist(), best.tolist()) == ([4, 0], [4, 0])
    # Half of what the best shift saves is not nearly as much.
    assert np.argwhere(sure > 0).tolist() == [[0, 7]]


@pytest.mark.parametrize("seed", range(4))
def test_any_costs_are_weighed_alike_in_both_ways(seed):
    rng = np.random.default_rng(seed)
    cost = rng.random((9, len(GRID)), np.float32) * rng.random((9, 1), np.float32) ** 3
    usual, sizes = np.median(cost, axis=1), rng.integers(1, 40, 9).astype(np.float32)
    ways = (way.gains(cost, usual, sizes) for way in (NumpyComparing, NumbaComparing))
    for one, other in zip(*ways, strict=True):
        np.testing.assert_array_equal(one, other)
