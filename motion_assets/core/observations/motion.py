"""Motion: how the subjects of a window travel against the background.

Put the second layer of movement here, what remains once the view is held still. The view
itself belongs in ``camera``, thresholds in ``vocabulary.definitions``.
"""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.camera import ViewMoves, keeps_on
from motion_assets.core.observations.thumbs import Float32s, softened
from motion_assets.core.observations.warp import LEVER_PX, Pairs, levers, moved, sampled, slopes
from motion_assets.vocabulary.definitions import (
    AXIS_TOLERANCE_DEG,
    DIAGONAL_TOLERANCE_DEG,
    MOTION_SPEED,
)

_POINTS: Final = 300
_DIFFERENT: Final = 6.0
"""Levels by which a pixel must differ from the held background to belong to a subject."""

_MOST_SHARE: Final = 0.5
_FEWEST_SHARE: Final = 0.006
"""Share of the picture that must differ before something is said to travel."""

_FIRST_WIDTH: Final = 30.0
_LAST_WIDTH: Final = 8.0
_NARROWING: Final = 0.6
_ROUNDS: Final = 6
_NEAR_EVERY: Final = 2
_LEAST_EXPLAINED: Final = 0.5
_LEAST_EXPLAINED_RADIAL: Final = 0.35
_FAST_AT: Final = 0.13
"""Widths a second above which neighbors are compared, below which thumbs half a window apart."""

_WELL_EXPLAINED: Final = 0.62
_CENTERS: Final = ((-0.16, 0.0), (0.16, 0.0), (0.0, -0.16), (0.0, 0.16))
"""Where rays may start when they do not start in the middle, in shares of the sides."""

_Start = tuple[float, float, float]
_STILL: Final[_Start] = (0.0, 0.0, 0.0)
_RADIAL_CORE: Final = 0.12
_RIDGE: Final = np.array([1e-3, 1e-3, 2e-2])
"""Holds the fit back, most along the rays: one subject alone travels straight."""

_STRAIGHT: Final = np.array([1e-3, 1e-3, 1e6])
_RADIAL_LEAD: Final = 0.06


@dataclass(frozen=True, slots=True)
class MotionSeen:
    """Named travel of the subjects; ``speed`` in frame widths a second; None where uncertain."""

    speed_value: str | None
    direction_value: str | None
    speed: float
    angle_deg: float
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class _Outliers:
    """Pixels that the held view does not explain, as (pair, point), with their places after it."""

    known: Float32s
    lines: Float32s
    x: Float32s
    y: Float32s
    far_x: Float32s
    far_y: Float32s
    ray_x: Float32s
    ray_y: Float32s
    strong: NDArray[np.bool_]
    share: float
    before: float


@dataclass(frozen=True, slots=True)
class _Travel:
    """Travel of all subjects: shift and way along the rays, in pixels a step.

    ``ray``: mean length of the rays that the way is in units of; ``explained``: share of the
    difference that the travel explains.
    """

    across: float
    down: float
    outward: float
    ray: float
    explained: float


_NO_TRAVEL: Final = _Travel(0.0, 0.0, 0.0, 1.0, 0.0)


