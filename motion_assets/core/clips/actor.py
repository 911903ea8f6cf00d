"""Actors: subjects ready to be put into the frames of a shot, with the trail some of them drag.

Put the drawing of subjects over a finished background here, in whole numbers. Where they stand
belongs in ``travel``, how their shapes cover pixels in ``subject``.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Subject
from motion_assets.core.clips.subject import CHANNELS, FULL, PARTS, Cover, cover, coverage_px
from motion_assets.core.clips.travel import Travel
from motion_assets.core.observations.frames import Plane
from motion_assets.vocabulary.time_ranges import TRAIL_SHARES, TRAIL_STEP

_Place = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Actor:
    """A subject with its places in all frames of a shot.

    ``places``: for every frame size in parts, left, right-shift in parts, top, down-shift in
    parts. ``trail``: the same for each ghost behind it, farthest first, with its coverage of
    256. ``colors``: its color once for every column of the frame, shape (column * channel,).
    """

    subject: Subject
    places: list[_Place]
    trail: tuple[tuple[int, list[_Place]], ...]
    colors: NDArray[np.uint16]
    alpha: int

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
        shown = cover(self.subject.shape, size, part_x, part_y)
        rows, columns = slice(y - top, bottom - top), slice(x - left, right - left)
        under = rgb.reshape(height, -1)[y:bottom, CHANNELS * x : CHANNELS * right]
        over = self.colors[: under.shape[1]]
        part = slice(CHANNELS * columns.start, CHANNELS * columns.stop)
        under[...] = _mixed(under, over, shown, (rows, part), share)
        if alpha is not None:
            np.copyto(alpha[y:bottom, x:right], self.alpha, where=shown.inside[rows, columns])


def actor(subject: Subject, way: Travel, *, width_px: int, fluid: bool) -> Actor:
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
        np.tile(np.array(subject.color, np.uint16), width_px),
        math.floor(subject.opacity * 255 + 0.5),
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


def _mixed(
    under: Plane,
    over: NDArray[np.uint16],
    shown: Cover,
    cut: tuple[slice, slice],
    share: int,
) -> NDArray[np.uint16]:
    """Rows of interleaved channels under a shape of which ``share`` of 256 is seen."""
    if share == FULL:
        mixed = under * shown.rest[cut]
        mixed += over * shown.share[cut]
    else:
        thin = (shown.share[cut] * share) >> 8
        mixed = under * (FULL - thin)
        mixed += over * thin
    mixed += FULL // 2
    mixed >>= 8
    return mixed
