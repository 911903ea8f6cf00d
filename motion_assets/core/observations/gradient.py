"""Gradient: along which axis, or from which center, the background color changes.

Put the fit of one-dimensional color profiles to a picture here. Thresholds of angles belong
in ``vocabulary.definitions``.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import slopes
from motion_assets.vocabulary.definitions import (
    GRADIENT_AXIS_TOLERANCE_DEG,
    GRADIENT_DIAGONAL_TOLERANCE_DEG,
)

Float64s = NDArray[np.float64]

_BINS: Final = 16
_OUTLIER: Final = 14.0
"""Levels from the profile at which a pixel counts half, and four times which it counts no more."""

_ANGLES: Final = 12
_FINE_STEPS_DEG: Final = (-9.0, -4.5, 4.5, 9.0)
_LEAST_EXPLAINED: Final = 0.5
_LEAST_RANGE: Final = 12.0
_LEAD: Final = 0.8
"""Share of the loser's unexplained rest that the winner may leave."""

_STEEP: Final = 4.0
_CENTER_REACH: Final = 0.55
"""How far from the middle a radial center may lie, in shares of the frame's sides."""


@dataclass(frozen=True, slots=True)
class GradientSeen:
    """A named gradient; ``angle_deg`` from the x axis to the axis of change, 0..180."""

    value: str
    angle_deg: float
    explained: float


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Pixels of a picture about its middle: places in pixels, color (channel, point)."""

    x: Float64s
    y: Float64s
    color: Float64s
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class _Profile:
    """How much of the color a coordinate explains, 0..1, and over how many levels it runs."""

    explained: float
    span: float


def name_gradient(color: Float32s) -> GradientSeen | None:
    """Canonical gradient of one color thumb (channel, row, column); None where uncertain."""
    points = _points(color)
    rest = _loss(np.zeros(len(points.x), dtype=np.int64), points.color)[0]
    if rest <= 0:
        return None
    angle, line = _best_line(points, rest)
    ring = _best_ring(points, rest)
    best = max(line.explained, ring.explained)
    if best < _LEAST_EXPLAINED:
        return None
    if _wins(ring, line):
        return GradientSeen("radial", 0.0, round(ring.explained, 3))
    name = _axis_name(angle)
    if name is None or not _wins(line, ring):
        return None
    return GradientSeen(name, angle, round(line.explained, 3))


def _wins(one: _Profile, other: _Profile) -> bool:
    return one.span >= _LEAST_RANGE and 1 - one.explained <= _LEAD * (1 - other.explained)


def _axis_name(angle_deg: float) -> str | None:
    """Name of a linear gradient; None between an axis and the diagonal."""
    off_x = min(angle_deg, 180 - angle_deg)
    if off_x <= GRADIENT_AXIS_TOLERANCE_DEG:
        return "horizontal"
    if abs(angle_deg - 90) <= GRADIENT_AXIS_TOLERANCE_DEG:
        return "vertical"
    off_diagonal = min(abs(angle_deg - 45), abs(angle_deg - 135))
    return "angled" if off_diagonal <= GRADIENT_DIAGONAL_TOLERANCE_DEG else None


def _points(color: Float32s) -> _Points:
    """Means of 2 x 2 pixels of a thumb, with their places."""
    _, height, width = color.shape
    rows, columns = height // 2, width // 2
    cut = color[:, : rows * 2, : columns * 2].astype(np.float64)
    pooled = (cut[:, 0::2, 0::2] + cut[:, 1::2, 0::2] + cut[:, 0::2, 1::2] + cut[:, 1::2, 1::2]) / 4
    y, x = np.divmod(np.arange(rows * columns), columns)
    return _Points(
        x=x - (columns - 1) / 2,
        y=y - (rows - 1) / 2,
        color=pooled.reshape(3, -1),
        width=columns,
        height=rows,
    )


def _best_line(points: _Points, rest: float) -> tuple[float, _Profile]:
    """Angle of the linear profile that explains most, and the profile."""
    coarse = [180.0 * i / _ANGLES for i in range(_ANGLES)]
    tried = {angle: _line(points, angle, rest) for angle in coarse}
    first = max(coarse, key=lambda angle: tried[angle].explained)
    for step in _FINE_STEPS_DEG:
        tried[(first + step) % 180] = _line(points, first + step, rest)
    best = max(tried, key=lambda angle: (tried[angle].explained, -angle))
    return best, tried[best]


def _line(points: _Points, angle_deg: float, rest: float) -> _Profile:
    angle = math.radians(angle_deg)
    return _profile(points.x * math.cos(angle) + points.y * math.sin(angle), points, rest)


def _best_ring(points: _Points, rest: float) -> _Profile:
    """The better radial profile of two centers: the fitted one and the middle."""
    rings = [_ring(points, 0.0, 0.0, rest)]
    center = _center(points)
    if center is not None:
        rings.append(_ring(points, *center, rest))
    return max(rings, key=lambda ring: ring.explained)


def _ring(points: _Points, center_x: float, center_y: float, rest: float) -> _Profile:
    dx, dy = points.x - center_x, points.y - center_y
    return _profile(np.sqrt(dx * dx + dy * dy), points, rest)


def _center(points: _Points) -> tuple[float, float] | None:
    """The place that all slopes of color point to or from; None outside of the frame."""
    picture = points.color.reshape(3, points.height, points.width)
    slope_x, slope_y = slopes(picture.astype(np.float32))
    steep = np.sqrt(slope_x * slope_x + slope_y * slope_y)
    tame = 1 / (1 + (steep / _STEEP) ** 2)
    # A slope g at p points at c when the cross product of g and p - c is zero; squared and
    # weighted, that is linear in c. Slopes of edges, far steeper than a gradient, hardly count.
    xx, yy, xy = (
        (one * other * tame).reshape(3, -1).sum(axis=0)
        for one, other in ((slope_x, slope_x), (slope_y, slope_y), (slope_x, slope_y))
    )
    normal = np.array([[yy.sum(), -xy.sum()], [-xy.sum(), xx.sum()]])
    aim = np.array([(yy * points.x - xy * points.y).sum(), (xx * points.y - xy * points.x).sum()])
    determinant = normal[0, 0] * normal[1, 1] - normal[0, 1] ** 2
    # Parallel slopes meet nowhere.
    if determinant <= 1e-6 * np.trace(normal) ** 2:
        return None
    solved = np.linalg.solve(normal, aim)
    x, y = float(solved[0]), float(solved[1])
    if abs(x) > _CENTER_REACH * points.width or abs(y) > _CENTER_REACH * points.height:
        return None
    return x, y


def _profile(place: Float64s, points: _Points, rest: float) -> _Profile:
    """Explained share of the color when it depends on ``place`` alone."""
    low, high = float(place.min()), float(place.max())
    bins = np.minimum(((place - low) * (_BINS / (high - low))).astype(np.int64), _BINS - 1)
    loss, means = _loss(bins, points.color)
    return _Profile(1 - loss / rest, float(np.ptp(means, axis=1).max()))


def _loss(bins: NDArray[np.int64], color: Float64s) -> tuple[float, Float64s]:
    """Bounded squared distance from the mean color of the bins, and those means (channel, bin).

    The means are taken twice, the second time with little weight for what lies far off.
    """
    counts = np.bincount(bins)
    means = np.stack([np.bincount(bins, channel) for channel in color]) / np.maximum(counts, 1)
    off = ((color - means[:, bins]) ** 2).sum(axis=0)
    weights = 1 / (1 + off / _OUTLIER**2) ** 2
    total = np.maximum(np.bincount(bins, weights), 1e-9)
    means = np.stack([np.bincount(bins, channel * weights) for channel in color]) / total
    off = ((color - means[:, bins]) ** 2).sum(axis=0)
    return float(np.minimum(off, (4 * _OUTLIER) ** 2).sum()), means
