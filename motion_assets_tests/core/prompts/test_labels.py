"""Terse notes: a value right beside the name of its aspect."""

import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "slots"),
    [
        ("steadiness shaky", {"camera_steadiness": ("shaky",)}),
        ("locked steadiness", {"camera_steadiness": ("locked",)}),
        ("temp: warm", {"color_temperature": ("warm",)}),
        ("parallax strong", {"parallax": ("0.2",)}),
        ("symmetry: none", {"composition": ("asymmetric",)}),
        ("rule of thirds off", {"rule_of_thirds": ("no",)}),
        (
            "subjects: horizontal, fast",
            {"motion_speed": ("fast",), "motion_direction": ("horizontal",)},
        ),
        ("camera movement: none", {"camera_motion": ("static",)}),
    ],
)
def test_a_value_is_read_by_the_label_beside_it(prompt, slots):
    found = interpret(prompt).slots
    assert {slot: found.get(slot) for slot in slots} == slots


@pytest.mark.parametrize("prompt", ["a balance beam", "the weight of the key", "a gradient"])
def test_a_label_alone_claims_nothing(prompt):
    assert not any(item.rule == "label.value" for item in interpret(prompt).evidence)
