"""Stated numbers that are about the making of a clip, as a person writes them."""

import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "slots"),
    [
        (
            "dissolves of half a second",
            {"transition_type": ("dissolve",), "transition_duration": ("0.5",)},
        ),
        ("a wipe over 1 s", {"transition_type": ("wipe",), "transition_duration": ("1.0",)}),
        (
            "one second fades",
            {"transition_type": ("fade",), "transition_duration": ("1.0",)},
        ),
        ("each shot one second", {"shot_length": ("1",)}),
        ("every shot lasts two seconds", {"shot_length": ("2",)}),
        ("three depth layers, 25 fps", {"layer_count": ("3",), "fps": ("25",)}),
        ("layers 3, fps 25", {"layer_count": ("3",), "fps": ("25",)}),
        ("fade .5s", {"transition_type": ("fade",), "transition_duration": ("0.5",)}),
        ("key 0.5, rim 80%", {"key_intensity": ("0.5",), "rim_strength": ("0.8",)}),
        ("tempo 90", {"audio_tempo": ("medium",)}),
        ("pacing 0.75, parallax 0.2", {"pacing": ("0.75",), "parallax": ("0.2",)}),
    ],
)
def test_numbers_are_read_as_what_they_are_about(prompt, slots):
    assert interpret(prompt).slots == slots