def name_motion(soft: Float32s, view: ViewMoves) -> MotionSeen | None:
    """Travel of the subjects in the softened thumbs (time, row, column) of one window.

    None when the view does not keep on one way, or what differs moves in no single way.
    """
    if not keeps_on(view):
        return None
    softer = softened(soft)
    begin = np.array(view.starts)
    far = Pairs(softer[begin], softer[begin + view.reach])
    count = len(view.near)
    near = Pairs(softer[:count:_NEAR_EVERY], softer[1 : count + 1 : _NEAR_EVERY])
    slow = _outliers(far, view.long)
    if slow.share < _FEWEST_SHARE:
        return MotionSeen("static", "none", 0.0, 0.0, round(1 - slow.share / _FEWEST_SHARE / 2, 3))
    if slow.share > _MOST_SHARE:
        return None
    width_s = view.width_px * view.step_s
    near_out = _outliers(near, view.near[::_NEAR_EVERY])
    quick = _fitted(near, near_out, _STILL) if near_out.share else _NO_TRAVEL
    if _speed(quick) / width_s >= _FAST_AT:
        return _named(_recentered(near, near_out, quick, _STILL), width_s)
    guess = (quick.across * view.reach, quick.down * view.reach, quick.outward * view.reach)
    starts = (_STILL, guess) if quick.explained > 0 else (_STILL,)
    fits = [_fitted(far, slow, start) for start in starts]
    best = max(range(len(fits)), key=lambda i: fits[i].explained)
    found = _recentered(far, slow, fits[best], starts[best])
    return _named(found, width_s * view.reach)


def _recentered(pairs: Pairs, out: _Outliers, fit: _Travel, start: _Start) -> _Travel:
    """``fit``, or a better one whose rays start off the middle where ``fit`` explains little.

    A way along the rays that a shift explains as well is taken for the shift.
    """
    if _outward_bound(fit):
        straight = _fitted(pairs, out, (start[0], start[1], 0.0), hold=_STRAIGHT)
        if straight.explained > fit.explained - _RADIAL_LEAD:
            return straight
    if fit.explained >= _WELL_EXPLAINED:
        return fit
    height, width = pairs.before.shape[1:]
    fits = [fit]
    for share_x, share_y in _CENTERS:
        center = share_x * width / LEVER_PX, share_y * height / LEVER_PX
        fits.append(_fitted(pairs, _around(out, center), start))
    return max(fits, key=lambda each: each.explained)


def _around(out: _Outliers, center: tuple[float, float]) -> _Outliers:
    """The same outliers with rays from another center, in units of `LEVER_PX`."""
    rays = _rays(out.far_x - np.float32(center[0]), out.far_y - np.float32(center[1]))
    lines = out.lines.copy()
    lines[2] = lines[0] * rays[0].reshape(-1) + lines[1] * rays[1].reshape(-1)
    return replace(out, lines=lines, ray_x=rays[0], ray_y=rays[1])


def _rays(far_x: Float32s, far_y: Float32s) -> tuple[Float32s, Float32s]:
    """Directions away from the origin, shorter near it."""
    reach = np.sqrt(far_x * far_x + far_y * far_y) + np.float32(_RADIAL_CORE)
    return far_x / reach, far_y / reach


def _outliers(pairs: Pairs, moves: Float32s) -> _Outliers:
    """The pixels of ``pairs`` that differ most after the moves of the view."""
    count, height, width = pairs.before.shape
    row, column = np.divmod(np.arange(height * width), width)
    x = np.broadcast_to(column.astype(np.float32), (count, height * width))
    y = np.broadcast_to(row.astype(np.float32), (count, height * width))
    place_x, place_y = moved(x, y, moves, pairs.before.shape)
    seen, inside = sampled(pairs.after, place_x, place_y)
    flat = pairs.before.reshape(count, -1)
    # The light on the background may rise and fall while subjects keep their color: only what
    # differs both as it is and after that change is out of place.
    lit = flat * np.median((seen + 1) / (flat + 1), axis=1, keepdims=True)
    difference = np.minimum(np.abs(seen - flat), np.abs(seen - lit)) * inside
    along_x, along_y = (each.reshape(count, -1) for each in slopes(pairs.before))
    kept = np.argpartition(difference, -_POINTS, axis=1)[:, -_POINTS:]
    known, slope_x, slope_y, x, y, place_x, place_y, off = (
        np.take_along_axis(each, kept, axis=1)
        for each in (flat, along_x, along_y, x, y, place_x, place_y, difference)
    )
    far_x, far_y = levers(x, y, pairs.before.shape)
    ray_x, ray_y = _rays(far_x, far_y)
    strong = off > _DIFFERENT
    return _Outliers(
        known=known,
        lines=np.stack([slope_x, slope_y, slope_x * ray_x + slope_y * ray_y]).reshape(3, -1),
        x=place_x,
        y=place_y,
        far_x=far_x,
        far_y=far_y,
        ray_x=ray_x,
        ray_y=ray_y,
        strong=strong,
        share=float((difference > _DIFFERENT).mean()),
        before=float((np.minimum(off, _FIRST_WIDTH) * strong).sum()),
    )


