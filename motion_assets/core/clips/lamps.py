"""Lamps: how bright every place of the frame is, whatever moves through it.

Put the levels of light here. Where its shapes stand belongs in ``set_pieces``, what the shapes
are in ``core.observations.zones``.
"""

import math
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Composition, Lamps
from motion_assets.core.clips.set_pieces import Placing, body_of, placing
from motion_assets.core.observations.least_squares import solved
from motion_assets.core.observations.zones import (
    Body,
    Float64s,
    body_zones,
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

_LEAST_SIDE_PX: Final = 30
_LEAST_SHARE: Final = 0.25

_DARKEST: Final = -9
_BRIGHTEST: Final = 3


def stage_gain(
    lamps: Lamps,
    composition: Composition,
    *,
    width_px: int,
    height_px: int,
    grounds: Sequence[Shades] = (),
) -> Gain:
    """Light of a stage, uint16 of shape (row, column); `UNIT` shows a backdrop unchanged.

    ``grounds``: texture of some frames spread over the shot that is lit, int16 (row, column).
    Where it hardly moves, its large shades would pass for light; the light makes up for that
    part of their mean which looks like one of its own shapes.

    Notes
    -----
    A sum of shapes in logarithms, in whole numbers, through a table of powers of two:
    the same on every machine.
    """
    placed = placing(composition)
    body = body_of(placed, lamps.light_deg, width_px=width_px, height_px=height_px)
    weights = _weights(lamps, placed)
    if grounds:
        weights = weights - _mistaken(body, grounds, lamps.contrast)
    at = plan(width_px, height_px)
    total = np.zeros((height_px, width_px), np.int32)
    for zone, weight in zip(chain(body_zones(body, at), set_zones(at)), weights, strict=True):
        if weight:
            total += _shades(zone) * weight
    return _powers().take((total >> _SHADE_BITS) - _DARKEST * _LOG_UNIT)


def _weights(lamps: Lamps, placed: Placing) -> Int32s:
    """What every shape does to the logarithm of the light: body shapes, then set pieces."""
    ambient, key, shadow = _log(lamps.ambient), _log(lamps.key), _log(lamps.key * lamps.fill)
    body = (shadow - ambient, key - shadow, _log(1.0 + lamps.rim), _log(CONTOUR_GAIN))
    wash = [sign * round(WASH * _LOG_UNIT) for sign in placed.wash]
    flags = [hung * _log(FLAG_GAIN) for hung in placed.flags]
    visor = _log(VISOR_GAIN) if placed.visor else 0
    return np.array([*body, ambient, *wash, *flags, visor], np.int32)


def _mistaken(body: Body, grounds: Sequence[Shades], contrast: float) -> Int32s:
    """Weights of the shapes that come nearest to the mean of some grounds."""
    rows, columns = grounds[0].shape
    side = max(1, min(rows, columns) // _LEAST_SIDE_PX)
    rows, columns = rows // side, columns // side
    total = np.zeros((rows, columns), np.int64)
    for ground in grounds:
        cut = ground[: rows * side, : columns * side].astype(np.int32)
        total += cut.reshape(rows, side, columns, side).sum(axis=(1, 3))
    mean = total.reshape(-1) / (side * side * len(grounds))
    at = plan(columns, rows)
    shapes = np.concatenate([body_zones(body, at), set_zones(at)])
    levels = np.log2(np.maximum(1.0 + mean * (contrast / GROUND_RMS), _LEAST_SHARE))
    weights, _ = solved(shapes.reshape(len(shapes), -1), levels)
    # Whole steps: what a sum is off by in its last bits does not reach a pixel.
    return np.asarray(np.rint(weights * _LOG_UNIT), dtype=np.int32)


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
