import re

import pytest

from motion_assets.vocabulary.cells import COLOR_COUNT, OPACITY_COUNT
from motion_assets.vocabulary.colors import (
    COLOR_TERMS,
    OPACITY_WORDS,
    PRIMITIVES,
    base_names,
    grid_colors,
    published_colors,
)
from motion_assets.vocabulary.field_words import SHADING_WORDS, field_words

# Words of the color survey that nobody wants read aloud.
VULGAR = ("shit", "poo", "poop", "puke", "vomit", "barf", "snot", "booger", "piss", "diarrhea")


def published(source: str) -> dict[str, tuple[int, int, int]]:
    return {color.name: color.rgb for color in published_colors() if color.source == source}


def test_sixteen_primitives_are_sixteen_colors():
    assert len(PRIMITIVES) == len(set(PRIMITIVES.values())) == 16


def test_each_opacity_step_has_its_own_word():
    assert len(set(OPACITY_WORDS)) == len(OPACITY_WORDS) == OPACITY_COUNT


def test_the_lists_are_whole():
    assert len(published("XKCD color survey 2010")) == 949
    assert len(published("CSS Color 4")) == 148


@pytest.mark.parametrize(
    ("source", "name", "rgb"),
    [
        pytest.param("CSS Color 4", "rebeccapurple", (102, 51, 153), id="css-rebeccapurple"),
        pytest.param("CSS Color 4", "tomato", (255, 99, 71), id="css-tomato"),
        pytest.param("CSS Color 4", "darkslategrey", (47, 79, 79), id="css-british-spelling"),
        pytest.param("XKCD color survey 2010", "purple", (126, 30, 156), id="xkcd-purple"),
        pytest.param("XKCD color survey 2010", "teal", (2, 147, 134), id="xkcd-teal"),
        pytest.param("XKCD color survey 2010", "robin's egg", (109, 237, 253), id="apostrophe"),
    ],
)
def test_published_values(source, name, rgb):
    assert published(source)[name] == rgb


def test_css_agrees_with_the_primitives_it_names():
    # CSS "green" is the darker one; every other primitive is the CSS color of that name.
    css = published("CSS Color 4")
    assert {name for name, rgb in PRIMITIVES.items() if css[name] != rgb} == {"green"}


def test_spoken_forms_are_plain_words():
    spoken = [color.spoken for color in published_colors() if color.spoken]
    assert len(spoken) > 850
    assert [name for name in spoken if not re.fullmatch(r"[a-z]+( [a-z]+)*", name)] == []
    assert [name for name in spoken if "grey" in name] == []


@pytest.mark.parametrize("word", VULGAR)
def test_vulgar_names_stay_out_of_what_is_spoken(word):
    said = {part for color in published_colors() for part in color.spoken.split()}
    said |= {part for base in base_names() for part in base.name.split()}
    assert word not in said


def test_the_grid_is_named_once_over():
    assert [base.rgb for base in base_names()] == list(grid_colors())
    assert len({base.name for base in base_names()}) == COLOR_COUNT


def test_field_words_are_no_opacity_and_no_color():
    words = {word.word for word in field_words()}
    assert len(words) == len(field_words())
    assert words.isdisjoint(OPACITY_WORDS)
    assert (words | SHADING_WORDS).isdisjoint(COLOR_TERMS)


@pytest.mark.parametrize("word", field_words(), ids=lambda word: word.word)
def test_field_words_have_a_range_in_which_they_are_true(word):
    assert 0.0 <= word.darkest < word.lightest <= 1.0
    assert 0.0 <= word.least_chroma < word.most_chroma
    assert set(word.heads) <= COLOR_TERMS
    assert (word.tint > 0) == (word.kind == "tint")
