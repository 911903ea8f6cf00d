"""Gathers: grounds that turn, grow or bend, read from square tables of texture.

Put moves here that need one look-up for every pixel of a frame. Moves that only shift are
cheaper, and belong in ``ground``.

A table has `SIDE` samples along both axes, spans two longer sides of the frame, and repeats.
Places in it are whole numbers with `POINT` binary digits after the point.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.depths import COVER, Layer, Stage, laid, layers_of, staged, walls
from motion_assets.core.clips.grains import textured
from motion_assets.core.clips.paths import GroundPath
from motion_assets.core.clips.scene import Ground
from motion_assets.core.clips.texture import GRAINS, PEAK, Shades
from motion_assets.vocabulary.looks import Texture

Plane = Callable[[int], Shades]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

SIDE: Final = 512
POINT: Final = 14
_LOW: Final = SIDE - 1
_ROW_BITS: Final = 9
# As arrays, because numpy takes longer to turn a number into one than to look up a small frame.
_TO_ROWS: Final = np.array(POINT - _ROW_BITS, np.int32)
_ROW_PLACES: Final = np.array(_LOW << _ROW_BITS, np.int32)
_TO_COLUMNS: Final = np.array(POINT, np.int32)
_COLUMN_PLACES: Final = np.array(_LOW, np.int32)
_OCTAVE: Final = math.log(2)
_WIDEST: Final = 1.1
"""Growth of a table halfway through its life in a zoom; it lives from half to twice of that."""

_WEIGHT: Final = 1 << 8
_JUMPS: Final = (197, 331)
"""Samples by which the tables of neighboring octaves are shifted, so that none repeats another."""


def turned_plane(
    rng: np.random.Generator, path: GroundPath, size: tuple[int, int], texture: Texture
) -> Plane:
    """Frames of a view of ``size`` (width, height) that turns about its middle."""
    table = _table(rng, size, texture)
    across, down = _axes(size)
    unit = _unit(size)

    def plane(index: int) -> Shades:
        angle = float(path.turn_rad[index])
        cos, sin = _whole(math.cos(angle) * unit), _whole(math.sin(angle) * unit)
        move_x, move_y = _turned_shake(path, index, unit)
        # The view turns clockwise, so a pixel looks at what lies clockwise of it.
        x = (across * cos >> 1)[None, :] + ((-down * sin >> 1) + move_x)[:, None]
        y = (across * sin >> 1)[None, :] + ((down * cos >> 1) + move_y)[:, None]
        return _looked_up(table, x, y)

    return plane


def grown_plane(
    rng: np.random.Generator, path: GroundPath, size: tuple[int, int], ground: Ground
) -> Plane:
    """Frames of a view of ``size`` that goes ahead or back, through walls if it has layers.

    Two octaves of each texture lie over each other: as the finer one grows, it takes over from
    the coarser, which fades before it blurs. So growth goes on for ever.
    """
    tables = [_table(rng, size, ground.texture) for _ in range(ground.layer_count)]
    width, height = size
    across, down = _axes(size)
    all_x, all_y = np.broadcast_arrays(across[None, :], down[:, None])
    parts = [
        (at, cover.astype(np.int32), all_x.reshape(-1)[at], all_y.reshape(-1)[at])
        for at, cover in walls(size, ground.layer_count, ground.clear_share)
    ]
    unit = _unit(size)

    def plane(index: int) -> Shades:
        out = np.zeros(width * height, np.int32)
        for number, (at, cover, x, y) in enumerate(parts):
            shades = np.zeros(len(at), np.int32)
            for scale, weight, jump in _octaves(float(path.growth[number, index])):
                step = _whole(unit / scale)
                move_x, move_y = _moved(path, number, index, unit / scale)
                look_x = (x * step >> 1) + (move_x + (jump * _JUMPS[0] << POINT))
                look_y = (y * step >> 1) + (move_y + (jump * _JUMPS[1] << POINT))
                shades += _looked_up(tables[number], look_x, look_y) * np.int32(weight)
            out[at] += (shades >> 8) * cover
        out >>= 5
        return np.clip(out, -PEAK, PEAK, out=out).astype(np.int16).reshape(height, width)

    return plane


def bent_plane(
    rng: np.random.Generator, path: GroundPath, size: tuple[int, int], ground: Ground
) -> Plane:
    """Frames of a view of ``size`` that turns about a pivot: layers on the inside of a tube."""
    width, height = size
    unit = _unit(size)
    focal = float(path.focal_px or 1.0)
    side = (height if path.along_x else width) * unit / (1 << POINT)
    mean = math.isqrt(width * height) * unit / (1 << POINT)
    stage = Stage((SIDE, SIDE), int(not path.along_x), (SIDE - side) / 2, side, mean)
    packed = [_packed(e) for e in layers_of(rng, staged(stage, ground), ground.layer_count)]
    rest_x, rest_y, ease = _bent(size, focal, along_x=path.along_x)
    middle = np.int32(SIDE << POINT >> 1)

    def plane(index: int) -> Shades:
        out = None
        for number, table in enumerate(packed):
            move_x, move_y = _bent_move(path, number, index, (unit, ease))
            both = table.take(_index(rest_x + (middle + move_x), rest_y + (middle + move_y)))
            shades, cover = (both >> 8).astype(np.int16), (both & (_WEIGHT - 1)).astype(np.int16)
            if out is None:
                out = shades
            else:
                laid(out, shades, cover)
        return np.asarray(out)

    return plane


def _bent(
    size: tuple[int, int], focal: float, *, along_x: bool
) -> tuple[NDArray[np.int32], NDArray[np.int32], float]:
    """Where the inside of a tube of radius ``focal`` is read: x, y and units of a shift of it."""
    unit = _unit(size)
    across, down = (
        each[None, :] if i == 0 else each[:, None] for i, each in enumerate(_axes(size))
    )
    along, beside = (across, down) if along_x else (down, across)
    angle = np.arctan(along / (2 * focal))
    bent_along = np.floor(angle * (focal * unit) + 0.5).astype(np.int32)
    bent_beside = np.floor(np.cos(angle) * beside * (unit / 2) + 0.5).astype(np.int32)
    places = (bent_along, bent_beside) if along_x else (bent_beside, bent_along)
    x, y = (np.ascontiguousarray(np.broadcast_to(each, size[::-1])) for each in places)
    # Away from the middle a shift of the tube shows more than it does in the middle.
    return x, y, unit / float(np.mean(1 + (along / (2 * focal)) ** 2))


def _bent_move(
    path: GroundPath, number: int, index: int, units: tuple[float, float]
) -> tuple[int, int]:
    """Way of a view round a pivot in parts of a sample, its shake eased along the way."""
    unit, ease = units
    along, beside = (ease, unit) if path.along_x else (unit, ease)
    return (
        _wrapped(path.x_px[number, index] * unit + path.shake_x_px[index] * along),
        _wrapped(path.y_px[number, index] * unit + path.shake_y_px[index] * beside),
    )


def _octaves(growth: float) -> list[tuple[float, int, int]]:
    """Scale, weight and number of the two octaves that show at ``growth``.

    The squares of the weights, sine and cosine, sum to one: contrast stays as it is.
    """
    whole, share = divmod(growth / _OCTAVE, 1.0)
    pair = []
    for older in (0, 1):
        weight = _whole(math.sin(math.pi * (share + older) / 2) * _WEIGHT)
        pair.append((_WIDEST / 2 * 2 ** (share + older), weight, int(whole) - older))
    return pair


def _table(rng: np.random.Generator, size: tuple[int, int], texture: Texture) -> Shades:
    side = math.isqrt(size[0] * size[1]) * SIDE / (2 * max(size))
    return textured(texture, rng, (SIDE, SIDE), side / GRAINS).reshape(-1)


@lru_cache(maxsize=128)
def _packed(layer: Layer) -> Int32s:
    """Shades and cover of a layer in one number: one look-up gives both."""
    cover = np.int16(COVER) if layer.cover is None else layer.cover
    packed: Int32s = (layer.shades.astype(np.int32) << 8) | cover
    return packed.reshape(-1)


def _axes(size: tuple[int, int]) -> tuple[Int32s, Int32s]:
    """Twice the place of every column and row, from the middle of the frame."""
    width, height = size
    return (
        np.arange(1 - width, width, 2, dtype=np.int32),
        np.arange(1 - height, height, 2, dtype=np.int32),
    )


def _unit(size: tuple[int, int]) -> float:
    """Samples in a pixel, in parts of a sample."""
    return (SIDE << POINT) / (2 * max(size))


def _moved(path: GroundPath, number: int, index: int, unit: float) -> tuple[int, int]:
    """Shake of the view in parts of a sample, plus half a sample: looking up rounds down."""
    half = 1 << POINT - 1
    x = path.x_px[number, index] + path.shake_x_px[index]
    y = path.y_px[number, index] + path.shake_y_px[index]
    return _wrapped(x * unit) + half, _wrapped(y * unit) + half


def _turned_shake(path: GroundPath, index: int, unit: float) -> tuple[int, int]:
    """As `_moved`, of a view that shakes along the axes of the frame however far it has turned."""
    half, angle = 1 << POINT - 1, float(path.turn_rad[index])
    shake = complex(path.shake_x_px[index], path.shake_y_px[index])
    shake *= complex(math.cos(angle), math.sin(angle))
    return _wrapped(shake.real * unit) + half, _wrapped(shake.imag * unit) + half


def _wrapped(place: float) -> int:
    return _whole(place) % (SIDE << POINT)


def _looked_up(table: Shades, x: Int32s, y: Int32s) -> Shades:
    return table.take(_index(x, y))


def _index(x: Int32s, y: Int32s) -> Int32s:
    """Index into a flat table at places in parts of a sample."""
    index: Int32s = y >> _TO_ROWS
    index &= _ROW_PLACES
    column = x >> _TO_COLUMNS
    column &= _COLUMN_PLACES
    index |= column
    return index


def _whole(value: float) -> int:
    """Nearest whole number, halves up."""
    return math.floor(value + 0.5)
