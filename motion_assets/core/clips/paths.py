"""Paths: where the view of a moving ground stands in every frame.

Put the time course of moves and shakes here. What lies under the view belongs in ``texture``
and ``depths``, cutting frames in ``ground``.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Ground
from motion_assets.errors import LimitError
from motion_assets.vocabulary.camera_ranges import (
    FOCAL_SIDES,
    MAY_LAYER,
    MOST_LAYERS,
    ROLL_PERIOD_S,
    SHAKE_HZ,
)

Float64s = NDArray[np.float64]

ALONG_X: Final = frozenset({"pan", "truck", "arc", "tracking", "whip_pan"})
ALONG_Y: Final = frozenset({"tilt", "pedestal", "crane"})
KEYSTONE: Final = frozenset({"arc", "crane"})
_GROWTH: Final = {"zoom": 1.0, "dolly": 1.0, "zoom_out": -1.0}
_TURNS: Final = frozenset({"roll", "rotate"})

_FIXED: Final = 1 << 20
"""Places and rates are kept in steps of 2**-20: the last bit of a sine never reaches a pixel."""


@dataclass(frozen=True, slots=True, eq=False)
class GroundPath:
    """The view over every layer, the farthest one first; arrays of shape (layer, time).

    ``x_px``, ``y_px``: way of the view over the layer, right and down positive; with keystone,
    as it is in the middle of the frame. ``growth``: logarithm of scale. ``shake_x_px``,
    ``shake_y_px``, ``turn_rad``: shape (time,), the same for all layers; a turn is clockwise.
    ``focal_px``: distance of the picture plane, along x for an arc and along y for a crane;
    None without keystone.
    """

    x_px: Float64s
    y_px: Float64s
    growth: Float64s
    turn_rad: Float64s
    shake_x_px: Float64s
    shake_y_px: Float64s
    focal_px: float | None
    along_x: bool

    def places(self, x_px: float, y_px: float) -> tuple[Float64s, Float64s, Float64s]:
        """Where a point of the farthest layer stands in every frame, and its scale.

        Parameters
        ----------
        x_px, y_px : float
            The point at the start, before any shake, in pixels right of and below the middle.

        Returns
        -------
        x, y, scale : float64, shape (time,)
            Pixels from the middle of the frame, and how large things appear there against
            the start. A point that a keystone carries out of view ends far outside.
        """
        x, y, scale = self._carried(x_px, y_px)
        cos, sin = np.cos(self.turn_rad), np.sin(self.turn_rad)
        turned_x, turned_y = x * cos + y * sin, y * cos - x * sin
        return turned_x - self.shake_x_px, turned_y - self.shake_y_px, scale

    def _carried(self, x_px: float, y_px: float) -> tuple[Float64s, Float64s, Float64s]:
        if self.focal_px is None:
            scale = np.exp(self.growth[0])
            return x_px * scale - self.x_px[0], y_px * scale - self.y_px[0], scale
        if self.along_x:
            return _round_the_pivot(x_px, y_px, self.x_px[0], self.focal_px)
        y, x, scale = _round_the_pivot(y_px, x_px, self.y_px[0], self.focal_px)
        return x, y, scale


def ground_path(
    ground: Ground, *, width_px: int, height_px: int, fps: float, frame_count: int
) -> GroundPath:
    """Path of the view that ``ground`` describes.

    Raises
    ------
    LimitError
        If the layers do not suit the kind of move.
    """
    _require_layers(ground)
    seconds = np.arange(frame_count) / fps
    kind, sign = ground.motion_type, ground.sign
    depth = np.arange(ground.layer_count) / max(1, ground.layer_count - 1)
    # Growth is a logarithm of scale: half a width from the middle it travels half as far.
    lever = 2.0 if kind in _GROWTH else 1.0
    rates = ground.speed + lever * ground.parallax_widths_s * depth
    way = rates[:, None] * seconds[None, :]
    none = np.zeros_like(way)
    shake_x, shake_y = _shake(ground, seconds, width_px)
    return GroundPath(
        x_px=_exact(way * width_px * sign) if kind in ALONG_X else none,
        y_px=_exact(way * width_px * sign) if kind in ALONG_Y else none,
        growth=_exact(way * _growth(ground)) if kind in _GROWTH else none,
        turn_rad=_turn(ground, seconds),
        shake_x_px=shake_x,
        shake_y_px=shake_y,
        focal_px=FOCAL_SIDES * math.sqrt(width_px * height_px) if kind in KEYSTONE else None,
        along_x=kind in ALONG_X,
    )


def _growth(ground: Ground) -> float:
    """Whether a view goes in or out; a zoom says so by its kind, a dolly by its sign."""
    return _GROWTH[ground.motion_type] * (ground.sign if ground.motion_type == "dolly" else 1)


def _require_layers(ground: Ground) -> None:
    count = ground.layer_count
    most = MOST_LAYERS if ground.motion_type in MAY_LAYER else 1
    if not 1 <= count <= most:
        raise LimitError(f"a {ground.motion_type} view has 1 to {most} layers, got {count}.")
    if (count > 1) != (ground.parallax_widths_s > 0):
        raise LimitError(
            f"{count} layers cannot differ by {ground.parallax_widths_s} widths a second: "
            "several layers differ by more than 0, one layer by exactly 0."
        )


def _turn(ground: Ground, seconds: Float64s) -> Float64s:
    """Angle of the view, clockwise, in radians."""
    if ground.motion_type not in _TURNS:
        return np.zeros_like(seconds)
    if ground.motion_type == "rotate":
        return _exact(seconds * ground.speed * ground.sign)
    # A sine of this amplitude covers four of them a period, which is the mean speed.
    reach = ground.speed * ROLL_PERIOD_S / 4
    return _exact(np.sin(seconds * (2 * math.pi / ROLL_PERIOD_S)) * reach * ground.sign)


def _shake(ground: Ground, seconds: Float64s, width_px: int) -> tuple[Float64s, Float64s]:
    """Random way about rest along x and y, in pixels."""
    rng = np.random.Generator(np.random.PCG64([ground.seed, 1]))
    each = ground.shake_widths * width_px / math.sqrt(len(SHAKE_HZ))
    ways = []
    for _ in range(2):
        rates = [rng.uniform(low, high) for low, high in SHAKE_HZ]
        phases = rng.uniform(0, 2 * math.pi, size=len(rates))
        waves = [
            np.sin(seconds * (2 * math.pi * rate) + phase)
            for rate, phase in zip(rates, phases, strict=True)
        ]
        ways.append(_exact(np.sum(waves, axis=0) * each))
    return ways[0], ways[1]


def _round_the_pivot(
    along: float, across: float, way: Float64s, focal: float
) -> tuple[Float64s, Float64s, Float64s]:
    """Place of a point under keystone after the view has gone ``way``, and its scale."""
    most = math.atan(8.0)
    start = math.atan2(along, focal)
    angle = np.clip(start - way / focal, -most, most)
    scale = math.cos(start) / np.cos(angle)
    return focal * np.tan(angle), across * scale, scale


def _exact(values: Float64s) -> Float64s:
    return np.asarray(np.floor(values * _FIXED + 0.5) / _FIXED, dtype=np.float64)
