"""Thumbs: small pictures of frames, in which movement and gradients are measured.

Put reducing and filtering of pictures here. What is measured in them belongs in ``camera``,
``motion`` and ``gradient``.
"""

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import PlanarFrame, Plane

Float32s = NDArray[np.float32]
Uint16s = NDArray[np.uint16]

THUMB_PX: Final = 64
"""Side of a square thumb, at least, and twice that at most; others have about its area."""

_SAMPLES: Final = 4
LUMA: Final = (6, 9, 1)
_MOST_SORTED: Final = 24
"""Pictures whose median is found by comparing whole pictures."""

DETAIL_SIDE: Final = 5
DETAIL_LEVELS: Final = 6.0
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
    if _looked(frame) == 1:
        return luma_of(_weighted([frame.red, frame.green, frame.blue]), 1)
    rows = [_rows(plane, frame) for plane in (frame.red, frame.green, frame.blue)]
    return luma_of(_columns(_weighted(rows), frame), _looked(frame))


def color_thumb(frame: PlanarFrame) -> Float32s:
    """Mean color, in levels of 255; float32 (channel, row, column)."""
    return luma_and_color(frame)[1]


def luma_and_color(frame: PlanarFrame) -> tuple[Float32s, Float32s]:
    """What `luma_thumb` and `color_thumb` give, for little more than one of them."""
    planes = (frame.red, frame.green, frame.blue)
    sums = np.stack([_columns(_rows(plane, frame), frame) for plane in planes])
    looked = _looked(frame)
    return luma_of(_weighted(list(sums)), looked), color_of(sums, looked)


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
    return squashed(soft - box_mean(soft, DETAIL_SIDE))


def squashed(fine: Float32s) -> Float32s:
    """Detail, which is changed, with what stands out far brought near to the rest."""
    bound = np.abs(fine)
    bound /= np.float32(DETAIL_LEVELS)
    bound += 1
    fine /= bound
    return fine


def box_mean(pictures: Float32s, side: int) -> Float32s:
    """Mean of the square of ``side`` pixels, an odd number, around every pixel, edges repeated.

    ``pictures``: float32 (..., row, column). Sums of shifted pictures, which for small squares
    are several times as fast as a running sum.

    >>> box_mean(np.array([[0.0, 9.0, 0.0]], np.float32), 3).tolist()
    [[3.0, 3.0, 3.0]]
    """
    reach = side // 2
    *rest, height, width = pictures.shape
    wide = np.empty((*rest, height + 2 * reach, width), np.float32)
    wide[..., reach : reach + height, :] = pictures
    wide[..., :reach, :] = pictures[..., :1, :]
    wide[..., reach + height :, :] = pictures[..., -1:, :]
    across = np.empty((*rest, height, width + 2 * reach), np.float32)
    total = across[..., reach : reach + width]
    np.add(wide[..., :height, :], wide[..., 1 : height + 1, :], out=total)
    for offset in range(2, side):
        total += wide[..., offset : offset + height, :]
    across[..., :reach] = total[..., :1]
    across[..., reach + width :] = total[..., -1:]
    mean = across[..., :width] + across[..., 1 : width + 1]
    for offset in range(2, side):
        mean += across[..., offset : offset + width]
    mean *= np.float32(1.0 / (side * side))
    return mean


