import random

import pytest

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.registries import naming
from motion_assets.vocabulary.cells import COLOR_COUNT, OPACITY_COUNT, color_key, sound_key

COLORS = tuple(enumerate(naming.color_names()))
SAMPLE = tuple(random.Random(20).sample(COLORS, 500))
EVERY_BASE = COLORS[::8]
"""Each of the 1,331 base names two or three times, with all 21 opacities by turns."""


def wrong_colors(named):
    return [
        name
        for cell, name in named
        if interpret(f"a wall in {name.title()}, drawn plainly").slots.get("color_cells")
        != (color_key(cell),)
    ]


def test_a_color_name_means_its_cell():
    assert wrong_colors(SAMPLE) == []


@pytest.mark.slow
def test_every_base_name_means_its_cell_with_its_opacity():
    steps = {divmod(cell, OPACITY_COUNT) for cell, _ in EVERY_BASE}
    bases, opacities = ({step[place] for step in steps} for place in (0, 1))
    assert (len(bases), len(opacities)) == (COLOR_COUNT, OPACITY_COUNT)
    assert wrong_colors(EVERY_BASE) == []


def test_every_sound_name_means_its_cell():
    assert [
        name
        for cell, name in enumerate(naming.sound_names())
        if interpret(name).slots.get("sound_cells") != (sound_key(cell),)
    ] == []


def test_a_cell_also_says_its_color():
    slots = interpret("solid white").slots
    assert (slots["colors"], slots["color_cells"]) == (("#fafafa",), ("250,250,250_1.00",))


def test_a_written_key_means_its_cell():
    reading = interpret("fill it with 100,125,150_0.85 please")
    assert reading.slots["color_cells"] == ("100,125,150_0.85",)
    assert reading.evidence[0].text == "100,125,150_0.85"


@pytest.mark.parametrize("key", ["100,126,150_0.85", "100,125,150_0.87", "275,0,0_1.00"])
def test_a_key_off_the_grid_is_no_cell(key):
    assert "color_cells" not in interpret(key).slots


def test_a_published_name_comes_before_the_grid():
    assert interpret("a dark royal blue dress").slots["colors"] == ("#02066f",)
    assert "color_cells" not in interpret("a dark royal blue dress").slots
