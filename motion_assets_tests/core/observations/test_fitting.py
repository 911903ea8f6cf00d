"""Moves that are fitted to pairs: the known ones are found, and both ways to fit agree."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from motion_assets.core.observations.fitting import (
    GRID,
    SHIFT,
    SIMILARITY,
    Fit,
    FitPlan,
    fit_moves,
    upper_median,
)
from motion_assets.core.observations.viewing import name_view
from motion_assets.core.observations.warp import LEVER_PX, Pairs
from motion_assets_tests.core.observations.test_viewing import KINDS, ground, thumbs

ROUNDS = (SHIFT, SIMILARITY, SIMILARITY, SIMILARITY)


def assert_alike(one: Fit, other: Fit) -> None:
    for field in fields(Fit):
        np.testing.assert_array_equal(
            getattr(one, field.name), getattr(other, field.name), err_msg=field.name
        )


def texture(count, height, width, seed):
    noise = np.random.default_rng(seed).normal(size=(count, height, width))
    return (30 * ndimage.gaussian_filter(noise, (0, 1.5, 1.5))).astype(np.float32)


def carried(picture, move):
    """A picture as it looks after a move of four figures, read between pixels by splines."""
    shift_x, shift_y, growth, turn = move
    middle = (np.array(picture.shape) - 1) / 2
    growth, turn = growth / LEVER_PX, turn / LEVER_PX
    there = np.array([[1 + growth, turn], [-turn, 1 + growth]])
    back = np.linalg.inv(there)
    offset = middle - back @ (middle + np.array([shift_y, shift_x]))
    return ndimage.affine_transform(picture, back, offset, order=3, mode="nearest")


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
@pytest.mark.parametrize(
    "move",
    [
        pytest.param((0.0, 0.0, 0.0, 0.0), id="rest"),
        pytest.param((1.25, -0.5, 0.0, 0.0), id="shift"),
        pytest.param((0.0, 0.0, 0.9, 0.0), id="growth"),
        pytest.param((-0.4, 0.3, -0.5, 0.8), id="all-at-once"),
    ],
)
def test_a_known_move_is_found(move, kernel):
    before = texture(1, 48, 64, seed=4)
    after = carried(before[0], move)[None].astype(np.float32)
    start = np.zeros((1, 4), np.float32)
    fit = fit_moves(Pairs(before, after), [start], FitPlan(ROUNDS, 3), kernel=kernel)
    np.testing.assert_allclose(fit.moves[0], move, atol=0.03)
    assert fit.left[0] < 0.1


def test_of_several_starts_the_one_that_leaves_least_is_taken():
    before = texture(2, 40, 40, seed=9)
    after = np.roll(before, (0, 9), axis=(1, 2))
    still = np.zeros((2, 4), np.float32)
    starts = [still, still + np.array([9, 0, 0, 0], np.float32)]
    fit = fit_moves(Pairs(before, after), starts, FitPlan((SIMILARITY,), 3))
    np.testing.assert_allclose(fit.moves[:, :2], [[9, 0]] * 2, atol=1e-3)


def test_lines_along_one_axis_leave_the_other_without_grip():
    stripes = np.tile(30 * np.sin(np.arange(48) * 0.7), (48, 1)).astype(np.float32)[None]
    start = np.zeros((1, 4), np.float32)
    for picture, least, most in ((stripes, 0.0, 0.01), (texture(1, 48, 48, seed=2), 0.25, 0.5)):
        fit = fit_moves(Pairs(picture, picture), [start], FitPlan((SHIFT,), 3))
        assert least <= fit.grip[0] <= most


@settings(max_examples=30, deadline=None)  # the first call compiles
@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.tuples(st.integers(8, 30), st.integers(8, 34)),
    cell_px=st.sampled_from([2, 3]),
    loudest=st.sampled_from([0.0, 1e-3, 1.0, 200.0]),
    starts=st.integers(1, 3),
    trusted=st.booleans(),
    one_before=st.booleans(),
)
def test_any_pair_is_fitted_alike_in_both_ways(
    *, seed, size, cell_px, loudest, starts, trusted, one_before
):
    rng = np.random.default_rng(seed)
    pictures = (loudest * rng.normal(size=(4, *size))).astype(np.float32)
    pairs = Pairs(pictures[:1] if one_before else pictures[:-1], pictures[1:])
    begun = [rng.normal(0, 4, (3, 4)).astype(np.float32) for _ in range(starts)]
    trust = rng.random(size, np.float32) if trusted else None
    plan = FitPlan(ROUNDS, cell_px, trust)
    fit = fit_moves(pairs, begun, plan)
    assert_alike(fit, fit_moves(pairs, begun, plan, kernel="numba"))
    np.testing.assert_array_equal(fit.moves * GRID, np.rint(fit.moves * GRID))


@pytest.mark.parametrize("kind", KINDS)
def test_own_moves_are_told_alike_in_both_ways(kind):
    luma = thumbs(ground(kind), size=(72, 40))
    one, other = (name_view(luma, 1 / 12, kernel=each) for each in ("numpy", "numba"))
    assert one is not None
    assert other is not None
    assert (one.kind, one.speed, one.shake, one.confidence) == (
        other.kind,
        other.speed,
        other.shake,
        other.confidence,
    )
    np.testing.assert_array_equal(one.moves, other.moves)


def test_an_upper_median_is_the_middle_of_the_sorted_row():
    rng = np.random.default_rng(6)
    for count in (1, 2, 5, 8):
        rows = rng.normal(size=(6, count)).astype(np.float32)
        np.testing.assert_array_equal(upper_median(rows), np.sort(rows, axis=1)[:, count // 2])
