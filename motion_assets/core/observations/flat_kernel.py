"""Naming flat pixels with numba: the way of long jobs.

Put the compiled way of naming pixels by their area here; importing this module imports numba.
What an area is, and the numpy way, equal in every result, live in ``flat_pixels``.

Cores are joined run by run: a run of a row takes the number of what it touches in the row above.
Numbers grow from the top, so that of those that turn out to be one part the least stays, which is
the one that its first pixel had.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.compiled import inlined, kept
from motion_assets.core.observations.flat_pixels import (
    COARSE_PX,
    MOST_AREAS,
    MOST_SHARE,
    Uint32s,
    least_core,
)
from motion_assets.core.observations.frames import Plane

_Int32s = NDArray[np.int32]

_TOP: Final = 0
_BOTTOM: Final = 1
_LEFT: Final = 2
_RIGHT: Final = 3
_SIZE: Final = 4
_FIRST: Final = 5
_PARENT: Final = 6
_FIELDS: Final = 7
"""Of a part: rows and columns, the last ones not included, pixels, column of the first one, and
number of the part that it turns out to belong to. The first four of an area are its box."""

_EVERY_OTHER: Final = 2
_AT_ONCE: Final = 8
"""Pixels of a row that are passed over at once where none is marked."""


class FlatPixels:
    """Names the flat pixels of pictures of one size, in memory that it keeps.

    After `name`: ``names``, number of the area that every pixel belongs to, from 1, 0 for none,
    uint8 (row, column); ``colors``, red, green and blue of every area in one number, uint32;
    ``boxes``, rows and columns around its pixels, the last ones not included, int32 (area, 4).
    As many of them hold as `name` says; where it says none, none of the names does.
    """

    __slots__ = ("_scratch", "_sizes", "_step", "boxes", "colors", "names")

    def __init__(self, shape: tuple[int, int]) -> None:
        self._step = max(1, max(shape) // COARSE_PX)
        rows, columns = (-(-side // self._step) for side in shape)
        self._sizes = float(least_core(rows * columns)), MOST_SHARE * rows * columns
        # At most every other pixel of a row begins a run; none has the number 0.
        runs = (rows - 1) * (columns // 2) + 1
        self._scratch = (
            np.empty((rows, columns), np.uint32),
            np.empty((rows, columns - 1), np.int32),
            np.empty((runs, _FIELDS), np.int32),
        )
        self.names = np.empty(shape, np.uint8)
        self.colors = np.empty(MOST_AREAS, np.uint32)
        self.boxes = np.empty((MOST_AREAS, _SIZE), np.int32)

    def name(self, planes: tuple[Plane, Plane, Plane]) -> int:
        """Name the pixels of red, green and blue, contiguous; how many areas they have."""
        areas = self.names, self.colors, self.boxes
        return _name_pixels(planes, self._step, self._sizes, self._scratch, areas)


@kept
def _name_pixels(
    planes: tuple[Plane, Plane, Plane],
    step: int,
    sizes: tuple[float, float],
    scratch: tuple[Uint32s, _Int32s, _Int32s],
    areas: tuple[Plane, Uint32s, _Int32s],
) -> int:
    """Fill names, colors and boxes of ``areas``; returns how many there are."""
    coarse, numbers, parts = scratch
    _pack(planes, step, coarse)
    if _core_count(coarse) < sizes[0]:
        return 0
    areas[0].fill(0)
    runs = _join_runs(coarse, numbers, parts)
    chosen = np.empty(MOST_AREAS + 1, np.int32)
    count = 0
    for place in range(_choose(parts, runs, sizes, chosen)):
        number = chosen[place]
        color = int(coarse[parts[number, _TOP], parts[number, _FIRST]])
        count = _name(planes, _widened(parts, number, step, areas[0]), color, areas, count)
    return count


@inlined
def _pack(planes: tuple[Plane, Plane, Plane], step: int, coarse: Uint32s) -> None:
    """Red, green and blue of every ``step``-th pixel in one number."""
    for i in range(coarse.shape[0]):
        here = planes[0][i * step], planes[1][i * step], planes[2][i * step]
        # Pixels a known way apart are read several at once.
        if step == 1:
            _pack_row(here, 1, coarse[i])
        elif step == _EVERY_OTHER:
            _pack_row(here, _EVERY_OTHER, coarse[i])
        else:
            _pack_row(here, step, coarse[i])


@inlined
def _pack_row(planes: tuple[Plane, Plane, Plane], step: int, packed: Uint32s) -> None:
    """The same for one row."""
    red, green, blue = planes
    for j in range(packed.size):
        color = np.uint32(red[step * j]) << 16 | np.uint32(green[step * j]) << 8
        packed[j] = color | np.uint32(blue[step * j])


@inlined
def _core_count(coarse: Uint32s) -> int:
    """How many pixels are like those behind and below them."""
    count = 0
    for i in range(coarse.shape[0] - 1):
        here, below = coarse[i], coarse[i + 1]
        marked = np.int32(0)
        for j in range(here.size - 1):
            marked += np.int32((here[j] == here[j + 1]) & (here[j] == below[j]))
        count += int(marked)
    return count


@inlined
def _join_runs(coarse: Uint32s, numbers: _Int32s, parts: _Int32s) -> int:
    """Fill ``parts`` by the number of their first run; returns how many numbers there are."""
    count = 1
    numbers[0].fill(0)
    marks = np.zeros(-(-coarse.shape[1] // _AT_ONCE) * _AT_ONCE, np.uint8)
    words = marks.view(np.uint64)
    for i in range(coarse.shape[0] - 1):
        above = numbers[i]
        numbers[i + 1].fill(0)
        _mark_cores(coarse[i], coarse[i + 1], marks)
        end = 0
        while end < above.size:
            if end % _AT_ONCE == 0 and words[end // _AT_ONCE] == 0:
                end += _AT_ONCE
                continue
            start, number = end, 0
            while end < above.size and marks[end]:
                if above[end] != number and above[end]:
                    number = joined(parts[:, _PARENT], number, above[end])
                end += 1
            if end > start:
                if number == 0:
                    number = count
                    count += 1
                    _begin(parts, number, i, start)
                for place in range(start, end):
                    numbers[i + 1, place] = number
                _extend(parts, number, (i, start, end))
            end += 1
    _gather(parts, count)
    return count


@inlined
def _mark_cores(here: Uint32s, below: Uint32s, marks: Plane) -> None:
    """Mark the pixels of a row that are like those behind and below them."""
    for j in range(here.size - 1):
        marks[j] = np.uint8((here[j] == here[j + 1]) & (here[j] == below[j]))


@inlined
def _begin(parts: _Int32s, number: int, row: int, column: int) -> None:
    """Begin a part of no pixels at the first one of its first run."""
    parts[number, _PARENT] = number
    parts[number, _TOP], parts[number, _BOTTOM] = row, row
    parts[number, _LEFT], parts[number, _RIGHT] = column, column
    parts[number, _SIZE], parts[number, _FIRST] = 0, column


@inlined
def _extend(parts: _Int32s, number: int, run: tuple[int, int, int]) -> None:
    """Add a run to a part: its row, its first column, and the first one behind it."""
    row, start, end = run
    parts[number, _BOTTOM] = row + 1
    parts[number, _LEFT] = min(parts[number, _LEFT], start)
    parts[number, _RIGHT] = max(parts[number, _RIGHT], end)
    parts[number, _SIZE] += end - start


@inlined
def joined(parents: _Int32s, one: int, other: int) -> int:
    """Make two numbers those of one part, the first of which may be none; the one that stays.

    ``parents``: of every number the one that it was joined to, or itself.
    """
    while parents[other] != other:
        other = parents[other]
    if one:
        while parents[one] != one:
            one = parents[one]
        parents[max(one, other)] = min(one, other)
    return min(one, other) if one else other


@inlined
def _gather(parts: _Int32s, count: int) -> None:
    """Add what was noted under each number to the part that it belongs to."""
    for number in range(count - 1, 0, -1):
        whole = parts[number, _PARENT]
        if whole != number:
            parts[whole, _BOTTOM] = max(parts[whole, _BOTTOM], parts[number, _BOTTOM])
            parts[whole, _LEFT] = min(parts[whole, _LEFT], parts[number, _LEFT])
            parts[whole, _RIGHT] = max(parts[whole, _RIGHT], parts[number, _RIGHT])
            parts[whole, _SIZE] += parts[number, _SIZE]


@inlined
def _choose(parts: _Int32s, runs: int, sizes: tuple[float, float], chosen: _Int32s) -> int:
    """Fill ``chosen`` with the numbers of the largest parts of a fitting size; how many."""
    count = 0
    for number in range(1, runs):
        size = parts[number, _SIZE]
        if parts[number, _PARENT] == number and sizes[0] <= size <= sizes[1]:
            chosen[count] = number
            count += 1
        if count == chosen.size:
            least = 0
            for place in range(1, count):
                if parts[chosen[place], _SIZE] <= parts[chosen[least], _SIZE]:
                    least = place
            count -= 1
            for place in range(least, count):
                chosen[place] = chosen[place + 1]
    return count


@inlined
def _widened(parts: _Int32s, number: int, step: int, names: Plane) -> tuple[int, int, int, int]:
    """Box in the whole picture around a coarse part."""
    top, bottom = step * (parts[number, _TOP] - 1), step * (parts[number, _BOTTOM] + 1) + 1
    left, right = step * (parts[number, _LEFT] - 1), step * (parts[number, _RIGHT] + 1) + 1
    height, width = names.shape
    return max(top, 0), min(bottom, height), max(left, 0), min(right, width)


@inlined
def _name(
    planes: tuple[Plane, Plane, Plane],
    box: tuple[int, int, int, int],
    color: int,
    areas: tuple[Plane, Uint32s, _Int32s],
    count: int,
) -> int:
    """Name the pixels of one color in a box, as before where a part of them is named."""
    names, colors, boxes = areas
    known = 0
    for number in range(count):
        # Only pixels of the same color can be named already.
        if colors[number] == color:
            known = max(known, _mark(planes, box, color, names, 0))
    number = known or count + 1
    colors[number - 1] = color
    for edge in range(len(box)):
        # The rows and columns that a box begins at come before those that it ends at.
        before = boxes[number - 1, edge] if known else box[edge]
        least = min(before, box[edge])
        boxes[number - 1, edge] = before + box[edge] - least if edge % 2 else least
    _mark(planes, box, color, names, number)
    return max(count, number)


@inlined
def _mark(
    planes: tuple[Plane, Plane, Plane],
    box: tuple[int, int, int, int],
    color: int,
    names: Plane,
    number: int,
) -> int:
    """Name the pixels of one color in a box unless ``number`` is 0; their greatest name before."""
    red, green, blue = planes
    first, second = np.uint8(color >> 16), np.uint8(color >> 8 & 255)
    third, greatest = np.uint8(color & 255), np.uint8(0)
    for i in range(box[0], box[1]):
        for j in range(box[2], box[3]):
            inside = (red[i, j] == first) & (green[i, j] == second) & (blue[i, j] == third)
            name = names[i, j]
            greatest = max(greatest, name if inside else np.uint8(0))
            names[i, j] = np.uint8(number) if inside and number else name
    return int(greatest)
