import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.errors import UnknownValueError
from motion_assets.vocabulary import cells


def test_the_grids_have_the_published_sizes():
    assert cells.COLOR_CELL_COUNT == 11 * 11 * 11 * 21 == 27_951
    assert cells.SOUND_CELL_COUNT == 1 + 20 * 15 == 301


@given(st.integers(0, cells.COLOR_CELL_COUNT - 1))
def test_a_color_key_is_read_back_to_its_cell(cell):
    assert cells.color_cell_of_key(cells.color_key(cell)) == cell
    assert cells.color_cell(*cells.color_steps(cell)) == cell


def test_every_sound_key_is_unique_and_read_back():
    keys = [cells.sound_key(cell) for cell in range(cells.SOUND_CELL_COUNT)]
    assert len(set(keys)) == 301
    assert [cells.sound_cell_of_key(key) for key in keys] == list(range(301))


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("100,125,150_1.05", id="opacity-over-one"),
        pytest.param("100,125,150_0.83", id="opacity-off-the-grid"),
        pytest.param("101,125,150_0.85", id="level-off-the-grid"),
        pytest.param("275,0,0_1.00", id="level-past-the-last"),
        pytest.param("100,125,150", id="no-opacity"),
        pytest.param("'; drop table registry; --", id="sql"),
        pytest.param("", id="empty"),
    ],
)
def test_what_is_not_a_color_key_is_refused_with_an_example(key):
    with pytest.raises(UnknownValueError, match=r"for example 100,125,150_0\.85"):
        cells.color_cell_of_key(key)


@pytest.mark.parametrize("key", ["0.35_2-1-2", "0.36_2-1-1", "1.05_4-0-0", "0.00_4-0-0", "x"])
def test_what_is_not_a_sound_key_is_refused_with_an_example(key):
    with pytest.raises(UnknownValueError, match=r"for example 0\.35_2-1-1"):
        cells.sound_cell_of_key(key)
