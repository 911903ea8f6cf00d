"""Filters of whole pictures: known results, and both ways alike in every bit."""

from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.filters import filters
from motion_assets.core.observations.thumbs import detail, softened

KERNELS: Final[tuple[Kernel, ...]] = ("numpy", "numba")


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_ramp_has_one_slope_all_over_and_no_texture_inside(kernel):
    ramp = np.tile(np.arange(12, dtype=np.float32) * 3, (4, 9, 1))
    along_x, along_y, squares = filters(kernel).slope_means(ramp)
    assert (along_x[:, 1:-1] == 3).all()
    assert (squares[:, 1:-1] == 9).all()
    assert not along_x[:, [0, -1]].any()
    assert not along_y.any()
    assert not filters(kernel).less_around(ramp, None, 3)[:, :, 1:-1].any()
    np.testing.assert_array_equal(filters(kernel).texture(ramp), detail(softened(ramp)))


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_is_not_known_changes_nothing_around_it(kernel):
    picture, known = np.full((1, 7, 7), 5.0, np.float32), np.ones((1, 7, 7), np.float32)
    picture[0, 3, 3], known[0, 3, 3] = 90.0, 0.0
    np.testing.assert_allclose(filters(kernel).less_around(picture, known, 3), 0, atol=1e-5)


@settings(deadline=None)  # the first call compiles
@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.tuples(st.integers(1, 4), st.integers(5, 12), st.integers(5, 40)),
    side=st.sampled_from([3, 5]),
    hidden=st.sampled_from([None, 0.0, 0.3, 1.0]),
)
def test_any_pictures_are_filtered_alike_in_both_ways(seed, size, side, hidden):
    rng = np.random.default_rng(seed)
    pictures = (50 * rng.normal(size=size)).astype(np.float32)
    known = None if hidden is None else (rng.random(size) >= hidden).astype(np.float32)
    one, other = (filters(each) for each in KERNELS)
    np.testing.assert_array_equal(
        one.less_around(pictures, known, side), other.less_around(pictures, known, side)
    )
    np.testing.assert_array_equal(one.slope_means(pictures), other.slope_means(pictures))
    np.testing.assert_array_equal(one.texture(pictures), other.texture(pictures))
    np.testing.assert_array_equal(one.softened(pictures), other.softened(pictures))
    moves = rng.normal(size=(len(pictures), 4)).astype(np.float32) * rng.integers(0, 9, (1, 4))
    for laid, also in zip(
        *(way.laid(pictures, moves.astype(np.float32)) for way in (one, other)), strict=True
    ):
        np.testing.assert_array_equal(laid, also)


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_picture_that_went_two_to_the_right_is_laid_back(kernel):
    first = np.arange(30, dtype=np.float32).reshape(5, 6)
    gone = np.roll(first, 2, axis=1)
    moves = np.array([[0, 0, 0, 0], [2, 0, 0, 0]], np.float32)
    seen, inside = filters(kernel).laid(np.stack([first, gone]), moves)
    assert inside[1].tolist() == [[True] * 4 + [False] * 2] * 5
    np.testing.assert_array_equal(seen[1][inside[1]], first[:, :4].reshape(-1))
