import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motion_assets.core.registries import naming
from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary.cells import (
    COLOR_CELL_COUNT,
    SOUND_CELL_COUNT,
    color_cell,
    color_cell_of_key,
    sound_cell_of_key,
)
from motion_assets.vocabulary.colors import OPACITY_WORDS, PRIMITIVES

SPOKEN = re.compile(r"[a-z]+( [a-z]+){1,4}")


def test_every_color_cell_has_its_own_spoken_name():
    names = naming.color_names()
    assert len(names) == len(set(names)) == COLOR_CELL_COUNT
    assert [name for name in names if not SPOKEN.fullmatch(name)] == []


def test_every_color_name_reads_back_to_its_cell():
    read = [naming.color_cell_of_name(name) for name in naming.color_names()]
    assert read == list(range(COLOR_CELL_COUNT))


def test_every_sound_name_reads_back_to_its_cell():
    names = naming.sound_names()
    assert len(set(names)) == SOUND_CELL_COUNT
    assert [naming.sound_cell_of_name(name) for name in names] == list(range(SOUND_CELL_COUNT))
    assert [name for name in names[1:] if not SPOKEN.fullmatch(name)] == []


@given(st.integers(0, COLOR_CELL_COUNT - 1))
def test_one_color_name_is_the_one_in_the_list(cell):
    assert naming.color_name(cell) == naming.color_names()[cell]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("solid teal", "0,125,125_1.00", id="a-primitive"),
        pytest.param("SOLID  Teal ", "0,125,125_1.00", id="case-and-spaces"),
        pytest.param("faint light grey", "225,225,225_0.20", id="british-spelling"),
        pytest.param("invisible black", "0,0,0_0.00", id="the-first-cell"),
        pytest.param("solid white", "250,250,250_1.00", id="the-last-cell"),
        pytest.param("translucent orange", "250,175,0_0.50", id="half-opacity"),
    ],
)
def test_color_names_mean_the_cell_a_reader_expects(name, key):
    assert naming.color_cell_of_name(name) == color_cell_of_key(key)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("silence", "0.00", id="silence"),
        pytest.param("subliminal deep rumble", "0.05_4-0-0", id="the-weakest-rumble"),
        pytest.param("Moderate  Pure Tone", "0.50_0-4-0", id="half-strength-tone"),
        pytest.param("deafening plain hiss", "1.00_0-0-4", id="the-last-cell"),
        pytest.param("soft rumbling hum", "0.35_1-3-0", id="a-mixture"),
    ],
)
def test_sound_names_mean_the_cell_a_reader_expects(name, key):
    assert naming.sound_cell_of_name(name) == sound_cell_of_key(key)


@pytest.mark.parametrize("name", PRIMITIVES)
def test_primitives_name_the_cell_that_holds_them(name):
    red, green, blue = (min(round(value / 25), 10) for value in PRIMITIVES[name])
    assert naming.color_cell_of_name(f"solid {name}") == color_cell(red, green, blue, 20)


def test_an_opacity_word_never_starts_a_base_name():
    starts = {name.partition(" ")[0] for name in naming.color_base_names()}
    assert starts.isdisjoint(OPACITY_WORDS)


def test_no_sound_name_is_a_color_name():
    assert set(naming.sound_names()).isdisjoint(naming.color_names())
    assert set(naming.sound_names()).isdisjoint(naming.color_base_names())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("teal", "'solid teal'", id="no-opacity"),
        pytest.param("sollid teal", "'solid teal'", id="opacity-misspelled"),
        pytest.param("faint emerld green", "'faint emerald green'", id="color-misspelled"),
        pytest.param("faint mgenta", "'faint magenta'", id="one-word-misspelled"),
    ],
)
def test_a_near_miss_is_told_what_was_meant(name, hint):
    with pytest.raises(UnknownValueError, match=f"no color is named '{name}'. Did you mean {hint}"):
        naming.color_cell_of_name(name)


@pytest.mark.parametrize("name", ["", "xylophone", "solid", "7 dwarfs"])
def test_what_is_near_nothing_gets_no_hint(name):
    with pytest.raises(UnknownValueError, match=f"no color is named '{name}'. A color name is an"):
        naming.color_cell_of_name(name)


def test_a_sound_near_miss_is_told_what_was_meant():
    with pytest.raises(UnknownValueError, match="Did you mean 'soft rumbling hum'"):
        naming.sound_cell_of_name("soft rumbling hmu")


def test_a_long_text_is_cut_in_the_message():
    with pytest.raises(UnknownValueError) as caught:
        naming.color_cell_of_name("teal " * 10_000)
    assert len(str(caught.value)) < 300


@settings(max_examples=40)
@given(st.text())
def test_any_other_text_is_refused_by_name_only(text):
    for read in (naming.color_cell_of_name, naming.sound_cell_of_name):
        try:
            read(text)
        except UnknownValueError as error:
            assert "is named" in str(error)  # noqa: PT017 - most texts raise, a few are names


@pytest.mark.parametrize(
    ("call", "value", "count"),
    [
        pytest.param(naming.color_name, COLOR_CELL_COUNT, "0..27,950", id="color"),
        pytest.param(naming.color_name, -1, "0..27,950", id="negative"),
        pytest.param(naming.color_base_name, 1331, "0..1,330", id="base"),
        pytest.param(naming.opacity_word, 21, "0..20", id="opacity"),
        pytest.param(naming.sound_name, SOUND_CELL_COUNT, "0..300", id="sound"),
    ],
)
def test_cells_off_the_grid_are_refused_with_the_range(call, value, count):
    with pytest.raises(UnknownValueError, match=f" {value}: expected {re.escape(count)}"):
        call(value)
