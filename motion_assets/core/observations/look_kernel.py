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
from motion_assets.core.observations.inscription import BRIGHT, read_overlay
from motion_assets.core.observations.looks import Look
from motion_assets.core.observations.thumbs import (
    LUMA,
    Float32s,
    Uint16s,
    color_of,
    luma_of,
    stride,
)
from motion_assets.core.observations.tinies import TINY_PX, samplings

_Planes = tuple[Plane, Plane, Plane]
_Places = NDArray[np.int64]

_RED: Final = 1
_GREEN: Final = 2
_BLUE: Final = 3
"""Kinds of sums over pixels; 0 is that of luma."""


class NumbaLooker:
    """Looks at frames in compiled passes; see `looks.Looker`."""

    __slots__ = ("_blobs", "_line")

    def __init__(self) -> None:
        self._blobs = NumbaBlobs()
        self._line = np.empty(0, np.uint16)

    def tiny(self, frame: PlanarFrame) -> Plane:
        """What `tinies.tiny` gives."""
        (down, tall), (across, wide) = samplings(frame)
        found = np.empty((3, TINY_PX, TINY_PX), np.uint8)
        _mean_parts(_contiguous(frame), down, across, (tall, wide), found)
        return found

    def luma(self, frame: PlanarFrame) -> Float32s:
        """What `thumbs.luma_thumb` gives."""
        sums, looked, _ = self._summed(_contiguous(frame), 1)
        return luma_of(sums[0], looked)

    def look(self, frame: PlanarFrame, *, colored: bool) -> Look:
        """What `looks.NumpyLooker.look` gives."""
        planes = _contiguous(frame)
        sums, looked, bright = self._summed(planes, 4 if colored else 1)
        return Look(
            luma=luma_of(sums[0], looked),
            sighting=self._blobs.sight(PlanarFrame(*planes, frame.alpha)),
            color=color_of(sums[1:], looked) if colored else None,
            sign=read_overlay([frame], [bright]) if colored else None,
        )

    def _summed(self, planes: _Planes, kinds: int) -> tuple[NDArray[np.uint16], int, int]:
        """Sums of luma and colors of a thumb, of how many pixels a side, and bright pixels."""
        height, width = planes[0].shape
        step, apart = stride(width, height)
        if self._line.size != width:
            self._line = np.empty(width, np.uint16)
        sums = np.empty((kinds, height // step, width // step), np.uint16)
        return sums, step // apart, _sum_squares(planes, (step, apart), self._line, sums)


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
def _sum_squares(
    planes: _Planes, steps: tuple[int, int], line: Uint16s, sums: NDArray[np.uint16]
) -> int:
    """Fill sums over the looked-at pixels of a thumb: of luma and, where there is room, colors.

    Returns how many pixels are bright, where there are colors, as that is asked for then.
    """
    bright = 0
    for row in range(sums.shape[1]):
        for kind in range(sums.shape[0]):
            line.fill(0)
            for i in range(row * steps[0], (row + 1) * steps[0], steps[1]):
                _add_row(planes, i, kind, line)
            _sum_columns(line, steps, sums[kind, row])
    if sums.shape[0] > 1:
        for i in range(planes[0].shape[0]):
            bright += _bright(planes[0][i], planes[1][i], planes[2][i])
    return bright


@inlined
def _add_row(planes: _Planes, i: int, kind: int, line: Uint16s) -> None:
    """Add the luma, or a channel from 1, of a row of pixels; 16 bits hold what comes together."""
    red, green, blue = planes[0][i], planes[1][i], planes[2][i]
    first = np.uint16(LUMA[0] if kind == 0 else kind == _RED)
    second = np.uint16(LUMA[1] if kind == 0 else kind == _GREEN)
    third = np.uint16(LUMA[2] if kind == 0 else kind == _BLUE)
    for j in range(line.size):
        line[j] = np.uint16(line[j] + red[j] * first + green[j] * second + blue[j] * third)


@inlined
def _sum_columns(line: Uint16s, steps: tuple[int, int], found: Uint16s) -> None:
    """Fill sums over the looked-at columns of every column of a thumb."""
    for j in range(found.size):
        total = 0
        for column in range(j * steps[0], (j + 1) * steps[0], steps[1]):
            total += line[column]
        found[j] = total


@inlined
def _bright(red: Plane, green: Plane, blue: Plane) -> int:
    """How many pixels of a row are bright in all channels."""
    least, count = np.uint8(BRIGHT), np.int32(0)
    for j in range(red.size):
        count += np.int32((red[j] >= least) & (green[j] >= least) & (blue[j] >= least))
    return int(count)
