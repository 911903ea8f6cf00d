"""Sighting blobs with numba: the way of long jobs.

Put the compiled way of finding middles and halos here; importing this module imports numba. What
they mean, and the numpy way, equal in every bit, live in ``blobs``; flat pixels are named in
``flat_kernel``.

Nothing may be added up in another order than numpy does: sums of half-covered pixels are not
exact. All others are, being those of whole numbers.
"""

# ruff: noqa: PLR0917  # compiled functions take plain arrays, and those by position

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.blobs import (
    COSINES,
    HALO_REACH,
    HALO_SIDES,
    LEAST_APART,
    OUTWARD_PX,
    SINES,
    SQUARE_TO_REACH,
    STANDS_OUT,
    Float64s,
    Followed,
    Int64s,
    Sighting,
    looked_planes,
    sighting,
    thumb_places,
)
from motion_assets.core.observations.compiled import inlined, kept
from motion_assets.core.observations.flat_kernel import FlatPixels
from motion_assets.core.observations.flat_pixels import MOST_AREAS, Uint32s
from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.core.observations.thumbs import reduction
from motion_assets.core.observations.trails import HALF_TO_ROOT, LEAST_LEAN, LENGTH_TO_HALF

_Int32s = NDArray[np.int32]
_Planes = tuple[Plane, Plane, Plane]
_Bools = NDArray[np.bool_]
_Areas = tuple[Plane, Uint32s, _Int32s]

_AREA: Final = 0
_SUM_X: Final = 1
_SUM_Y: Final = 2
_COVER: Final = 3
_COVER_X: Final = 4
_COVER_Y: Final = 5
_APART: Final = 6
_RIMS: Final = 7
_FIGURES: Final = 8
"""Of a blob: pixels and sums of their columns and rows; shares of half-covered pixels, and sums of
those times columns and rows; squared differences of the edge from beyond it, and their number."""

_X: Final = 1
_Y: Final = 2
"""Where the middle of a blob replaces the sums; its covered area replaces the pixels."""

_CHANNELS: Final = 3
_EDGE_PX: Final = 2


class NumbaBlobs:
    """Sights the blobs of pictures, in memory that it keeps while their size stays."""

    __slots__ = ("_figures", "_flat", "_halos", "_numbers", "_scratch")

    def __init__(self) -> None:
        self._flat = FlatPixels((1, 1))
        self._numbers = np.empty(MOST_AREAS, np.int64)
        self._figures = np.empty((MOST_AREAS, _FIGURES), np.float64)
        self._halos = np.empty((MOST_AREAS, HALO_SIDES), np.float64)
        self._scratch = np.empty(0, np.uint8), np.empty((_CHANNELS + 1, HALO_SIDES), np.int64)

    def sight(self, frame: PlanarFrame) -> Sighting:
        """Blobs of one picture; see `blobs.sight`."""
        step, (red, green, blue) = looked_planes(frame)
        planes = red, green, blue
        if self._flat.names.shape != red.shape:
            height, width = red.shape
            self._flat = FlatPixels((height, width))
            self._scratch = np.empty(width + 2, np.uint8), self._scratch[1]
        places = thumb_places(frame.red.shape, step)
        painted = np.zeros([each.size for each in places], np.bool_)
        flat, count = self._flat, self._flat.name(planes)
        colors = flat.colors[:count].copy()
        found = 0
        if count:
            areas = flat.names, colors, flat.boxes
            kept_ones = self._numbers, self._figures, self._halos
            height, width = frame.red.shape
            thumb = step / reduction(width, height)
            found = _follow(planes, areas, (*places, painted), thumb, self._scratch, kept_ones)
        area, x, y = self._figures[:found, : _Y + 1].T.copy()
        seen = Followed(self._numbers[:found].copy(), x, y, area, self._halos[:found].copy())
        return sighting(step, seen, colors, painted)


@kept
def _follow(
    planes: _Planes,
    areas: _Areas,
    thumb: tuple[Int64s, Int64s, _Bools],
    thumb_px: float,
    scratch: tuple[Plane, Int64s],
    kept_ones: tuple[Int64s, Float64s, Float64s],
) -> int:
    """Mark the thumb where something is named or trails; how many blobs can be followed.

    Their numbers, figures and halos fill ``kept_ones``. ``thumb_px``: pixels of the thumb to one.
    """
    names, colors, boxes = areas
    numbers, figures, halos = kept_ones
    _paint(names, thumb)
    found = _sum_up(names, boxes, colors.size, numbers, figures)
    around = _around(boxes, numbers, found, names)
    count = 0
    for place in range(found):
        blob = numbers[place], place, int(colors[numbers[place] - 1])
        _add_rims(planes, names, around, boxes[blob[0] - 1], blob, scratch[0], figures)
        if _settle(figures, place, count):
            numbers[count] = blob[0]
            _look_around(planes, names, blob[0], figures, count, scratch[1])
            _lean(blob[2], scratch[1], halos, count)
            _cover(figures, halos, count, thumb_px, thumb[2])
            count += 1
    return count


