"""Cards: frames of flat swatches that show color cells by address, exactly.

Put the size of a card and the drawing of its swatches here. Which cells go into which clip
is decided in ``core.coverage.packing``; composed pictures belong in ``view``.

A sweep card is 44 x 484 pixels in swatches of 4, just the 16 pixels that make a cell count
as seen. A frame holds 11 x 121 = 1,331 of them: as many as there are colors of one opacity,
11 blue levels across and 121 red and green levels down. Packed by opacity, all 27,951 cells
fit 21 frames whose color never changes, so that the color track is coded once; 176 x 144
pixels need only 18 frames but a file six times as large and a quarter more time (measured).
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Card, Scene
from motion_assets.core.observations.frames import RgbaFrame
from motion_assets.errors import LimitError, ShapeError, UnknownValueError
from motion_assets.vocabulary.cells import (
    COLOR_CELL_COUNT,
    LEVEL_COUNT,
    LEVEL_STEP,
    OPACITY_COUNT,
)

SWATCH_PX: Final = 4
CARD_WIDTH_PX: Final = LEVEL_COUNT * SWATCH_PX
CARD_HEIGHT_PX: Final = LEVEL_COUNT**2 * SWATCH_PX
CARD_CELLS_PER_FRAME: Final = (CARD_WIDTH_PX // SWATCH_PX) * (CARD_HEIGHT_PX // SWATCH_PX)
CARD_CELLS_PER_CLIP: Final = COLOR_CELL_COUNT
"""Cells of one clip: all of them."""


def card_size_px() -> tuple[int, int]:
    """Width and height of a sweep card."""
    return CARD_WIDTH_PX, CARD_HEIGHT_PX


def frames_needed(cell_count: int) -> int:
    """Frames of a sweep card that hold ``cell_count`` swatches; a clip has at least one.

    >>> frames_needed(27_951), frames_needed(1_331), frames_needed(0)
    (21, 1, 1)
    """
    return max(1, -(-cell_count // CARD_CELLS_PER_FRAME))


def card_frames(scene: Scene) -> Iterator[RgbaFrame]:
    """Frames of a card scene, swatches row by row from the top left.

    Parameters
    ----------
    scene : Scene
        Its picture is a `Card`. Frames after the last cell, swatches after it and pixels
        beyond the last whole swatch are black at opacity 0.

    Yields
    ------
    RgbaFrame
        Every cell at its nominal color, ``25 * step``, and alpha, ``255 * step / 20`` rounded
        half up: values that fall back into the cell. Each frame owns its arrays.

    Raises
    ------
    UnknownValueError
        If a cell is not in 0..27,950.
    LimitError
        If the frames of the scene cannot hold all cells.
    ShapeError
        If the picture is not a card or a swatch does not fit the frame.

    Notes
    -----
    Errors are raised at the call, before the first frame.
    """
    card = _card_of(scene)
    cells = _cells_of(card)
    columns, rows = scene.width_px // card.swatch_px, scene.height_px // card.swatch_px
    _require_room(scene, cells.size, columns * rows)
    return _drawn(scene, cells, columns, rows, card.swatch_px)


def _drawn(
    scene: Scene, cells: NDArray[np.int64], columns: int, rows: int, swatch_px: int
) -> Iterator[RgbaFrame]:
    rgb_lines, alpha_lines = _swatch_lines(swatch_px)
    size = columns * rows
    for index in range(scene.frame_count):
        shown = np.zeros(size, np.int64)  # cell 0 is black at opacity 0
        part = cells[index * size : (index + 1) * size]
        shown[: part.size] = part
        rgb = rgb_lines.take(shown, axis=0).reshape(rows, columns * swatch_px, 3)
        alpha = alpha_lines.take(shown, axis=0).reshape(rows, columns * swatch_px)
        yield RgbaFrame(
            _in_frame(rgb.repeat(swatch_px, axis=0), scene),
            _in_frame(alpha.repeat(swatch_px, axis=0), scene),
        )


def _in_frame(drawn: NDArray[np.uint8], scene: Scene) -> NDArray[np.uint8]:
    """Swatches with black, or opacity 0, below and beside them up to the size of the scene."""
    below, beside = scene.height_px - drawn.shape[0], scene.width_px - drawn.shape[1]
    if below == beside == 0:
        return drawn
    return np.pad(drawn, ((0, below), (0, beside), (0, 0))[: drawn.ndim])


@lru_cache(maxsize=4)
def _swatch_lines(swatch_px: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """One line of the swatch of every cell: rgb (cell, column, channel), alpha (cell, column)."""
    color, opacity = np.divmod(np.arange(COLOR_CELL_COUNT), OPACITY_COUNT)
    rest, blue = np.divmod(color, LEVEL_COUNT)
    levels = np.stack((*np.divmod(rest, LEVEL_COUNT), blue), axis=1)
    steps = OPACITY_COUNT - 1
    rgb, alpha = levels * LEVEL_STEP, (255 * opacity + steps // 2) // steps
    return (
        rgb.astype(np.uint8)[:, np.newaxis].repeat(swatch_px, axis=1),
        alpha.astype(np.uint8)[:, np.newaxis].repeat(swatch_px, axis=1),
    )


def _card_of(scene: Scene) -> Card:
    card = scene.picture
    if not isinstance(card, Card):
        found = "no picture" if card is None else f"a {card.kind}"
        raise ShapeError(f"{scene.clip_id}: card_frames draws cards, got {found}. Use draw.frames.")
    if not 1 <= card.swatch_px <= min(scene.width_px, scene.height_px):
        raise ShapeError(
            f"{scene.clip_id}: a swatch of {card.swatch_px} px does not fit a frame of "
            f"{scene.width_px}x{scene.height_px}; a sweep card has {SWATCH_PX} px swatches on "
            f"{CARD_WIDTH_PX}x{CARD_HEIGHT_PX}."
        )
    return card


def _cells_of(card: Card) -> NDArray[np.int64]:
    cells = np.fromiter(card.cells, np.int64, len(card.cells))
    unknown = cells[(cells < 0) | (cells >= COLOR_CELL_COUNT)]
    if unknown.size:
        raise UnknownValueError(
            f"no color cell {unknown[0]}: cell ids are 0 to {COLOR_CELL_COUNT - 1}."
        )
    return cells


def _require_room(scene: Scene, cell_count: int, cells_per_frame: int) -> None:
    room = cells_per_frame * scene.frame_count
    if cell_count > room:
        raise LimitError(
            f"{scene.clip_id}: {scene.frame_count} frames of {cells_per_frame} swatches hold "
            f"{room} cells, got {cell_count}. Use {-(-cell_count // cells_per_frame)} frames."
        )
