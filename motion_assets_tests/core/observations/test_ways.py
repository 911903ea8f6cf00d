"""What leaves a ground that is held still: ways, parts and names, on pictures made of numbers."""

import math

import numpy as np
import pytest
from scipy import ndimage

from motion_assets.core.observations.headings import axis_of
from motion_assets.core.observations.held import hold, stands_still, stray_share
from motion_assets.core.observations.motion import Leaving, name_motion, see_leaving
from motion_assets.core.observations.ways import Way, find_ways

COUNT, HIGH, WIDE = 14, 48, 80


def texture(seed, high, wide):
    """Blurred noise around middle gray, levels of 255."""
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=(high, wide)), 1.2)
    return np.asarray(128 + noise * (40 / noise.std()), np.float32)


def shown(places, ground=None, size=12):
    """Thumbs in which textured squares lie at whole-pixel ``places`` (time, (down, across))."""
    thumbs = np.repeat((texture(1, HIGH, WIDE) if ground is None else ground)[None], COUNT, axis=0)
    for number, way in enumerate(places):
        square = 255 - texture(50 + number, size, size)
        for thumb, (down, across) in zip(thumbs, way, strict=True):
            thumb[down : down + size, across : across + size] = square
    return thumbs


def straight(start, step):
    """Places (time, 2) from ``start``, ``step`` further every time, to the nearest pixel."""
    times = np.arange(COUNT)[:, None]
    return np.rint(np.array(start) + times * np.array(step)).astype(int)


@pytest.mark.parametrize(
    "step",
    [
        pytest.param((0, 3), id="right"),
        pytest.param((2, 0), id="down"),
        pytest.param((1, -1), id="down-left"),
        pytest.param((0, 0.5), id="half-a-pixel"),
        pytest.param((-2, 4), id="fast"),
    ],
)
def test_a_square_goes_its_way_over_a_ground_that_stands(step):
    start = [30 if each < 0 else 4 for each in step]
    start[1] = 60 if step[1] < 0 else 4
    ways, _ = find_ways(hold(shown([straight(start, step)]), None))
    assert len(ways) == 1
    assert (ways[0].down, ways[0].across) == pytest.approx(step, abs=0.12)


def test_squares_that_part_have_a_way_each_and_lead_away_from_one_place():
    steps = (0, 2), (1, -1), (-1, -1)
    starts = (18, 44), (24, 28), (16, 26)
    thumbs = shown([straight(*each) for each in zip(starts, steps, strict=True)], size=10)
    ways, _ = find_ways(hold(thumbs, None))
    found = sorted((round(way.down), round(way.across)) for way in ways)
    assert found == sorted(steps)
    seen = see_leaving(thumbs, 1 / 12, None, known=False, painted=False)
    motion = name_motion([seen])[0]
    assert motion is not None
    assert motion.direction_value == "radial"


def test_a_ground_that_moves_is_held_and_the_square_on_it_goes_its_own_way():
    wide = texture(3, HIGH, WIDE + 2 * COUNT)
    thumbs = np.stack([shown([], wide[:, 2 * i : 2 * i + WIDE])[0] for i in range(COUNT)])
    square = 255 - texture(9, 12, 12)
    for i, thumb in enumerate(thumbs):
        thumb[4 + 2 * i : 16 + 2 * i, 50 - 2 * i : 62 - 2 * i] = square
    moves = np.zeros((COUNT - 1, 4), np.float32)
    moves[:, 0] = -2
    held = hold(thumbs, moves)
    ways, _ = find_ways(held)
    assert held.carried
    assert [(way.down, way.across) for way in ways] == [pytest.approx((2, 0), abs=0.12)]


@pytest.mark.parametrize(
    ("side", "ways"),
    [
        pytest.param(4, [], id="as-small-as-what-the-ground-goes-astray-by"),
        pytest.param(6, [2], id="large-enough"),
    ],
)
def test_what_changes_its_looks_over_a_ground_that_moves_is_a_silhouette(side, ways):
    wide = texture(3, HIGH, WIDE + 2 * COUNT)
    thumbs = np.stack([wide[:, 2 * i : 2 * i + WIDE] for i in range(COUNT)])
    chance = np.random.default_rng(side)
    for i, thumb in enumerate(thumbs):
        inside = np.s_[4 + 2 * i : 4 + 2 * i + side, 50 - 2 * i : 50 - 2 * i + side]
        thumb[inside] = chance.choice([20, 236], (side, side))
    moves = np.zeros((COUNT - 1, 4), np.float32)
    moves[:, 0] = -2
    assert [round(way.down) for way in find_ways(hold(thumbs, moves))[0]] == ways


