"""Blobs: connected areas of one exact color in a picture, and where their middles lie.

Put finding flat shapes in one picture here. Following them from picture to picture, and
naming how they go, belongs in ``gait``. A lossy video has hardly any such area.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.core.observations.thumbs import reduction

Float64s = NDArray[np.float64]
Uint32s = NDArray[np.uint32]
Int64s = NDArray[np.int64]

LOOKED_PX: Final = 192
"""Pixels along the longer side of a picture that are looked at, at least."""

COARSE_PX: Final = 96
"""Pixels along the longer side among which blobs are looked for, at least."""

_LEAST_CORE_PX: Final = 12
_LEAST_CORE_SHARE: Final = 0.0012
_MOST_SHARE: Final = 0.09
"""Share of the picture that one blob may cover."""

_MOST_BLOBS: Final = 24
_HALO_SIDES: Final = 16
_HALO_REACH: Final = 1.6
"""Where the surroundings of a blob are looked at: in how many directions, and how far from its
middle in shares of half its extent."""

_SQUARE_TO_REACH: Final = 1.2
"""Half the extent of a shape over half the root of its area: 1 for a square, 1.13 for a disc."""

_OUTWARD_PX: Final = 2.0
_LEAST_APART: Final = 400.0
"""Squared difference of colors, in levels, under which an edge says nothing."""

_STANDS_OUT: Final = 700.0
"""Squared difference of colors under which a flat part of the ground is no blob."""

_TURNS: Final = np.arange(_HALO_SIDES) * (2 * np.pi / _HALO_SIDES)


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """The blobs of one picture; every array has shape (blob,) unless told otherwise.

    ``color``: red, green and blue in one number. ``x_px``, ``y_px``: middles in pixels of the
    picture, the middle of its first pixel is 0. ``area_px``: covered area. ``whole``: whether a
    blob keeps off the edges of the picture. ``halo``: how far the surroundings lean to the
    color of the blob, 0..1, in 16 directions clockwise from the right, (blob, direction);
    NaN outside of the picture. ``painted``: which pixels of the thumb blobs reach into,
    (row, column).
    """

    color: Uint32s
    x_px: Float64s
    y_px: Float64s
    area_px: Float64s
    whole: NDArray[np.bool_]
    halo: Float64s
    painted: NDArray[np.bool_]


def sight(frame: PlanarFrame) -> Sighting:
    """Blobs of one picture, in the order of their first row."""
    height, width = frame.red.shape
    step = max(1, max(height, width) // LOOKED_PX)
    planes = [plane[::step, ::step] for plane in (frame.red, frame.green, frame.blue)]
    names, colors = _named_pixels(_packed(planes))
    painted = _on_thumb(names > 0, (height, width), step)
    if not colors:
        none = np.zeros(0)
        return Sighting(
            np.zeros(0, np.uint32), none, none, none, none > 0, none.reshape(0, 0), painted
        )
    hearts = np.array([[color >> shift & 255 for color in colors] for shift in (16, 8, 0)], float)
    picture = _Painted(names, planes, hearts)
    x, y, area, apart = _middles(picture, len(colors))
    return Sighting(
        color=np.array(colors, np.uint32),
        x_px=x * step,
        y_px=y * step,
        area_px=area * step * step,
        whole=_kept_off(names, len(colors)) & (apart >= _STANDS_OUT),
        halo=_halos(picture, x, y, area),
        painted=painted,
    )


def _on_thumb(named: NDArray[np.bool_], size_px: tuple[int, int], step: int) -> NDArray[np.bool_]:
    """Pixels of the thumb in which something is named, and their neighbors, (row, column).

    ``named``: every ``step``-th pixel of a frame of ``size_px`` (height, width).
    """
    side = reduction(size_px[1], size_px[0])
    rows, columns = (
        np.minimum((np.arange(length // side) * side + side // 2) // step, count - 1)
        for length, count in zip(size_px, named.shape, strict=True)
    )
    thumb: NDArray[np.bool_] = named[rows][:, columns]
    tall = thumb.copy()
    tall[1:] |= thumb[:-1]
    tall[:-1] |= thumb[1:]
    wide = tall.copy()
    wide[:, 1:] |= tall[:, :-1]
    wide[:, :-1] |= tall[:, 1:]
    return wide


def _packed(planes: list[Plane]) -> Uint32s:
    """Red, green and blue of every pixel in one number."""
    packed = planes[0].astype(np.uint32)
    for plane in planes[1:]:
        packed <<= np.uint32(8)
        packed |= plane
    return packed


def _named_pixels(packed: Uint32s) -> tuple[NDArray[np.uint8], list[int]]:
    """Number of the blob that every pixel belongs to, from 1, 0 for none, and their colors."""
    names = np.zeros(packed.shape, np.uint8)
    step = max(1, max(packed.shape) // COARSE_PX)
    coarse = packed[::step, ::step]
    core = (coarse[:-1, :-1] == coarse[:-1, 1:]) & (coarse[:-1, :-1] == coarse[1:, :-1])
    parts, count = ndimage.label(core)
    colors: list[int] = []
    if not count:
        return names, colors
    boxes = ndimage.find_objects(parts)
    for part in _largest(parts, coarse.size):
        rows, columns = boxes[part - 1]
        first = int(np.argmax(parts[rows.start, columns] == part)) + columns.start
        color = int(coarse[rows.start, first])
        top, left = max(step * (rows.start - 1), 0), max(step * (columns.start - 1), 0)
        box = np.s_[top : step * (rows.stop + 1) + 1, left : step * (columns.stop + 1) + 1]
        inside = packed[box] == color
        known = int(names[box][inside].max())
        if not known:
            colors.append(color)
        # A thin band has several cores; its pixels hang together all the same.
        names[box][inside] = known or len(colors)
    return names, colors


def _largest(parts: NDArray[np.signedinteger], size: int) -> list[int]:
    """Numbers of the largest parts of a fitting size: dark ground may be flat in many places."""
    sizes = np.bincount(parts.reshape(-1))
    sizes[0] = 0
    sizes[(sizes < max(_LEAST_CORE_PX, _LEAST_CORE_SHARE * size))] = 0
    sizes[sizes > _MOST_SHARE * size] = 0
    large = np.sort(np.argsort(-sizes, kind="stable")[:_MOST_BLOBS])
    return [int(part) for part in large if sizes[part]]


def _kept_off(names: NDArray[np.uint8], count: int) -> NDArray[np.bool_]:
    """Which blobs keep off the edges of the picture."""
    edges = (names[:2], names[-2:], names[:, :2], names[:, -2:])
    touched = np.zeros(count + 1, np.bool_)
    for edge in edges:
        touched[edge.reshape(-1)] = True
    off: NDArray[np.bool_] = ~touched[1:]
    return off


@dataclass(frozen=True, slots=True, eq=False)
class _Painted:
    """A picture for looking at: names (row, column) and the planes of its three channels.

    ``hearts``: color of every blob, float64 (channel, blob).
    """

    names: NDArray[np.uint8]
    planes: list[Plane]
    hearts: Float64s

    def values(self, y: Int64s, x: Int64s) -> Float64s:
        """Colors of pixels, (channel, ...)."""
        return np.stack([plane[y, x] for plane in self.planes]).astype(np.float64)


def _middles(picture: _Painted, count: int) -> tuple[Float64s, ...]:
    """Middles, areas, and squared differences of blobs from their surroundings.

    The half-covered pixels along their edges are included.

    How far an edge pixel is covered follows from its color between that of the blob and that of
    the surroundings a little further out.
    """
    height, width = picture.names.shape
    inside = np.flatnonzero(picture.names)
    solid = picture.names.reshape(-1)[inside].astype(np.int64) - 1
    edge, rim = _edges(picture.names)
    y, x = np.divmod(np.concatenate([inside, edge]), width)
    area = np.bincount(solid, minlength=count).astype(np.float64)
    middle = [np.bincount(solid, each[: inside.size], count) / area for each in (x, y)]
    away = x[inside.size :] - middle[0][rim] + 1j * (y[inside.size :] - middle[1][rim])
    out = away * (_OUTWARD_PX / np.maximum(np.abs(away), 1.0))
    far_x = np.clip(x[inside.size :] + np.rint(out.real).astype(np.int64), 0, width - 1)
    far_y = np.clip(y[inside.size :] + np.rint(out.imag).astype(np.int64), 0, height - 1)
    ground = picture.values(far_y, far_x)
    way = picture.hearts[:, rim] - ground
    apart = (way * way).sum(axis=0)
    edges = picture.values(y[inside.size :], x[inside.size :])
    share = ((edges - ground) * way).sum(axis=0) / np.maximum(apart, 1.0)
    cover = np.where(apart > _LEAST_APART, np.clip(share, 0.0, 1.0), 0.0)
    blob, weight = np.concatenate([solid, rim]), np.concatenate([np.ones(inside.size), cover])
    total = np.asarray(np.bincount(blob, weight, count), dtype=np.float64)
    rims = np.maximum(np.bincount(rim, minlength=count), 1)
    return (
        np.bincount(blob, weight * x, count) / total,
        np.bincount(blob, weight * y, count) / total,
        total,
        np.bincount(rim, apart, count) / rims,
    )


def _edges(names: NDArray[np.uint8]) -> tuple[Int64s, Int64s]:
    """Pixels that touch a blob without belonging to one, and the number of the blob from 0."""
    wide = np.zeros((names.shape[0] + 2, names.shape[1] + 2), np.uint8)
    wide[1:-1, 1:-1] = names
    rows = np.maximum(np.maximum(wide[:-2], wide[1:-1]), wide[2:])
    near = np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    near[names > 0] = 0
    edge = np.flatnonzero(near)
    return edge, near.reshape(-1)[edge].astype(np.int64) - 1


def _halos(picture: _Painted, mid_x: Float64s, mid_y: Float64s, area: Float64s) -> Float64s:
    """How far the surroundings of every blob lean to its color, (blob, direction).

    What the surroundings are without a trail is taken from the middle of all directions.
    """
    height, width = picture.names.shape
    reach = _HALO_REACH * np.sqrt(area)[:, None] / 2 * _SQUARE_TO_REACH
    columns = np.rint(mid_x[:, None] + reach * np.cos(_TURNS)).astype(np.int64)
    rows = np.rint(mid_y[:, None] + reach * np.sin(_TURNS)).astype(np.int64)
    seen = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    y, x = np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)
    around = picture.values(y, x)
    ground = np.median(around, axis=2)
    blob = np.arange(len(mid_x))
    way = picture.hearts - ground
    apart = np.maximum((way * way).sum(axis=0), _LEAST_APART)
    lean = ((around - ground[:, :, None]) * way[:, :, None]).sum(axis=0) / apart[:, None]
    own = picture.names[y, x] == (blob + 1)[:, None]
    halo: Float64s = np.where(seen & ~own, lean, np.nan)
    return halo
