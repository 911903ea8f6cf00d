import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.clips.actor import actor
from motion_assets.core.clips.gait import Span, way_of
from motion_assets.core.clips.scene import Gait, Subject
from motion_assets.core.clips.travel import held, travel
from motion_assets.vocabulary.aspects import ASPECTS

EVEN = Gait("smooth", "steady", "constant", seed=1)
SECOND = Span(0, 25, 0, 24)
RED = Subject("rect", (250, 50, 0), 1.0, 0.5, 0.5, 0.25, "horizontal", 0.25, 1)
FRAME = {"width_px": 64, "height_px": 64, "fps": 24}


def gait(smoothness="smooth", rhythm="steady", acceleration="constant"):
    return Gait(smoothness, rhythm, acceleration, seed=1)


def still(x, y):
    return np.full(25, x), np.full(25, y), np.ones(25)


def panning(x, y):
    return x - 2.0 * np.arange(25), np.full(25, y), np.ones(25)


gaits = st.builds(
    Gait,
    st.sampled_from(ASPECTS["motion.smoothness"].values),
    st.sampled_from(ASPECTS["motion.rhythm"].values),
    st.sampled_from(ASPECTS["motion.acceleration"].values),
    st.integers(0, 99),
)


@given(gaits, st.sampled_from([12, 25, 60]))
def test_every_gait_goes_as_far_as_its_mean_speed(any_gait, fps):
    span = Span(0, 2 * fps + 1, 0, 2 * fps)
    gone = way_of(any_gait, span, fps).gone_s
    # A jerky travel may be held for a sixth of a second at nearly twice its mean speed; a random
    # one strays by a tenth of the way.
    off = 0.32 if any_gait.smoothness == "jerky" else 0.0
    off += 0.3 if any_gait.rhythm == "random" else 0.0
    assert gone[-1] - gone[0] == pytest.approx(2.0, abs=0.02 + off)


def test_an_eased_travel_is_slow_at_one_end():
    speed = np.diff(way_of(gait(acceleration="ease_in"), SECOND, 24).gone_s) * 24
    assert speed[0] == pytest.approx(0.25 + 1.5 / 48)
    assert speed[-1] == pytest.approx(1.75 - 1.5 / 48)


def test_a_jerky_travel_stands_still_between_six_releases_a_second():
    steps = np.diff(way_of(gait("jerky"), SECOND, 24).gone_s)
    assert np.flatnonzero(steps).tolist() == [3, 7, 11, 15, 19, 23]
    assert steps[3] == pytest.approx(1 / 6)


def test_throws_of_a_rough_travel_change_sides():
    throws = way_of(gait("rough"), Span(0, 20, 0, 20), 10).across
    assert (np.diff(np.sign(throws)) != 0).all()
    assert np.abs(throws).mean() == pytest.approx(0.017, rel=0.15)


def test_a_wave_swings_across_and_a_pulse_along():
    assert np.abs(way_of(gait(rhythm="wave"), SECOND, 24).across).max() == pytest.approx(0.035)
    speed = np.diff(way_of(gait(rhythm="pulsing"), SECOND, 24).gone_s) * 24
    assert speed.max() == pytest.approx(1.75, abs=0.05)


def test_a_random_pace_never_turns_back_and_strays():
    way = way_of(gait(rhythm="random"), Span(0, 49, 0, 48), 24).gone_s
    assert np.diff(way).min() > 0
    assert np.abs(way - np.arange(49) / 24).max() > 0.05


def test_a_subject_keeps_its_speed_against_a_ground_that_moves():
    way = travel(RED, EVEN, panning, SECOND, **FRAME)
    assert np.diff(way.x_px)[:9].tolist() == pytest.approx([16 / 24 - 2.0] * 9)


def test_a_subject_that_leaves_comes_back_within_sight():
    fast = Subject("rect", (250, 50, 0), 1.0, 0.8, 0.5, 0.25, "horizontal", 1.5, 1)
    way = travel(fast, EVEN, still, SECOND, **FRAME)
    back = int(np.argmin(np.diff(way.x_px))) + 1
    assert way.x_px[back] == pytest.approx(8 + 2)
    assert way.size_px[back] < 16.0 == way.size_px[back + 5]


def test_radial_subjects_leave_the_middle_or_make_for_it():
    for sign in (1, -1):
        ray = Subject("circle", (250, 50, 0), 1.0, 0.7, 0.7, 0.2, "radial", 0.2, sign)
        way = travel(ray, EVEN, still, SECOND, **FRAME)
        off = np.hypot(way.x_px - 32, way.y_px - 32)
        assert np.diff(off)[:4].tolist() == pytest.approx([sign * 64 * 0.2 / 24] * 4)


def test_a_tracked_subject_stands_still_in_the_frame():
    way = held(RED, SECOND, width_px=64, height_px=64)
    assert np.ptp(way.x_px) == 0
    assert way.x_px[0] == pytest.approx(32.0)


def drawn(fluid):
    way = travel(RED, EVEN, still, SECOND, **FRAME)
    rgb, alpha = np.full((64, 64, 3), 100, np.uint8), np.full((64, 64), 128, np.uint8)
    actor(RED, way, fluid=fluid).put(0, rgb, alpha)
    return rgb, alpha


def test_a_subject_keeps_its_exact_color_and_its_opacity():
    rgb, alpha = drawn(fluid=False)
    assert (rgb[25:39, 25:39] == (250, 50, 0)).all()
    assert (alpha == 255).sum() == 16 * 16
    assert (rgb[32, :24] == 100).all()


def test_a_fluid_subject_drags_a_trail_that_fades():
    rgb, alpha = drawn(fluid=True)
    trail = rgb[32, [21, 14, 7, 0], 0].tolist()
    assert trail == sorted(trail, reverse=True)
    assert trail[0] > 150
    assert trail[-1] == 100
    assert (alpha == 255).sum() == 16 * 16
