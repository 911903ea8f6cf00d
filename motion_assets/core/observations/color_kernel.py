"""Counting color cells with numba: the kernel of long jobs.

Put the compiled way of counting here; importing this module imports numba. What the counts
mean belongs in ``color``; the numpy way, equal in every result, in ``color_tally``.

A frame is cut into chunks of at most `CHUNK_PX`. For every pixel two 64-bit words are added
to its cell: ``red | green << 24 | 1 << 48`` and ``blue | alpha << 32``; a chunk is short
enough that no field runs into the next. Keys and words are made in loops that vectorize.
Then four neighbors at a time are added: pixels that share a cell would wait for each other,
so four of one cell, the common case, are summed first and added once, and the groups come from
distant places of a block in turn.
"""

# ruff: noqa: PLR0917  # compiled functions take plain arrays, and those by position

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color_tally import COLUMN_COUNT, CellColumns
from motion_assets.core.observations.compiled import compiled, inlined, kept
from motion_assets.core.observations.frames import Plane
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, LEVEL_COUNT, LEVEL_STEP, OPACITY_COUNT

_Words = NDArray[np.int64]
_Cells = NDArray[np.int32]

CHUNK_PX: Final = 1 << 16
"""65,536 pixels: their sums of 8-bit values fit 24 bits. Their number fits 16 bits but for a
cell that fills the chunk; it reads 0 then, which no touched cell has otherwise."""

BLOCK_PX: Final = 1024
"""Pixels whose keys and words are made at a time; they stay in the nearer caches."""

GROUP_PX: Final = 4
_PLACES: Final = 8
_APART: Final = BLOCK_PX // GROUP_PX // _PLACES
"""Places of a block that are visited in turn, and groups from one to the next: neighbors share a
cell, and wait for each other."""

_REPEATED: Final = 0x0001_0001_0001_0001
"""Four 16-bit keys read as one number are equal when it is this multiple of the first."""

_LEVEL_HALF: Final = LEVEL_STEP // 2
_OPACITY_STEPS: Final = OPACITY_COUNT - 1
_FIELD: Final = (1 << 24) - 1
_COUNT: Final = (1 << 16) - 1
_WIDE_FIELD: Final = (1 << 32) - 1

_PIXELS: Final = 0
_FRAMES: Final = 1
_PEAK: Final = 2
_RED: Final = 3
_GREEN: Final = 4
_BLUE: Final = 5
_ALPHA: Final = 6
_FRAME_PX: Final = 7
"""Scratch field of a row: pixels of the frame being counted, 0 between frames."""


class NumbaTally:
    """Running counts of one clip: one compiled pass a frame."""

    __slots__ = (
        "_frame_cells",
        "_min_cell_px",
        "_rows",
        "_seen",
        "_seen_count",
        "_touched",
        "_words",
    )

    def __init__(self, min_cell_px: int) -> None:
        self._min_cell_px = min_cell_px
        self._words = np.zeros((COLOR_CELL_COUNT, 2), np.int64)
        self._rows = np.zeros((COLOR_CELL_COUNT, COLUMN_COUNT), np.int64)
        # One entry more than can be filled: the next free entry is written before it counts.
        self._touched = np.empty(COLOR_CELL_COUNT + 1, np.int32)
        self._frame_cells = np.empty(COLOR_CELL_COUNT + 1, np.int32)
        self._seen = np.empty(COLOR_CELL_COUNT + 1, np.int32)
        self._seen_count = 0

    def add(self, red: Plane, green: Plane, blue: Plane, alpha: Plane) -> None:
        """Count one frame of four uint8 planes of one shape (height, width)."""
        self._seen_count = _add_frame(
            red.ravel(),
            green.ravel(),
            blue.ravel(),
            alpha.ravel(),
            self._words,
            self._rows,
            self._touched,
            self._frame_cells,
            self._seen,
            self._seen_count,
            self._min_cell_px,
        )

    def take(self) -> CellColumns:
        """Columns of every cell seen since the last call; starts anew."""
        touched = np.sort(self._seen[: self._seen_count])
        self._seen_count = 0
        columns = np.empty((COLUMN_COUNT, touched.size), np.int64)
        return columns[:, : _take(touched, self._rows, columns)]


@kept
def _add_frame(
    red: Plane,
    green: Plane,
    blue: Plane,
    alpha: Plane,
    words: _Words,
    rows: _Words,
    touched: _Cells,
    cells: _Cells,
    seen: _Cells,
    seen_count: int,
    min_cell_px: int,
) -> int:
    """Count one frame of flat planes; returns how many cells of ``seen`` are filled then."""
    cell_count = 0
    for start in range(0, red.size, CHUNK_PX):
        end = min(start + CHUNK_PX, red.size)
        r, g, b, a = red[start:end], green[start:end], blue[start:end], alpha[start:end]
        touched_count = _scatter(r, g, b, a, words, touched)
        cell_count = _gather(words, rows, touched, touched_count, cells, cell_count)
    for i in range(cell_count):
        cell = cells[i]
        seen[seen_count] = cell
        seen_count += _close(rows[cell], min_cell_px)
    return seen_count


