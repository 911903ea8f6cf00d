"""Adjectives before a light are about that light, however many there are."""

import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "lights"),
    [
        ("triangles under cold moonlight", {"cool", "moonlight"}),
        ("cold harsh light", {"cool", "hard"}),
        ("soft overcast light", {"soft", "overcast"}),
        ("a cold street in the moonlight", {"moonlight"}),
        ("a soft voice in the moonlight", {"moonlight"}),
    ],
)
def test_adjectives_of_a_light_are_kept_beside_its_name(prompt, lights):
    assert set(interpret(prompt).slots.get("lighting", ())) == lights
