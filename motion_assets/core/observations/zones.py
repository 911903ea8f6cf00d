"""Zones: the soft shapes that the light of a stage is made of.

Put the geometry of light here: it is what a value of light means, so drawing and measuring
both read it. Levels of the shapes belong in ``core.clips.lamps``, finding them in a picture in
``stage``. Every shape is 0..1 and made of sums, products and square roots alone, which are the
same on every machine.

Places are in shares of the shorter side of the frame, from its middle, right and down.
"""

from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.vocabulary.stage_ranges import (
    CONTOUR_HALF,
    CONTOUR_OUTSIDE,
    EDGE,
    FLAG_FROM_X,
    FLAG_FROM_Y,
    RIM_HALF,
    RIM_INSIDE,
    TERMINATOR,
    VISOR_BEND,
    VISOR_FROM_Y,
)

Float64s = NDArray[np.float64]

FLAG_CORNERS: Final = ((-1, -1), (1, -1), (-1, 1), (1, 1))
"""Side (left, right) and half (above, below) of every flag; neighbors are mirror images."""

NUDGE: Final = 0.01
"""How far a body is moved to see how its shapes change: shares of the shorter side, radians."""

PATCHES: Final = 30
"""Patches along the shorter side of a picture, at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Places of the pixels of a picture.

    ``x`` (column,) and ``y`` (row,); ``half_x`` and ``half_y``: the edges of the frame;
    ``pixel``: side of a pixel.
    """

    x: Float64s
    y: Float64s
    half_x: float
    half_y: float
    pixel: float


@dataclass(frozen=True, slots=True)
class Body:
    """Where the main subject stands: its middle, its radius and where its key light comes from.

    ``cos``, ``sin``: the direction to the key light, of length 1.
    """

    x: float
    y: float
    radius: float
    cos: float
    sin: float


def plan(width_px: int, height_px: int) -> Plan:
    """Places of the pixels of a picture of ``width_px`` by ``height_px``.

    >>> plan(4, 2).x.tolist()
    [-0.75, -0.25, 0.25, 0.75]
    """
    side = min(width_px, height_px)
    x = (2 * np.arange(width_px) + 1 - width_px) / (2 * side)
    y = (2 * np.arange(height_px) + 1 - height_px) / (2 * side)
    return Plan(x, y, width_px / (2 * side), height_px / (2 * side), 1 / side)


