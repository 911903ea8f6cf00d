"""Filtering pictures with numba: the kernel of long jobs.

Put the compiled way of the filters here; importing this module imports numba. What they are for,
and the numpy way, equal in every bit, belong in ``filters``.

A picture is put through all of a filter before the next one, so that it stays in the nearest
caches; loops run over all of it at once. Sums are taken in the order in which numpy takes them.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.compiled import inlined, inner, kept
from motion_assets.core.observations.filters import LEAST_KNOWN
from motion_assets.core.observations.thumbs import DETAIL_LEVELS, DETAIL_SIDE, Float32s
from motion_assets.core.observations.warp import LEVER_PX

_HALF: Final = np.float32(0.5)
_NONE: Final = np.float32(0)
_ONE: Final = np.float32(1)
_DETAIL_LEVELS: Final = np.float32(DETAIL_LEVELS)
_INFINITE: Final = np.float32(np.inf)
_LEAST_KNOWN: Final = np.float32(LEAST_KNOWN)
_LEVER: Final = np.float32(LEVER_PX)


class _Room(NamedTuple):
    """Room for one picture, and for three that are wider by a square all around, flat."""

    product: Float32s
    mean: Float32s
    share: Float32s
    down: Float32s


class NumbaFilters:
    """Filters in compiled passes; see `filters.Filters`."""

    def less_around(self, pictures: Float32s, known: Float32s | None, side: int) -> Float32s:
        """What `filters.NumpyFilters.less_around` gives."""
        given = np.ascontiguousarray(pictures)
        less = np.empty_like(given)
        both = given, given[:0] if known is None else known
        _less_around(both, side, _room(given, side), _INFINITE, less)
        return less

    def slope_means(self, pictures: Float32s) -> Float32s:
        """What `filters.NumpyFilters.slope_means` gives."""
        sums = np.zeros((3, *pictures.shape[1:]), np.float32)
        _add_slopes(np.ascontiguousarray(pictures), sums, np.zeros((2, sums.shape[2]), np.float32))
        sums /= np.float32(len(pictures))
        return sums

    def texture(self, thumbs: Float32s) -> Float32s:
        """What `filters.NumpyFilters.texture` gives."""
        soft = self.softened(thumbs)
        fine, room = np.empty_like(soft), _room(soft, DETAIL_SIDE)
        _less_around((soft, soft[:0]), DETAIL_SIDE, room, _DETAIL_LEVELS, fine)
        return fine

    def softened(self, thumbs: Float32s) -> Float32s:
        """What `filters.NumpyFilters.softened` gives."""
        given = np.ascontiguousarray(thumbs)
        soft = np.empty_like(given)
        _soften(given, soft, np.empty(thumbs.shape[2], np.float32))
        return soft

    def laid(self, pictures: Float32s, moves: Float32s) -> tuple[Float32s, NDArray[np.bool_]]:
        """What `filters.NumpyFilters.laid` gives."""
        seen, inside = np.empty_like(pictures), np.empty(pictures.shape, np.bool_)
        _lay(np.ascontiguousarray(pictures), np.ascontiguousarray(moves), seen, inside)
        return seen, inside


def _room(pictures: Float32s, side: int) -> _Room:
    _, height, width = pictures.shape
    wide = [np.empty((height + side) * (width + side), np.float32) for _ in range(3)]
    return _Room(np.empty((height, width), np.float32), *wide)


@kept
def _less_around(
    given: tuple[Float32s, Float32s], side: int, room: _Room, levels: np.float32, less: Float32s
) -> None:
    """Fill ``less``, of the first of ``given`` pictures; the others are empty where all is known.

    ``levels``: those beyond which detail counts little more, see `thumbs.squashed`, where all is.
    """
    pictures, known = given
    _, height, width = pictures.shape
    pitch, part = width + side - 1, np.float32(1.0 / (side * side))
    for time in range(len(pictures)):
        if len(known):
            _multiply(pictures[time], known[time], room.product)
            _box(room.product, side, room.mean, room.down)
            _box(known[time], side, room.share, room.down)
        else:
            _box(pictures[time], side, room.mean, room.down)
        for row in range(height):
            here, rest = pictures[time, row], less[time, row]
            mean, share = room.mean[row * pitch :], room.share[row * pitch :]
            if len(known):
                there = known[time, row]
                for i in range(width):
                    around = mean[i] * part / max(share[i] * part, _LEAST_KNOWN)
                    rest[i] = (here[i] - around) * there[i]
            else:
                for i in range(width):
                    fine = here[i] - mean[i] * part
                    rest[i] = fine / (abs(fine) / levels + _ONE)


@inner
def _multiply(one: Float32s, other: Float32s, product: Float32s) -> None:
    first, second, both = one.reshape(-1), other.reshape(-1), product.reshape(-1)
    for i in range(both.size):
        both[i] = first[i] * second[i]


@inner
def _box(picture: Float32s, side: int, total: Float32s, down: Float32s) -> None:
    """Fill ``total`` with the sums of a square of pixels around every one, edges repeated.

    Its lines are longer by the square less one; what is beyond a picture there means nothing.
    """
    height, width = picture.shape
    reach, pitch = side // 2, width + side - 1
    for row in range(height + side - 1):
        given = picture[min(max(row - reach, 0), height - 1)]
        line = total[row * pitch : (row + 1) * pitch]
        inside = line[reach : reach + width]
        for i in range(width):
            inside[i] = given[i]
        for i in range(reach):
            line[i] = given[0]
            line[reach + width + i] = given[width - 1]
    _add_shifted(total, pitch, side, height * pitch, down)
    _add_shifted(down, 1, side, height * pitch - side + 1, total)


@inner
def _add_shifted(given: Float32s, apart: int, count: int, size: int, total: Float32s) -> None:
    """Fill the first ``size`` of ``total`` with sums of ``count`` values that lie ``apart``."""
    for i in range(size):
        total[i] = given[i]
    for number in range(1, count):
        shifted = given[number * apart :]
        for i in range(size):
            total[i] += shifted[i]


@kept
def _add_slopes(pictures: Float32s, sums: Float32s, slopes: Float32s) -> None:
    """Add up slopes along x and y, and their squares, over time; ``slopes`` is room, 0 at first."""
    _, height, width = pictures.shape
    slope_x, slope_y = slopes[0], slopes[1]
    for time in range(len(pictures)):
        for row in range(height):
            here = pictures[time, row]
            for column in range(width - 2):
                slope_x[column + 1] = (here[column + 2] - here[column]) * _HALF
            above, below = pictures[time, max(row - 1, 0)], pictures[time, min(row + 1, height - 1)]
            share = _HALF if 0 < row < height - 1 else _NONE
            all_x, all_y, squares = sums[0, row], sums[1, row], sums[2, row]
            for column in range(width):
                slope_y[column] = (below[column] - above[column]) * share
                all_x[column] += slope_x[column]
            for column in range(width):
                x, y = slope_x[column], slope_y[column]
                all_y[column] += y
                squares[column] += x * x + y * y


@kept
def _soften(thumbs: Float32s, soft: Float32s, blurred: Float32s) -> None:
    """Fill ``soft`` with thumbs after a 1 : 2 : 1 blur along both axes; ``blurred`` is room."""
    count, height, width = thumbs.shape
    for time in range(count):
        for row in range(height):
            here, blurry = thumbs[time, row], soft[time, row]
            above, below = thumbs[time, max(row - 1, 0)], thumbs[time, min(row + 1, height - 1)]
            whole = 0 < row < height - 1
            for i in range(width):
                twice = (here[i] + (above[i] + below[i]) * _HALF) * _HALF
                blurred[i] = twice if whole else here[i]
            blurry[0], blurry[width - 1] = blurred[0], blurred[width - 1]
            for i in range(width - 2):
                beside = blurred[i] + blurred[i + 2]
                blurry[i + 1] = (blurred[i + 1] + beside * _HALF) * _HALF


@kept
def _lay(pictures: Float32s, moves: Float32s, seen: Float32s, inside: NDArray[np.bool_]) -> None:
    """Fill pictures that lie on one; the arithmetic is that of `warp.led` and `warp.sampled`."""
    _, height, width = pictures.shape
    middle_x, middle_y = np.float32((width - 1) / 2), np.float32((height - 1) / 2)
    for time in range(len(pictures)):
        move, flat = moves[time], pictures[time].reshape(-1)
        for row in range(height):
            far_y = (np.float32(row) - middle_y) / _LEVER
            rest, shown = seen[time, row], inside[time, row]
            for column in range(width):
                far_x = (np.float32(column) - middle_x) / _LEVER
                x = np.float32(column) + move[0] + move[2] * far_x - move[3] * far_y
                y = np.float32(row) + move[1] + move[2] * far_y + move[3] * far_x
                shown[column], rest[column] = _between(flat, (height, width), x, y)


@inlined
def _between(
    flat: Float32s, size: tuple[int, int], x: np.float32, y: np.float32
) -> tuple[bool, np.float32]:
    """Whether a place lies in a picture, and what is there between pixels."""
    wide = np.uint32(size[1])
    right, bottom = np.float32(size[1] - 1), np.float32(size[0] - 1)
    inside = (x >= _NONE) & (x <= right) & (y >= _NONE) & (y <= bottom)
    left = min(max(np.trunc(x), _NONE), right - _ONE)
    top = min(max(np.trunc(y), _NONE), bottom - _ONE)
    share_x, share_y = x - left, y - top
    base = np.uint32(top) * wide + np.uint32(left)
    upper, lower = flat[base], flat[base + wide]
    upper += (flat[base + np.uint32(1)] - upper) * share_x
    lower += (flat[base + wide + np.uint32(1)] - lower) * share_x
    return bool(inside), np.float32(upper + (lower - upper) * share_y)
