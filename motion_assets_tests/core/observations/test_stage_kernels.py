"""Fitting light and gradients in compiled passes: alike in every bit to numpy's way."""

import numpy as np
import pytest

from motion_assets.core.observations.gradient import BINS, losses_by_numpy
from motion_assets.core.observations.gradient_kernel import losses_by_numba
from motion_assets.core.observations.zones import Body, NumpyZones, plan, zoning


@pytest.mark.parametrize("seed", range(3))
def test_profiles_lose_alike_in_both_ways(seed):
    rng = np.random.default_rng(seed)
    color = 255 * rng.random((3, 200))
    # No point falls into some bins.
    bins = rng.integers(0, BINS, (5, 200)) // 2
    for one, other in zip(
        losses_by_numpy(bins, color, 900.0), losses_by_numba(bins, color, 900.0), strict=True
    ):
        np.testing.assert_array_equal(one, other)


def test_points_of_one_color_a_bin_lose_nothing():
    color = np.repeat(np.arange(4.0), 5) * np.array([[10], [20], [30]])
    losses, means = losses_by_numba(np.repeat(np.arange(4), 5)[None], color, 100.0)
    assert not losses.any()
    assert means[1, 0, :5].tolist() == [0, 20, 40, 60, 0]


@pytest.mark.parametrize("size", [(32, 32), (21, 37)])
def test_a_body_is_drawn_alike_in_both_ways(size):
    at, numba = plan(*size), zoning("numba")
    for x, y, radius, turn in ((0.1, -0.2, 0.3, 0.4), (-0.31, 0.27, 0.17, 3.9)):
        body = Body(x, y, radius, float(np.cos(turn)), float(np.sin(turn)))
        still = NumpyZones.zones(body, at)
        np.testing.assert_array_equal(numba.zones(body, at), still)
        np.testing.assert_array_equal(
            numba.slopes(body, at, still), NumpyZones.slopes(body, at, still)
        )
