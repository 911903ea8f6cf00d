"""Looking behind what passes with numba: the way of long jobs.

Put the compiled way here; importing this module imports numba. What is looked for, and the numpy
way, equal in every bit, live in ``uncovered``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.compiled import inlined, kept
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.uncovered import (
    AROUND_PX,
    LEAST_SEEN,
    LIKE_AROUND,
    LIKE_LUMA,
)

_Bools = NDArray[np.bool_]

_REACH: Final = AROUND_PX // 2
_PART: Final = np.float32(1.0 / (AROUND_PX * AROUND_PX))
_NONE: Final = np.float32(0)
_LIKE_AROUND: Final = np.float32(LIKE_AROUND)
_LIKE_LUMA: Final = np.float32(LIKE_LUMA)


class NumbaUncovering:
    """Looks behind what passes in compiled passes; see `uncovered.Uncovering`."""

    @staticmethod
    def alike(luma: Float32s, dark: _Bools) -> _Bools:
        """What `uncovered.NumpyUncovering.alike` gives."""
        like = np.zeros(dark.shape, np.bool_)
        line = np.empty(luma.shape[2] + 2 * _REACH, np.float32)
        _compare(np.ascontiguousarray(luma), dark, line, like)
        return like

    @staticmethod
    def filled(pictures: Float32s, hidden: _Bools) -> Float32s:
        """What `uncovered.NumpyUncovering.filled` gives."""
        filled = pictures.copy()
        _fill(filled, np.ascontiguousarray(hidden), np.empty(len(pictures), np.float32))
        return filled


@kept
def _compare(luma: Float32s, dark: _Bools, line: Float32s, like: _Bools) -> None:
    """Mark dark pixels that are like what is around them; ``line`` is room for a row of sums."""
    count, height, width = luma.shape
    for time in range(count):
        for row in range(height):
            if _any(dark[time, row]):
                _add_rows(luma[time], row, line)
                for column in range(width):
                    if dark[time, row, column]:
                        total = line[column] + line[column + 1]
                        for offset in range(2, AROUND_PX):
                            total += line[column + offset]
                        around = total * _PART
                        off = abs(luma[time, row, column] - around)
                        like[time, row, column] = off <= _LIKE_AROUND * around + _LIKE_LUMA


@inlined
def _any(line: _Bools) -> bool:
    """Whether anything is set in a row."""
    found = False
    for column in range(line.size):
        found |= line[column]
    return found


@inlined
def _add_rows(picture: Float32s, row: int, line: Float32s) -> None:
    """Fill sums over the rows around one, edges repeated, in the order of `thumbs.box_mean`."""
    height, width = picture.shape
    for offset in range(AROUND_PX):
        other = picture[min(max(row - _REACH + offset, 0), height - 1)]
        for column in range(width):
            before = line[_REACH + column] if offset else _NONE
            line[_REACH + column] = before + other[column]
    for offset in range(_REACH):
        line[offset] = line[_REACH]
        line[_REACH + width + offset] = line[_REACH + width - 1]


@kept
def _fill(pictures: Float32s, hidden: _Bools, seen: Float32s) -> None:
    """Fill hidden places of ``pictures`` (time, part, place) where they are seen often enough."""
    for place in range(hidden.shape[1]):
        count = 0
        for time in range(hidden.shape[0]):
            count += int(not hidden[time, place])
        if LEAST_SEEN <= count < hidden.shape[0]:
            for part in range(pictures.shape[1]):
                middle = _lower_median(pictures[:, part, place], hidden[:, place], seen)
                for time in range(hidden.shape[0]):
                    if hidden[time, place]:
                        pictures[time, part, place] = middle


@inlined
def _lower_median(levels: Float32s, hidden: _Bools, seen: Float32s) -> np.float32:
    """Lower median of the levels that are not hidden; ``seen`` is room to put them in order."""
    count = 0
    for time in range(levels.size):
        if not hidden[time]:
            at, level = count, levels[time]
            while at > 0 and seen[at - 1] > level:
                seen[at] = seen[at - 1]
                at -= 1
            seen[at] = level
            count += 1
    return np.float32(seen[(count - 1) // 2])