def time_median(pictures: Float32s) -> Float32s:
    """Median over time of pictures (time, ...), as `numpy.median` gives it.

    A few pictures are put in order by a network of comparisons, each of which takes whole
    pictures: Batcher's odd-even merge sort, 1968.

    >>> time_median(np.array([[3.0], [1.0], [8.0], [2.0]], np.float32)).tolist()
    [2.5]
    """
    count = len(pictures)
    if count > _MOST_SORTED:
        return np.asarray(np.median(pictures, axis=0), np.float32)
    lines = _in_order(pictures)
    middle = lines[count // 2]
    if count % 2:
        return np.array(middle, np.float32)
    return np.asarray((lines[count // 2 - 1] + middle) / np.float32(2), np.float32)


def lower_median(pictures: Float32s) -> Float32s:
    """Lower median over time of pictures (time, ...).

    >>> lower_median(np.array([[3.0], [1.0], [8.0], [2.0]], np.float32)).tolist()
    [2.0]
    """
    half = (len(pictures) - 1) // 2
    if len(pictures) > _MOST_SORTED:
        return np.asarray(np.partition(pictures, half, axis=0)[half], np.float32)
    return np.array(_in_order(pictures)[half], np.float32)


def _in_order(pictures: Float32s) -> list[Float32s]:
    """What every place shows, least first, of at most `_MOST_SORTED` pictures."""
    lines = list(pictures)
    for low, high in _comparisons(len(lines)):
        one, other = lines[low], lines[high]
        lines[low], lines[high] = np.minimum(one, other), np.maximum(one, other)
    return lines


@lru_cache(maxsize=_MOST_SORTED)
def _comparisons(count: int) -> tuple[tuple[int, int], ...]:
    """Pairs of places of a network that sorts ``count`` things."""
    levels = range((count - 1).bit_length())
    parts = [(1 << level, 1 << step) for level in levels for step in range(level, -1, -1)]
    return tuple(pair for part, step in parts for pair in _merging(count, part, step))


def _merging(count: int, part: int, step: int) -> Iterator[tuple[int, int]]:
    """Pairs of places, ``step`` apart, that are compared when parts of a length are merged."""
    for start in range(step % part, count - step, 2 * step):
        for place in range(start, min(start + step, count - step)):
            if place // (2 * part) == (place + step) // (2 * part):
                yield place, place + step


def stride(width_px: int, height_px: int) -> tuple[int, int]:
    """Pixels per thumb pixel, and how far apart the looked-at ones of them lie.

    >>> stride(256, 256), stride(1280, 720)
    ((4, 1), (12, 3))
    """
    step = reduction(width_px, height_px)
    return step, max(1, step // _SAMPLES)


def _stride(frame: PlanarFrame) -> tuple[int, int]:
    """`stride` in a frame."""
    height, width = frame.red.shape
    return stride(width, height)


def _looked(frame: PlanarFrame) -> int:
    """Pixels along a side of a thumb pixel that are looked at, at most `_SAMPLES`."""
    step, apart = _stride(frame)
    return step // apart


def _rows(plane: Plane, frame: PlanarFrame) -> Uint16s:
    """Sums over the rows of every thumb row, (row, looked-at column)."""
    step, apart = _stride(frame)
    height, width = plane.shape
    kept = plane[: height // step * step, : width // step * step : apart]
    total = kept[0::step].astype(np.uint16)
    for offset in range(apart, step, apart):
        total += kept[offset::step]
    return total


def _columns(rows: Uint16s, frame: PlanarFrame) -> Uint16s:
    """Sums over the columns of every thumb column of row sums; 16 bits hold 16 whole pixels."""
    looked = _looked(frame)
    total = rows[:, 0::looked].copy()
    for offset in range(1, looked):
        total += rows[:, offset::looked]
    return total


def _weighted(channels: Sequence[Uint16s | Plane]) -> Uint16s:
    """Sums of red, green and blue in the weights of luma; 16 bits hold those of 16 pixels."""
    total = channels[0] * np.uint16(LUMA[0])
    for channel, weight in zip(channels[1:], LUMA[1:], strict=True):
        total += channel * np.uint16(weight)
    return total


def luma_of(sums: Uint16s, looked: int) -> Float32s:
    """Luma from weighted sums over squares of ``looked`` by ``looked`` pixels."""
    luma = color_of(sums, looked)
    luma /= np.float32(sum(LUMA))
    return luma


def color_of(sums: Uint16s, looked: int) -> Float32s:
    """Mean color from sums over squares of ``looked`` by ``looked`` pixels."""
    color = sums.astype(np.float32)
    color /= np.float32(looked**2)
    return color
