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


@pytest.mark.parametrize(
    ("prompt", "counts", "shapes"),
    [
        ("three orange circles", ("3 #ffa500",), ("circle #ffa500",)),
        ("two red balls and five blue squares", ("2 #ff0000", "5 #0000ff"), None),
        ("a couple of small red dots", ("2 #ff0000",), None),
        ("7 big green triangles, 5 seconds", ("7 #00ff00",), None),
        ("three circles drift left", ("3 any",), ("circle any",)),
        ("a red circle", (), ("circle #ff0000",)),
        ("no three circles", (), ()),
        ("take 3 blocks north", (), ()),
        ("in 1984 squares were in fashion", (), ()),
        ("Slow zoom, two. Circles and boxes", (), ()),
        ("two layers of red circles", (), ("circle #ff0000",)),
    ],
)
def test_what_is_counted_before_a_shape_is_subjects(prompt, counts, shapes):
    slots = interpret(prompt).slots
    assert slots.get("subject_count", ()) == counts
    assert shapes is None or slots.get("subject_shape", ()) == shapes


def test_a_shape_that_is_told_describes_no_view_besides():
    assert "view" not in interpret("seven white dots fall on a dark forest").slots
    assert "view" in interpret("the people look like dots").slots
