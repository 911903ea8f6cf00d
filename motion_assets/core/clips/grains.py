"""Grains: what a textured ground is made of, so that a sea is not mistaken for a wall.

Put the patterns of grounds here, each as a seamless tile of shades; plain clouds and the plan of
streets are in ``texture``, which pattern a setting has is a column of ``vocabulary/looks.csv``.

All patterns vary along both axes in steps of about a grain, so that a view over any of them can
be followed. They are made in whole numbers, the same on every machine.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.texture import PEAK, RMS, TILES, Shades, cloud, noise, normalized
from motion_assets.vocabulary.looks import PLAIN, Texture

Int32s = NDArray[np.int32]
Shape = tuple[int, int]
Pattern = Callable[[np.random.Generator, Shape, float], Int32s]

_TURN: Final = 1024
"""One dune from trough to trough."""

_SLOPE: Final = 768
"""Of it, the long side in the wind."""

_BLOCK_GRAINS: Final = 2.4
"""Grains along the shorter side of a block."""

_JOINT: Final = 0.1
"""Width of a joint in shares of its block; it has a pixel at least."""


def textured(
    texture: Texture, rng: np.random.Generator, shape_px: Shape, grain_px: float
) -> Shades:
    """A seamless tile of one texture, int16 of shape ``shape_px`` (row, column); see `cloud`.

    Examples
    --------
    >>> tile = textured("waves", np.random.Generator(np.random.PCG64(1)), (64, 128), 3.2)
    >>> tile.shape, abs(round(float(tile.mean()))) < 16, 220 < float(tile.std()) < 290
    ((64, 128), True, True)
    """
    if texture == PLAIN:
        return cloud(rng, shape_px, grain_px)
    number, down, across = (int(rng.integers(0, limit)) for limit in (TILES, *shape_px))
    return np.roll(_tile(texture, number, shape_px, grain_px), (down, across), axis=(0, 1))


@lru_cache(maxsize=TILES)
def _tile(texture: Texture, number: int, shape_px: Shape, grain_px: float) -> Shades:
    """One of `TILES` tiles of a size, kept for the next clip; read-only."""
    rng = np.random.Generator(np.random.PCG64([number, *shape_px, *texture.encode()]))
    tile = normalized(_PATTERNS[texture](rng, shape_px, grain_px))
    tile.setflags(write=False)
    return tile


def _even(
    rng: np.random.Generator, shape_px: Shape, grain_px: float, *, high: float, wide: float
) -> Int32s:
    """Noise of grains so many times as high and wide as the usual one, brought to `RMS`."""
    found = noise(rng, shape_px, (high * grain_px, wide * grain_px))
    return normalized(found).astype(np.int32)


def _waves(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """Crests that run across, over a slow swell."""
    crests = -np.abs(_even(rng, shape_px, grain_px, high=1.0, wide=2.2))
    ripples = -np.abs(_even(rng, shape_px, grain_px, high=1.2, wide=1.7))
    swell = _even(rng, shape_px, grain_px, high=1.6, wide=5.0)
    return 2 * crests + ripples + swell


def _caustics(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """A net of light, as water throws it on the ground."""
    first, second = (_even(rng, shape_px, grain_px, high=size, wide=size) for size in (2.6, 2.0))
    fine = _even(rng, shape_px, grain_px, high=1.0, wide=1.0)
    return _line(first) + _line(second) + fine // 2


def _line(shades: Int32s) -> Int32s:
    """Bright where shades pass through the middle."""
    bright: Int32s = RMS * RMS // (RMS // 4 + np.abs(shades))
    return bright


def _leaves(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """Tufts that overlap, lighter and darker in patches."""
    first, second = (_even(rng, shape_px, grain_px, high=1.4, wide=1.0) for _ in range(2))
    return np.maximum(first, second) + _even(rng, shape_px, grain_px, high=4.0, wide=4.0) // 3


def _dunes(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """Long slopes in the wind and short ones in its lee, under blown sand."""
    count = max(1, round(shape_px[0] / (3.6 * grain_px)))
    bent = _even(rng, shape_px, grain_px, high=6.0, wide=6.0)
    bent = bent * 3 + _even(rng, shape_px, grain_px, high=2.4, wide=2.4)
    row = np.arange(shape_px[0], dtype=np.int32)[:, None]
    place = (row * (count * _TURN) // shape_px[0] + bent) % _TURN
    rise = place * RMS // _SLOPE
    fall = (_TURN - place) * RMS // (_TURN - _SLOPE)
    dunes: Int32s = 2 * np.minimum(rise, fall)
    dunes += _even(rng, shape_px, grain_px, high=1.0, wide=1.0) // 2
    return dunes


def _veins(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """Bright lines between cells."""
    lines = -np.abs(_even(rng, shape_px, grain_px, high=1.8, wide=1.8))
    return 2 * lines + _even(rng, shape_px, grain_px, high=1.1, wide=1.1) // 2


def _crags(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """Ridges of rock, large and small."""
    sizes = ((5.0, 3), (2.2, 2), (1.0, 1))
    ridges = (
        weight * -np.abs(_even(rng, shape_px, grain_px, high=size, wide=size))
        for size, weight in sizes
    )
    return sum(ridges, np.zeros(shape_px, np.int32))


def _stars(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """Points of light over drifting dust."""
    points = np.zeros(shape_px, np.int32)
    count = round(points.size / (3.0 * grain_px**2))
    at = rng.integers(0, points.size, size=count)
    points.reshape(-1)[at] = rng.integers(RMS, 16 * RMS, size=count, dtype=np.int32)
    # Each passing takes from the height of a point what it adds to its width.
    points = _softened(points * (1 + round(grain_px / 4)), grain_px)
    dust = _even(rng, shape_px, grain_px, high=3.0, wide=3.0)
    fine = _even(rng, shape_px, grain_px, high=1.2, wide=1.2)
    return np.minimum(points, 4 * RMS) + 2 * dust // 3 + fine // 3


def _bricks(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """Courses of bricks of many shades, every other one shifted by half a brick."""
    return _blocks(rng, shape_px, (2.4 * grain_px, 4.8 * grain_px), shift=2, lit=False)


def _windows(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """Fronts of houses: windows in rows, lit here and there."""
    return _blocks(rng, shape_px, (3.0 * grain_px, 2.4 * grain_px), shift=1, lit=True)


def _weave(rng: np.random.Generator, shape_px: Shape, grain_px: float) -> Int32s:
    """Strips of wood or cloth that lie across each other in squares."""
    lying = _even(rng, shape_px, grain_px, high=0.9, wide=2.2)
    standing = _even(rng, shape_px, grain_px, high=2.2, wide=0.9)
    rows, columns = (_numbers(side, 4.0 * grain_px, 2) for side in shape_px)
    woven = np.where((rows[:, None] + columns[None, :]) % 2 == 0, lying, standing)
    return _softened(woven, grain_px)


def _blocks(
    rng: np.random.Generator,
    shape_px: Shape,
    size_px: tuple[float, float],
    *,
    shift: int,
    lit: bool,
) -> Int32s:
    """Blocks of ``size_px`` (height, width) between joints, courses shifted by 1 / ``shift``."""
    row = _numbers(shape_px[0], size_px[0], shift)
    count = int(_numbers(shape_px[1], size_px[1], 1)[-1]) + 1
    place = np.arange(shape_px[1]) * count * _TURN // shape_px[1]
    along = place[None, :] + (row % shift * (_TURN // shift))[:, None]
    column = along // _TURN % count
    shades = rng.integers(-PEAK, PEAK, size=(int(row[-1]) + 1, count), dtype=np.int32)
    if lit:
        shades = np.where(shades > PEAK // 4, shades + PEAK, shades // 4)
    inside = shades[row[:, None], column]
    joint_y = _joints(
        np.arange(shape_px[0]) * (int(row[-1]) + 1) * _TURN // shape_px[0], size_px[0]
    )
    joint_x = _joints(along, size_px[1])
    joint = np.minimum(joint_y[:, None], joint_x)
    grain_px = min(size_px) / _BLOCK_GRAINS
    grain = _even(rng, shape_px, grain_px, high=1.0, wide=1.0)
    walled: Int32s = (inside * joint - PEAK // 2 * (_TURN - joint)) // _TURN
    return _softened(walled, grain_px) + grain // 3


def _softened(shades: Int32s, grain_px: float) -> Int32s:
    """Shades without edges sharper than what a view between pixels can show."""
    for _ in range(max(1, round(grain_px / 4))):
        for axis in (0, 1):
            shades = (np.roll(shades, 1, axis) + 2 * shades + np.roll(shades, -1, axis)) // 4
    return shades


def _joints(place: NDArray[np.int64], size_px: float) -> Int32s:
    """How far every place is inside of its block, 0 in the joint and `_TURN` off it."""
    to_edge = np.minimum(place % _TURN, _TURN - 1 - place % _TURN)
    joint = int(_TURN * max(1 / max(size_px, 4.0), _JOINT))
    inside = np.clip((to_edge - joint // 4) * _TURN // joint, 0, _TURN)
    return np.asarray(inside, dtype=np.int32)


def _numbers(length_px: int, size_px: float, multiple: int) -> NDArray[np.int64]:
    """Number of the block at every pixel of a side that repeats; their count is a multiple."""
    count = max(multiple, round(length_px / size_px / multiple) * multiple)
    return np.arange(length_px) * count // length_px


_PATTERNS: Final[dict[Texture, Pattern]] = {
    "waves": _waves,
    "caustics": _caustics,
    "leaves": _leaves,
    "dunes": _dunes,
    "veins": _veins,
    "crags": _crags,
    "stars": _stars,
    "bricks": _bricks,
    "windows": _windows,
    "weave": _weave,
}
