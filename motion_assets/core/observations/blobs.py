"""Blobs: connected areas of one exact color in a picture, and where their middles lie.

Put finding flat shapes in one picture here. Their pixels are named in ``flat_pixels``; following
them from picture to picture, and naming how they go, belongs in ``gait``. A lossy video has hardly
any such area.
"""

from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.flat_pixels import (
    Box,
    NamedPixels,
    Uint32s,
    kept_off,
    named_pixels,
)
from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.core.observations.thumbs import reduction
from motion_assets.core.observations.trails import covered_by_trails

Float64s = NDArray[np.float64]
Int64s = NDArray[np.int64]

LOOKED_PX: Final = 192
"""Pixels along the longer side of a picture that are looked at, at least."""

HALO_SIDES: Final = 16
HALO_REACH: Final = 1.6
"""Where the surroundings of a blob are looked at: in how many directions, and how far from its
middle in shares of half its extent."""

SQUARE_TO_REACH: Final = 1.2
"""Half the extent of a shape over half the root of its area: 1 for a square, 1.13 for a disc."""

OUTWARD_PX: Final = 2.0
LEAST_APART: Final = 400.0
"""Squared difference of colors, in levels, under which an edge says nothing."""

STANDS_OUT: Final = 700.0
"""Squared difference of colors under which a flat part of the ground is no blob."""

_CHANNELS: Final = np.array([[16], [8], [0]], np.uint32)
"""How far red, green and blue are shifted in the number of a color."""

_LINE: Final = np.arange(2048, dtype=np.float64)
_ONES: Final = np.ones(2048, np.float32)
_TURNS: Final = np.arange(HALO_SIDES) * (2 * np.pi / HALO_SIDES)
COSINES: Final = np.cos(_TURNS)
SINES: Final = np.sin(_TURNS)


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """The blobs of one picture that can be followed, and what else is flat in it.

    Of blobs that keep off the edges of the picture and stand out, each of shape (blob,):
    ``color``: red, green and blue in one number. ``x_px``, ``y_px``: middles in pixels of the
    picture, the middle of its first pixel is 0. ``area_px``: covered area. ``halo``: how far the
    surroundings lean to the color of the blob, 0..1, in 16 directions clockwise from the right,
    (blob, direction); NaN outside of the picture.

    ``colors``: of all blobs. ``painted``: which pixels of the thumb they or their trails reach
    into, (row, column).
    """

    color: Uint32s
    x_px: Float64s
    y_px: Float64s
    area_px: Float64s
    halo: Float64s
    colors: Uint32s
    painted: NDArray[np.bool_]


def sight(frame: PlanarFrame) -> Sighting:
    """Blobs of one picture, in the order of their first row."""
    step, planes = looked_planes(frame)
    named = named_pixels(planes)
    colors = np.array(named.colors, np.uint32)
    painted = _on_thumb(named, frame.red.shape, step)
    seen = _followed(named, planes, colors)
    if seen.numbers.size:
        height, width = frame.red.shape
        thumb = step / reduction(width, height)
        middles = np.asarray((seen.x + 1j * seen.y) * thumb, np.complex128)
        painted |= covered_by_trails(painted.shape, middles, np.sqrt(seen.area) * thumb, seen.halo)
    return sighting(step, seen, colors, painted)


