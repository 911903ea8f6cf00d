from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.clips.card import (
    CARD_CELLS_PER_CLIP,
    CARD_CELLS_PER_FRAME,
    CARD_HEIGHT_PX,
    CARD_WIDTH_PX,
    SWATCH_PX,
    card_frames,
    card_size_px,
    frames_needed,
)
from motion_assets.core.clips.scene import Card, Scene, SoundCells
from motion_assets.core.coverage.packing import pack_color_cells
from motion_assets.core.observations.color import count_cells, pixel_cells
from motion_assets.core.observations.frames import PlanarFrame, RgbaFrame
from motion_assets.errors import LimitError, ShapeError, UnknownValueError
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, MIN_CELL_PX, color_cell


def card_scene(
    cells: Sequence[int],
    *,
    width_px: int = CARD_WIDTH_PX,
    height_px: int = CARD_HEIGHT_PX,
    frame_count: int | None = None,
    swatch_px: int = 4,
) -> Scene:
    return Scene(
        clip_id="sweep-1-00",
        seed=0,
        width_px=width_px,
        height_px=height_px,
        fps=24,
        frame_count=frames_needed(len(cells)) if frame_count is None else frame_count,
        picture=Card(tuple(cells), swatch_px),
        soundtrack=SoundCells((0,)),
    )


def planar(frame: RgbaFrame) -> PlanarFrame:
    return PlanarFrame(frame.rgb[..., 0], frame.rgb[..., 1], frame.rgb[..., 2], frame.alpha)


def test_a_packed_sweep_shows_every_cell_once_in_frames_of_one_opacity_each():
    (cells,) = pack_color_cells(range(COLOR_CELL_COUNT), max_cells_per_clip=CARD_CELLS_PER_CLIP)
    frames = list(card_frames(card_scene(cells)))
    assert len(frames) == 21
    assert all((frame.rgb == frames[0].rgb).all() for frame in frames)
    assert [np.unique(frame.alpha).size for frame in frames] == [1] * 21
    seen = count_cells(map(planar, frames), kernel="numpy")
    assert seen.cell.tolist() == list(range(COLOR_CELL_COUNT))
    assert set(seen.pixels) == set(seen.peak_px) == {MIN_CELL_PX}


def test_a_swatch_has_the_nominal_color_and_alpha_of_its_cell():
    cells = (color_cell(4, 5, 6, 17), color_cell(10, 0, 1, 2), color_cell(0, 0, 0, 20))
    (frame,) = card_frames(card_scene(cells, width_px=8, height_px=8))
    assert frame.rgb[0, 0].tolist() == [100, 125, 150]
    assert frame.rgb[3, 7].tolist() == [250, 0, 25]
    assert [frame.alpha[0, 0], frame.alpha[0, 4], frame.alpha[4, 0]] == [217, 26, 255]
    assert frame.rgb.dtype == frame.alpha.dtype == np.uint8
    assert (frame.rgb.shape, frame.alpha.shape) == ((8, 8, 3), (8, 8))


@given(
    st.lists(st.integers(0, COLOR_CELL_COUNT - 1), min_size=1, max_size=40),
    st.integers(1, 5),
    st.integers(5, 23),
    st.integers(5, 23),
)
def test_swatches_run_row_by_row_and_frame_by_frame(cells, swatch_px, width_px, height_px):
    columns, rows = width_px // swatch_px, height_px // swatch_px
    count = -(-len(cells) // (columns * rows)) + 1
    scene = card_scene(
        cells, width_px=width_px, height_px=height_px, frame_count=count, swatch_px=swatch_px
    )
    shown = []
    for frame in card_frames(scene):
        ids = pixel_cells(planar(frame))
        swatches = ids[: rows * swatch_px, : columns * swatch_px]
        blocks = swatches.reshape(rows, swatch_px, columns, swatch_px)
        assert (blocks == blocks[:, :1, :, :1]).all()
        shown += blocks[:, 0, :, 0].ravel().tolist()
        assert not ids[rows * swatch_px :].any()
        assert not ids[:, columns * swatch_px :].any()
    assert shown == cells + [0] * (count * columns * rows - len(cells))


def test_frames_own_their_arrays():
    first, second = card_frames(card_scene(range(2000)))
    assert not np.shares_memory(first.rgb, second.rgb)
    assert not np.shares_memory(first.alpha, second.alpha)


def test_the_sweep_card_is_the_smallest_swatch_that_counts():
    width_px, height_px = card_size_px()
    assert (width_px, height_px, CARD_CELLS_PER_FRAME) == (44, 484, 1331)
    assert SWATCH_PX**2 == MIN_CELL_PX
    assert frames_needed(CARD_CELLS_PER_CLIP) == 21


@pytest.mark.parametrize(("cells", "frames"), [(0, 1), (1, 1), (1331, 1), (1332, 2)])
def test_frames_needed_is_never_zero_and_rounds_up(cells, frames):
    assert frames_needed(cells) == frames


def test_scenes_that_cannot_be_drawn_are_refused_before_the_first_frame():
    with pytest.raises(LimitError, match=r"1 frames of 1331 swatches hold 1331 cells, got 1332"):
        card_frames(card_scene(range(1332), frame_count=1))
    with pytest.raises(UnknownValueError, match="no color cell 27951"):
        card_frames(card_scene([0, 27_951]))
    with pytest.raises(UnknownValueError, match="no color cell -1"):
        card_frames(card_scene([-1]))
    with pytest.raises(ShapeError, match="a swatch of 9 px does not fit a frame of 8x484"):
        card_frames(card_scene([1], width_px=8, swatch_px=9))
    with pytest.raises(ShapeError, match="got no picture"):
        card_frames(replace(card_scene([1]), picture=None))
