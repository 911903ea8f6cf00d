from itertools import product

import numpy as np
import pytest

from motion_assets.core.clips.editing import plan_editing
from motion_assets.core.clips.pulse import pulse
from motion_assets.core.clips.scene import Editing
from motion_assets.core.clips.transitions import mixed, moment, shot_span
from motion_assets.errors import LimitError, RequestError
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.time_ranges import CHANGE_S, CUT_FREQUENCY, SHOT_LENGTH_S

TYPES = (None, *ASPECTS["transition.type"].values)
LENGTHS = (None, *ASPECTS["transition.duration_s"].values)
FREQUENCIES = (None, *ASPECTS["temporal.cut_frequency"].values)
SHOTS = (None, *ASPECTS["temporal.shot_length_s"].values)


def planned(fps=24, **asked):
    open_values = dict.fromkeys(("transition", "change_s", "cut_frequency", "shot_length_s"))
    return plan_editing(**{**open_values, **asked}, fps=fps, rng=np.random.default_rng(3))


def possible(kind, length, frequency):
    if frequency == "none":
        return kind is None and length is None
    if frequency == "rapid" and length == "1.0":
        return False
    return kind is None or length is None or (kind == "cut") == (length == "0.0")


@pytest.mark.parametrize("fps", [12, 25, 120])
def test_every_possible_combination_is_shown_by_the_shots_themselves(fps):
    for kind, length, frequency, shot in product(TYPES, LENGTHS, FREQUENCIES, SHOTS):
        if not possible(kind, length, frequency):
            continue
        plan = planned(
            fps, transition=kind, change_s=length, cut_frequency=frequency, shot_length_s=shot
        )
        values = dict(plan.values)
        seconds = np.diff([*plan.editing.starts, plan.frame_count]) / fps
        changes = len(seconds) - 1
        rate = changes * 60 * fps / plan.frame_count
        assert CUT_FREQUENCY[values["temporal.cut_frequency"]].holds(round(rate, 2))
        assert frequency in {None, values["temporal.cut_frequency"]}
        assert shot is None or any(SHOT_LENGTH_S[shot].holds(each) for each in seconds)
        if changes:
            assert CHANGE_S[values["transition.duration_s"]].holds(plan.editing.change_frames / fps)
            assert kind in {None, plan.editing.transition}
            assert length in {None, values["transition.duration_s"]}


@pytest.mark.parametrize("plainer", [0, 1, 2])
def test_shots_that_are_seen_for_longer_show_no_length_that_nobody_asks_for(plainer):
    plan = planned(
        60, transition="dissolve", change_s="0.5", cut_frequency="rapid", shot_length_s="2",
        plainer=plainer,
    )  # fmt: skip
    seconds = np.diff([*plan.editing.starts, plan.frame_count]) / 60
    assert sum(SHOT_LENGTH_S["2"].holds(each) for each in seconds) == 1
    assert not any(SHOT_LENGTH_S["1"].holds(each) for each in seconds)


def test_a_clip_of_which_nothing_is_asked_is_one_shot_of_two_seconds():
    assert planned() == planned(cut_frequency="none", shot_length_s=None)
    assert planned().frame_count == 48


def test_a_given_length_is_kept():
    plan = plan_editing(
        transition="wipe", change_s="0.5", cut_frequency="normal", shot_length_s=None,
        fps=24, rng=np.random.default_rng(1), clip_s=6.0,
    )  # fmt: skip
    assert plan.frame_count == 144
    assert CUT_FREQUENCY["normal"].holds(10 * (len(plan.editing.starts) - 1))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        pytest.param({"transition": "cut", "change_s": "0.5"}, "a cut takes 0.0 s", id="long-cut"),
        pytest.param({"transition": "wipe", "change_s": "0.0"}, "a cut takes 0.0 s", id="no-wipe"),
        pytest.param(
            {"transition": "fade", "cut_frequency": "none"}, "got 'fade' with", id="uncut-fade"
        ),
    ],
)
def test_refuses_values_that_exclude_each_other(asked, message):
    with pytest.raises(RequestError, match=message):
        planned(**asked)


def test_refuses_more_changes_a_minute_than_their_length_leaves_room_for():
    with pytest.raises(LimitError, match=r"cut frequency rapid .* changes of 1\.00 s"):
        planned(cut_frequency="rapid", transition="dissolve", change_s="1.0")


def test_a_change_takes_the_planned_number_of_frames_about_its_start():
    editing = Editing("dissolve", (0, 20), change_frames=6)
    mixing = [i for i in range(40) if moment(editing, i).next_shot is not None]
    assert mixing == [17, 18, 19, 20, 21, 22]
    assert [moment(editing, i).shot for i in (16, 17, 22, 23)] == [0, 0, 0, 1]
    assert shot_span(editing, 0, 40) == (0, 23)
    assert shot_span(editing, 1, 40) == (17, 40)


def test_a_cut_has_no_frame_of_both_shots():
    editing = Editing("cut", (0, 20), change_frames=0)
    assert [(moment(editing, i).shot, moment(editing, i).next_shot) for i in (19, 20)] == [
        (0, None),
        (1, None),
    ]


WHITE = np.full((4, 8, 3), 255, np.uint8)
GRAY = np.full((4, 8, 3), 100, np.uint8)


def test_half_a_dissolve_is_the_mean_of_both_shots():
    half = mixed(WHITE, GRAY, Editing("dissolve", (0, 9), 3), 128)
    assert np.unique(half).tolist() == [178]


def test_the_middle_of_a_fade_is_black():
    assert mixed(WHITE, GRAY, Editing("fade", (0, 9), 3), 128).max() == 0


@pytest.mark.parametrize(
    ("turn", "seen"),
    [
        pytest.param(0, np.s_[:, :3], id="to-the-right"),
        pytest.param(1, np.s_[:1, :], id="down"),
        pytest.param(2, np.s_[:, 5:], id="to-the-left"),
        pytest.param(3, np.s_[3:, :], id="up"),
    ],
)
def test_a_wipe_comes_from_the_side_it_leaves(turn, seen):
    wiped = mixed(WHITE, GRAY, Editing("wipe", (0, 9), 3, turn), 100)
    assert np.unique(wiped[seen]).tolist() == [100]
    assert (wiped == 255).sum() > 0


def test_light_breathes_five_percent_once_a_second_at_normal_pace():
    gains = pulse(1.5, 60, 120)
    assert gains.max() == pytest.approx(1.05, abs=1e-4)
    assert np.argmax(np.abs(np.fft.rfft(gains - 1))) == 3
