"""Shapes of light with numba: the way of long jobs.

Put the compiled way of drawing a body here; importing this module imports numba. What the shapes
are, and the numpy way, equal in every bit, belong in ``zones``.
"""

from typing import Final

import numpy as np

from motion_assets.core.observations.compiled import inlined, kept
from motion_assets.core.observations.zones import NUDGE, Body, Float64s, Plan
from motion_assets.vocabulary.stage_ranges import (
    CONTOUR_HALF,
    CONTOUR_OUTSIDE,
    EDGE,
    RIM_HALF,
    RIM_INSIDE,
    TERMINATOR,
)

_Line = tuple[float, float, float, float, float]
"""Middle, radius and direction to the light of a body."""

_ZONES: Final = 4
_MOVES: Final = 3
_TURN: Final = 3
"""Shapes of a body; ways to move it, which come before the one to turn its light."""


class NumbaZones:
    """Shapes of a body in one compiled pass; see `zones.Zones`."""

    @staticmethod
    def zones(body: Body, at: Plan) -> Float64s:
        """What `zones.body_zones` gives."""
        zones = np.empty((_ZONES, len(at.y), len(at.x)))
        _draw((body.x, body.y, body.radius, body.cos, body.sin), (at.x, at.y), at.pixel, zones)
        return zones

    @staticmethod
    def slopes(body: Body, at: Plan, still: Float64s) -> Float64s:
        """What `zones.body_slopes` gives."""
        slopes = np.zeros((_MOVES + 1, *still.shape))
        x, y, radius, cos, sin = body.x, body.y, body.radius, body.cos, body.sin
        places = at.x, at.y
        _draw((x + NUDGE, y, radius, cos, sin), places, at.pixel, slopes[0])
        _draw((x, y + NUDGE, radius, cos, sin), places, at.pixel, slopes[1])
        _draw((x, y, radius + NUDGE, cos, sin), places, at.pixel, slopes[2])
        turned = x, y, radius, cos - sin * NUDGE, sin + cos * NUDGE
        _light(turned, places, still[0], slopes[_TURN, 1])
        slopes[:_MOVES] -= still
        slopes[_TURN, 1] -= still[1]
        slopes /= NUDGE
        return slopes


@kept
def _draw(body: _Line, places: tuple[Float64s, Float64s], pixel: float, zones: Float64s) -> None:
    """Fill disc, lit side, rim and contour, (shape, row, column)."""
    middle_x, middle_y, radius, cos, sin = body
    rim, contour = radius - RIM_INSIDE, radius + CONTOUR_OUTSIDE
    rim_pixel, contour_pixel = pixel / RIM_HALF, pixel / CONTOUR_HALF
    for i in range(zones.shape[1]):
        dy = places[1][i] - middle_y
        for j in range(zones.shape[2]):
            dx = places[0][j] - middle_x
            far = np.sqrt(dx * dx + dy * dy)
            disc = _soft((radius - far) / EDGE + 0.5)
            zones[0, i, j] = disc
            zones[1, i, j] = _soft((dx * cos + dy * sin) / TERMINATOR + 0.5) * disc
            zones[2, i, j] = _bump((far - rim) / RIM_HALF, rim_pixel)
            zones[3, i, j] = _bump((far - contour) / CONTOUR_HALF, contour_pixel)


@kept
def _light(body: _Line, places: tuple[Float64s, Float64s], disc: Float64s, lit: Float64s) -> None:
    """Fill the lit side of a disc."""
    for i in range(lit.shape[0]):
        dy = places[1][i] - body[1]
        for j in range(lit.shape[1]):
            dx = places[0][j] - body[0]
            lit[i, j] = _soft((dx * body[3] + dy * body[4]) / TERMINATOR + 0.5) * disc[i, j]


@inlined
def _soft(place: float) -> float:
    """What `zones.soft` gives."""
    share = min(max(place, 0.0), 1.0)
    return share * share * (3.0 - 2.0 * share)


@inlined
def _bump(place: float, pixel: float) -> float:
    """What `zones._bump` gives."""
    square = min(place * place, 1.0)
    rest = 1.0 - square
    bend = (square * 12.0 - 4.0) * (pixel * pixel / 24.0)
    return rest * rest + bend if square < 1.0 else 0.0
