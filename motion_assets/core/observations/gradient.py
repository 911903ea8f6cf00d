"""Gradient: along which axis, or from which center, the background color changes.

Put the fit of one-dimensional color profiles to a picture here. Thresholds of angles belong
in ``vocabulary.definitions``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.flats import Mask, flat_parts
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.vocabulary.definitions import (
    GRADIENT_AXIS_TOLERANCE_DEG,
    GRADIENT_DIAGONAL_TOLERANCE_DEG,
)
from motion_assets.vocabulary.stage_ranges import REFERENCE_LUMA

Float64s = NDArray[np.float64]
Fitting = Callable[[NDArray[np.int64], Float64s, float], tuple[Float64s, Float64s]]
"""What `losses_by_numpy` does."""

BINS: Final = 16
LEAST_WEIGHT: Final = 1e-9
_LARGE_THUMB_PX: Final = 3_000
_LEAST_OUTLIER: Final = 10.0
_OUTLIER_SHARE: Final = 0.15
"""Distance from the profile at which a pixel counts half: in levels, and in shares of the range
of the picture's colors. At twice that distance it counts no more."""

_LEAST_KEPT: Final = 0.6

_ANGLES_DEG: Final = np.arange(12) * 15.0
_FINE_DEG: Final = np.array([-10.0, -5.0, 5.0, 10.0])
_CENTERS: Final = np.array([(x, y) for y in (-0.25, 0.0, 0.25) for x in (-0.25, 0.0, 0.25)])
_NEAR_CENTERS: Final = np.array([(-0.1, 0.0), (0.1, 0.0), (0.0, -0.1), (0.0, 0.1)])
_ALL_NEAR_CENTERS: Final = 0.45 * _CENTERS
"""Tried axes, and centers in shares of the sides; then finer ones around the best."""

_ENDS: Final = (1.0, 0.8, 0.62, 0.48, 0.36)
"""Where small rings end, in shares of the distance to the farthest corner."""

_NEAR_TURNS: Final = 0.55 * _CENTERS
"""Centers about which colors may turn; the outermost lie an eighth of the sides off the middle."""

_LEAST_EXPLAINED: Final = 0.72
_LEAST_RANGE: Final = 12.0
_LEAST_TINT_RANGE: Final = 18.0
_DARK_LUMA: Final = 7.0
_MOST_DIM: Final = 0.5
_MOST_JUMP: Final = 0.46
_MOST_RING_JUMP: Final = 0.62
"""Levels that a gradient runs over; luma under which a tint is not believed, and share of a picture
that may be so dark; greatest part of the way of a line, and of a ring, within an eighth of its
length."""

_LEAD: Final = 0.58
"""Share of the loser's unexplained rest that the winner may leave."""

_PLAINLY_EXPLAINED: Final = 0.75
_PLAIN_LEAD: Final = 0.5
_SURELY_EXPLAINED: Final = 0.9
_SURE_LEAD: Final = 0.3


