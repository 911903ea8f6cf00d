import numpy as np
import pytest

from motion_assets.core.observations.layers import NumpyComparing, layering
from motion_assets.core.observations.layers_kernel import NumbaComparing
from motion_assets.core.observations.shake import Course


@pytest.mark.parametrize("about", [-9.0, -1.5, 1.5, 9.0])
def test_rates_past_anything_a_window_can_show_leave_texture_unexplained(about):
    frames = np.random.default_rng(3).normal(size=(48, 36, 64)).astype(np.float32)
    course = Course(
        times_s=np.arange(48) / 24.0 - 1.0,
        way=np.zeros(48, complex),
        across=0.0,
        down=0.0,
        growth=0.0,
        turn=0.0,
        shake=0.0,
        swing=0.0,
        net_turn=0.0,
    )
    found = layering(frames, np.ones((36, 64), np.float32), course, "across", about)
    assert found is None or found.left_single > 0.5


@pytest.mark.parametrize(("size", "cell"), [((9, 64), 4), ((5, 83), 8)])
def test_rows_are_compared_alike_in_both_ways(size, cell):
    rng = np.random.default_rng(cell)
    here, trust = (rng.normal(size=size).astype(np.float32) for _ in range(2))
    there = rng.normal(size=(size[0], size[1] + 20)).astype(np.float32)[:, 3:]
    one, other = (
        way.sums((here, there), trust, np.float32(2), 11, cell)
        for way in (NumpyComparing, NumbaComparing)
    )
    np.testing.assert_array_equal(one, other)
    assert one.shape == (11, size[0], size[1] // cell)


def test_a_row_that_was_shifted_costs_nothing_at_its_shift():
    row = np.arange(40, dtype=np.float32)[None]
    trust, cap = np.ones((1, 8), np.float32), np.float32(9)
    sums = NumbaComparing.sums((row[:, 3:11], row), trust, cap, 6, 4)
    assert sums[:, 0, 0].tolist() == [36, 16, 4, 0, 4, 16]


def test_frames_are_read_alike_in_both_ways_and_are_nothing_outside():
    rng = np.random.default_rng(7)
    frames = rng.normal(size=(3, 12, 19)).astype(np.float32)
    x, y = (rng.uniform(-3, side + 2, 300).astype(np.float32) for side in (19, 12))
    right, down = rng.normal(size=(2, 3)).astype(np.float32)
    one, other = (
        way.laid(frames, (x, y), (right, down)) for way in (NumpyComparing, NumbaComparing)
    )
    np.testing.assert_array_equal(one, other)
    assert 50 < (one[0] == 0).sum() < 250