def _fitted(
    pairs: Pairs, out: _Outliers, start: _Start, hold: NDArray[np.float64] = _RIDGE
) -> _Travel:
    """One travel for all outliers: a shift, and a way along the rays from the middle."""
    travel = np.array(start, dtype=np.float64)
    for turn in range(_ROUNDS):
        error = _error(pairs, out, travel)
        width = max(_FIRST_WIDTH * _NARROWING**turn, _LAST_WIDTH)
        weights = (out.strong / (1 + (error / width) ** 2)).reshape(1, -1)
        weighted = out.lines * weights
        normal = weighted @ out.lines.T
        normal += np.diag(hold * float(np.trace(normal)) + 1e-6)
        travel -= np.linalg.solve(normal, weighted @ error.reshape(-1))
    left = float((np.minimum(np.abs(_error(pairs, out, travel)), _FIRST_WIDTH) * out.strong).sum())
    explained = 1 - left / out.before if out.before > 0 else 0.0
    length = np.sqrt(out.ray_x * out.ray_x + out.ray_y * out.ray_y)
    ray = float(length[out.strong].mean()) if out.strong.any() else 1.0
    return _Travel(float(travel[0]), float(travel[1]), float(travel[2]), ray, explained)


def _error(pairs: Pairs, out: _Outliers, travel: NDArray[np.float64]) -> Float32s:
    across, down, outward = (np.float32(each) for each in travel)
    seen, _ = sampled(
        pairs.after, out.x + across + outward * out.ray_x, out.y + down + outward * out.ray_y
    )
    return seen - out.known


def _speed(travel: _Travel) -> float:
    """Pixels a step."""
    return max(math.hypot(travel.across, travel.down), abs(travel.outward) * travel.ray)


def _outward_bound(travel: _Travel) -> bool:
    """Whether more of the travel goes along the rays than one way."""
    return abs(travel.outward) * travel.ray > math.hypot(travel.across, travel.down)


def _named(travel: _Travel, width_s: float) -> MotionSeen | None:
    """Speed and direction of a travel, given the pixels of a frame width times seconds."""
    speed = _speed(travel) / width_s
    if MOTION_SPEED["static"].holds(speed):
        return MotionSeen("static", "none", speed, 0.0, 0.7)
    if travel.explained < (_LEAST_EXPLAINED_RADIAL if _outward_bound(travel) else _LEAST_EXPLAINED):
        return None
    name = next((name for name, span in MOTION_SPEED.items() if span.holds(speed)), None)
    angle = math.degrees(math.atan2(travel.down, travel.across)) % 180
    return MotionSeen(name, _direction(travel, angle), speed, angle, round(travel.explained, 3))


def _direction(travel: _Travel, angle_deg: float) -> str | None:
    """Canonical direction; None between two of them."""
    shift, outward = math.hypot(travel.across, travel.down), abs(travel.outward) * travel.ray
    if outward > 1.2 * shift:
        return "radial"
    if shift < 2.0 * outward:
        return None
    if min(angle_deg, 180 - angle_deg) <= AXIS_TOLERANCE_DEG:
        return "horizontal"
    if abs(angle_deg - 90) <= AXIS_TOLERANCE_DEG:
        return "vertical"
    off_diagonal = min(abs(angle_deg - 45), abs(angle_deg - 135))
    return "diagonal" if off_diagonal <= DIAGONAL_TOLERANCE_DEG else None
