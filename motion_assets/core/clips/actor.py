"""Actors: subjects ready to be put into the frames of a shot, with the trail some of them drag.

Put the drawing of subjects over a finished background here, in whole numbers. Where they stand
belongs in ``travel``, how their shapes cover pixels in ``subject``.
"""

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Subject
from motion_assets.core.clips.subject import CHANNELS, FULL, PARTS, cover, coverage_px
from motion_assets.core.clips.travel import Travel
from motion_assets.core.observations.frames import Plane
from motion_assets.vocabulary.time_ranges import TRAIL_SHARES, TRAIL_STEP

_Place = tuple[int, int, int, int, int]

# As arrays, because numpy takes longer to turn a number into one than to mix a small shape.
_TO_BYTES: Final = np.array(8, np.uint16)
_HALF: Final = np.array(FULL // 2, np.uint16)


@dataclass(frozen=True, slots=True, eq=False)
class _Wash:
    """A color laid over pixels: what is left of them and what is added, in parts of `FULL`.

    ``rest``, ``ink``: uint16 (row, column * channel); ``inside``: which pixels count as covered.
    """

    rest: NDArray[np.uint16]
    ink: NDArray[np.uint16]
    inside: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """A subject with its places in all frames of a shot.

    ``places``: for every frame size in parts, left, right-shift in parts, top, down-shift in
    parts. ``trail``: the same for each ghost behind it, farthest first, with its coverage of
    256. ``colors``: its color once for every column of its cover, shape (column * channel,).
    ``washes``: what it does to pixels, by size and part of a pixel, kept for its next frame.
    """

    subject: Subject
    places: list[_Place]
    trail: tuple[tuple[int, list[_Place]], ...]
    colors: NDArray[np.uint16]
    alpha: Plane
    washes: dict[tuple[int, int, int, int], _Wash] = field(default_factory=dict)

    def put(self, index: int, rgb: Plane, alpha: Plane) -> None:
        """Cover the part of frame ``index`` of the shot under the subject, in place.

        ``rgb`` is uint8 (height, width, channel), ``alpha`` uint8 (height, width). Ghosts tint
        the color and leave the opacity of what they cover.
        """
        for share, places in self.trail:
            self._put(places[index], rgb, None, share)
        self._put(self.places[index], rgb, alpha, FULL)

    def _put(self, place: _Place, rgb: Plane, alpha: Plane | None, share: int) -> None:
        size, left, part_x, top, part_y = place
        height, width, _ = rgb.shape
        side = coverage_px(size)
        x, y = max(left, 0), max(top, 0)
        right, bottom = min(left + side, width), min(top + side, height)
        if size < PARTS or x >= right or y >= bottom:
            return
        wash = self._wash(size, part_x, part_y, share)
        rows = slice(y - top, bottom - top)
        part = slice(CHANNELS * (x - left), CHANNELS * (right - left))
        under = rgb.reshape(height, -1)[y:bottom, CHANNELS * x : CHANNELS * right]
        mixed = under.astype(np.uint16)
        mixed *= wash.rest[rows, part]
        mixed += wash.ink[rows, part]
        mixed >>= _TO_BYTES
        under[...] = mixed
        if alpha is not None:
            inside = wash.inside[rows, x - left : right - left]
            np.copyto(alpha[y:bottom, x:right], self.alpha, where=inside)

    def _wash(self, size: int, part_x: int, part_y: int, share: int) -> _Wash:
        """What the subject does to the pixels under it at one part of a pixel."""
        key = size, part_x, part_y, share
        found = self.washes.get(key)
        if found is None:
            shown = cover(self.subject.shape, size, part_x, part_y)
            thin, rest = shown.share, shown.rest
            if share < FULL:
                thin = thin * np.uint16(share)
                thin >>= _TO_BYTES
                rest = FULL - thin
            ink = thin * self.colors[: thin.shape[1]]
            ink += _HALF
            found = self.washes[key] = _Wash(rest, ink, shown.inside)
        return found


def actor(subject: Subject, way: Travel, *, fluid: bool) -> Actor:
    """``subject`` on its ``way``; a ``fluid`` one drags a trail when it travels."""
    size = 2 * np.floor(way.size_px * (PARTS / 2) + 0.5).astype(np.int64)
    behind = TRAIL_STEP * float(way.size_px.max()) * -way.heading
    ghosts = tuple(
        (round(share * FULL), _places(way, size, behind * (i + 1)))
        for i, share in enumerate(TRAIL_SHARES)
        if fluid and way.heading
    )
    return Actor(
        subject,
        _places(way, size, 0j),
        ghosts[::-1],
        np.tile(np.array(subject.color, np.uint16), coverage_px(int(size.max()))),
        np.array(math.floor(subject.opacity * 255 + 0.5), np.uint8),
    )


def _places(way: Travel, size: NDArray[np.int64], off: complex) -> list[_Place]:
    """Places of a shape in parts of a pixel, ``off`` from the way in pixels."""
    left, part_x = np.divmod(_parts(way.x_px + off.real - size / (2 * PARTS)), PARTS)
    top, part_y = np.divmod(_parts(way.y_px + off.imag - size / (2 * PARTS)), PARTS)
    columns = (each.tolist() for each in (size, left, part_x, top, part_y))
    return list(zip(*columns, strict=True))


def _parts(place: NDArray[np.float64]) -> NDArray[np.int64]:
    """Nearest whole numbers of parts of a pixel, halves up."""
    return np.floor(place * PARTS + 0.5).astype(np.int64)
