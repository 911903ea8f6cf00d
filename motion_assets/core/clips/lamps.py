"""Lamps: how bright every place of the frame is, whatever moves through it.

Put the levels of light here. Where its shapes stand belongs in ``set_pieces``, what the shapes
are in ``core.observations.zones``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Composition, Lamps
from motion_assets.core.clips.set_pieces import Placing, body_of, placing
from motion_assets.core.observations.least_squares import mixed, solved
from motion_assets.core.observations.zones import (
    Body,
    Float64s,
    body_slopes,
    body_zones,
    patch_px,
    plan,
    set_zones,
)
from motion_assets.vocabulary.stage_ranges import (
    CONTOUR_GAIN,
    FLAG_GAIN,
    LEVEL_LUMA,
    REFERENCE_LUMA,
    VISOR_GAIN,
    WASH,
)

Gain = NDArray[np.uint16]
Shades = NDArray[np.int16]
Int32s = NDArray[np.int32]

UNIT: Final = 4096
"""Gain that leaves a backdrop as it is."""

GROUND_RMS: Final = 256
"""Root mean square of a ground."""

_SHADE_BITS: Final = 10
_SHADES: Final = 1 << _SHADE_BITS
_LOG_UNIT: Final = 1 << 10
"""Steps of a shape from 0 to 1, and of a logarithm to base 2 from one doubling to the next."""

_MOST_CHANGED: Final = 1.7
_LEAST_SHARE: Final = 0.25

_DARKEST: Final = -9
_BRIGHTEST: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """The light of one shot.

    ``gain``: uint16 (row, column); `UNIT` shows a backdrop unchanged. ``contrast``: strength of
    the ground, in shares of the local level by its nominal root mean square.
    """

    gain: Gain
    contrast: float


def stage_light(
    lamps: Lamps,
    composition: Composition,
    *,
    width_px: int,
    height_px: int,
    grounds: Sequence[Shades],
) -> Lit:
    """Light of a stage for one shot.

    ``grounds``: texture of some frames spread over the shot that is lit, int16 (row, column).
    Where it hardly moves, its large shades would pass for light; the light makes up for that
    part of their mean which looks like one of its own shapes, and what is left of the texture
    is brought to the contrast of the lamps.

    Notes
    -----
    A sum of shapes in logarithms, in whole numbers, through a table of powers of two:
    the same on every machine.
    """
    placed = placing(composition)
    body = body_of(placed, lamps.light_deg, width_px=width_px, height_px=height_px)
    weights, contrast = _weights(lamps, placed), lamps.contrast
    at = plan(width_px, height_px)
    total = np.zeros((height_px, width_px), np.int32)
    if grounds:
        mistaken, contrast = _mistaken(body, weights, grounds, lamps.contrast)
        total -= _spread(mistaken, (height_px, width_px))
    shades = chain(_shades(body_zones(body, at)), _set_shades(width_px, height_px))
    for zone, weight in zip(shades, weights, strict=True):
        if weight:
            total += zone * weight
    gain = _powers().take((total >> _SHADE_BITS) - _DARKEST * _LOG_UNIT)
    return Lit(gain, contrast)


@lru_cache(maxsize=16)
def _set_zones(width_px: int, height_px: int) -> Float64s:
    """Shapes of the set in a picture of a size, kept for the next shot; read-only."""
    zones = set_zones(plan(width_px, height_px))
    zones.setflags(write=False)
    return zones


@lru_cache(maxsize=16)
def _set_shades(width_px: int, height_px: int) -> Int32s:
    """The same in whole steps."""
    shades = _shades(_set_zones(width_px, height_px))
    shades.setflags(write=False)
    return shades


def _weights(lamps: Lamps, placed: Placing) -> Int32s:
    """What every shape does to the logarithm of the light: body shapes, then set pieces."""
    ambient, key, shadow = _log(lamps.ambient), _log(lamps.key), _log(lamps.key * lamps.fill)
    body = (shadow - ambient, key - shadow, _log(1.0 + lamps.rim), _log(CONTOUR_GAIN))
    wash = [sign * round(WASH * _LOG_UNIT) for sign in placed.wash]
    flags = [hung * _log(FLAG_GAIN) for hung in placed.flags]
    visor = _log(VISOR_GAIN) if placed.visor else 0
    return np.array([*body, ambient, *wash, *flags, visor], np.int32)


def _mistaken(
    body: Body, weights: Int32s, grounds: Sequence[Shades], contrast: float
) -> tuple[Int32s, float]:
    """What of the mean of some grounds looks like light, and the contrast without it.

    The first in patches, in shades of logarithms as they are added up.
    """
    patches = np.stack([_patches(ground) for ground in grounds])
    mean = patches.mean(axis=0)
    at = plan(mean.shape[1], mean.shape[0])
    zones = body_zones(body, at)
    shapes = np.concatenate([zones, _set_zones(mean.shape[1], mean.shape[0])])
    shapes = shapes.reshape(len(weights), -1)
    slopes = body_slopes(body, at, zones)
    slopes = slopes.reshape(len(slopes), slopes.shape[1], -1)
    moves = [mixed(weights[: len(slope)] / _LOG_UNIT, slope) for slope in slopes]
    shapes = np.concatenate([shapes, np.stack(moves)])
    shares = np.maximum(1.0 + mean.reshape(-1) * (contrast / GROUND_RMS), _LEAST_SHARE)
    taken = mixed(solved(shapes, np.log2(shares)), shapes)
    power = float((patches**2).mean())
    power -= float((taken**2).mean()) * (math.log(2) * GROUND_RMS / contrast) ** 2
    left = GROUND_RMS / math.sqrt(max(power, 1.0))
    raised = contrast * min(max(left, 1 / _MOST_CHANGED), _MOST_CHANGED)
    # Whole steps: what a sum is off by in its last bits does not reach a pixel.
    steps = np.rint(taken * _LOG_UNIT).astype(np.int32) * _SHADES
    return steps.reshape(mean.shape), round(raised, 3)


def _spread(patches: Int32s, size: tuple[int, int]) -> Int32s:
    """Values of patches at the pixels of a frame, straight between the middles of patches."""
    side = patch_px(*size)
    for axis in (0, 1):
        place = 2 * np.arange(size[axis]) + 1 - side
        first = np.clip(place // (2 * side), 0, patches.shape[axis] - 2)
        share = np.clip(place - 2 * side * first, 0, 2 * side)
        shape = (-1, 1) if axis == 0 else (1, -1)
        low, high = patches.take(first, axis=axis), patches.take(first + 1, axis=axis)
        patches = low + (high - low) // (2 * side) * share.reshape(shape)
    return patches.astype(np.int32)


def _patches(ground: Shades) -> Float64s:
    """Means of a ground over the patches in which contrast is measured, float64."""
    side = patch_px(*ground.shape)
    rows, columns = ground.shape[0] // side, ground.shape[1] // side
    cut = ground[: rows * side, : columns * side].astype(np.int32)
    down = cut.reshape(rows, side, columns * side).sum(axis=1, dtype=np.int32)
    sums = sum(down[:, start::side] for start in range(side))
    return np.asarray(sums / (side * side))


def _shades(zone: Float64s) -> NDArray[np.int32]:
    return np.floor(zone * _SHADES + 0.5).astype(np.int32)


def _log(share: float) -> int:
    """Logarithm to base 2 in whole steps."""
    return round(math.log2(share) * _LOG_UNIT)


@cache
def _powers() -> Gain:
    """Gain of every logarithm from `_DARKEST` to `_BRIGHTEST`."""
    reference = UNIT * LEVEL_LUMA / REFERENCE_LUMA
    steps = range(_DARKEST * _LOG_UNIT, _BRIGHTEST * _LOG_UNIT)
    table = np.array([round(reference * 2.0 ** (k / _LOG_UNIT)) for k in steps], np.uint16)
    table.setflags(write=False)
    return table
