"""Lamps: how bright every place of the frame is, whatever moves through it.

Put the levels of light here. Where its shapes stand belongs in ``set_pieces``, what the shapes
are in ``core.observations.zones``.
"""

import math
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Composition, Lamps
from motion_assets.core.clips.set_pieces import Placing, body_of, placing
from motion_assets.core.observations.zones import (
    Float64s,
    Plan,
    body_zones,
    flag_zones,
    plan,
    visor_zone,
    wash_zones,
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

UNIT: Final = 4096
"""Gain that leaves a backdrop as it is."""

_SHADES: Final = 1 << 10
_LOG_UNIT: Final = 1 << 10
"""Steps of a shape from 0 to 1, and of a logarithm to base 2 from one doubling to the next."""

_DARKEST: Final = -9
_BRIGHTEST: Final = 3


def stage_gain(lamps: Lamps, composition: Composition, *, width_px: int, height_px: int) -> Gain:
    """Light of a stage, uint16 of shape (row, column); `UNIT` shows a backdrop unchanged.

    Notes
    -----
    A sum of shapes in logarithms, in whole numbers, through a table of powers of two:
    the same on every machine.
    """
    placed = placing(composition)
    body = body_of(placed, lamps.light_deg, width_px=width_px, height_px=height_px)
    at = plan(width_px, height_px)
    shadow = _log(lamps.key * lamps.fill)
    ambient = _log(lamps.ambient)
    weights = (
        shadow - ambient,
        _log(lamps.key) - shadow,
        _log(1.0 + lamps.rim),
        _log(CONTOUR_GAIN),
    )
    total = np.full((height_px, width_px), ambient * _SHADES, np.int32)
    for zone, weight in zip(body_zones(body, at), weights, strict=True):
        total += _shades(zone) * weight
    _add_set(total, placed, at)
    return _powers().take(total // _SHADES - _DARKEST * _LOG_UNIT)


def _add_set(total: NDArray[np.int32], placed: Placing, at: Plan) -> None:
    """Add flags, visor and wash to the logarithm of the light, in place."""
    for zone, hung in zip(flag_zones(at), placed.flags, strict=True):
        if hung:
            total += _shades(zone) * _log(FLAG_GAIN)
    if placed.visor:
        total += _shades(visor_zone(at)) * _log(VISOR_GAIN)
    for zone, sign in zip(wash_zones(at), placed.wash, strict=True):
        if sign:
            total += _shades(zone) * (sign * round(WASH * _LOG_UNIT))


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