@inlined
def _paint(names: Plane, thumb: tuple[Int64s, Int64s, _Bools]) -> None:
    """Mark the pixels of a thumb in which something is named, and their neighbors."""
    rows, columns, painted = thumb
    height, width = painted.shape
    for i in range(height):
        for j in range(width):
            if names[rows[i], columns[j]]:
                for y in range(max(i - 1, 0), min(i + 2, height)):
                    for x in range(max(j - 1, 0), min(j + 2, width)):
                        painted[y, x] = True


@inlined
def _sum_up(names: Plane, boxes: _Int32s, count: int, numbers: Int64s, figures: Float64s) -> int:
    """Pixels and sums of the areas that keep off the edges of the picture; how many do."""
    touched = _touching(names)
    found = 0
    for number in range(1, count + 1):
        if touched >> number & 1:
            continue
        area, sum_x, sum_y = 0, 0, 0
        for i in range(boxes[number - 1, 0], boxes[number - 1, 1]):
            inside, across = np.int32(0), np.int32(0)
            for j in range(boxes[number - 1, 2], boxes[number - 1, 3]):
                own = names[i, j] == np.uint8(number)
                inside += np.int32(own)
                across += np.int32(j) if own else np.int32(0)
            area, sum_x, sum_y = area + int(inside), sum_x + int(across), sum_y + i * int(inside)
        for field in range(_FIGURES):
            figures[found, field] = 0.0
        figures[found, _AREA] = area
        figures[found, _SUM_X], figures[found, _SUM_Y] = sum_x, sum_y
        numbers[found] = number
        found += 1
    return found


@inlined
def _touching(names: Plane) -> int:
    """Bits of the names within two pixels of an edge of the picture."""
    height, width = names.shape
    touched = 0
    for i in range(height):
        outer = i < _EDGE_PX or i >= height - _EDGE_PX
        for j in range(width if outer else min(_EDGE_PX, width)):
            touched |= 1 << int(names[i, j])
        for j in range(max(width - _EDGE_PX, 0), width):
            touched |= 1 << int(names[i, j])
    return touched


@inlined
def _around(boxes: _Int32s, numbers: Int64s, count: int, names: Plane) -> tuple[int, int, int, int]:
    """The least box around as many areas as ``count``, and one pixel more."""
    height, width = names.shape
    top, bottom, left, right = height, 0, width, 0
    for place in range(count):
        box = numbers[place] - 1
        top, bottom = min(top, boxes[box, 0]), max(bottom, boxes[box, 1])
        left, right = min(left, boxes[box, 2]), max(right, boxes[box, 3])
    return max(top - 1, 0), min(bottom + 1, height), max(left - 1, 0), min(right + 1, width)


@inlined
def _add_rims(
    planes: _Planes,
    names: Plane,
    around: tuple[int, int, int, int],
    box: _Int32s,
    blob: tuple[int, int, int],
    tall: Plane,
    figures: Float64s,
) -> None:
    """Add the pixels that touch a blob without belonging to an area to its figures.

    Of two areas that one touches, the later one is meant; nothing is seen but what lies
    ``around``. ``blob``: its number, place and color. ``tall``: room for a row of pixels, and two.
    """
    number, place, color = blob
    top, bottom, left, right = around
    first, last = max(box[2] - 2, left), min(box[3] + 2, right)
    tall[0], tall[last - first + 1] = 0, 0
    shift = max(box[2] - 1, left) - first
    for i in range(max(box[0] - 1, top), min(box[1] + 1, bottom)):
        here = names[i, first:last]
        above, below = names[max(i - 1, top), first:last], names[min(i + 1, bottom - 1), first:last]
        if _fill_greatest(above, here, below, tall[1:]) < number:
            continue
        for j in range(shift, min(box[3] + 1, right) - first):
            if here[j] == 0 and max(tall[j], tall[j + 1], tall[j + 2]) == number:
                _add_rim(planes, color, i, j + first, figures, place)


@inlined
def _fill_greatest(one: Plane, two: Plane, three: Plane, greatest: Plane) -> int:
    """Fill the greatest of three names, pixel by pixel; the greatest of all."""
    most = np.uint8(0)
    for j in range(two.size):
        name = max(one[j], two[j], three[j])
        greatest[j] = name
        most = max(most, name)
    return int(most)


@inlined
def _add_rim(
    planes: _Planes, color: int, row: int, column: int, figures: Float64s, place: int
) -> None:
    """Add one pixel of the edge of a blob to its figures."""
    height, width = planes[0].shape
    whole = max(figures[place, _AREA], 1.0)
    away_x = column - figures[place, _SUM_X] / whole
    away_y = row - figures[place, _SUM_Y] / whole
    out = OUTWARD_PX / max(math.sqrt(away_x * away_x + away_y * away_y), 1.0)
    far_x = min(max(int(np.rint(away_x * out)) + column, 0), width - 1)
    far_y = min(max(int(np.rint(away_y * out)) + row, 0), height - 1)
    ground, edge = _color(planes, far_y, far_x), _color(planes, row, column)
    red, green, blue = (
        (color >> 16) - ground[0],
        (color >> 8 & 255) - ground[1],
        (color & 255) - ground[2],
    )
    apart = red * red + green * green + blue * blue
    lean = red * (edge[0] - ground[0]) + green * (edge[1] - ground[1])
    lean += blue * (edge[2] - ground[2])
    share = min(max(lean / max(float(apart), 1.0), 0.0), 1.0)
    cover = share if apart > LEAST_APART else 0.0
    figures[place, _COVER] += cover
    figures[place, _COVER_X] += cover * column
    figures[place, _COVER_Y] += cover * row
    figures[place, _APART] += apart
    figures[place, _RIMS] += 1


