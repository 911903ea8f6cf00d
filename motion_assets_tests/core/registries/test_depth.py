import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from motion_assets.core.registries.depth import color_depth, sound_depth
from motion_assets.errors import LimitError, ShapeError
from motion_assets.vocabulary.colors import PRIMITIVES, grid_colors

NAMES = tuple(PRIMITIVES)
COLORS = np.array(list(PRIMITIVES.values()), dtype=np.float64)
GRID = np.array(grid_colors(), dtype=np.float64)


def shares_of(rgb: tuple[float, float, float]) -> dict[str, float]:
    row = color_depth(np.array([rgb], dtype=np.float64))[0]
    return {name: share.item() for name, share in zip(NAMES, row, strict=True) if share > 0}


def test_a_primitive_is_all_itself():
    np.testing.assert_array_equal(color_depth(COLORS), np.eye(16))


def test_shares_of_the_grid_give_the_color_back_and_use_every_primitive():
    depth = color_depth(GRID)
    np.testing.assert_allclose(depth @ COLORS, GRID, atol=1e-9)
    np.testing.assert_allclose(depth.sum(axis=1), 1.0, atol=1e-12)
    assert depth.min() >= 0.0
    assert (depth > 0).any(axis=0).all()
    assert (depth > 0).sum(axis=1).max() == 5


@given(arrays(np.float64, (5, 3), elements=st.floats(0.0, 255.0)))
def test_shares_of_any_color_give_it_back(rgb):
    depth = color_depth(rgb)
    np.testing.assert_allclose(depth @ COLORS, rgb, atol=1e-6)
    np.testing.assert_allclose(depth.sum(axis=1), 1.0, atol=1e-9)
    assert depth.min() >= 0.0


def test_a_color_between_two_corners_is_shared_by_distance():
    # A quarter of the way from white to yellow, far from every inner primitive.
    assert shares_of((255, 255, 191.25)) == {"white": 0.75, "yellow": 0.25}


def test_the_nearest_primitive_gets_all_the_cube_has_room_for():
    # Half of teal (0, 128, 128) needs 64 of green and blue; a blue of 64 allows exactly that.
    found = shares_of((0, 128, 64))
    assert found["teal"] == pytest.approx(0.5)
    assert found["green"] == pytest.approx(64 / 255)
    assert found["black"] == pytest.approx(0.5 - 64 / 255)


def test_no_colors_have_no_depth():
    assert color_depth(np.zeros((0, 3))).shape == (0, 16)


def test_refuses_another_shape_and_says_which():
    with pytest.raises(ShapeError, match=r"shape \(n, 3\), got \(3,\)"):
        color_depth(np.zeros(3))


@pytest.mark.parametrize("value", [-0.5, 255.5, np.nan], ids=["negative", "above-255", "nan"])
def test_refuses_values_off_the_scale_and_names_the_row(value):
    with pytest.raises(LimitError, match=r"needs values of 0\.\.255, got .* in row 1\."):
        color_depth(np.array([[0.0, 0.0, 0.0], [0.0, value, 0.0]]))


@pytest.mark.parametrize(
    ("level_dbfs", "shares", "expected"),
    [
        pytest.param(-120.0, (0, 0, 0), (1, 0, 0, 0), id="digital-silence"),
        pytest.param(-60.0, (1, 0, 0), (1, 0, 0, 0), id="the-foot-of-the-scale-is-silence"),
        pytest.param(-10.0, (0, 1, 0), (0, 0, 1, 0), id="a-full-tone"),
        pytest.param(0.0, (0, 0, 1), (0, 0, 0, 1), id="above-full-is-full"),
        pytest.param(-35.0, (0.5, 0.25, 0.25), (0.5, 0.25, 0.125, 0.125), id="half-strength"),
        pytest.param(-10.0, (2, 1, 1), (0, 0.5, 0.25, 0.25), id="quarters-count-by-proportion"),
        pytest.param(-10.0, (0, 0, 0), (1, 0, 0, 0), id="a-level-of-nothing-is-silence"),
    ],
)
def test_sound_depth(level_dbfs, shares, expected):
    found = sound_depth(np.array([level_dbfs]), np.array([shares], dtype=np.float64))
    np.testing.assert_allclose(found, [expected], atol=1e-12)


@given(
    arrays(np.float64, 4, elements=st.floats(-120.0, 0.0)),
    arrays(np.float64, (4, 3), elements=st.floats(0.0, 1.0)),
)
def test_sound_shares_sum_to_one(level_dbfs, shares):
    depth = sound_depth(level_dbfs, shares)
    assert depth.min() >= 0.0
    np.testing.assert_allclose(depth.sum(axis=1), 1.0, atol=1e-12)


def test_sound_depth_refuses_shapes_that_do_not_match():
    with pytest.raises(ShapeError, match=r"got \(2,\) and \(1, 3\)"):
        sound_depth(np.zeros(2), np.zeros((1, 3)))


def test_sound_depth_refuses_negative_shares():
    with pytest.raises(LimitError, match=r"got -30\.0 and \[-1\.0, 1\.0, 1\.0\] in row 0"):
        sound_depth(np.array([-30.0]), np.array([[-1.0, 1.0, 1.0]]))
