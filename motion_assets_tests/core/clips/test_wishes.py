from collections import Counter

import pytest

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.parts import MAX_PARTS
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import View
from motion_assets.core.clips.wishes import Wishes, wishes_of
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.reading import Evidence, Reading


def wished(slot: str, *told: tuple[str, str]) -> Wishes:
    """Wishes of a prompt whose words, the second of each pair, stand for values of one slot."""
    claims = [Evidence(slot, value, 0, 5, text, "s", "lexicon", 0.9, "row") for value, text in told]
    slots = {slot: tuple(value for value, _ in told)}
    reading = Reading("a prompt", "en", slots, tuple(claims), (), (), "test")
    return wishes_of(ClipRequest(prompt="a prompt"), reading)


def test_words_that_stand_for_two_values_ask_for_one_and_say_so():
    wishes = wished("audio_mood", ("dark", "menacing"), ("ominous", "menacing"))
    asked = [(wish.value, wish.reason) for wish in wishes.asked("sound.mood")]
    assert asked == [("dark", 'the prompt says "menacing", which could be ominous too')]


def test_different_words_ask_for_both_values():
    wishes = wished("audio_mood", ("dark", "gloomy"), ("ominous", "menacing"))
    assert [wish.value for wish in wishes.asked("sound.mood")] == ["dark", "ominous"]


def test_two_lights_that_contradict_each_other_are_both_asked_for():
    wishes = wished("lighting", ("bright", "bright"), ("dark", "gloomy"))
    assert [wish.value for wish in wishes.asked("lighting.key_intensity")] == ["1.25", "0.5"]


@pytest.mark.parametrize(
    ("prompt", "ways"),
    [
        ("arc clockwise around it", ["left"]),
        ("orbit ccw", ["right"]),
        ("pan left", ["left"]),
        ("arc left, then rotate clockwise", ["left", "clockwise"]),
        ("the camera rotates left, then the camera pans left", ["counterclockwise", "left"]),
        ("pan right, then arc clockwise around it", ["right", "left"]),
    ],
)
def test_a_way_is_called_as_the_move_calls_it(prompt, ways):
    assert said(built(prompt), "camera.direction") == [(way, True) for way in ways]


def test_a_place_may_be_two_settings_by_one_word():
    wishes = wished("setting", ("ocean", "sea"), ("nature", "sea"))
    assert [wish.value for wish in wishes.asked("settings")] == ["ocean", "nature"]


def built(prompt: str) -> Built:
    return build_scene(ClipRequest(prompt=prompt), interpret(prompt), clip_id="c", seed=3)


def said(clip: Built, aspect: str) -> list[tuple[str, bool]]:
    """Asked values of an aspect, and whether the scene shows them."""
    return [
        (each.value, each.rendered)
        for each in clip.choices
        if each.aspect == aspect and each.origin == "asked" and not each.forbidden
    ]


def test_parts_that_a_clip_has_no_room_for_are_declined_value_by_value():
    clip = built(
        "pan left, then zoom in, then tilt up, then roll clockwise, then dolly in, then truck "
        "right, then crane up over a red beach, then whip pan left"
    )
    moves = said(clip, "camera.motion_type")
    assert [shown for _, shown in moves] == [True] * MAX_PARTS + [False] * 2
    assert [move for move, _ in moves[MAX_PARTS:]] == ["crane", "whip_pan"]
    assert ("beach", False) in said(clip, "settings")
    assert said(clip, "color") == [("250,0,0_1.00", False)]
    (crane,) = (each for each in clip.choices if each.value == "crane")
    assert crane.reason.endswith("a clip has room for 6 parts, and this is part 7")


@pytest.mark.parametrize(
    ("prompt", "aspect", "value"),
    [
        ("a forest with no music, add mournful music", "sound.presence", "music"),
        ("not dark, a dark mood", "mood", "dark"),
        ("a red ball, no red", "color", "250,0,0_"),
    ],
)
def test_what_is_asked_for_and_ruled_out_is_declined(prompt, aspect, value):
    clip = built(prompt)
    (choice,) = (
        each
        for each in clip.choices
        if each.aspect == aspect and each.value.startswith(value) and not each.forbidden
    )
    assert not choice.rendered
    assert "ruled out as well" in choice.reason
    assert any(each.forbidden and each.value.startswith(value) for each in clip.choices)


def test_a_contradiction_about_music_leaves_its_mood():
    clip = built("a forest with no music, add mournful music")
    assert said(clip, "sound.mood") == [("melancholy", True)]


@pytest.mark.parametrize(
    ("prompt", "force"),
    [
        ("a very energetic dance", "high"),
        ("a slightly energetic dance", "low"),
        ("a very calm ocean", "low"),
        ("a barely calm ocean", "high"),
        ("an ocean", None),
    ],
)
def test_degrees_lean_a_clip_by_what_they_belong_to(prompt, force):
    assert wishes_of(ClipRequest(prompt=prompt), interpret(prompt)).force == force


