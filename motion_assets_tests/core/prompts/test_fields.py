"""Prompts written as a form: the label says which slot its value fills."""

import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "slot", "values"),
    [
        pytest.param("mood: dark", "mood", ("dark",), id="dark-is-a-light-elsewhere"),
        pytest.param("camera: fixed", "camera_motion", ("static",), id="fixed-alone-is-open"),
        pytest.param("shot type: medium", "view", ("medium",), id="medium-is-a-size-elsewhere"),
        pytest.param("duration: 10", "duration_seconds", (10.0,), id="seconds-go-without-saying"),
        pytest.param("music: none", "negations", ("music",), id="none-rules-the-label-out"),
        pytest.param("camera movement: none", "camera_motion", ("static",), id="none-of-it"),
    ],
)
def test_a_field_is_read_by_its_label(prompt, slot, values):
    reading = interpret(prompt)
    assert reading.slots[slot] == values
    assert {item.slot for item in reading.evidence} <= {slot, "negations", "framing", "scene_type"}


def test_values_of_several_fields_stay_apart():
    slots = interpret("style: anime, mood: dark, music: off, lighting: neon").slots
    assert slots == {
        "style": ("anime",),
        "mood": ("dark",),
        "lighting": ("neon",),
        "negations": ("music",),
    }


def test_a_label_is_understood_and_a_colon_in_a_sentence_is_no_form():
    assert [item.text for item in interpret("style: anime").passed] == ["style"]
    assert "mood" not in interpret("she has one thing in mind: dark chocolate").slots
