"""Flat pixels: which pixels of a picture belong to an area of one exact color.

Put naming pixels by the area they belong to here. Where areas have their middles, and which of
them can be followed, belongs in ``blobs``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from motion_assets.core.observations.frames import Plane

Uint32s = NDArray[np.uint32]

COARSE_PX: Final = 96
"""Pixels along the longer side among which areas are looked for, at least."""

_LEAST_CORE_PX: Final = 12
_LEAST_CORE_SHARE: Final = 0.0012
MOST_SHARE: Final = 0.09
"""Share of the picture that one area may cover."""

MOST_AREAS: Final = 24


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """Rows ``top`` to ``bottom`` and columns ``left`` to ``right``, neither last one included."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Its rows and columns."""
        return np.s_[self.top : self.bottom, self.left : self.right]

    def joined(self, other: "Box") -> "Box":
        """The least box around both."""
        return Box(
            min(self.top, other.top),
            max(self.bottom, other.bottom),
            min(self.left, other.left),
            max(self.right, other.right),
        )

    def wider(self, by_px: int, shape: tuple[int, ...]) -> "Box":
        """The box and what is around it, within a picture of ``shape``."""
        return Box(
            max(self.top - by_px, 0),
            min(self.bottom + by_px, shape[0]),
            max(self.left - by_px, 0),
            min(self.right + by_px, shape[1]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class NamedPixels:
    """Number of the blob that every pixel belongs to, from 1, 0 for none; uint8 (row, column).

    ``colors``: of every blob, red, green and blue in one number; ``boxes``: around its pixels.
    """

    names: NDArray[np.uint8]
    colors: list[int]
    boxes: list[Box]


def _packed(planes: list[Plane]) -> Uint32s:
    """Red, green and blue of every pixel in one number."""
    packed = planes[0].astype(np.uint32)
    for plane in planes[1:]:
        packed <<= np.uint32(8)
        packed |= plane
    return packed


def named_pixels(planes: list[Plane]) -> NamedPixels:
    """Blobs are looked for among fewer pixels, then all of those that have their colors named."""
    shape = planes[0].shape
    named = NamedPixels(np.zeros(shape, np.uint8), [], [])
    step = max(1, max(shape) // COARSE_PX)
    coarse = _packed([plane[::step, ::step] for plane in planes])
    core = coarse[:-1, :-1] == coarse[:-1, 1:]
    core &= coarse[:-1, :-1] == coarse[1:, :-1]
    if np.count_nonzero(core) < least_core(coarse.size):
        return named
    parts = _largest(core, coarse.size)
    for part, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        first = int(np.argmax(parts[rows.start, columns] == part)) + columns.start
        box = Box(
            max(step * (rows.start - 1), 0),
            step * (rows.stop + 1) + 1,
            max(step * (columns.start - 1), 0),
            step * (columns.stop + 1) + 1,
        )
        _name(named, planes, box.wider(0, shape), int(coarse[rows.start, first]))
    return named


def _name(named: NamedPixels, planes: list[Plane], box: Box, color: int) -> None:
    """Name the pixels of one color in a box, as before where a part of them is named."""
    here = box.slices
    inside = planes[0][here] == color >> 16
    inside &= planes[1][here] == color >> 8 & 255
    inside &= planes[2][here] == color & 255
    names = named.names[here]
    # A thin band has several cores; its pixels hang together all the same.
    known = int((names * inside).max())
    if known:
        named.boxes[known - 1] = named.boxes[known - 1].joined(box)
    else:
        named.colors.append(color)
        named.boxes.append(box)
    np.copyto(names, np.uint8(known or len(named.colors)), where=inside)


def least_core(size: int) -> float:
    """Pixels of the least core that is looked at, among ``size``."""
    return max(_LEAST_CORE_PX, _LEAST_CORE_SHARE * size)


def _largest(core: NDArray[np.bool_], size: int) -> NDArray[np.int32]:
    """Numbers from 1 of the largest parts of a fitting size, in order, 0 elsewhere.

    Dark ground may be flat in many places.
    """
    parts, _ = ndimage.label(core)
    sizes = np.bincount(parts.reshape(-1))
    sizes[0] = 0
    sizes[sizes < least_core(size)] = 0
    sizes[sizes > MOST_SHARE * size] = 0
    large = np.sort(np.argsort(-sizes, kind="stable")[:MOST_AREAS])
    large = large[sizes[large] > 0]
    numbers = np.zeros(len(sizes), np.int32)
    numbers[large] = np.arange(1, len(large) + 1)
    return np.asarray(numbers.take(parts))


def kept_off(named: NamedPixels) -> NDArray[np.bool_]:
    """Which blobs keep off the edges of the picture."""
    names = named.names
    edges = (names[:2], names[-2:], names[:, :2], names[:, -2:])
    touched = np.zeros(len(named.colors) + 1, np.bool_)
    for edge in edges:
        if edge.any():
            touched[edge.reshape(-1)] = True
    off: NDArray[np.bool_] = ~touched[1:]
    return off