def patch_px(rows: int, columns: int) -> int:
    """Side of the patches in which light and texture are looked at, in pixels of a picture.

    >>> patch_px(64, 64), patch_px(36, 64), patch_px(144, 256)
    (2, 1, 4)
    """
    return max(1, min(rows, columns) // PATCHES)


def body_zones(body: Body, at: Plan) -> Float64s:
    """Disc, lit side of it, rim and contour; float64 of shape (4, row, column)."""
    return _zones(body.radius, _distance(body, at), _lit_side(body, at), at.pixel)


def _distance(body: Body, at: Plan) -> Float64s:
    """Distance of every place from the middle of a body."""
    dx, dy = at.x - body.x, at.y - body.y
    return np.asarray(np.sqrt((dx * dx)[None, :] + (dy * dy)[:, None]))


def _lit_side(body: Body, at: Plan) -> Float64s:
    """How far every place is on the side from which a body is lit, 0..1."""
    dx, dy = at.x - body.x, at.y - body.y
    return soft(((dx * body.cos)[None, :] + (dy * body.sin)[:, None]) / TERMINATOR + 0.5)


def _zones(radius: float, distance: Float64s, lit: Float64s, pixel: float) -> Float64s:
    """Zones of a body of that radius."""
    zones = np.empty((4, *distance.shape))
    zones[0] = soft((radius - distance) / EDGE + 0.5)
    np.multiply(lit, zones[0], out=zones[1])
    zones[2] = _bump((distance - (radius - RIM_INSIDE)) / RIM_HALF, pixel / RIM_HALF)
    zones[3] = _bump((distance - (radius + CONTOUR_OUTSIDE)) / CONTOUR_HALF, pixel / CONTOUR_HALF)
    return zones


def body_slopes(body: Body, at: Plan, still: Float64s) -> Float64s:
    """How the shapes of the body change when it moves, grows or is lit from elsewhere.

    ``still``: the shapes as they are. Per share of the shorter side to the right, down and of
    the radius, and per radian clockwise; float64 of shape (4, shape, row, column).
    """
    cos, sin = body.cos - body.sin * NUDGE, body.sin + body.cos * NUDGE
    slopes = np.empty((4, *still.shape))
    slopes[0] = body_zones(replace(body, x=body.x + NUDGE), at)
    slopes[1] = body_zones(replace(body, y=body.y + NUDGE), at)
    # It grows around its middle, and where it is lit from shows on its lit side alone.
    slopes[2] = _zones(body.radius + NUDGE, _distance(body, at), _lit_side(body, at), at.pixel)
    slopes[3] = still
    np.multiply(_lit_side(replace(body, cos=cos, sin=sin), at), still[0], out=slopes[3, 1])
    slopes -= still
    slopes /= NUDGE
    return slopes


class Zones(Protocol):
    """How the shapes of a body are drawn."""

    def zones(self, body: Body, at: Plan) -> Float64s:
        """What `body_zones` gives."""

    def slopes(self, body: Body, at: Plan, still: Float64s) -> Float64s:
        """What `body_slopes` gives."""


class NumpyZones:
    """Draws the shapes of a body with numpy alone."""

    zones = staticmethod(body_zones)
    slopes = staticmethod(body_slopes)


def zoning(kernel: Kernel) -> Zones:
    """The way to draw that ``kernel`` names; see `color.choose_kernel`."""
    if kernel == "numpy":
        return NumpyZones()
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.zone_kernel import NumbaZones  # noqa: PLC0415

    return NumbaZones()


def flag_zones(at: Plan) -> Float64s:
    """The four flags in the order of `FLAG_CORNERS`; float64 of shape (4, row, column)."""
    across = {side: soft((side * at.x - FLAG_FROM_X * at.half_x) / EDGE + 0.5) for side in (-1, 1)}
    down = {half: soft((half * at.y - FLAG_FROM_Y * at.half_y) / EDGE + 0.5) for half in (-1, 1)}
    return np.stack([down[half][:, None] * across[side][None, :] for side, half in FLAG_CORNERS])


def visor_zone(at: Plan) -> Float64s:
    """The dark border above and below of a view through eyes; float64 of shape (row, column)."""
    across = at.x / at.half_x
    opening = (VISOR_FROM_Y - VISOR_BEND * across * across) * at.half_y
    return soft((np.abs(at.y)[:, None] - opening[None, :]) / EDGE + 0.5)


def wash_zones(at: Plan) -> Float64s:
    """Slopes from -1 to 1, to the right and down; float64 of shape (2, row, column)."""
    shape = len(at.y), len(at.x)
    across = np.broadcast_to((at.x / at.half_x)[None, :], shape)
    return np.stack([across, np.broadcast_to((at.y / at.half_y)[:, None], shape)])


def set_zones(at: Plan) -> Float64s:
    """Everything but the body: 1 all over, slopes, flags, visor; (8, row, column)."""
    whole = np.ones((1, len(at.y), len(at.x)))
    return np.concatenate([whole, wash_zones(at), flag_zones(at), visor_zone(at)[None]])


def soft(place: Float64s) -> Float64s:
    """A step from 0 to 1 over places 0 to 1, level at both ends.

    >>> soft(np.array([-1.0, 0.0, 0.5, 2.0])).tolist()
    [0.0, 0.0, 0.5, 1.0]
    """
    share = np.clip(place, 0.0, 1.0)
    return np.asarray(share * share * (3.0 - 2.0 * share))


def _bump(place: Float64s, pixel: float) -> Float64s:
    """1 at place 0, 0 from -1 and 1 on, level at both ends; means over a pixel that wide.

    The mean of a function over a short way is its middle and a 24th of its second derivative
    times the way squared.
    """
    square = place * place
    np.minimum(square, 1.0, out=square)
    rest = 1.0 - square
    rest *= rest
    bend = square * 12.0
    bend -= 4.0
    bend *= pixel * pixel / 24.0
    rest += bend
    rest *= square < 1.0
    return rest
