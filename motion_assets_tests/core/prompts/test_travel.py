"""What moves in a sentence, and what films it, each go their own way."""

import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "direction", "camera", "way"),
    [
        ("a shaky handheld shot of orange triangles drifting left", "horizontal", "handheld", None),
        ("the camera pans right while red squares fall", "vertical", "pan", "right"),
        ("a locked camera, fluid shapes, drifting left", "horizontal", "static", None),
        ("tracking shot of dots that glide smoothly to the right", "horizontal", "tracking", None),
        ("zoom in on triangles moving diagonally, warm light", "diagonal", "zoom", "in"),
        ("the camera drifts left", None, "truck", "left"),
        ("the camera zooms in and drifts left", None, "zoom", "in"),
        ("people walking down the street", None, None, None),
        ("she falls in love", None, None, None),
        ("seven white dots fall on a dark forest", "vertical", None, None),
        ("white dots falling over a forest", "vertical", None, None),
        ("night falls on a dark forest", None, None, None),
        ("a man falls over", None, None, None),
        ("night falls, hearts soar", None, None, None),
    ],
)
def test_a_verb_of_travel_belongs_to_the_noun_before_it(prompt, direction, camera, way):
    slots = interpret(prompt).slots
    firsts = [
        slots.get(slot, (None,))[0]
        for slot in ("motion_direction", "camera_motion", "camera_direction")
    ]
    assert firsts == [direction, camera, way]


@pytest.mark.parametrize(
    ("prompt", "speed", "camera"),
    [
        ("the triangles stay completely still, pan left", "static", "pan"),
        ("the camera stays still", None, "static"),
    ],
)
def test_what_stays_still_is_what_stands_before_it(prompt, speed, camera):
    slots = interpret(prompt).slots
    assert slots.get("motion_speed", (None,))[0] == speed
    assert slots["camera_motion"] == (camera,)


def test_a_subject_has_a_speed_of_its_own_beside_that_of_the_camera():
    slots = interpret("camera pan left slow, objects right fast").slots
    assert (slots["camera_speed"], slots["motion_speed"]) == (("slow",), ("fast",))


def test_the_way_of_a_gradient_moves_nothing():
    assert set(interpret("the background blending from left to right").slots) == {"gradient_type"}
