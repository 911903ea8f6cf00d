"""Texture: seamless tiles of shade that a moving ground is cut from.

Put the making of tiles here. How a view moves over them belongs in ``paths``, how layers lie
over each other in ``depths``, cutting frames from them in ``ground``.

A shade is a whole number of zero mean and of root mean square `RMS` over its tile, at most
`PEAK` either way. All of it is made in whole numbers, the same on every machine.
"""

import math
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Shades = NDArray[np.int16]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]

RMS: Final = 256
PEAK: Final = 448
GRAINS: Final = 32
"""Grains of the texture along a side of a square frame of the same area."""

TILES: Final = 16
"""Clouds of one size that differ by more than their place."""

_UNCLIPPED_RMS: Final = 283
"""Root mean square of a normal distribution that is `RMS` once cut off at `PEAK`."""

_PARTS: Final = 64
_AMPLITUDE: Final = 64
_COARSE: Final = 3
"""How much wider the faint coarse grain is, and how much fainter."""

_LANE: Final = 0.34
_LANE_SHADE: Final = -330
_STREETS: Final = 6
"""Blocks of a ground plan along a side of a square frame of the same area."""


def cloud(rng: np.random.Generator, shape_px: tuple[int, int], grain_px: float) -> Shades:
    """Smooth noise that repeats seamlessly, int16 of shape ``shape_px`` (row, column).

    A quadratic B-spline over a random lattice of about ``grain_px``, under a fainter coarse one:
    one of `TILES` such clouds, moved to a place of its own. Making one takes longer than all else
    that is drawn in a small clip.

    Examples
    --------
    >>> tile = cloud(np.random.Generator(np.random.PCG64(1)), (64, 128), 3.2)
    >>> tile.shape, abs(round(float(tile.mean()))) < 8, 240 < float(tile.std()) < 270
    ((64, 128), True, True)
    """
    number, down, across = (int(rng.integers(0, limit)) for limit in (TILES, *shape_px))
    return np.roll(_tile(number, shape_px, grain_px), (down, across), axis=(0, 1))


@lru_cache(maxsize=3 * TILES)
def _tile(number: int, shape_px: tuple[int, int], grain_px: float) -> Shades:
    """One of `TILES` clouds of a size, kept for the next clip; read-only."""
    rng = np.random.Generator(np.random.PCG64([number, *shape_px]))
    fine = noise(rng, shape_px, (grain_px, grain_px))
    fine += noise(rng, shape_px, (grain_px * _COARSE, grain_px * _COARSE)) >> 2
    tile = normalized(fine)
    tile.setflags(write=False)
    return tile


def normalized(shades: NDArray[np.integer[Any]]) -> Shades:
    """Whole numbers brought to zero mean, `RMS` and `PEAK`."""
    whole = shades.astype(np.int64)
    whole -= int(whole.sum()) // whole.size
    power = int((whole * whole).sum()) / whole.size
    factor = math.floor(_UNCLIPPED_RMS / math.sqrt(max(power, 1.0)) * (1 << 16) + 0.5)
    whole *= factor
    whole >>= 16
    return np.clip(whole, -PEAK, PEAK, out=whole).astype(np.int16)


def noise(
    rng: np.random.Generator, shape_px: tuple[int, int], grain_px: tuple[float, float]
) -> Int32s:
    """Smooth noise that repeats, of whole numbers below 2**18, int32 of ``shape_px``.

    ``grain_px``: height and width of its grains.
    """
    row, weights_y, rows = _spread(shape_px[0], grain_px[0])
    column, weights_x, columns = _spread(shape_px[1], grain_px[1])
    lattice = rng.integers(-_AMPLITUDE, _AMPLITUDE, size=(rows, columns), dtype=np.int32)
    across = lattice.take(column[0], axis=1) * weights_x[0]
    for i in (1, 2):
        across += lattice.take(column[i], axis=1) * weights_x[i]
    noise: Int32s = across.take(row[0], axis=0)
    noise *= weights_y[0][:, None]
    for i in (1, 2):
        part = across.take(row[i], axis=0)
        part *= weights_y[i][:, None]
        noise += part
    return noise


def streets(rng: np.random.Generator, shape_px: tuple[int, int], side_px: int) -> Shades:
    """A ground plan from straight above: blocks of shades between lanes that cross all of it.

    ``side_px``: geometric mean of the sides of the frame. The plan repeats seamlessly.
    """
    block_px = side_px / _STREETS
    row, edge_y = _blocks(rng, shape_px[0], block_px)
    column, edge_x = _blocks(rng, shape_px[1], block_px)
    roofs = rng.integers(PEAK // 2, PEAK, size=(int(row[-1]) + 1, int(column[-1]) + 1))
    plan = roofs.take(row, axis=0).take(column, axis=1)
    open_px = edge_y[:, None] * edge_x[None, :]
    grain = cloud(rng, shape_px, side_px / GRAINS) >> 3
    levels = (plan * open_px + _LANE_SHADE * (_PARTS**2 - open_px)) // _PARTS**2 + grain
    return normalized(levels)


def smeared(shades: Shades, length_px: int) -> Shades:
    """Shades averaged over ``length_px`` columns and brought back to their contrast."""
    wide = np.concatenate([shades, shades[:, : length_px - 1]], axis=1).astype(np.int64)
    sums = np.concatenate([np.zeros((len(wide), 1), np.int64), wide.cumsum(axis=1)], axis=1)
    return normalized(sums[:, length_px:] - sums[:, :-length_px])


def _spread(length_px: int, grain_px: float) -> tuple[Int64s, Int32s, int]:
    """The three lattice points around every pixel of a side that repeats, and their weights.

    Both of shape (3, pixel); with the number of points along the side.
    """
    points = max(3, round(length_px / grain_px))
    place = (2 * np.arange(length_px) + 1) * points * _PARTS // (2 * length_px)
    point, share = np.divmod(place, _PARTS)
    after = (share * share + _PARTS) // (2 * _PARTS)
    before = ((_PARTS - share) ** 2 + _PARTS) // (2 * _PARTS)
    weights = np.stack([before, _PARTS - before - after, after]).astype(np.int32)
    return np.stack([(point + i) % points for i in range(3)]), weights, points


def _blocks(rng: np.random.Generator, length_px: int, block_px: float) -> tuple[Int64s, Int64s]:
    """Number of the block at every pixel of a side, and how far the pixel is off the lanes.

    The second is 0 in a lane and `_PARTS` in a block, with a soft edge in between.
    """
    count = max(2, round(length_px / block_px))
    shares = rng.integers(80, 121, size=count).cumsum()
    ends = shares * length_px // int(shares[-1])
    starts = np.concatenate([[0], ends[:-1]])
    pixels = np.arange(length_px)
    number = np.searchsorted(ends, pixels, side="right")
    lane_px = block_px * _LANE
    depth = np.minimum(pixels - starts[number], ends[number] - 1 - pixels) + 0.5 - lane_px / 2
    soft_px = max(1.0, lane_px / 3)
    inside = np.clip(depth / soft_px + 0.5, 0.0, 1.0)
    return number, np.floor(inside * _PARTS + 0.5).astype(np.int64)
