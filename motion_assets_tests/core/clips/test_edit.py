from itertools import pairwise

import numpy as np
import pytest

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.edit import decide_cut
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import View
from motion_assets.core.clips.wishes import wishes_of
from motion_assets.core.prompts.interpret import interpret
from motion_assets.vocabulary.time_ranges import SHOT_LENGTH_S


def decider(values=(), *, seed=1, quiet=True):
    wishes = wishes_of(ClipRequest(prompt="x", values=tuple(values)), None)
    return Decider(wishes, np.random.default_rng(seed), quiet=quiet)


def cut(values=(), *, fps=24, part_count=1, least_s=1.5, request=None, seed=1):
    deciding = decider(values, seed=seed)
    asked = request or ClipRequest(prompt="x", values=tuple(values))
    return deciding, decide_cut(deciding, asked, fps=fps, part_count=part_count, least_s=least_s)


def test_a_quiet_clip_is_mostly_one_shot():
    shots = [len(cut(seed=seed)[1].editing.starts) for seed in range(40)]
    assert shots.count(1) > 30


@pytest.mark.parametrize("kind", ["cut", "fade", "dissolve", "wipe"])
def test_an_asked_transition_brings_a_second_shot(kind):
    _, made = cut([("transition.type", kind)])
    assert made.editing.transition == kind
    assert len(made.editing.starts) > 1
    assert (made.editing.change_frames == 0) == (kind == "cut")


def test_an_asked_shot_length_is_a_shot():
    _, made = cut([("temporal.shot_length_s", "4"), ("temporal.cut_frequency", "normal")])
    bounds = [*made.editing.starts, made.frame_count]
    assert 96 in {after - before for before, after in pairwise(bounds)}


def test_a_told_sequence_has_a_shot_for_every_part():
    _, made = cut(part_count=3, fps=25)
    assert made.parts == (0, 1, 2)
    assert len(made.editing.starts) == 3
    assert made.frame_count >= 3 * 1.6 * 25 - 1


def test_editing_that_a_set_length_has_no_room_for_is_declined_with_the_reason():
    values = [("temporal.shot_length_s", "10"), ("temporal.cut_frequency", "normal")]
    request = ClipRequest(prompt="x", values=tuple(values), duration_s=2.0)
    deciding, made = cut(values, request=request)
    assert made.editing.starts == (0,)
    assert made.frame_count == 48
    declined = [choice for choice in deciding.choices if not choice.rendered]
    assert {choice.aspect for choice in declined} == {value[0] for value in values}
    assert all("Leave the length of the clip open" in choice.reason for choice in declined)


def test_the_parts_of_a_prompt_become_shots_in_its_order():
    prompt = "first a slow pan over a forest, then a quick tilt over the desert"
    reading = interpret(prompt)
    built = build_scene(ClipRequest(prompt=prompt), reading, clip_id="c", seed=3)
    view = built.scene.picture
    assert isinstance(view, View)
    assert [shot.ground.motion_type for shot in view.shots] == ["pan", "tilt"]
    moves = [(x.value, x.part) for x in built.choices if x.aspect == "camera.motion_type"]
    assert moves == [("pan", 0), ("tilt", 1)]
    assert {value for aspect, value in built.scene.narrative if aspect == "settings"} >= {
        "forest",
        "desert",
    }


def test_what_the_next_part_does_not_change_stays():
    prompt = "first a slow pan across the room in warm light, then the camera tilts up"
    built = build_scene(ClipRequest(prompt=prompt), interpret(prompt), clip_id="c", seed=3)
    view = built.scene.picture
    assert isinstance(view, View)
    one, other = view.shots
    assert one.lamps.key == other.lamps.key
    assert one.composition.framing == other.composition.framing


@pytest.mark.parametrize("kind", ["cut", "fade", "dissolve", "wipe"])
def test_what_is_left_open_never_crowds_out_an_asked_change(kind):
    for seed in range(12):
        request = ClipRequest(prompt="x", values=(("transition.type", kind),), duration_s=2.4)
        deciding, made = cut(request.values, request=request, seed=seed)
        assert made.editing.transition == kind
        asked = [each.rendered for each in deciding.choices if each.origin == "gap"]
        assert asked == [True]


def test_choices_of_editing_say_what_the_scene_does():
    for seed in range(40):
        request = ClipRequest(prompt="x", duration_s=1.7)
        deciding, made = cut(request=request, seed=seed)
        chosen = {each.aspect: each.value for each in deciding.choices}
        uncut = chosen["temporal.cut_frequency"] == "none"
        assert uncut == (len(made.editing.starts) == 1)
        if not uncut:
            assert made.editing.transition == chosen["transition.type"]
            assert made.editing.change_frames == round(24 * float(chosen["transition.duration_s"]))