@dataclass(frozen=True, slots=True)
class GradientSeen:
    """A named gradient; ``angle_deg`` from the x axis to the axis of change, 0..180.

    ``rest``: what it leaves unexplained, in shares of what the other kind of profile leaves.
    """

    value: str
    angle_deg: float
    explained: float
    rest: float

    @property
    def plain(self) -> bool:
        """Whether one moment is enough to believe it."""
        return self.explained >= _PLAINLY_EXPLAINED and self.rest <= _PLAIN_LEAD

    @property
    def certain(self) -> bool:
        """Whether hardly anything in the picture is otherwise."""
        return self.explained >= _SURELY_EXPLAINED and self.rest <= _SURE_LEAD


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Pixels of a picture about its middle: places in pixels, color (channel, point).

    ``bound``: squared distance from a profile beyond which a pixel counts no more. ``fitted``: how
    profiles are fitted.
    """

    x: Float64s
    y: Float64s
    color: Float64s
    width: int
    height: int
    bound: float
    fitted: Fitting


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """The profile of one coordinate.

    ``loss``: bounded squared distance of every point from it, (point,). ``span``: levels it
    runs over; ``jump``: share of its way within an eighth of its length, at most.
    ``angle_deg``: direction of the coordinate, 0 for a radial one.
    """

    loss: Float64s
    span: float
    jump: float
    angle_deg: float


def name_gradient(
    color: Float32s, painted: Mask | None = None, *, kernel: Kernel = "numpy"
) -> GradientSeen | None:
    """Canonical gradient of one color thumb (channel, row, column); None where uncertain.

    ``painted``: pixels that are known to be no background, (row, column); by default those in
    parts of one color. ``kernel``: how profiles are fitted, all to one result.

    Light and texture change the luma of a picture, but not its tint: where the tint changes
    enough, its gradient counts. Else, as from black to white, that of the colors themselves.
    """
    painted = flat_parts(color[None]) if painted is None else painted
    fitted = _fitting(kernel)
    seen = _beside(color, painted, fitted)
    if seen is None:
        # What seemed painted may be where a gradient has ended; a tint near black may leap.
        whole = _small_ring(color, fitted)
        seen = whole if whole is not None and whole.certain else None
    return seen


def _beside(color: Float32s, painted: Mask, fitted: Fitting) -> GradientSeen | None:
    """The gradient of the tint, or else of the colors, beside the painted parts."""
    luma = (6 * color[0] + 9 * color[1] + color[2]) / np.float32(16)
    dim = painted | (luma < _DARK_LUMA)
    if dim.mean() <= _MOST_DIM:
        tint = color * (REFERENCE_LUMA / np.maximum(luma, 1))
        if _changes(tint[:, ~dim]):
            return _gradient(tint, dim, _LEAST_TINT_RANGE, fitted)
    return _gradient(color, painted, _LEAST_RANGE, fitted)


def _small_ring(color: Float32s, fitted: Fitting) -> GradientSeen | None:
    """The gradient of a whole picture; a ring may be small, so its center is looked for longer."""
    nothing = np.zeros(color.shape[1:], np.bool_)
    return _gradient(color, nothing, _LEAST_RANGE, fitted, small=True)


def _changes(tint: Float32s) -> bool:
    """Whether most tints (channel, pixel) spread over more than a few levels."""
    low, high = np.quantile(tint, (0.1, 0.9), axis=1)
    return bool((high - low).max() >= _LEAST_TINT_RANGE)


def _gradient(
    color: Float32s,
    painted: Mask,
    least_range: float,
    fitted: Fitting,
    *,
    small: bool = False,
) -> GradientSeen | None:
    """The gradient of all but the painted parts (row, column) of a picture.

    ``small``: whether a ring may be small.
    """
    points = _points(color, painted, fitted)
    line, ring = _best_line(points), _best_small_ring(points) if small else _best_ring(points)
    best, other = (line, ring) if line.loss.sum() < ring.loss.sum() else (ring, line)
    # Subjects fit no profile of the background; what the best one leaves out counts for none.
    kept = best.loss < points.bound
    most_jump = _MOST_RING_JUMP if best is ring else _MOST_JUMP
    if kept.mean() < _LEAST_KEPT or best.span < least_range or best.jump > most_jump:
        return None
    left, other_left = (float(loss[kept].sum()) for loss in (best.loss, other.loss))
    name = "radial" if best is ring else _axis_name(best.angle_deg)
    if left > _LEAD * other_left or name is None:
        return None
    bins = np.zeros((1, len(points.x)), dtype=np.int64)
    flat = fitted(bins, points.color, points.bound)[0][0]
    rest = float(flat[kept].sum())
    explained = 1 - left / rest if rest > 0 else 0.0
    if explained < _LEAST_EXPLAINED or _turns(points, best):
        return None
    return GradientSeen(name, best.angle_deg, round(explained, 3), left / other_left)


def _turns(points: _Points, best: _Profile) -> bool:
    """Whether colors that change around a center explain a picture better than ``best``."""
    dx = points.x - _NEAR_TURNS[:, :1] * points.width
    dy = points.y - _NEAR_TURNS[:, 1:] * points.height
    _, loss, _ = _best_profile(np.arctan2(dy, dx), points)
    return float(loss.sum()) < float(best.loss.sum())


def _axis_name(angle_deg: float) -> str | None:
    """Name of a linear gradient; None between an axis and the diagonal."""
    off_x = min(angle_deg, 180 - angle_deg)
    if off_x <= GRADIENT_AXIS_TOLERANCE_DEG:
        return "horizontal"
    if abs(angle_deg - 90) <= GRADIENT_AXIS_TOLERANCE_DEG:
        return "vertical"
    off_diagonal = min(abs(angle_deg - 45), abs(angle_deg - 135))
    return "angled" if off_diagonal <= GRADIENT_DIAGONAL_TOLERANCE_DEG else None


def _points(color: Float32s, painted: Mask, fitted: Fitting) -> _Points:
    """Means of 2 x 2 or 3 x 3 unpainted pixels of a thumb, with their places."""
    _, height, width = color.shape
    side = 2 if height * width < _LARGE_THUMB_PX else 3
    rows, columns = height // side, width // side
    cut = color[:, : rows * side, : columns * side].astype(np.float64)
    pooled = cut.reshape(3, rows, side, columns, side).mean(axis=(2, 4))
    y, x = np.divmod(np.arange(rows * columns), columns)
    boxes = painted[: rows * side, : columns * side].reshape(rows, side, columns, side)
    lit = ~boxes.any(axis=(1, 3)).reshape(-1)
    flat = pooled.reshape(3, -1)[:, lit]
    color_range = np.diff(np.quantile(flat, (0.18, 0.82), axis=1), axis=0)
    outlier = max(_LEAST_OUTLIER, _OUTLIER_SHARE * float(np.sqrt((color_range**2).sum())))
    return _Points(
        x=x[lit] - (columns - 1) / 2,
        y=y[lit] - (rows - 1) / 2,
        color=flat,
        width=columns,
        height=rows,
        bound=(2 * outlier) ** 2,
        fitted=fitted,
    )


def _best_line(points: _Points) -> _Profile:
    """The linear profile that fits best."""
    coarse = _better_line(points, _ANGLES_DEG)
    return _better(coarse, _better_line(points, coarse.angle_deg + _FINE_DEG))


def _better_line(points: _Points, angles_deg: NDArray[np.floating]) -> _Profile:
    angles = np.deg2rad(angles_deg)[:, None]
    places = points.x * np.cos(angles) + points.y * np.sin(angles)
    best, loss, means = _best_profile(places, points)
    return _Profile(loss, *_way(means), float(angles_deg[best]) % 180)


def _best_ring(points: _Points) -> _Profile:
    """The radial profile that fits best."""
    center, coarse = _better_ring(points, _CENTERS)
    near_center, near = _better_ring(points, center + _NEAR_CENTERS)
    if near.loss.sum() < coarse.loss.sum():
        center, coarse = near_center, near
    return _better(coarse, _better_ring(points, center + 0.5 * _NEAR_CENTERS)[1])


def _best_small_ring(points: _Points) -> _Profile:
    """The radial profile that fits best, which may end well inside of the picture."""
    center, _ = _better_ring(points, _CENTERS)
    for finer in (1.0, 0.5):
        center, _ = _better_ring(points, center + finer * _ALL_NEAR_CENTERS)
    ends = [_better_ring(points, center[None], end) for end in _ENDS]
    best = int(np.argmin([ring.loss.sum() for _, ring in ends]))
    ring = ends[best][1]
    for finer in (0.5, 0.25):
        center, ring = _better_ring(points, center + finer * _ALL_NEAR_CENTERS, _ENDS[best])
    return ring


def _better_ring(points: _Points, centers: Float64s, end: float = 1.0) -> tuple[Float64s, _Profile]:
    """The center about which a radial profile fits best, and that profile.

    ``end``: where it ends, in shares of the distance to the farthest corner.
    """
    dx = points.x - centers[:, :1] * points.width
    dy = points.y - centers[:, 1:] * points.height
    far = np.sqrt(dx * dx + dy * dy)
    if end < 1.0:
        far = np.minimum(far, end * far.max(axis=1, keepdims=True))
    best, loss, means = _best_profile(far, points)
    return centers[best], _Profile(loss, *_way(means), 0.0)


def _way(means: Float64s) -> tuple[float, float]:
    """Levels that a profile (channel, bin) runs over, and its greatest jump in shares of its way.

    Bins next to the ends hold few points and are left out of the way.
    """
    steps = np.sqrt((np.diff(means[:, 1:-1], axis=1) ** 2).sum(axis=0))
    span = float(np.ptp(means, axis=1).max())
    jumps = steps[1:] + steps[:-1]
    return span, float(jumps.max() / max(float(steps.sum()), 1e-9))


def _better(one: _Profile, other: _Profile) -> _Profile:
    return other if other.loss.sum() < one.loss.sum() else one


def _best_profile(places: Float64s, points: _Points) -> tuple[int, Float64s, Float64s]:
    """Which row of coordinates (model, point) fits best, its losses (point,) and its profile."""
    low = places.min(axis=1, keepdims=True)
    unit = BINS / (places.max(axis=1, keepdims=True) - low)
    bins = np.minimum(((places - low) * unit).astype(np.int64), BINS - 1)
    losses, means = points.fitted(bins, points.color, points.bound)
    best = int(losses.sum(axis=1).argmin())
    return best, losses[best], means[:, best]


def _fitting(kernel: Kernel) -> Fitting:
    if kernel == "numpy":
        return losses_by_numpy
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.gradient_kernel import losses_by_numba  # noqa: PLC0415

    return losses_by_numba


def losses_by_numpy(
    bins: NDArray[np.int64], color: Float64s, bound: float
) -> tuple[Float64s, Float64s]:
    """Bounded squared distance from the mean color of the bins, and those means.

    ``bins`` and losses: (model, point); ``color``: (channel, point); means: (channel, model,
    bin). The means are taken twice, the second time with little weight for what lies far off.
    """
    models = len(bins)
    flat = (bins + np.arange(models)[:, None] * BINS).reshape(-1)
    tiled = np.tile(color, models)
    means = _means(flat, tiled, np.ones(len(flat)), models)
    off = ((tiled - means[:, flat]) ** 2).sum(axis=0)
    weights = 1 / (1 + 4 * off / bound) ** 2
    means = _means(flat, tiled, weights, models)
    off = np.minimum(((tiled - means[:, flat]) ** 2).sum(axis=0), bound)
    return off.reshape(models, -1), means.reshape(3, models, BINS)


def _means(flat: NDArray[np.int64], color: Float64s, weights: Float64s, models: int) -> Float64s:
    """Weighted mean color of every bin of every model, (channel, model * bin)."""
    size = models * BINS
    total = np.maximum(np.bincount(flat, weights, size), LEAST_WEIGHT)
    sums = np.stack([np.bincount(flat, channel * weights, size) for channel in color])
    return np.asarray(sums / total)