def test_a_strong_clip_has_more_contrast_and_louder_sound_than_a_weak_one():
    found = {}
    for level in ("very", "slightly"):
        clip = built(f"a {level} red ball")
        ((_, acts),) = said(clip, "intensity")
        assert acts
        found[level] = {each.aspect: each.value for each in clip.choices}
    assert found["very"]["motion.speed"] == "fast"
    assert found["slightly"]["motion.speed"] == "slow"
    strong, weak = (found[level]["lighting.contrast_ratio"] for level in ("very", "slightly"))
    contrasts = ["flat", "normal", "high", "chiaroscuro"]
    assert contrasts.index(strong) > contrasts.index(weak)


def test_a_degree_that_finds_nothing_to_lean_is_declined():
    clip = built("very high contrast, a ball that moves fast, tense music")
    ((_, acts),) = said(clip, "intensity")
    assert not acts


def test_a_way_that_no_move_goes_is_declined():
    clip = built("pan left and up")
    assert said(clip, "camera.direction") == [("left", True), ("up", False)]


def test_both_ways_of_one_move_follow_each_other():
    clip = built("the camera pans left and right")
    view = clip.scene.picture
    assert isinstance(view, View)
    assert [(x.ground.motion_type, x.ground.sign) for x in view.shots] == [("pan", -1), ("pan", 1)]
    assert said(clip, "camera.direction") == [("left", True), ("right", True)]


def test_views_of_one_framing_are_one_shot_and_others_follow_each_other():
    wide = built("a wide establishing shot of a castle")
    assert {each.part for each in wide.choices} == {None}
    told = built("two people talking, a two shot, cut to a close-up")
    framings = [(each.part, each.value) for each in told.choices
                if each.aspect == "composition.framing" and each.origin == "asked"]  # fmt: skip
    assert framings == [(0, "medium"), (1, "close")]
    assert all(each.rendered for each in told.choices)


def test_a_view_from_straight_above_is_a_camera_of_its_own():
    assert ("camera.motion_type", "birds_eye") in built("a top-down view of a table").expected
    assert ("camera.motion_type", "pan") in built("an overhead shot, slow pan left").expected


def test_a_finer_place_is_shown_by_what_its_words_ask_for_as_well():
    clip = built("a cabin")
    assert said(clip, "setting") == []
    assert ("interior", True) in said(clip, "settings")


def test_a_shape_that_is_told_is_drawn_in_its_color():
    (shot,) = built("a yellow triangle and a purple square").scene.picture.shots  # type: ignore[union-attr]  # a view
    drawn = {(each.color, each.shape) for each in shot.subjects[:2]}
    assert drawn == {((255, 255, 0), "triangle"), ((128, 0, 128), "rect")}


@pytest.mark.parametrize(
    ("prompt", "drawn"),
    [
        ("three yellow circles drift left", {((255, 255, 0), "circle"): 3}),
        (
            "one red square and two blue circles",
            {((255, 0, 0), "rect"): 1, ((0, 0, 255), "circle"): 2},
        ),
        ("tracking shot of one red ball", {((255, 0, 0), "circle"): 1}),
        ("twelve white dots", {((255, 255, 255), "circle"): 12}),
    ],
)
def test_as_many_subjects_are_drawn_as_are_counted(prompt, drawn):
    (shot,) = built(prompt).scene.picture.shots  # type: ignore[union-attr]  # a view
    cast = [*shot.subjects, *([shot.tracked] if shot.tracked else [])]
    assert Counter((_pure(each.color), each.shape) for each in cast) == drawn


def _pure(color):
    """Subjects of one color differ by two levels, by which each is followed."""
    return tuple(255 * round(level / 255) for level in color)


def test_shapes_without_a_color_are_all_of_them():
    clip = built("three circles drift left")
    assert said(clip, "subject_count") == [("3", True)]
    assert said(clip, "subject_shape") == [("circle", True)]
    (shot,) = clip.scene.picture.shots  # type: ignore[union-attr]  # a view
    assert [each.shape for each in shot.subjects] == ["circle"] * 3


def test_more_subjects_than_a_view_holds_are_declined():
    assert said(built("20 red dots"), "subject_count") == [("20", False)]
    assert said(built("0 red dots"), "subject_count") == [("0", False)]
    both = said(built("ten red dots and five blue dots"), "subject_count")
    assert both == [("10", True), ("5", False)]
    assert said(built("three crimson balls and two red balls"), "subject_count")[0] == ("3", True)


def test_a_shape_too_thin_to_be_seen_is_declined():
    assert said(built("a blue ring"), "subject_shape") == [("ring", False)]


def test_a_background_has_the_tint_that_is_told():
    for prompt, warm in (("a ball, orange background", True), ("a ball, blue background", False)):
        (shot,) = built(prompt).scene.picture.shots  # type: ignore[union-attr]  # a view
        assert all((red > blue) == warm for red, _, blue in shot.field.stops)
        assert said(built(prompt), "background_color")[0][1]


def test_a_lamp_told_by_its_own_name_comes_before_a_named_light():
    rims = said(built("waves at dusk, without rim light"), "lighting.rim_strength")
    assert ("0.0", True) in rims
