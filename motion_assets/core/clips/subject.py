"""Subjects: where flat shapes stand in every frame, and how they cover it.

Put the travel and the shapes of subjects here. What they move against belongs in ``field``
and ``camera``; putting them into the picture belongs in ``draw``.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.camera import Float64s, Track
from motion_assets.core.clips.scene import Direction, Subject, SubjectShape

Coverage = NDArray[np.uint16]

FULL: Final = 256
"""Coverage of a pixel that lies wholly inside a shape."""

PARTS: Final = 4
"""Places between two pixels where a subject may stand."""

CHANNELS: Final = 3
_DIAGONAL: Final = math.sqrt(0.5)
_AXES: Final[dict[Direction, tuple[float, float]]] = {
    "none": (0.0, 0.0),
    "horizontal": (1.0, 0.0),
    "vertical": (0.0, 1.0),
    "diagonal": (_DIAGONAL, _DIAGONAL),
}
_RING_HOLE: Final = 0.55
"""Inner radius of a ring in shares of the outer one."""

_GROWN_AT: Final = 0.35
_FADES_AT: Final = 0.85
"""Shares of the way at which a subject has its full size, and from which it shrinks again."""


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """One subject in every frame: middle in frame pixels and size in pixels, float64 (time,)."""

    x_px: Float64s
    y_px: Float64s
    size_px: Float64s


def travel(subject: Subject, path: Track, *, width_px: int, height_px: int, fps: int) -> Travel:
    """Where ``subject`` stands in every frame of the view.

    It keeps its speed against the background as the frame shows it, whatever the camera does.
    Past the edge of the view it comes back on the other side; under a zoom, and when it moves
    from or to the middle, it shrinks to nothing before it starts anew.
    """
    size = np.full(len(path.scale), subject.size * min(width_px, height_px))
    way = np.concatenate(([0.0], np.cumsum(1.0 / path.scale[:-1]))) / fps
    way *= subject.speed_widths_s * width_px * subject.sign
    half = (width_px / 2, height_px / 2)
    start = ((subject.center_x - 0.5) * width_px, (subject.center_y - 0.5) * height_px)
    if subject.direction == "radial":
        near = float(path.scale.max())
        x, y, share = _from_middle(start, way, half=(half[0] / near, half[1] / near))
        return _seen(x, y, size * share, path, half)
    axis = _AXES[subject.direction]
    x, y = start[0] + axis[0] * way, start[1] + axis[1] * way
    if subject.direction == "none":
        return _seen(x, y, size, path, half)
    if path.zooms:
        near = float(path.scale.max())
        x, share_x = _wrapped(x, half[0] / near, axis[0])
        y, share_y = _wrapped(y, half[1] / near, axis[1])
        return _seen(x, y, size * np.minimum(share_x, share_y), path, half)
    margin = size[0] / 2 + 1
    x = _around(x - path.x_px, half[0] + margin) + path.x_px
    y = _around(y - path.y_px, half[1] + margin) + path.y_px
    return _seen(x, y, size, path, half)


def _seen(
    x: Float64s, y: Float64s, size: Float64s, path: Track, half: tuple[float, float]
) -> Travel:
    """Places and sizes in the world, as the view shows them."""
    return Travel(
        x_px=(x - path.x_px) * path.scale + half[0],
        y_px=(y - path.y_px) * path.scale + half[1],
        size_px=size * path.scale,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """How a shape covers its pixels, for mixing it into rows of interleaved channels.

    ``share``: coverage of every byte, 0..256, uint16 of shape (row, column * channel); ``rest``:
    256 less it. ``inside``: whether a pixel is covered by half or more, of shape (row, column).
    """

    share: Coverage
    rest: Coverage
    inside: NDArray[np.bool_]


def coverage_px(size_parts: int) -> int:
    """Pixels along one side of the coverage of a shape.

    >>> coverage_px(4), coverage_px(6)
    (2, 3)
    """
    return -(-size_parts // PARTS) + 1


@lru_cache(maxsize=512)
def cover(shape: SubjectShape, size_parts: int, part_x: int, part_y: int) -> Cover:
    """How a shape covers the pixels around it; read-only, as it is kept for the next frame.

    ``size_parts``: extent of the shape in quarters of a pixel; ``part_x`` and ``part_y`` (0..3)
    move it right and down by quarters of a pixel.

    >>> cover("rect", 4, 2, 0).share[:, ::CHANNELS].tolist()
    [[128, 128], [0, 0]]
    """
    side = coverage_px(size_parts)
    half = size_parts / 2
    points = np.arange(side * PARTS, dtype=np.float64) + 0.5 - half
    inside = _inside(shape, (points - part_x)[None, :], (points - part_y)[:, None], half)
    boxes = inside.reshape(side, PARTS, side, PARTS)
    covered: Coverage = boxes.sum(axis=(1, 3), dtype=np.uint16) * (FULL // PARTS**2)
    share = covered.astype(np.uint16).repeat(CHANNELS, axis=1)
    shown = Cover(share, FULL - share, covered >= FULL // 2)
    for table in (shown.share, shown.rest, shown.inside):
        table.setflags(write=False)
    return shown


def _inside(shape: SubjectShape, x: Float64s, y: Float64s, half: float) -> NDArray[np.bool_]:
    """Which points lie inside a shape of extent ``2 * half`` about the origin."""
    if shape == "rect":
        return (np.abs(x) <= half) & (np.abs(y) <= half)
    if shape == "triangle":
        return (np.abs(y) <= half) & (2 * np.abs(x) <= y + half)
    square = x * x + y * y
    if shape == "circle":
        return np.asarray(square <= half * half)
    return (square <= half * half) & (square >= (_RING_HOLE * half) ** 2)


def _around(place: Float64s, half: float) -> Float64s:
    """Places that come back on the other side when they leave ``-half..half``."""
    turned: Float64s = np.mod(place + half, 2 * half) - half
    return turned


def _wrapped(place: Float64s, half: float, axis: float) -> tuple[Float64s, Float64s]:
    """As ``_around``, with the size left near the edge; unmoved places keep their size."""
    if axis == 0.0:
        return place, np.ones(len(place))
    turned = _around(place, half)
    left = (half - np.abs(turned)) / (half * (1 - _FADES_AT))
    return turned, np.minimum(left, 1.0)


def _from_middle(
    start: tuple[float, float], way: Float64s, *, half: tuple[float, float]
) -> tuple[Float64s, Float64s, Float64s]:
    """Places on the ray from the middle through ``start``, and the share of the full size."""
    distance = math.sqrt(start[0] * start[0] + start[1] * start[1])
    # A subject that starts in the very middle has no ray of its own and leaves to the right.
    ray = (start[0] / distance, start[1] / distance) if distance > 0 else (1.0, 0.0)
    reach = min(side / abs(axis) for side, axis in zip(half, ray, strict=True) if axis)
    gone = np.mod(distance + way, reach)
    share = gone / reach
    grown = np.minimum(share / _GROWN_AT, (1.0 - share) / (1.0 - _FADES_AT))
    return gone * ray[0], gone * ray[1], np.minimum(grown, 1.0)