def test_parts_are_long_enough_for_an_asked_change():
    _, made = cut([("transition.duration_s", "1.0")], part_count=2)
    assert made.editing.change_frames == 24
    assert made.frame_count >= 2 * 2.4 * 24 - 1


def test_a_change_that_parts_of_a_set_length_have_no_room_for_is_declined():
    values = (("transition.duration_s", "1.0"),)
    request = ClipRequest(prompt="x", values=values, duration_s=2.0)
    deciding, made = cut(values, request=request, part_count=2)
    assert (made.editing.transition, made.editing.change_frames) == ("cut", 0)
    declined = [each for each in deciding.choices if not each.rendered]
    assert [(each.aspect, each.value) for each in declined] == list(values)
    assert "parts of 1 s leave no room for it" in declined[0].reason


@pytest.mark.parametrize(
    ("asked", "parts", "part_s"),
    [
        pytest.param(("temporal.cut_frequency", "rare"), 2, 60 / 8.5 / 2, id="one-change-in-7-s"),
        pytest.param(("temporal.cut_frequency", "normal"), 3, 1.82, id="two-changes-in-5.5-s"),
        pytest.param(("temporal.shot_length_s", "4"), 3, 4.0, id="parts-of-the-asked-length"),
    ],
)
def test_parts_are_as_long_as_the_asked_frequency_or_length_of_shots(asked, parts, part_s):
    deciding, made = cut([asked], part_count=parts)
    (choice,) = (each for each in deciding.choices if each.aspect == asked[0])
    assert choice.rendered
    assert made.frame_count / 24 / parts == pytest.approx(part_s, abs=0.02)


@pytest.mark.parametrize("frequency", ["none", "fast", "rapid"])
def test_a_frequency_that_two_parts_cannot_have_is_declined(frequency):
    deciding, made = cut([("temporal.cut_frequency", frequency)], part_count=2)
    (choice,) = (each for each in deciding.choices if each.aspect == "temporal.cut_frequency")
    assert not choice.rendered
    assert len(made.editing.starts) == 2


@pytest.mark.parametrize(("length", "shown"), [("two seconds", False), ("four seconds", True)])
def test_travel_in_parts_too_short_to_tell_it_is_declined_and_drawn(length, shown):
    prompt = f"first fast horizontal motion, then a tilt up, then a zoom in, {length}"
    built = build_scene(ClipRequest(prompt=prompt), interpret(prompt), clip_id="c", seed=3)
    told = [x for x in built.choices if x.aspect == "motion.speed" and x.origin == "asked"]
    assert {choice.rendered for choice in told} == {shown}
    assert {choice.value for choice in told} == {"fast"}
    view = built.scene.picture
    assert isinstance(view, View)
    assert {each.speed_widths_s > 0.4 for each in view.shots[0].subjects} == {True}
    moves = [x.rendered for x in built.choices if x.aspect == "camera.motion_type"]
    assert all(moves)


@pytest.mark.parametrize(
    ("beside", "shown"),
    [
        pytest.param((), "1", id="alone"),
        pytest.param((("temporal.pacing", "0.5"),), None, id="a-pace-needs-longer"),
        pytest.param((("sound.tempo", "slow"),), None, id="a-slow-beat-needs-longer"),
    ],
)
def test_an_only_shot_is_as_long_as_what_else_is_asked_needs(beside, shown):
    only = (("temporal.cut_frequency", "none"), ("temporal.shot_length_s", "1"))
    built = build_scene(ClipRequest(values=(*only, *beside)), None, clip_id="c", seed=1)
    length = next(each for each in built.choices if each.aspect == "temporal.shot_length_s")
    assert length.rendered == (shown is not None)
    assert (0.89 <= built.scene.duration_s <= 1.2) == (shown == "1")
    assert all(each.rendered for each in built.choices if (each.aspect, each.value) in beside)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["cut", "wipe"])
def test_no_other_shot_of_a_rapid_clip_has_a_listed_length_longer_than_the_asked_one(kind, seed):
    values = (
        ("temporal.cut_frequency", "rapid"),
        ("temporal.shot_length_s", "1"),
        ("transition.type", kind),
    )
    _, made = cut(values, seed=seed)
    bounds = [*made.editing.starts, made.frame_count]
    lengths = [(after - before) / 24 for before, after in pairwise(bounds)]
    assert any(SHOT_LENGTH_S["1"].holds(each) for each in lengths)
    assert not any(SHOT_LENGTH_S[name].holds(each) for each in lengths for name in ("2", "4"))
