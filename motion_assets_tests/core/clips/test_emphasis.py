import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.emphasis import (
    MOST_STEPS,
    NO_EMPHASIS,
    PARTS,
    Emphasis,
    Lessons,
    between,
    shifted,
)
from motion_assets.core.clips.request import ClipRequest
from motion_assets.vocabulary.camera_ranges import (
    LEVER_WIDTHS,
    PARALLAX,
    SHAKE,
    SHAKE_DRAWN,
    SPEED,
    SPEED_DRAWN,
)
from motion_assets.vocabulary.definitions import MOTION_SPEED, MOTION_SPEED_DRAWN
from motion_assets.vocabulary.stage_ranges import (
    AMBIENT_LOG2,
    CONTRAST,
    FILL_LOG2,
    KEY_LOG2,
    RIM_STRENGTH,
)

RANGES = [
    (drawn[value], whole[value])
    for drawn, whole in (
        (SPEED_DRAWN, SPEED),
        (SHAKE_DRAWN, SHAKE),
        (MOTION_SPEED_DRAWN, MOTION_SPEED),
    )
    for value in drawn
]
ASKED = (
    ("camera.motion_type", "truck"),
    ("camera.speed", "medium"),
    ("camera.steadiness", "handheld"),
    ("depth.layer_count", "4"),
    ("depth.parallax_strength", "0.05"),
    ("lighting.contrast_ratio", "flat"),
)


def built(take: int, emphasis: Emphasis, asked=ASKED):
    request = ClipRequest(values=asked, width_px=64, height_px=64, fps=24)
    return build_scene(request, None, clip_id="c", seed=2, take=take, emphasis=emphasis)


@pytest.mark.parametrize(("drawn", "whole"), RANGES)
@pytest.mark.parametrize("steps", [-MOST_STEPS, -1, 1, MOST_STEPS])
def test_no_steps_lead_out_of_the_range_of_a_value(drawn, whole, steps):
    moved = shifted(drawn, whole, steps)
    assert whole.low <= moved.low <= moved.high <= whole.high


@pytest.mark.parametrize("steps", [KEY_LOG2, FILL_LOG2, AMBIENT_LOG2, RIM_STRENGTH, CONTRAST])
@pytest.mark.parametrize("moved", [-MOST_STEPS, MOST_STEPS])
def test_a_moved_figure_still_belongs_to_its_value(steps, moved):
    for value in steps.values:
        found = steps.nearest(between(steps, value, moved))
        assert found is not None
        assert found[0] == value


@given(st.lists(st.sampled_from(["slow", "fast", None]), max_size=8))
def test_what_was_read_as_more_is_drawn_with_less_and_never_past_the_last_step(read):
    lessons = Lessons()
    for take, value in enumerate(read):
        before = lessons.emphasis.moved("camera.speed")
        lessons = lessons.after(take, [("camera.speed", "medium", value)])
        step = {"slow": 1, "fast": -1, None: 0}[value]
        wanted = max(-MOST_STEPS, min(before + step, MOST_STEPS))
        assert lessons.emphasis.moved("camera.speed") == wanted


def test_parts_of_the_best_take_stay_but_for_what_was_missed():
    missed = ("camera.speed", "slow", "medium")
    first = Lessons().after(0, [missed])
    assert {part for part in PARTS if first.emphasis.drawn[part] == 1} == {"camera"}
    worse = first.after(1, [missed, ("motion.speed", "slow", None)])
    assert {part for part in PARTS if worse.emphasis.drawn[part] == 2} == {"camera", "stage"}
    assert set(worse.after(2, [missed]).emphasis.drawn.values()) == {3}


def test_a_take_keeps_its_parts_and_moves_its_figures_within_their_definitions():
    first = built(0, NO_EMPHASIS)
    lessons = Lessons().after(0, [("depth.layer_count", "4", "3")])
    again = built(1, lessons.emphasis)
    before, after = first.scene.picture.shots[0], again.scene.picture.shots[0]
    assert after.composition.seed == before.composition.seed
    assert after.ground.seed != before.ground.seed
    assert before.ground.parallax_widths_s < after.ground.parallax_widths_s
    assert PARALLAX["0.05"].holds(after.ground.parallax_widths_s)
    assert SHAKE["handheld"].holds(after.ground.shake_widths)
    contrast = CONTRAST.nearest(after.lamps.contrast)
    assert contrast is not None
    assert contrast[0] == "flat"
    note = next(choice for choice in again.choices if choice.aspect == "emphasis")
    assert note.reason.endswith("depth.layer_count once missed and moved by +1")
    assert again == built(1, lessons.emphasis)


def test_a_sound_that_was_missed_is_played_anew():
    lessons = Lessons().after(0, [("sound.presence", "sfx", None)])
    before, after = (
        built(take, emphasis, (("sound.presence", "sfx"),)).scene.soundtrack
        for take, emphasis in enumerate([NO_EMPHASIS, lessons.emphasis])
    )
    assert (before.take, after.take) == (0, 1)


def test_where_layers_of_a_slow_move_are_missed_the_farthest_parts_from_standing_light():
    slow = (("camera.motion_type", "dolly"), ("camera.speed", "slow"), ("depth.layer_count", "4"))
    missed = [("depth.layer_count", "4", "3"), ("camera.speed", "slow", "medium")]
    before, after = (
        built(take, emphasis, slow).scene.picture.shots[0].ground
        for take, emphasis in enumerate([NO_EMPHASIS, Lessons().after(0, missed).emphasis])
    )
    assert before.speed < after.speed
    assert SPEED["slow"].holds(after.speed * LEVER_WIDTHS)


def test_after_a_worse_take_the_best_one_is_drawn_again_but_for_what_it_missed():
    best = Lessons().after(0, [("camera.speed", "slow", "medium")])
    worse = [("camera.steadiness", "stable", "shaky"), ("lighting.rim_strength", "0.2", "0.5")]
    after = best.after(1, worse)
    assert after.missed == (("camera.speed", "slow", "medium"),)
    assert after.emphasis.steps == {"camera.speed": -1}
    assert after.emphasis.drawn["motion"] == 0
    # When that helps no more, all parts are drawn anew by what every take taught.
    anew = after.after(2, worse)
    assert set(anew.emphasis.drawn.values()) == {3}
    assert anew.emphasis.steps.keys() == {"camera.speed", *(aspect for aspect, *_ in worse)}
