"""Thumbs: small pictures of frames, in which movement and gradients are measured.

Put reducing and filtering of pictures here. What is measured in them belongs in ``camera``,
``motion`` and ``gradient``.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import PlanarFrame, Plane

Float32s = NDArray[np.float32]

THUMB_PX: Final = 64
"""Side of a square thumb, at least, and twice that at most; others have about its area."""

_SAMPLES: Final = 4
_LUMA: Final = (6, 9, 1)
_DETAIL_RADIUS: Final = 2
_DETAIL_LEVELS: Final = 6.0
"""Detail beyond this many levels counts little more: an edge weighs no more than texture."""


def reduction(width_px: int, height_px: int) -> int:
    """Pixels of a frame per pixel of its thumb, along either axis.

    >>> reduction(64, 64), reduction(256, 144), reduction(1280, 720), reduction(1920, 1080)
    (1, 3, 12, 20)
    """
    step = max(1, math.isqrt(width_px * height_px) // THUMB_PX)
    return step // _SAMPLES * _SAMPLES if step > _SAMPLES else step


def luma_thumb(frame: PlanarFrame) -> Float32s:
    """Luma, 6 : 9 : 1 of red, green and blue, in levels of 255; float32 (row, column).

    The weights keep red, green and blue apart from each other, more evenly than the eye does.
    """
    planes = [_rows(plane, frame) for plane in (frame.red, frame.green, frame.blue)]
    weighted = sum(plane * np.uint32(w) for plane, w in zip(planes, _LUMA, strict=True))
    luma: Float32s = _columns(np.asarray(weighted, dtype=np.uint32), frame) / np.float32(sum(_LUMA))
    return luma


def color_thumb(frame: PlanarFrame) -> Float32s:
    """Mean color, in levels of 255; float32 (channel, row, column)."""
    planes = (frame.red, frame.green, frame.blue)
    return np.stack([_columns(_rows(plane, frame).astype(np.uint32), frame) for plane in planes])


def softened(thumbs: Float32s) -> Float32s:
    """Thumbs (time, row, column) after a 1 : 2 : 1 blur along both axes."""
    once = thumbs.copy()
    once[:, 1:-1] += (thumbs[:, :-2] + thumbs[:, 2:]) * np.float32(0.5)
    once[:, 1:-1] *= np.float32(0.5)
    twice = once.copy()
    twice[:, :, 1:-1] += (once[:, :, :-2] + once[:, :, 2:]) * np.float32(0.5)
    twice[:, :, 1:-1] *= np.float32(0.5)
    return twice


def detail(soft: Float32s) -> Float32s:
    """Softened thumbs less their surroundings, in -6..6 levels: texture without gradients."""
    fine = soft - _surroundings(soft)
    fine /= 1 + np.abs(fine) / np.float32(_DETAIL_LEVELS)
    return fine


def _stride(frame: PlanarFrame) -> tuple[int, int]:
    """Pixels per thumb pixel, and how far apart the looked-at ones of them lie."""
    height, width = frame.red.shape
    step = reduction(width, height)
    return step, max(1, step // _SAMPLES)


def _rows(plane: Plane, frame: PlanarFrame) -> NDArray[np.uint16]:
    """Sums over the rows of every thumb row, uint16 of shape (row, looked-at column)."""
    step, apart = _stride(frame)
    height, width = plane.shape
    kept = plane[: height // step * step, : width // step * step : apart]
    total = kept[0::step].astype(np.uint16)
    for offset in range(apart, step, apart):
        total += kept[offset::step]
    return total


def _columns(rows: NDArray[np.uint32], frame: PlanarFrame) -> Float32s:
    """Means over the columns of every thumb column of row sums."""
    step, apart = _stride(frame)
    looked = step // apart
    total = rows[:, 0::looked].copy()
    for offset in range(1, looked):
        total += rows[:, offset::looked]
    return np.asarray(total / np.float32(looked * looked), dtype=np.float32)


def _surroundings(soft: Float32s) -> Float32s:
    """Mean of the 5 x 5 pixels around every pixel, edges repeated."""
    side = 2 * _DETAIL_RADIUS + 1
    pad = (_DETAIL_RADIUS + 1, _DETAIL_RADIUS)
    sums = np.pad(soft, ((0, 0), pad, pad), mode="edge").cumsum(axis=1)
    sums = (sums[:, side:] - sums[:, :-side]).cumsum(axis=2)
    boxes: Float32s = sums[:, :, side:] - sums[:, :, :-side]
    boxes /= np.float32(side * side)
    return boxes
