import pytest

from motion_assets_tests.core.clips.test_build import build


def subjects(built):
    return built.scene.picture.shots[0].subjects


def said(built):
    return [(c.value, c.origin, c.rendered) for c in built.choices if c.aspect == "motion.heading"]


@pytest.mark.parametrize(
    ("direction", "ways", "sign", "slope"),
    [
        ("horizontal", ("left",), -1, 1),
        ("vertical", ("down",), 1, 1),
        ("diagonal", ("left", "up"), -1, 1),
        ("diagonal", ("up", "right"), 1, -1),
        ("radial", ("in",), -1, 1),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_subjects_go_the_asked_way(direction, ways, sign, slope, seed):
    built = build(motion_direction=direction, motion_heading=ways, colors="#ff0000", seed=seed)
    assert {(each.sign, each.slope) for each in subjects(built)} == {(sign, slope)}
    asked = {way: rendered for way, origin, rendered in said(built) if origin == "asked"}
    assert asked == dict.fromkeys(ways, True)


def test_the_half_of_a_diagonal_that_is_left_open_is_drawn():
    drawn = {
        tuple(said(build(motion_direction="diagonal", motion_heading="up", seed=seed)))
        for seed in range(8)
    }
    up = ("up", "asked", True)
    assert drawn == {((side, "chosen", True), up) for side in ("left", "right")}


def test_an_open_way_is_drawn_and_recorded():
    drawn = {said(build(motion_direction="vertical", seed=seed))[0] for seed in range(8)}
    assert drawn == {("up", "chosen", True), ("down", "chosen", True)}


def test_a_second_way_along_one_axis_is_declined():
    built = build(motion_direction="vertical", motion_heading=("up", "down"))
    assert said(built) == [("up", "asked", True), ("down", "asked", False)]
