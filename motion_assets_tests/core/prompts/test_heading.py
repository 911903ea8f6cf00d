import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "ways"),
    [
        ("orange triangles drifting left", ("left",)),
        ("orange circles falling down", ("down",)),
        ("embers rising", ("up",)),
        ("snow falling softly", ("down",)),
        ("blue circles bursting outward from the center", ("out",)),
        ("stars explode in all directions", ("out",)),
        ("particles converge toward the center", ("in",)),
        ("red squares move right to left", ("left",)),
        ("petals coming in from the left", ("right",)),
        ("balls flying up and to the right", ("up", "right")),
        ("lines moving diagonally down to the left", ("down", "left")),
        ("triangles travel from the bottom left to the top right", ("up", "right")),
        ("dots sink to the bottom", ("down",)),
        ("green dots move up and down", ()),
        ("green dots go back and forth", ()),
        ("shapes moving horizontally", ()),
        ("the camera pans left as dots drift right", ("right",)),
        ("the camera pans left over a teal wall", ()),
    ],
)
def test_words_of_a_direction_tell_the_way(prompt, ways):
    assert interpret(prompt).slots.get("motion_heading", ()) == ways


def test_words_that_go_on_about_a_way_are_understood():
    reading = interpret("gold circles drifting diagonally down to the left")
    assert "left" not in {each.text for each in reading.unresolved}
