"""Looking behind what passes: both ways alike in every bit, and what they find."""

import numpy as np
import pytest

from motion_assets.core.observations.uncovered import in_front, uncovered


@pytest.mark.parametrize("seed", range(3))
def test_dark_ground_and_hidden_places_are_alike_in_both_ways(seed):
    rng = np.random.default_rng(seed)
    luma = (60 * rng.random((7, 21, 34)) ** 2).astype(np.float32)
    painted = rng.random(luma.shape) < 0.2 + 0.3 * seed
    front, other = (in_front(luma, painted, kernel=each) for each in ("numpy", "numba"))
    np.testing.assert_array_equal(front, other)
    assert 0 < front.sum() < painted.sum()
    colors = np.stack([luma, luma + 3, luma * 2], axis=1)
    for pictures in (luma, colors):
        np.testing.assert_array_equal(
            uncovered(pictures, painted), uncovered(pictures, painted, kernel="numba")
        )


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_what_is_hidden_nearly_always_stays_as_it_is(kernel):
    pictures = np.arange(10, dtype=np.float32).reshape(5, 1, 2)
    hidden = np.array([[0, 1], [1, 1], [1, 1], [0, 0], [0, 0]], np.bool_)[:, None]
    seen = uncovered(pictures, hidden, kernel=kernel)[:, 0].T.tolist()
    assert seen == [[0, 6, 6, 6, 8], [1, 3, 5, 7, 9]]
