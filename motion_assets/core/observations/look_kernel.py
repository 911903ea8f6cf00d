"""Looking at frames with numba: the way of long jobs.

Put the compiled way of reducing a frame here; importing this module imports numba. What is looked
at, and the numpy way, equal in every bit, live in ``looks``; blobs are sighted in
``blob_kernel``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.blob_kernel import NumbaBlobs
from motion_assets.core.observations.compiled import inlined, kept
from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.core.observations.ink_kernel import NumbaForms
from motion_assets.core.observations.inscription import BRIGHT, read_overlay
from motion_assets.core.observations.looks import Look, tints_of
from motion_assets.core.observations.thumbs import (
    LUMA,
    Float32s,
    Uint16s,
    stride,
)
from motion_assets.core.observations.tinies import TINY_PX, samplings

_Planes = tuple[Plane, Plane, Plane]
_Places = NDArray[np.int64]

_SHADES: Final = np.float32(sum(LUMA))
_LUMA: Final = tuple(np.float32(weight) for weight in LUMA)
"""Weights of the channels in luma, and what a sum of it is divided by besides its pixels."""

_CHANNELS: Final = 3
_AT_ONCE: Final = 4
"""Rows, or columns, that most thumbs sum up."""


class NumbaLooker:
    """Looks at frames in compiled passes; see `looks.Looker`."""

    __slots__ = ("_blobs", "_formed", "_line", "_size", "_steps")

    def __init__(self) -> None:
        self._blobs = NumbaBlobs()
        self._formed = NumbaForms()
        self._line = np.empty(0, np.uint16)
        self._size, self._steps = (0, 0), (1, 1)

    def tiny(self, frame: PlanarFrame) -> Plane:
        """What `tinies.tiny` gives."""
        (down, tall), (across, wide) = samplings(frame)
        found = np.empty((3, TINY_PX, TINY_PX), np.uint8)
        _mean_parts(_contiguous(frame), down, across, (tall, wide), found)
        return found

    def luma(self, frame: PlanarFrame) -> Float32s:
        """What `thumbs.luma_thumb` gives."""
        return self._means(_contiguous(frame), colored=False)[0]

    def look(self, frame: PlanarFrame, *, colored: bool) -> Look:
        """What `looks.NumpyLooker.look` gives."""
        planes = _contiguous(frame)
        packed = PlanarFrame(*planes, frame.alpha)
        luma, color = self._means(planes, colored=True)
        bright = _bright_pixels(planes) if colored else 0
        return Look(
            luma=luma,
            tints=tints_of(color),
            sighting=self._blobs.sight(packed),
            color=color if colored else None,
            sign=read_overlay([packed], [bright], self._formed) if colored else None,
        )

    def _means(self, planes: _Planes, *, colored: bool) -> tuple[Float32s, Float32s]:
        """Luma of a thumb and, where they are asked for, its colors."""
        height, width = planes[0].shape
        if self._size != (height, width):
            self._size, self._steps = (height, width), stride(width, height)
            self._line = np.empty(width, np.uint16)
        rows, columns = height // self._steps[0], width // self._steps[0]
        luma = np.empty((rows, columns), np.float32)
        color = np.empty((_CHANNELS if colored else 0, rows, columns), np.float32)
        _mean_squares(planes, self._steps, self._line, luma, color)
        return luma, color


def _contiguous(frame: PlanarFrame) -> _Planes:
    """Red, green and blue without gaps between their rows."""
    red, green, blue = map(np.ascontiguousarray, (frame.red, frame.green, frame.blue))
    return red, green, blue


@kept
def _mean_parts(
    planes: _Planes, down: _Places, across: _Places, counts: tuple[int, int], found: Plane
) -> None:
    """Fill mean colors of parts, (channel, row, column), from ``counts`` rows and columns each."""
    red, green, blue = planes
    tall, wide = counts
    for i in range(found.shape[1]):
        for j in range(found.shape[2]):
            first, second, third = 0, 0, 0
            for a in range(tall):
                row = down[i * tall + a]
                for b in range(wide):
                    column = across[j * wide + b]
                    first += red[row, column]
                    second += green[row, column]
                    third += blue[row, column]
            found[0, i, j] = first // (tall * wide)
            found[1, i, j] = second // (tall * wide)
            found[2, i, j] = third // (tall * wide)


@kept
def _mean_squares(
    planes: _Planes, steps: tuple[int, int], line: Uint16s, luma: Float32s, color: Float32s
) -> None:
    """Fill means over the looked-at pixels of a thumb: of luma and, where there is room, colors."""
    pixels = np.float32((steps[0] // steps[1]) ** 2)
    for row in range(luma.shape[0]):
        rows = row * steps[0], (row + 1) * steps[0], steps[1]
        if color.shape[0]:
            _sum_colors(planes, rows, line, color, row)
            _weigh(color[0, row], color[1, row], color[2, row], luma[row])
        else:
            line.fill(0)
            for i in range(rows[0], rows[1], rows[2]):
                _add_luma(planes[0][i], planes[1][i], planes[2][i], line)
            _sum_columns(line, steps, luma[row])
        for j in range(luma.shape[1]):
            luma[row, j] = luma[row, j] / pixels / _SHADES
    sums = color.reshape(-1)
    for place in range(sums.size):
        sums[place] = sums[place] / pixels


@kept
def _bright_pixels(planes: _Planes) -> int:
    """How many pixels are bright in all channels."""
    bright = 0
    for i in range(planes[0].shape[0]):
        bright += _bright(planes[0][i], planes[1][i], planes[2][i])
    return bright


@inlined
def _sum_colors(
    planes: _Planes, rows: tuple[int, int, int], line: Uint16s, sums: Float32s, row: int
) -> None:
    """Fill sums of each channel over some rows and the columns of every column of a thumb."""
    for channel in range(sums.shape[0]):
        _sum_rows(planes[channel], rows, line)
        _sum_columns(line, (rows[1] - rows[0], rows[2]), sums[channel, row])


@inlined
def _sum_rows(plane: Plane, rows: tuple[int, int, int], line: Uint16s) -> None:
    """Fill sums over some rows; four of them, as most thumbs have, at once."""
    top, apart = rows[0], rows[2]
    if rows[1] - top == _AT_ONCE * apart:
        one, two = plane[top], plane[top + apart]
        three, four = plane[top + 2 * apart], plane[top + 3 * apart]
        for j in range(line.size):
            upper = np.uint16(np.uint16(one[j]) + np.uint16(two[j]))
            line[j] = upper + np.uint16(np.uint16(three[j]) + np.uint16(four[j]))
    else:
        line.fill(0)
        for i in range(top, rows[1], apart):
            given = plane[i]
            for j in range(line.size):
                line[j] = np.uint16(line[j] + given[j])


@inlined
def _weigh(red: Float32s, green: Float32s, blue: Float32s, luma: Float32s) -> None:
    """Fill the luma of sums of colors, all whole numbers."""
    for j in range(luma.size):
        luma[j] = red[j] * _LUMA[0] + green[j] * _LUMA[1] + blue[j] * _LUMA[2]


@inlined
def _add_luma(red: Plane, green: Plane, blue: Plane, line: Uint16s) -> None:
    """Add the luma of a row of pixels; 16 bits hold what comes together."""
    first, second, third = np.uint16(LUMA[0]), np.uint16(LUMA[1]), np.uint16(LUMA[2])
    for j in range(line.size):
        line[j] = np.uint16(line[j] + red[j] * first + green[j] * second + blue[j] * third)


@inlined
def _sum_columns(line: Uint16s, steps: tuple[int, int], found: Float32s) -> None:
    """Fill sums over the looked-at columns of every column of a thumb, whole numbers."""
    if steps[0] == 1:
        for j in range(found.size):
            found[j] = np.float32(line[j])
    elif steps[0] == _AT_ONCE and steps[1] == 1:
        # Columns a known way apart are read several at once.
        for j in range(found.size):
            first = np.uint16(line[_AT_ONCE * j] + line[_AT_ONCE * j + 1])
            second = np.uint16(line[_AT_ONCE * j + 2] + line[_AT_ONCE * j + 3])
            found[j] = np.float32(np.uint16(first + second))
    else:
        for j in range(found.size):
            total = np.uint16(0)
            for column in range(j * steps[0], (j + 1) * steps[0], steps[1]):
                total = np.uint16(total + line[column])
            found[j] = np.float32(total)


@inlined
def _bright(red: Plane, green: Plane, blue: Plane) -> int:
    """How many pixels of a row are bright in all channels."""
    least, count = np.uint8(BRIGHT), np.int32(0)
    for j in range(red.size):
        count += np.int32((red[j] >= least) & (green[j] >= least) & (blue[j] >= least))
    return int(count)
