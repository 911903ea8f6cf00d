"""Depths: layers of texture that lie over each other, the nearest one on top.

Put the shape of layers here: hills for a view that travels sideways, pillars for one that
travels up or down, the walls of a passage for one that goes ahead. Their texture belongs in
``texture``, how fast each one travels in ``paths``.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.grains import textured
from motion_assets.core.clips.scene import Ground
from motion_assets.core.clips.texture import GRAINS, PEAK, Shades
from motion_assets.vocabulary.looks import PLAIN, Texture

Int16s = NDArray[np.int16]
Int64s = NDArray[np.int64]

COVER: Final = 32
"""What covers all; products with shades stay within 16 bits."""

SETS: Final = 24
"""Sets of layers of one layout that differ."""

_RIM: Final = 300
_RIM_GRAINS: Final = 0.7
_SOFT_GRAINS: Final = 0.4
_WAVE: Final = 0.17
"""Height of the waves of an edge, in shares of the width of a layer's band."""

_WAVES: Final = ((1, 3), (3, 5), (5, 9))
"""Bands of waves along a tile of which an edge has one each, the later ones flatter."""

_FIXED: Final = 1 << 12


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer as a seamless tile: its shades, and how much it covers, 0 to `COVER`.

    Both int16 of shape (row, column); the farthest layer has no cover, it is behind all.
    """

    shades: Shades
    cover: Int16s | None


@dataclass(frozen=True, slots=True)
class Stage:
    """The tile in which layers are laid out, in samples.

    ``across``: number of the axis that crosses the layers, 0 rows or 1 columns. ``first``,
    ``length``: where the frame lies along that axis. ``side``: geometric mean of the frame's
    sides. ``texture``: what its layers are made of.
    """

    shape: tuple[int, int]
    across: int
    first: float
    length: float
    side: float
    texture: Texture = PLAIN

    @property
    def grain(self) -> float:
        """Size of the texture's grain."""
        return self.side / GRAINS


def staged(stage: Stage, ground: Ground) -> Stage:
    """A stage of the ground's texture, whose layers are all seen between dark borders.

    >>> ground = Ground("truck", 0.1, 1, 0.0, 2, 0.2, seed=1, clear_share=0.5)
    >>> found = staged(Stage((64, 128), across=0, first=0.0, length=64.0, side=64.0), ground)
    >>> found.first, found.length
    (16.0, 32.0)
    """
    if stage.across:
        return replace(stage, texture=ground.texture)
    length = stage.length * ground.clear_share
    return replace(
        stage,
        first=stage.first + (stage.length - length) / 2,
        length=length,
        texture=ground.texture,
    )


def layers_of(rng: np.random.Generator, stage: Stage, count: int) -> tuple[Layer, ...]:
    """``count`` layers in bands of equal width, the nearest lowest or rightmost; read-only.

    One of `SETS` such sets: laying one out takes longer than drawing a small clip over it.
    """
    return _layers(int(rng.integers(0, SETS)), stage, count)


@lru_cache(maxsize=4 * SETS)
def _layers(number: int, stage: Stage, count: int) -> tuple[Layer, ...]:
    """A set of layers, kept for the next clip."""
    rng = np.random.Generator(np.random.PCG64([number, count, *stage.shape]))
    made = [Layer(textured(stage.texture, rng, stage.shape, stage.grain), None)]
    for nearer in range(1, count):
        inside = _depth(rng, stage, nearer, count)
        shades = textured(stage.texture, rng, stage.shape, stage.grain)
        rim = np.clip(1 - np.abs(inside) / (_RIM_GRAINS * stage.grain), 0, 1)
        shades -= np.floor(rim * _RIM).astype(np.int16)
        np.clip(shades, -PEAK, PEAK, out=shades)
        soft = np.clip(inside / (_SOFT_GRAINS * stage.grain) + 0.5, 0, 1)
        made.append(Layer(shades, np.floor(soft * COVER + 0.5).astype(np.int16)))
    for layer in made:
        layer.shades.setflags(write=False)
        if layer.cover is not None:
            layer.cover.setflags(write=False)
    return tuple(made)


def laid(under: Shades, shades: Shades, cover: Int16s) -> None:
    """Lay one layer over ``under``, in place."""
    shades -= under
    shades *= cover
    shades >>= 5
    under += shades


@lru_cache(maxsize=32)
def walls(
    size_px: tuple[int, int], count: int, clear_share: float
) -> tuple[tuple[Int64s, Int64s], ...]:
    """Pixels of each wall of a passage and its cover there, the farthest wall first.

    What is clear of the frame of ``size_px``, (width, height), is stretched to a square and cut
    along rays from its middle into ``count`` sectors of equal angle; the nearest one lies at the
    bottom, the farthest opposite. ``clear_share``: see `Ground`.

    Returns
    -------
    pairs of int64 arrays
        Index of pixels in the flat frame, and cover there, 1 to `COVER`; it sums to `COVER`.
    """
    x, y = ((np.arange(side) + 0.5) / side - 0.5 for side in size_px)
    y /= clear_share
    angle = np.arctan2(y[:, None], x[None, :]) - math.pi / 2
    far = np.hypot(y[:, None], x[None, :])
    off = np.stack([_from_middle(angle - each) for each in _bearings(count)])
    # Distance to the border in shares of the frame, so that edges are equally soft all along.
    inside = (math.pi / count - off) * far
    soft = np.clip(inside * GRAINS / _SOFT_GRAINS + 0.5, 0, 1)
    cover = np.floor(soft * COVER + 0.5).astype(np.int64).reshape(count, -1)
    # What rounding leaves over goes to the wall that has most of the pixel.
    cover[soft.reshape(count, -1).argmax(axis=0), np.arange(cover.shape[1])] += COVER - cover.sum(
        axis=0
    )
    pixels = [np.flatnonzero(each) for each in cover]
    made = tuple((at, each[at]) for at, each in zip(pixels, cover, strict=True))
    for pair in made:
        for each in pair:
            each.setflags(write=False)
    return made


def _bearings(count: int) -> list[float]:
    """Middle of every wall, farthest first, in radians clockwise from straight down."""
    turns = {1: [0], 2: [1, 0], 3: [2, 1, 0], 4: [2, 3, 1, 0]}[count]
    return [turn * 2 * math.pi / count for turn in turns]


def _from_middle(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Size of an angle to the nearer side, 0..pi."""
    return np.abs(np.mod(angle + math.pi, 2 * math.pi) - math.pi)


def _depth(rng: np.random.Generator, stage: Stage, number: int, count: int) -> NDArray[np.float64]:
    """How far every sample lies inside the edge of a layer, negative outside it."""
    along = stage.shape[1 - stage.across]
    turns = np.arange(along) * (2 * math.pi / along)
    wave = np.zeros(along)
    for flatter, (low, high) in enumerate(_WAVES, start=1):
        phase = rng.uniform(0, 2 * math.pi)
        wave += np.sin(turns * int(rng.integers(low, high)) + phase) / flatter
    band = stage.length / count
    edge = np.floor((stage.first + number * band + wave * band * _WAVE) * _FIXED) / _FIXED
    place = np.arange(stage.shape[stage.across]) + 0.5
    inside: NDArray[np.float64] = (
        place[:, None] - edge[None, :] if stage.across == 0 else place[None, :] - edge[:, None]
    )
    return inside
