import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.registries.colorspace import (
    ciede2000,
    fit_gamut,
    lab_of_rgb,
    linear_of_srgb,
    oklab_of_rgb,
    oklab_of_xyz,
    oklch_of_rgb,
    rgb_of_oklab,
    rgb_of_oklch,
    srgb_of_linear,
)
from motion_assets.errors import ShapeError
from motion_assets.vocabulary.colors import grid_colors

# Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula: implementation notes,
# supplementary test data, and mathematical observations", 2005, table 1, all 34 pairs.
SHARMA_TABLE_1 = np.array(
    [
        [50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425],
        [50.0000, 3.1571, -77.2803, 50.0000, 0.0000, -82.7485, 2.8615],
        [50.0000, 2.8361, -74.0200, 50.0000, 0.0000, -82.7485, 3.4412],
        [50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000],
        [50.0000, -1.1848, -84.8006, 50.0000, 0.0000, -82.7485, 1.0000],
        [50.0000, -0.9009, -85.5211, 50.0000, 0.0000, -82.7485, 1.0000],
        [50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669],
        [50.0000, -1.0000, 2.0000, 50.0000, 0.0000, 0.0000, 2.3669],
        [50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792],
        [50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0010, 7.1792],
        [50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0011, 7.2195],
        [50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0012, 7.2195],
        [50.0000, -0.0010, 2.4900, 50.0000, 0.0009, -2.4900, 4.8045],
        [50.0000, -0.0010, 2.4900, 50.0000, 0.0010, -2.4900, 4.8045],
        [50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461],
        [50.0000, 2.5000, 0.0000, 50.0000, 0.0000, -2.5000, 4.3065],
        [50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492],
        [50.0000, 2.5000, 0.0000, 61.0000, -5.0000, 29.0000, 22.8977],
        [50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030],
        [50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535],
        [50.0000, 2.5000, 0.0000, 50.0000, 3.1736, 0.5854, 1.0000],
        [50.0000, 2.5000, 0.0000, 50.0000, 3.2972, 0.0000, 1.0000],
        [50.0000, 2.5000, 0.0000, 50.0000, 1.8634, 0.5757, 1.0000],
        [50.0000, 2.5000, 0.0000, 50.0000, 3.2592, 0.3350, 1.0000],
        [60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644],
        [63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630],
        [61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731],
        [35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645],
        [22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373],
        [36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146],
        [90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441],
        [90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381],
        [6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377],
        [2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082],
    ]
)
GRID = np.array(grid_colors(), dtype=np.float64)


@pytest.mark.parametrize("swapped", [False, True], ids=["as-printed", "swapped"])
def test_ciede2000_gives_the_published_differences(swapped):
    first, second = SHARMA_TABLE_1[:, :3], SHARMA_TABLE_1[:, 3:6]
    found = ciede2000(second, first) if swapped else ciede2000(first, second)
    np.testing.assert_allclose(found, SHARMA_TABLE_1[:, 6], atol=5.1e-5)


def test_a_color_does_not_differ_from_itself():
    lab = lab_of_rgb(GRID)
    np.testing.assert_array_equal(ciede2000(lab, lab), 0.0)


def test_differences_broadcast_over_all_pairs():
    lab = lab_of_rgb(GRID[::97])
    table = ciede2000(lab[:, None], lab[None])
    assert table.shape == (len(lab), len(lab))
    np.testing.assert_allclose(table, table.T, atol=1e-12)


@pytest.mark.parametrize(
    ("rgb", "expected"),
    [
        pytest.param((255, 255, 255), (100.0, 0.0, 0.0), id="white-has-no-hue"),
        pytest.param((0, 0, 0), (0.0, 0.0, 0.0), id="black-is-zero"),
        pytest.param((119, 119, 119), (50.03, 0.0, 0.0), id="middle-gray-is-about-50"),
        pytest.param((255, 0, 0), (53.24, 80.09, 67.20), id="red"),
        pytest.param((0, 255, 0), (87.73, -86.18, 83.18), id="green"),
        pytest.param((0, 0, 255), (32.30, 79.19, -107.86), id="blue"),
    ],
)
def test_lab_of_known_colors(rgb, expected):
    # Published values differ in the third digit with the rounding of the RGB matrix.
    np.testing.assert_allclose(lab_of_rgb(np.array(rgb, dtype=np.float64)), expected, atol=0.01)


@pytest.mark.parametrize(
    ("xyz", "expected"),
    [
        pytest.param((0.950, 1.000, 1.089), (1.000, 0.000, 0.000), id="white"),
        pytest.param((1, 0, 0), (0.450, 1.236, -0.019), id="X-alone"),
        pytest.param((0, 1, 0), (0.922, -0.671, 0.263), id="Y-alone"),
        pytest.param((0, 0, 1), (0.153, -1.415, -0.449), id="Z-alone"),
    ],
)
def test_oklab_gives_the_pairs_published_with_it(xyz, expected):
    # Ottosson, "A perceptual color space for image processing", 2020, table of XYZ pairs.
    np.testing.assert_allclose(oklab_of_xyz(np.array(xyz, dtype=float)), expected, atol=1e-3)


def test_oklch_of_red_is_the_one_printed_in_css_color_4():
    # CSS Color 4: `red` is oklch(0.62796 0.25768 29.234).
    found = oklch_of_rgb(np.array([255.0, 0.0, 0.0]))
    np.testing.assert_allclose(found, (0.62796, 0.25768, 29.234), atol=0, rtol=3e-5)


def test_grays_have_no_chroma():
    grays = np.arange(256.0)[:, None] * np.ones(3)
    assert np.abs(oklab_of_rgb(grays)[:, 1:]).max() < 1e-12


def test_oklab_and_oklch_come_back():
    np.testing.assert_allclose(rgb_of_oklab(oklab_of_rgb(GRID)), GRID, atol=1e-8)
    np.testing.assert_allclose(rgb_of_oklch(oklch_of_rgb(GRID)), GRID, atol=1e-8)


@given(st.floats(0.0, 1.0))
def test_srgb_curve_comes_back(value):
    srgb = np.array([value])
    np.testing.assert_allclose(srgb_of_linear(linear_of_srgb(srgb)), srgb, atol=1e-7)


def test_colors_in_the_gamut_are_left_alone():
    np.testing.assert_allclose(fit_gamut(oklch_of_rgb(GRID)), GRID, atol=1e-8)


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.5), st.floats(0.0, 359.0))
def test_fitted_colors_can_be_shown_and_keep_lightness(lightness, chroma, hue_deg):
    rgb = fit_gamut(np.array([lightness, chroma, hue_deg]))
    assert rgb.min() >= 0.0
    assert rgb.max() <= 255.0
    # Clipping up to half a level is all that may move the lightness; dark levels weigh most.
    assert oklch_of_rgb(rgb)[0] == pytest.approx(lightness, abs=0.06)


def test_refuses_a_channel_axis_that_is_not_last():
    with pytest.raises(ShapeError, match=r"xyz_of_rgb needs .* got \(3, 4\)"):
        lab_of_rgb(np.zeros((3, 4)))