@compiled
def _scatter(
    red: Plane, green: Plane, blue: Plane, alpha: Plane, words: _Words, touched: _Cells
) -> int:
    """Add one chunk to ``words``; returns how many cells of ``touched`` are filled."""
    keys = np.empty(BLOCK_PX // GROUP_PX, np.uint64)
    key = keys.view(np.uint16)
    low = np.empty(BLOCK_PX, np.int64)
    high = np.empty(BLOCK_PX, np.int64)
    count = 0
    for start in range(0, red.size, BLOCK_PX):
        end = min(start + BLOCK_PX, red.size)
        r, g, b, a = red[start:end], green[start:end], blue[start:end], alpha[start:end]
        _prepare(r, g, b, a, key, low, high)
        if r.size == BLOCK_PX:
            count = _put_block(keys, low, high, words, touched, count)
        else:
            for j in range(r.size):
                count = _put(key[j], low[j], high[j], words, touched, count)
    return count


@inlined
def _put_block(
    keys: NDArray[np.uint64], low: _Words, high: _Words, words: _Words, touched: _Cells, count: int
) -> int:
    """Add a whole block, group by group from distant places in turn."""
    key = keys.view(np.uint16)
    for turn in range(_APART):
        for place in range(_PLACES):
            group = place * _APART + turn
            i = group * GROUP_PX
            if keys[group] == np.uint64(key[i]) * np.uint64(_REPEATED):
                low_sum = low[i] + low[i + 1] + low[i + 2] + low[i + 3]
                high_sum = high[i] + high[i + 1] + high[i + 2] + high[i + 3]
                count = _put(key[i], low_sum, high_sum, words, touched, count)
            else:
                for j in range(i, i + GROUP_PX):
                    count = _put(key[j], low[j], high[j], words, touched, count)
    return count


@compiled
def _prepare(
    red: Plane,
    green: Plane,
    blue: Plane,
    alpha: Plane,
    key: NDArray[np.uint16],
    low: _Words,
    high: _Words,
) -> None:
    """Color cell id and both words of every pixel; the arithmetic is that of ``color_tally``.

    Two loops: each vectorizes at the width of what it stores.
    """
    for i in range(red.size):
        r = ((np.int32(red[i]) + _LEVEL_HALF) * 41) >> 10
        g = ((np.int32(green[i]) + _LEVEL_HALF) * 41) >> 10
        b = ((np.int32(blue[i]) + _LEVEL_HALF) * 41) >> 10
        scaled = np.int32(alpha[i]) * _OPACITY_STEPS + 127
        opacity = (scaled + 1 + (scaled >> 8)) >> 8
        key[i] = ((r * LEVEL_COUNT + g) * LEVEL_COUNT + b) * OPACITY_COUNT + opacity
    for i in range(red.size):
        low[i] = np.int64(red[i]) | (np.int64(green[i]) << 24) | (1 << 48)
        high[i] = np.int64(blue[i]) | (np.int64(alpha[i]) << 32)


@compiled
def _put(cell: int, low: int, high: int, words: _Words, touched: _Cells, count: int) -> int:
    """Add both words to a cell, and note the cell when it was empty."""
    old = words[cell, 0]
    touched[count] = cell
    words[cell, 0] = old + low
    words[cell, 1] += high
    return count + int(old == 0)


@compiled
def _gather(
    words: _Words, rows: _Words, touched: _Cells, touched_count: int, cells: _Cells, count: int
) -> int:
    """Move the words of a chunk to the rows of the clip, and note the cells of the frame."""
    for i in range(touched_count):
        cell = touched[i]
        low = words[cell, 0]
        high = words[cell, 1]
        words[cell, 0] = 0
        words[cell, 1] = 0
        row = rows[cell]
        cells[count] = cell
        count += row[_FRAME_PX] == 0
        row[_FRAME_PX] += (((low >> 48) - 1) & _COUNT) + 1
        row[_RED] += low & _FIELD
        row[_GREEN] += (low >> 24) & _FIELD
        row[_BLUE] += high & _WIDE_FIELD
        row[_ALPHA] += high >> 32
    return count


@compiled
def _close(row: _Words, min_cell_px: int) -> bool:
    """Fold the pixels of the frame into those of the clip; whether the cell is new to it."""
    is_new = row[_PIXELS] == 0
    frame_px = row[_FRAME_PX]
    row[_PIXELS] += frame_px
    row[_FRAMES] += frame_px >= min_cell_px
    row[_PEAK] = max(row[_PEAK], frame_px)
    row[_FRAME_PX] = 0
    return bool(is_new)


@kept
def _take(touched: _Cells, rows: _Words, columns: _Words) -> int:
    """Move the rows of seen cells to ``columns`` and clear all; how many were seen."""
    count = 0
    for i in range(touched.size):
        row = rows[touched[i]]
        if row[_FRAMES] > 0:
            columns[0, count] = touched[i]
            for field in range(_FRAME_PX):
                columns[field + 1, count] = row[field]
            count += 1
        for field in range(_FRAME_PX):
            row[field] = 0
    return count