def test_a_ground_whose_moves_are_not_told_is_followed_if_it_is_clear():
    wide = texture(4, HIGH, WIDE + COUNT)
    held = hold(np.stack([wide[:, i : i + WIDE] for i in range(COUNT)]), None)
    assert held.carried
    assert find_ways(held)[0] == ()


def test_what_travels_over_a_plain_ground_is_not_the_ground():
    thumbs = shown([straight((18, 4), (0, 3))], np.full((HIGH, WIDE), 90, np.float32))
    moves = np.zeros((COUNT - 1, 4), np.float32)
    moves[:, 0] = 3
    assert not hold(thumbs, moves).carried
    assert hold(thumbs, moves, known=True).carried


def test_growth_that_leaves_more_than_standing_still_is_none():
    thumbs = shown([straight((18, 40), (0, 2)), straight((18, 28), (0, -2))])
    moves = np.zeros((COUNT - 1, 4), np.float32)
    assert not stands_still(thumbs, moves)
    moves[:, 2] = 1.5
    assert stands_still(thumbs, moves)


@pytest.mark.parametrize("levels", [6, 12, 25])
def test_noise_goes_no_way(levels):
    noise = np.random.default_rng(levels).normal(128, levels, (12, HIGH, WIDE))
    assert find_ways(hold(noise.astype(np.float32), None))[0] == ()


@pytest.mark.parametrize(
    "ways",
    [
        pytest.param(
            (Way(0.2, 0.08, 0.25, 0.09, 300), Way(-0.22, -0.12, -0.26, -0.08, 250)),
            id="nearly-parallel",
        ),
        pytest.param(
            (
                Way(0.05, 0.15, 0.06, 0.17, 225),
                Way(-0.05, -0.14, -0.06, -0.15, 195),
                Way(-0.15, 0.04, -0.15, 0.05, 158),
                Way(0.14, -0.28, -0.01, 0.02, 82),
                Way(0.11, -0.04, 0.16, -0.04, 108),
            ),
            id="a-ghost-in-the-middle",
        ),
    ],
)
def test_ways_that_part_are_radial_however_well_their_places_are_known(ways):
    motion = name_motion([Leaving(ways, 0.1, still=False)])[0]
    assert motion is not None
    assert (motion.direction_value, motion.angle_deg) == ("radial", 0.0)


def test_strays_are_what_is_not_painted():
    thumbs = shown([straight((18, 4), (0, 3))])[[0, 4]]
    painted = np.zeros(thumbs.shape, np.bool_)
    still = np.zeros(4, np.float32)
    assert stray_share(thumbs, still, painted) > 0.03
    painted[:, 18:30, 4:28] = True
    assert stray_share(thumbs, still, painted) == 0.0


def going(angle_deg, at=(0.0, 0.0), weight=100.0, speed=0.2):
    """A way at an angle clockwise from the right, in frame widths a second."""
    angle = math.radians(angle_deg)
    return Way(speed * math.cos(angle), speed * math.sin(angle), at[0], at[1], weight)


@pytest.mark.parametrize(
    ("angles", "direction"),
    [
        pytest.param((4,), "horizontal", id="right"),
        pytest.param((181, 177), "horizontal", id="left-twice"),
        pytest.param((85,), "vertical", id="down"),
        pytest.param((140,), "diagonal", id="diagonal"),
        pytest.param((20.5,), None, id="between-two"),
        pytest.param((0, 70), None, id="two-that-do-not-part"),
    ],
)
def test_directions_follow_from_the_ways_of_all(angles, direction):
    seen = Leaving(tuple(going(each) for each in angles), 0.1, still=False)
    motion = name_motion([seen])[0]
    assert motion is not None
    assert motion.direction_value == direction
    assert motion.speed_value == "medium"


def test_a_window_is_told_with_those_beside_it_and_says_nothing_where_nothing_is_left():
    away = [
        Leaving(
            (going(turn, (math.cos(math.radians(turn)) / 4, math.sin(math.radians(turn)) / 4)),),
            0.1,
            still=False,
        )
        for turn in (0, 120)
    ]
    told = name_motion([*away, Leaving((), 0.0, still=True), Leaving((), 0.0, still=True)])
    assert [motion and motion.direction_value for motion in told] == [
        "radial",
        "radial",
        None,
        "none",
    ]


def test_every_angle_is_of_one_axis_or_between_two():
    assert [axis_of(angle) for angle in (0, 18, 23, 45, 67, 72, 90, 162)] == [
        "horizontal",
        "horizontal",
        "diagonal",
        "diagonal",
        "diagonal",
        "vertical",
        "vertical",
        "horizontal",
    ]
