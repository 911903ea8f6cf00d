"""Told sequences: which words belong to which shot, in order."""

import pytest

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.shots import shots_of


def moves(prompt):
    return [shot.get("camera_motion") for shot in interpret(prompt).shots]


def test_claims_fall_into_the_shot_that_they_stand_in():
    told = [("view", "wide", 3), ("camera_motion", "pan", 12), ("view", "closeup", 30)]
    assert shots_of(told, [10, 25]) == (
        {"view": ("wide",)},
        {"camera_motion": ("pan",)},
        {"view": ("closeup",)},
    )


def test_a_shot_that_asks_for_nothing_is_left_out():
    assert shots_of([("view", "wide", 30)], [10, 25]) == ({"view": ("wide",)},)
    assert shots_of([], []) == ({},)


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("first pan left, then tilt up, finally zoom out", [("pan",), ("tilt",), ("zoom_out",)]),
        ("the camera pans right before tilting down", [("pan",), ("tilt",)]),
        ("zooms in then back out", [("zoom",), ("zoom_out",)]),
        ("pan left, then right", [("pan",), ("pan",)]),
        ("pan left and tilt up", [("pan", "tilt")]),
        ("pan left next to the door", [("pan",)]),
    ],
)
def test_moves_shot_by_shot(prompt, expected):
    assert moves(prompt) == expected


def test_the_same_move_turns_in_the_next_shot():
    shots = interpret("pan left, then right").shots
    assert [shot["camera_direction"] for shot in shots] == [("left",), ("right",)]


@pytest.mark.parametrize(
    ("prompt", "slot", "expected"),
    [
        ("calm at first, chaotic by the end", "mood", [("calm",), ("chaotic",)]),
        ("red turns to blue", "colors", [("#ff0000",), ("#0000ff",)]),
        ("starts slow, then speeds up", "motion_speed", [("slow",), ("fast",)]),
    ],
)
def test_values_shot_by_shot(prompt, slot, expected):
    assert [shot.get(slot) for shot in interpret(prompt).shots] == expected


def test_one_shot_holds_every_slot_where_no_sequence_is_told():
    reading = interpret("a dreamy ocean at dusk, no music, zoom out slowly, 5 seconds")
    assert reading.shots == (dict(reading.slots),)


def test_shots_together_claim_what_the_slots_claim():
    reading = interpret("a noir city: first pan left, then zoom in, no music, 6 seconds")
    told = {(slot, v) for shot in reading.shots for slot, vs in shot.items() for v in vs}
    assert told == {(slot, v) for slot, vs in reading.slots.items() for v in vs}
    assert len(reading.shots) == 2


def test_words_that_order_shots_are_passed_not_left_open():
    reading = interpret("first pan left, then zoom in")
    assert [item.text for item in reading.passed] == ["first", "then"]
    assert reading.unresolved == ()
