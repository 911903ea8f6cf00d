import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "shapes", "grounds"),
    [
        ("a red circle on a white background", ("circle #ff0000",), ("#ffffff",)),
        ("a yellow triangle and a purple square", ("triangle #ffff00", "rect #800080"), ()),
        ("two bouncing blue balls", ("circle #0000ff",), ()),
        ("a green glowing ring", ("ring #00ff00",), ()),
        ("boats under an orange sky", (), ("#ffa500",)),
        ("no red circles", (), ()),
        ("a red car in Times Square", (), ()),
    ],
)
def test_what_follows_a_color_has_it(prompt, shapes, grounds):
    slots = interpret(prompt).slots
    assert slots.get("subject_shape", ()) == shapes
    assert slots.get("background_color", ()) == grounds
