"""Counting color cells with numpy alone: the kernel of short jobs and cold processes.

Put the numpy way of counting here. What the counts mean belongs in ``color``; the compiled
way, for long jobs, in ``color_kernel``.

Pixels are laid into a block of `BLOCK_PX`, and the sums are taken a block at a time. Two
channels share one float64 weight, so that one ``bincount`` sums both: a field of 26 bits
holds 2**18 values of 8 bits, and 52 bits stay exact in the 53 of a float64.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import Plane
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, LEVEL_COUNT, LEVEL_STEP, OPACITY_COUNT

CellColumns = NDArray[np.int64]
"""Cells that were seen, ascending, int64, shape (column, cells): cell, pixels, frames, peak
pixels, then sums of red, green, blue and alpha. Frames count from ``min_cell_px``."""

COLUMN_COUNT: Final = 8
BLOCK_PX: Final = 1 << 17

_FIELD: Final = 1 << 26
_PART_PX: Final = 1 << 14
"""Pixels whose 16-bit steps stay in the first-level cache while they become keys."""


class NumpyTally:
    """Running counts of one clip: one ``bincount`` a frame, and three a block for the sums."""

    __slots__ = (
        "_blue_alpha",
        "_filled",
        "_frames",
        "_key",
        "_min_cell_px",
        "_peak",
        "_pixels",
        "_red_green",
        "_sums",
    )

    def __init__(self, min_cell_px: int) -> None:
        self._min_cell_px = min_cell_px
        self._key = np.empty(BLOCK_PX, np.intp)
        self._red_green = np.empty(BLOCK_PX, np.float64)
        self._blue_alpha = np.empty(BLOCK_PX, np.float64)
        self._filled = 0
        self._pixels = np.zeros(COLOR_CELL_COUNT, np.int64)
        self._frames = np.zeros(COLOR_CELL_COUNT, np.int64)
        self._peak = np.zeros(COLOR_CELL_COUNT, np.int64)
        self._sums = np.zeros((4, COLOR_CELL_COUNT), np.int64)

    def add(self, red: Plane, green: Plane, blue: Plane, alpha: Plane) -> None:
        """Count one frame of four uint8 planes of one shape (height, width)."""
        planes = [plane.ravel() for plane in (red, green, blue, alpha)]
        counts = [
            self._append([plane[start : start + BLOCK_PX] for plane in planes])
            for start in range(0, planes[0].size, BLOCK_PX)
        ]
        if counts:
            frame_px = counts[0] if len(counts) == 1 else np.sum(counts, axis=0)
            self._pixels += frame_px
            np.maximum(self._peak, frame_px, out=self._peak)
            self._frames += frame_px >= self._min_cell_px

    def take(self) -> CellColumns:
        """Columns of every cell seen since the last call; starts anew."""
        self._flush()
        cell = np.flatnonzero(self._frames > 0)
        columns = np.empty((COLUMN_COUNT, cell.size), np.int64)
        columns[0] = cell
        counts = (self._pixels, self._frames, self._peak, *self._sums)
        for column, count in zip(columns[1:], counts, strict=True):
            count.take(cell, out=column)
            count.fill(0)
        return columns

    def _append(self, planes: list[Plane]) -> NDArray[np.int64]:
        """Lay at most one block of pixels behind the others; their pixels by cell."""
        size = planes[0].size
        if self._filled + size > BLOCK_PX:
            self._flush()
        begin = self._filled
        self._filled += size
        for start in range(0, size, _PART_PX):
            part = slice(start, start + _PART_PX)
            self._lay(begin + start, *(plane[part] for plane in planes))
        return np.bincount(self._key[begin : self._filled], minlength=COLOR_CELL_COUNT)

    def _lay(self, at: int, red: Plane, green: Plane, blue: Plane, alpha: Plane) -> None:
        here = slice(at, at + red.size)
        self._key[here] = _keys(red, green, blue, alpha)
        np.multiply(red, _FIELD, out=self._red_green[here], dtype=np.float64)
        self._red_green[here] += green
        np.multiply(blue, _FIELD, out=self._blue_alpha[here], dtype=np.float64)
        self._blue_alpha[here] += alpha

    def _flush(self) -> None:
        """Add the sums of the block to those of the clip."""
        key = self._key[: self._filled]
        for row, weights in ((0, self._red_green), (2, self._blue_alpha)):
            both = np.bincount(key, weights[: self._filled])
            cell = np.flatnonzero(both > 0)
            high, low = np.divmod(both[cell].astype(np.int64), _FIELD)
            self._sums[row, cell] += high
            self._sums[row + 1, cell] += low
        self._filled = 0


def _keys(red: Plane, green: Plane, blue: Plane, alpha: Plane) -> NDArray[np.uint16]:
    """Color cell ids by 16-bit arithmetic, four times as fast as tables; shape (pixel,)."""
    key = _levels(red)
    for plane in (green, blue):
        key *= np.uint16(LEVEL_COUNT)
        key += _levels(plane)
    key *= np.uint16(OPACITY_COUNT)
    key += _opacities(alpha)
    return key


def _levels(plane: Plane) -> NDArray[np.uint16]:
    """Nearest level step; ``x * 41 >> 10`` is ``x // 25`` for every x up to 267."""
    level = plane + np.uint16(LEVEL_STEP // 2)
    level *= np.uint16(41)
    level >>= np.uint16(10)
    return level


def _opacities(plane: Plane) -> NDArray[np.uint16]:
    """Nearest opacity step; ``(x + 1 + (x >> 8)) >> 8`` is ``x // 255`` for every x up to 5,227."""
    scaled = plane * np.uint16(OPACITY_COUNT - 1)
    scaled += np.uint16(127)
    carry = scaled >> np.uint16(8)
    carry += np.uint16(1)
    scaled += carry
    scaled >>= np.uint16(8)
    return scaled
