import numpy as np
import pytest
from scipy.ndimage import uniform_filter

from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.core.observations.medians import middle_of, middles_of
from motion_assets.core.observations.thumbs import (
    box_mean,
    color_thumb,
    luma_and_color,
    luma_thumb,
    reduction,
    time_median,
)
from motion_assets.core.observations.warp import few_median, sampled, steepest


@pytest.fixture(scope="module")
def rng():
    return np.random.default_rng(6)


@pytest.mark.parametrize(
    "size",
    [
        pytest.param((64, 64), id="pixel-by-pixel"),
        pytest.param((144, 256), id="three-by-three"),
        pytest.param((256, 256), id="four-by-four"),
        pytest.param((100, 332), id="off-the-grid"),
    ],
)
def test_thumbs_are_means_of_squares_of_pixels(size, rng):
    height, width = size
    planes = rng.integers(0, 256, (3, height, width), dtype=np.uint8)
    frame = PlanarFrame(planes[0], planes[1], planes[2], np.full(size, 255, np.uint8))
    step = reduction(width, height)
    kept = planes[:, : height // step * step, : width // step * step].astype(float)
    means = kept.reshape(3, height // step, step, width // step, step).mean(axis=(2, 4))
    luma, color = luma_and_color(frame)
    np.testing.assert_allclose(color, means, rtol=1e-6)
    np.testing.assert_allclose(luma, np.tensordot([6, 9, 1], means, axes=1) / 16, rtol=1e-6)
    assert np.array_equal(color, color_thumb(frame))
    assert np.array_equal(luma, luma_thumb(frame))


def test_white_does_not_overflow_the_sums():
    frame = PlanarFrame(*np.full((4, 256, 256), 255, np.uint8))
    luma, color = luma_and_color(frame)
    assert (luma == 255).all()
    assert (color == 255).all()


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 16, 23, 24, 25])
def test_a_median_over_time_is_that_of_numpy(count, rng):
    pictures = rng.integers(0, 9, (count, 5, 7)).astype(np.float32)
    assert np.array_equal(time_median(pictures), np.median(pictures, axis=0))
    assert np.array_equal(few_median(pictures), np.median(pictures, axis=0))
    assert middle_of(pictures) == np.median(pictures)
    rows = pictures.reshape(count, -1).T
    assert np.array_equal(middles_of(rows), np.median(rows, axis=1))


@pytest.mark.parametrize("side", [3, 5])
def test_means_of_squares_repeat_the_edges_as_those_of_scipy(side, rng):
    pictures = rng.normal(size=(2, 6, 9)).astype(np.float32)
    expected = uniform_filter(pictures.astype(float), (0, side, side), mode="nearest")
    np.testing.assert_allclose(box_mean(pictures, side), expected, atol=1e-6)


def test_the_steepest_pixel_of_a_cell_is_its_first_highest_one():
    steep = np.zeros((1, 9, 9), np.float32)
    steep[0, 4, 3] = steep[0, 5, 5] = 2.0
    steep[0, 0, 0] = 9.0  # at the edge, where nothing is looked at
    points = steepest(steep, 3)
    assert points.shape == (1, 9)
    assert points[0].tolist() == [0, 3, 6, 27, 4 * 9 + 3, 33, 54, 57, 60]


def test_places_that_are_nowhere_are_outside_and_do_no_harm():
    pictures = np.arange(16, dtype=np.float32).reshape(1, 4, 4)
    places = np.array([[1.5, -0.5, np.inf, np.nan]], np.float32)
    with np.errstate(invalid="ignore"):
        seen, inside = sampled(pictures, places, np.ones((1, 4), np.float32))
    assert inside.tolist() == [[True, False, False, False]]
    assert seen[0, 0] == 5.5