def looked_planes(frame: PlanarFrame) -> tuple[int, list[Plane]]:
    """How far apart the pixels lie that are looked at, and their red, green and blue."""
    height, width = frame.red.shape
    step = max(1, max(height, width) // LOOKED_PX)
    planes = (frame.red, frame.green, frame.blue)
    return step, [np.ascontiguousarray(plane[::step, ::step]) for plane in planes]


def sighting(step: int, seen: "Followed", colors: Uint32s, painted: NDArray[np.bool_]) -> Sighting:
    """What is seen among every ``step``-th pixel, in pixels of the frame."""
    return Sighting(
        color=colors[seen.numbers - 1],
        x_px=seen.x * step,
        y_px=seen.y * step,
        area_px=seen.area * step * step,
        halo=seen.halo,
        colors=colors,
        painted=painted,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """Blobs by their ``numbers`` from 1, their middles, areas and halos, in looked-at pixels."""

    numbers: Int64s
    x: Float64s
    y: Float64s
    area: Float64s
    halo: Float64s


def _followed(named: NamedPixels, planes: list[Plane], colors: Uint32s) -> Followed:
    """The blobs that keep off the edges of the picture and stand out from what is around them."""
    numbers = np.flatnonzero(kept_off(named)) + 1
    if not numbers.size:
        none = np.zeros(0)
        return Followed(numbers, none, none, none, np.zeros((0, HALO_SIDES)))
    hearts = (colors[numbers - 1] >> _CHANNELS & np.uint32(255)).astype(np.float64)
    picture = _Painted(named.names, planes, hearts)
    x, y, area, apart = _middles(picture, numbers, [named.boxes[each - 1] for each in numbers])
    out = apart >= STANDS_OUT
    picture = _Painted(named.names, planes, hearts[:, out])
    x, y, area, numbers = x[out], y[out], area[out], numbers[out]
    return Followed(numbers, x, y, area, _halos(picture, numbers, x, y, area))


def _on_thumb(named: NamedPixels, size_px: tuple[int, ...], step: int) -> NDArray[np.bool_]:
    """Pixels of the thumb in which something is named, and their neighbors, (row, column).

    What is named is every ``step``-th pixel of a frame of ``size_px`` (height, width).
    """
    rows, columns = thumb_places(size_px, step)
    if not named.colors:
        return np.zeros((len(rows), len(columns)), np.bool_)
    thumb: NDArray[np.bool_] = named.names.take(rows, axis=0).take(columns, axis=1) > 0
    tall = thumb.copy()
    tall[1:] |= thumb[:-1]
    tall[:-1] |= thumb[1:]
    wide = tall.copy()
    wide[:, 1:] |= tall[:, :-1]
    wide[:, :-1] |= tall[:, 1:]
    return wide


@lru_cache(maxsize=8)
def thumb_places(size_px: tuple[int, ...], step: int) -> tuple[Int64s, Int64s]:
    """Rows and columns, of every ``step``-th one, in the middles of the pixels of a thumb."""
    side = reduction(size_px[1], size_px[0])
    rows, columns = (
        np.minimum((np.arange(length // side) * side + side // 2) // step, -(-length // step) - 1)
        for length in size_px
    )
    return rows, columns


@dataclass(frozen=True, slots=True, eq=False)
class _Painted:
    """A picture for looking at: names (row, column) and the planes of its three channels.

    ``hearts``: color of every blob, float64 (channel, blob).
    """

    names: NDArray[np.uint8]
    planes: list[Plane]
    hearts: Float64s

    def values(self, places: Int64s) -> Float64s:
        """Colors of pixels by their flat indices, (channel, ...)."""
        colors = np.empty((len(self.planes), *places.shape))
        for color, plane in zip(colors, self.planes, strict=True):
            color[...] = plane.reshape(-1).take(places)
        return colors


def _middles(picture: _Painted, numbers: Int64s, boxes: list[Box]) -> tuple[Float64s, ...]:
    """Middles, areas, and squared differences of blobs from their surroundings.

    The half-covered pixels along their edges are included.

    How far an edge pixel is covered follows from its color between that of the blob and that of
    the surroundings a little further out.
    """
    height, width = picture.names.shape
    count = len(boxes)
    sums = np.array([_sums(picture.names, *each) for each in zip(numbers, boxes, strict=True)])
    area, sum_x, sum_y = sums.T
    x, y, rim = _edges(picture.names, numbers, boxes)
    whole = np.maximum(area, 1.0)
    away_x, away_y = x - (sum_x / whole).take(rim), y - (sum_y / whole).take(rim)
    out = OUTWARD_PX / np.maximum(np.sqrt(away_x * away_x + away_y * away_y), 1.0)
    far_x = _within(np.rint(away_x * out).astype(np.int64) + x, width)
    far_y = _within(np.rint(away_y * out).astype(np.int64) + y, height)
    ground = picture.values(far_y * width + far_x)
    way = picture.hearts.take(rim, axis=1)
    way -= ground
    apart = (way * way).sum(axis=0)
    edges = picture.values(y * width + x)
    edges -= ground
    edges *= way
    share = edges.sum(axis=0) / np.maximum(apart, 1.0)
    cover = np.minimum(np.maximum(share, 0.0), 1.0)
    cover *= apart > LEAST_APART
    total = area + np.bincount(rim, cover, count)
    some = np.maximum(total, 1.0)
    rims = np.maximum(np.bincount(rim, minlength=count), 1)
    return (
        (sum_x + np.bincount(rim, cover * x, count)) / some,
        (sum_y + np.bincount(rim, cover * y, count)) / some,
        total,
        np.bincount(rim, apart, count) / rims,
    )


def _within(places: Int64s, count: int) -> Int64s:
    """Places, those beyond the first and the last of ``count`` at these; changes them."""
    np.maximum(places, 0, out=places)
    return np.minimum(places, count - 1, out=places)


def _sums(names: NDArray[np.uint8], number: int, box: Box) -> tuple[float, float, float]:
    """Pixels of a blob, and the sums of their columns and rows; 0 of one that others cover."""
    pixels = (names[box.slices] == number).astype(np.float32)
    height, width = pixels.shape
    in_columns, in_rows = _ONES[:height] @ pixels, pixels @ _ONES[:width]
    columns, rows = _LINE[box.left : box.right], _LINE[box.top : box.bottom]
    return float(in_rows.sum()), float(in_columns @ columns), float(in_rows @ rows)


def _edges(
    names: NDArray[np.uint8], numbers: Int64s, boxes: list[Box]
) -> tuple[Int64s, Int64s, Int64s]:
    """Pixels that touch a blob without belonging to one: columns, rows, and place of the blob."""
    around = reduce(Box.joined, boxes).wider(1, names.shape)
    inner = names[around.slices]
    wide = np.zeros((inner.shape[0] + 2, inner.shape[1] + 2), np.uint8)
    wide[1:-1, 1:-1] = inner
    rows = np.maximum(np.maximum(wide[:-2], wide[1:-1]), wide[2:])
    near = np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    near *= inner == 0
    edge = np.flatnonzero(near > 0)
    place = np.full(int(names.max(initial=0)) + 1, -1)
    place[numbers] = np.arange(len(numbers))
    rim = place[near.reshape(-1)[edge]]
    edge, rim = edge[rim >= 0], rim[rim >= 0]
    y, x = np.divmod(edge, inner.shape[1])
    return x + around.left, y + around.top, rim


def _halos(
    picture: _Painted, numbers: Int64s, mid_x: Float64s, mid_y: Float64s, area: Float64s
) -> Float64s:
    """How far the surroundings of every blob lean to its color, (blob, direction).

    What the surroundings are without a trail is taken from the middle of all directions.
    """
    height, width = picture.names.shape
    reach = HALO_REACH * np.sqrt(area)[:, None] / 2 * SQUARE_TO_REACH
    columns = np.rint(mid_x[:, None] + reach * COSINES).astype(np.int64)
    rows = np.rint(mid_y[:, None] + reach * SINES).astype(np.int64)
    seen = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    places = _within(rows, height) * width + _within(columns, width)
    around = picture.values(places)
    half = HALO_SIDES // 2
    ordered = np.sort(around, axis=2)
    ground = (ordered[:, :, half - 1] + ordered[:, :, half]) / 2
    way = picture.hearts - ground
    apart = np.maximum((way * way).sum(axis=0), LEAST_APART)
    lean = ((around - ground[:, :, None]) * way[:, :, None]).sum(axis=0) / apart[:, None]
    own = picture.names.reshape(-1).take(places) == numbers[:, None]
    halo: Float64s = np.where(seen & ~own, lean, np.nan)
    return halo
