"""Finding forms of ink in a picture with numba: the way of long jobs.

Put the compiled way here; importing this module imports numba. What a form is, and the numpy way,
equal in every result, live in ``inscription``.

Bright pixels are joined run by run: a run of a row takes the number of what it touches in the row
above, diagonals included; of numbers that turn out to be one part the least stays.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.compiled import inlined, kept
from motion_assets.core.observations.flat_kernel import joined
from motion_assets.core.observations.frames import Plane
from motion_assets.core.observations.inscription import (
    BARE,
    BRIGHT,
    DARK,
    LIKE_INK,
    OUTLINED,
    Form,
    Planes,
    fitting_sides,
)
from motion_assets.vocabulary.stage_ranges import OVERLAY_INK

_Int32s = NDArray[np.int32]
_Part = tuple[_Int32s, _Int32s, int, tuple[int, int, int, int]]
"""Numbers of all pixels, all parts, and number and box of one of them."""

_TOP: Final = 0
_BOTTOM: Final = 1
_LEFT: Final = 2
_RIGHT: Final = 3
_PARENT: Final = 4
_FIELDS: Final = 5
"""Of a part: its rows and columns, the last ones not included, and number of the part that it turns
out to belong to."""

_LEVELS: Final = 256


class NumbaForms:
    """Finds forms in compiled passes, in memory that it keeps while the size of pictures stays."""

    __slots__ = ("_numbers", "_parts", "_sides")

    def __init__(self) -> None:
        self._numbers = np.empty((1, 1), np.int32)
        self._parts = np.empty((1, _FIELDS), np.int32)
        self._sides = 0.0, 0.0

    def __call__(self, planes: Planes) -> list[Form]:
        """What `inscription.forms_by_numpy` gives."""
        height, width = planes[0].shape
        if self._numbers.shape != (height + 1, width + 2):
            # A column beside the picture on either side, and a row above it, have no number.
            self._numbers = np.zeros((height + 1, width + 2), np.int32)
            self._parts = np.empty((height * (width // 2 + 1) + 1, _FIELDS), np.int32)
            self._sides = fitting_sides((height, width))
        parts = self._parts[: _join_runs(planes, self._numbers, self._parts)]
        sides = np.maximum(parts[:, _BOTTOM] - parts[:, _TOP], parts[:, _RIGHT] - parts[:, _LEFT])
        fits = (sides >= self._sides[0]) & (sides <= self._sides[1])
        fits &= parts[:, _PARENT] == np.arange(len(parts))
        fits[0] = False
        return [form for number in np.flatnonzero(fits) for form in self._form(planes, int(number))]

    def _form(self, planes: Planes, number: int) -> list[Form]:
        """The part of a number, if it is of ink and not bare."""
        top, bottom, left, right = self._parts[number, :_PARENT].tolist()
        part = self._numbers, self._parts, number, (top, bottom, left, right)
        dark, ring = _around(planes, part)
        outlined = dark / ring if ring else 0.0
        if outlined <= BARE or not _is_ink(planes, part):
            return []
        inside = self._numbers[top + 1 : bottom + 1, left + 1 : right + 1]
        form = (inside > 0) & (self._parts[inside, _PARENT] == number)
        box = slice(top, bottom), slice(left, right)
        return [(box, form, outlined >= OUTLINED)]


@kept
def _join_runs(planes: Planes, numbers: _Int32s, parts: _Int32s) -> int:
    """Number bright pixels by the part they belong to; returns how many numbers there are."""
    count = 1
    for i in range(planes[0].shape[0]):
        red, green, blue = planes[0][i], planes[1][i], planes[2][i]
        above, here = numbers[i], numbers[i + 1]
        here.fill(0)
        end = 0 if _any_bright(red, green, blue) else red.size
        while end < red.size:
            start, number = end, 0
            while end < red.size and min(red[end], green[end], blue[end]) >= BRIGHT:
                end += 1
            if end > start:
                for place in range(start, end + 2):
                    if above[place]:
                        number = joined(parts[:, _PARENT], number, above[place])
                if number == 0:
                    number = count
                    count += 1
                    parts[number, _TOP], parts[number, _PARENT] = i, number
                    parts[number, _LEFT], parts[number, _RIGHT] = start, end
                parts[number, _BOTTOM] = i + 1
                parts[number, _LEFT] = min(parts[number, _LEFT], start)
                parts[number, _RIGHT] = max(parts[number, _RIGHT], end)
                for place in range(start, end):
                    here[place + 1] = number
            end += 1
    _gather(parts, count)
    return count


@inlined
def _any_bright(red: Plane, green: Plane, blue: Plane) -> bool:
    """Whether a row has a bright pixel."""
    least, count = np.uint8(BRIGHT), np.int32(0)
    for j in range(red.size):
        count += np.int32((red[j] >= least) & (green[j] >= least) & (blue[j] >= least))
    return bool(count > 0)


@inlined
def _gather(parts: _Int32s, count: int) -> None:
    """Add the box of each number to that of its part, and name that as its parent."""
    for number in range(count - 1, 0, -1):
        whole = parts[number, _PARENT]
        if whole != number:
            parts[whole, _TOP] = min(parts[whole, _TOP], parts[number, _TOP])
            parts[whole, _BOTTOM] = max(parts[whole, _BOTTOM], parts[number, _BOTTOM])
            parts[whole, _LEFT] = min(parts[whole, _LEFT], parts[number, _LEFT])
            parts[whole, _RIGHT] = max(parts[whole, _RIGHT], parts[number, _RIGHT])
    for number in range(1, count):
        parts[number, _PARENT] = parts[parts[number, _PARENT], _PARENT]


@kept
def _around(planes: Planes, part: _Part) -> tuple[int, int]:
    """How many pixels around a part are dark, and how many there are; none at an edge."""
    numbers, parts, number, box = part
    height, width = planes[0].shape
    dark, ring = 0, 0
    if box[0] < 1 or box[2] < 1 or box[1] >= height or box[3] >= width:
        return dark, ring
    for i in range(box[0] - 1, box[1] + 1):
        for j in range(box[2] - 1, box[3] + 1):
            # What touches a bright pixel and is none is not bright; below the last row is itself.
            if numbers[i + 1, j + 1] == 0:
                below = numbers[min(i + 2, height), j + 1]
                beside = numbers[i + 1, j], numbers[i + 1, j + 2], numbers[i, j + 1], below
                own = False
                for other in beside:
                    own |= other > 0 and parts[other, _PARENT] == number
                level = max(planes[0][i, j], planes[1][i, j], planes[2][i, j])
                ring += int(own)
                dark += int(own and level <= DARK)
    return dark, ring


@kept
def _is_ink(planes: Planes, part: _Part) -> bool:
    """Whether the median color of a part is that of ink."""
    numbers, parts, number, box = part
    counts = np.zeros((3, _LEVELS), np.int64)
    size = 0
    for i in range(box[0], box[1]):
        for j in range(box[2], box[3]):
            own = numbers[i + 1, j + 1]
            if own and parts[own, _PARENT] == number:
                size += 1
                counts[0, planes[0][i, j]] += 1
                counts[1, planes[1][i, j]] += 1
                counts[2, planes[2][i, j]] += 1
    like = True
    for channel in range(3):
        middle = _at(counts[channel], (size - 1) // 2) + _at(counts[channel], size // 2)
        off = middle / 2 - OVERLAY_INK[channel]
        like &= LIKE_INK[0] <= off <= LIKE_INK[1]
    return like


@inlined
def _at(counts: NDArray[np.int64], place: int) -> int:
    """The level at a place of sorted ones, of which there are ``counts``."""
    level, before = 0, counts[0]
    while before <= place:
        level += 1
        before += counts[level]
    return level
