from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.coverage.packing import pack_color_cells, pack_sound_cells
from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, SOUND_CELL_COUNT, color_steps


@given(
    st.lists(st.integers(0, SOUND_CELL_COUNT - 1), max_size=80),
    st.integers(1, 30),
    st.randoms(use_true_random=False),
)
def test_every_cell_is_in_one_clip_and_no_fewer_clips_would_do(cells, size, random):
    shuffled = list(cells)
    random.shuffle(shuffled)
    clips = pack_sound_cells(cells, instants_per_clip=size)
    assert clips == pack_sound_cells(shuffled, instants_per_clip=size)
    assert list(chain.from_iterable(clips)) == sorted(set(cells))
    assert len(clips) == -(-len(set(cells)) // size)
    assert all(len(clip) <= size for clip in clips)


@given(st.sets(st.integers(0, COLOR_CELL_COUNT - 1), max_size=80), st.integers(1, 30))
def test_colors_are_packed_by_opacity_and_then_by_color(cells, size):
    clips = pack_color_cells(cells, max_cells_per_clip=size)
    steps = [color_steps(cell) for cell in chain.from_iterable(clips)]
    assert steps == sorted(map(color_steps, cells), key=lambda s: (s[3], s[:3]))
    assert len(clips) == -(-len(cells) // size)
    assert all(len(clip) == size for clip in clips[:-1])


def test_all_colors_fit_one_clip_of_all_cells():
    (clip,) = pack_color_cells(range(COLOR_CELL_COUNT), max_cells_per_clip=COLOR_CELL_COUNT)
    assert sorted(clip) == list(range(COLOR_CELL_COUNT))


def test_unknown_cells_and_empty_clips_are_refused():
    with pytest.raises(UnknownValueError, match="no color cell 27951: cell ids are 0 to 27950"):
        pack_color_cells([0, 27_951, 5], max_cells_per_clip=10)
    with pytest.raises(UnknownValueError, match="no sound cell -1"):
        pack_sound_cells([3, -1], instants_per_clip=10)
    with pytest.raises(LimitError, match="instants_per_clip must be at least 1, got 0"):
        pack_sound_cells([3], instants_per_clip=0)
