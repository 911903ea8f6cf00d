"""Subjects: flat shapes, and how they cover the pixels around them.

Put the shapes of subjects here. Their way belongs in ``travel``, putting them into the picture
in ``actor``.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import SubjectShape

Coverage = NDArray[np.uint16]
Float64s = NDArray[np.float64]

FULL: Final = 256
"""Coverage of a pixel that lies wholly inside a shape."""

PARTS: Final = 4
"""Places between two pixels where a subject may stand."""

CHANNELS: Final = 3
_RING_HOLE: Final = 0.55
"""Inner radius of a ring in shares of the outer one."""


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
