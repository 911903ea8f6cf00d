import numpy as np
import pytest

from motion_assets.core.clips.ground import ground_frames
from motion_assets.core.clips.scene import Ground
from motion_assets.core.observations.spot import fixed_spot

COUNT = 13


def panned():
    """Luma of a plain pan over texture, (time, row, column)."""
    ground = Ground("pan", 0.25, 1, 0.0, 1, 0.0, seed=7)
    frames = ground_frames(ground, width_px=64, height_px=64, fps=12, frame_count=COUNT)
    planes = np.stack([frames.plane(i) for i in range(COUNT)])
    return (110 * (1 + 0.12 / 256 * planes)).astype(np.float32)


def put(luma, left, *, top=26, side=12):
    """A flat square at column ``left`` of every picture, and where it is painted."""
    painted = np.zeros(luma.shape, np.bool_)
    for index, column in enumerate(left):
        painted[index, top : top + side, column : column + side] = True
    return np.where(painted, np.float32(200), luma), painted


def test_a_square_that_keeps_its_place_is_a_fixed_subject():
    luma, painted = put(panned(), [26] * COUNT)
    assert fixed_spot(luma, painted)
    assert fixed_spot(luma, None)


def test_a_square_of_a_quarter_of_the_height_is_one_too():
    assert fixed_spot(*put(panned(), [24] * COUNT, top=24, side=17))


def test_what_a_long_flat_shape_that_goes_by_covers_all_the_time_is_none():
    luma = panned()
    for index in range(COUNT):
        luma[index, 20:44, max(2 * index - 6, 0) : 2 * index + 32] = 200
    assert not fixed_spot(luma, None)


def test_what_lies_between_lines_of_writing_that_go_by_is_none():
    letters = np.random.default_rng(2).random((7, 70)) < 0.6
    lines = np.kron(letters, np.ones((1, 2)))
    page = np.full((64, 140), 190.0, np.float32)
    for row in range(7):
        page[9 * row : 9 * row + 5] -= 130 * lines[row]
    luma = np.stack([page[:, 2 * index : 2 * index + 64] for index in range(COUNT)])
    assert not fixed_spot(luma, None)
    assert not fixed_spot(luma, luma > 180)


def test_a_square_that_goes_by_slowly_is_none():
    luma, painted = put(panned(), [24 + index // 3 for index in range(COUNT)])
    assert not fixed_spot(luma, painted)


def test_another_square_that_touches_it_for_a_while_does_not_move_it():
    luma, painted = put(panned(), [26] * COUNT)
    crossed, beside = put(luma, [38 if index > COUNT // 2 + 1 else 50 for index in range(COUNT)])
    assert fixed_spot(crossed, painted | beside)


def test_what_is_flat_behind_it_and_touches_it_all_the_time_does_not_move_it():
    luma, painted = put(panned(), [26] * COUNT)
    for index in range(COUNT):
        top, left = ((26, 38), (26, 14), (38, 26))[index % 3]
        behind = np.s_[index, top : top + 12, left : left + 12]
        luma[behind], painted[behind] = 60, True
    assert fixed_spot(luma, painted)


@pytest.mark.parametrize("left", [2, 50])
def test_a_square_far_from_the_middle_is_none(left):
    luma, painted = put(panned(), [left] * COUNT)
    assert not fixed_spot(luma, painted)
