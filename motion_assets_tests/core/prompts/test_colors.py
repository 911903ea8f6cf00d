import numpy as np
import pytest

from motion_assets.core.prompts.color_names import color_values, name_words
from motion_assets.core.prompts.colors import blend, ish_color, shade
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.registries.colorspace import oklch_of_rgb
from motion_assets.vocabulary.colors import published_colors


def colors(prompt):
    return interpret(prompt).slots.get("colors")


def oklch(value):
    return oklch_of_rgb(np.array([int(value[k : k + 2], 16) for k in (1, 3, 5)], dtype=np.float64))


def test_published_names_mean_their_published_values():
    wrong = [
        color.name
        for color in published_colors()
        if color.name not in {"bland", "dark", "light", "pale"}
        if colors(f"a wall painted {color.name}")
        != (color_values()[" ".join(name_words(color.name))],)
    ]
    # Drinks and fruit come first in these, and one name is also a name of the grid.
    assert len(wrong) <= 8, wrong


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("#1a2B3c haze", ("#1a2b3c",)),
        ("blue and orange smoke", ("#0000ff", "#ffa500")),
        ("a peach dress", ("#ffb07c",)),
        ("fade to lipstick", ("#d5174e",)),
        ("a grey sky", ("#808080",)),
        ("blue/green haze", ("#0f9b8e",)),
    ],
)
def test_colors_of_a_prompt(prompt, expected):
    assert colors(prompt) == expected


@pytest.mark.parametrize(
    "prompt",
    ["a glass of orange juice", "peach cobbler on a plate", "feeling blue", "rose from the chair"],
)
def test_words_that_color_nothing_here(prompt):
    assert colors(prompt) is None


@pytest.mark.parametrize(
    ("modifier", "component", "sign"),
    [("dark", 0, -1), ("pale", 0, 1), ("muted", 1, -1), ("vivid", 1, 1), ("neon", 0, 1)],
)
def test_a_modifier_moves_lightness_or_chroma(modifier, component, sign):
    change = oklch(shade("#5a8f8f", (modifier,))) - oklch("#5a8f8f")
    assert sign * change[component] > 0.02


def test_grays_stay_gray_under_vivid():
    assert oklch(shade("#808080", ("vivid",)))[1] < 0.01


def test_a_tint_lies_between_its_two_colors():
    mixed = oklch(blend("#00ff00", "#0000ff"))
    assert oklch("#0000ff")[0] < mixed[0] < oklch("#00ff00")[0]


@pytest.mark.parametrize("word", ["mauvish", "rustish", "reddish"])
def test_ish_words_are_a_paler_shade_of_their_stem(word):
    stem = {"mauvish": "mauve", "rustish": "rust", "reddish": "red"}[word]
    near, far = oklch(ish_color(word)), oklch(color_values()[stem])
    assert near[1] < far[1]
    assert near[0] > far[0]
    assert abs((near[2] - far[2] + 180) % 360 - 180) < 8


@pytest.mark.parametrize("word", ["childish", "fish", "cornish", "polish", "minty"])
def test_words_that_only_end_like_a_color(word):
    assert ish_color(word) is None


@pytest.mark.parametrize("prompt", ["a mauvish sky", "a mauve-ish sky", "a mauve ish sky"])
def test_ish_is_read_however_it_is_written(prompt):
    assert colors(prompt) == (ish_color("mauvish"),)
