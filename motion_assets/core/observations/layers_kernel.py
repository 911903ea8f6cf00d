"""Comparing rows of a picture at shifts with numba: the way of long jobs.

Put the compiled way here; importing this module imports numba. What is compared, and the numpy
way, equal in every bit, belong in ``layers``.
"""

from typing import Final

import numpy as np

from motion_assets.core.observations.compiled import kept
from motion_assets.core.observations.thumbs import Float32s

_NONE: Final = np.float32(0)
_ONE: Final = np.float32(1)


class NumbaComparing:
    """Compares rows in compiled passes; see `layers.Comparing`."""

    @staticmethod
    def laid(
        frames: Float32s, places: tuple[Float32s, Float32s], off: tuple[Float32s, Float32s]
    ) -> Float32s:
        """What `layers.NumpyComparing.laid` gives."""
        seen = np.empty((len(frames), len(places[0])), np.float32)
        _read(np.ascontiguousarray(frames), places, off, seen)
        return seen

    @staticmethod
    def sums(
        pair: tuple[Float32s, Float32s], trust: Float32s, cap: np.float32, count: int, cell: int
    ) -> Float32s:
        """What `layers.NumpyComparing.sums` gives."""
        rows, columns = trust.shape
        sums = np.empty((count, rows, columns // cell), np.float32)
        here, there = map(np.ascontiguousarray, pair)
        _add_up((here, there), trust, cap, cell, sums)
        return sums


@kept
def _read(
    frames: Float32s,
    places: tuple[Float32s, Float32s],
    off: tuple[Float32s, Float32s],
    seen: Float32s,
) -> None:
    """Fill what frames show between pixels; the arithmetic is that of `warp.sampled`."""
    height, width = frames.shape[1], np.uint32(frames.shape[2])
    right, bottom = np.float32(width - 1), np.float32(height - 1)
    for time in range(seen.shape[0]):
        flat, far_x, far_y = frames[time].reshape(-1), off[0][time], off[1][time]
        for place in range(seen.shape[1]):
            x, y = places[0][place] + far_x, places[1][place] + far_y
            inside = np.float32((x >= _NONE) & (x <= right) & (y >= _NONE) & (y <= bottom))
            left = min(max(np.trunc(x), _NONE), right - _ONE)
            top = min(max(np.trunc(y), _NONE), bottom - _ONE)
            share_x, share_y = x - left, y - top
            base = np.uint32(top) * width + np.uint32(left)
            upper, lower = flat[base], flat[base + width]
            upper += (flat[base + np.uint32(1)] - upper) * share_x
            lower += (flat[base + width + np.uint32(1)] - lower) * share_x
            seen[time, place] = (upper + (lower - upper) * share_y) * inside


@kept
def _add_up(
    pair: tuple[Float32s, Float32s], trust: Float32s, cap: np.float32, cell: int, sums: Float32s
) -> None:
    """Fill squared differences of every cell, (shift, row, cell)."""
    here, there = pair
    off = np.empty(sums.shape[2] * cell, np.float32)
    for row in range(sums.shape[1]):
        known, worth = here[row], trust[row]
        for shift in range(sums.shape[0]):
            seen, found = there[row, shift:], sums[shift, row]
            for column in range(off.size):
                gone = seen[column] - known[column]
                off[column] = min(gone * gone, cap) * worth[column]
            for place in range(found.size):
                total = off[place * cell]
                for part in range(1, cell):
                    total += off[place * cell + part]
                found[place] = total