@inlined
def _color(planes: _Planes, row: int, column: int) -> tuple[int, int, int]:
    """Red, green and blue of one pixel."""
    red, green, blue = planes
    return int(red[row, column]), int(green[row, column]), int(blue[row, column])


@inlined
def _settle(figures: Float64s, place: int, at: int) -> bool:
    """Put covered area and middle of a blob ``at`` its place among those that stand out."""
    if figures[place, _APART] / max(figures[place, _RIMS], 1.0) < STANDS_OUT:
        return False
    total = figures[place, _AREA] + figures[place, _COVER]
    some = max(total, 1.0)
    x = (figures[place, _SUM_X] + figures[place, _COVER_X]) / some
    y = (figures[place, _SUM_Y] + figures[place, _COVER_Y]) / some
    figures[at, _AREA], figures[at, _X], figures[at, _Y] = total, x, y
    return True


@inlined
def _look_around(
    planes: _Planes, names: Plane, number: int, figures: Float64s, place: int, around: Int64s
) -> None:
    """Fill colors, and whether they count, of the pixels around a blob, (channel, direction)."""
    height, width = names.shape
    reach = HALO_REACH * math.sqrt(figures[place, _AREA]) / 2 * SQUARE_TO_REACH
    for side in range(HALO_SIDES):
        column = int(np.rint(figures[place, _X] + reach * COSINES[side]))
        row = int(np.rint(figures[place, _Y] + reach * SINES[side]))
        seen = 0 <= column < width and 0 <= row < height
        column, row = min(max(column, 0), width - 1), min(max(row, 0), height - 1)
        around[0, side], around[1, side], around[2, side] = _color(planes, row, column)
        around[_CHANNELS, side] = seen and names[row, column] != number


@inlined
def _lean(color: int, around: Int64s, halos: Float64s, place: int) -> None:
    """Fill how far the surroundings of a blob lean to its color; NaN where they do not count."""
    ways, grounds = np.empty(_CHANNELS), np.empty(_CHANNELS)
    apart = 0.0
    for channel in range(_CHANNELS):
        grounds[channel] = _middle(around, channel)
        ways[channel] = (color >> (16 - 8 * channel) & 255) - grounds[channel]
        apart += ways[channel] * ways[channel]
    for side in range(HALO_SIDES):
        lean = 0.0
        for channel in range(_CHANNELS):
            lean += (around[channel, side] - grounds[channel]) * ways[channel]
        counts = around[_CHANNELS, side] != 0
        halos[place, side] = lean / max(apart, LEAST_APART) if counts else np.nan


@inlined
def _middle(around: Int64s, channel: int) -> float:
    """Median of one channel over all directions: the mean of the two in the middle."""
    low, high = -1, -1
    for side in range(HALO_SIDES):
        value, under, same = around[channel, side], 0, 0
        for other in range(HALO_SIDES):
            under += around[channel, other] < value
            same += around[channel, other] == value
        if under <= HALO_SIDES // 2 - 1 < under + same:
            low = value
        if under <= HALO_SIDES // 2 < under + same:
            high = value
    return (low + high) / 2


@inlined
def _cover(
    figures: Float64s, halos: Float64s, place: int, thumb_px: float, painted: _Bools
) -> None:
    """Mark the pixels of a thumb that the trail of a blob covers, if it has one."""
    right, down = 0.0, 0.0
    for side in range(HALO_SIDES):
        lean = halos[place, side]
        if lean > 0.0:  # which no NaN is
            right += lean * COSINES[side]
            down += lean * SINES[side]
    length = math.sqrt(right * right + down * down)
    if length >= LEAST_LEAN:
        half = HALF_TO_ROOT * (math.sqrt(figures[place, _AREA]) * thumb_px)
        middle = figures[place, _X] * thumb_px, figures[place, _Y] * thumb_px
        _cover_way(middle, (right / length, down / length), half, painted)


@inlined
def _cover_way(
    middle: tuple[float, float], way: tuple[float, float], half: float, painted: _Bools
) -> None:
    """Mark the pixels within reach of a way from the middle of a blob."""
    last = half * LENGTH_TO_HALF
    reach = (half + 1.0) * (half + 1.0)
    for row in range(painted.shape[0]):
        off_y = row - middle[1]
        for column in range(painted.shape[1]):
            off_x = column - middle[0]
            along = off_x * way[0] + off_y * way[1]
            across = off_y * way[0] - off_x * way[1]
            beyond = along - min(max(along, 0.0), last)
            painted[row, column] |= beyond * beyond + across * across <= reach
