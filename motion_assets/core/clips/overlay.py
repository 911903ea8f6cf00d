"""Overlay: a pictogram on top of everything, fixed to the frame.

Put the drawing of overlays and the choice of their place here. Their forms belong in
``core.observations.signs``, which reads them back.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Composition, Overlay, OverlayShape
from motion_assets.core.clips.set_pieces import placing
from motion_assets.core.observations.frames import Plane
from motion_assets.core.observations.signs import sign
from motion_assets.vocabulary.stage_ranges import (
    OVERLAY_INK,
    OVERLAY_OUTLINE,
    OVERLAY_SIZE,
)

Mask = NDArray[np.bool_]

_PLACES: Final = ((0, -1), (0, 1), (-1, 0), (1, 0))
_MARGIN: Final = 0.035
"""Room between the outline and the edge of the frame, in shares of the shorter side."""

_OUTLINE_PX: Final = 80
"""Pixels of the shorter side of the frame for every pixel of the outline's width."""


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A rectangle of the frame and what covers it.

    ``ink``: its bytes, uint8 (row, column * channel), 0 where it leaves a pixel as it is;
    ``kept``: 255 there and 0 elsewhere. ``inside``: which of its pixels are covered.
    """

    top: int
    left: int
    ink: Plane
    kept: Plane
    inside: Mask


def draw_overlay(overlay: Overlay, *, width_px: int, height_px: int) -> Patch | None:
    """The overlay of a frame, wholly inside of it; None for no shape."""
    if overlay.shape == "none":
        return None
    side = min(width_px, height_px)
    rim_px = outline_px(side)
    size_px = max(11, round(overlay.size * side))
    ink = np.pad(sign(overlay.shape, size_px), rim_px)
    inside = grown(ink, rim_px)
    colors = np.array([OVERLAY_OUTLINE, OVERLAY_INK], np.uint8).take(ink, axis=0)
    rows, columns = ink.shape
    kept = np.where(inside, np.uint8(0), np.uint8(255)).repeat(colors.shape[2], axis=1)
    top = _within(overlay.center_y * height_px - rows / 2, height_px - rows)
    left = _within(overlay.center_x * width_px - columns / 2, width_px - columns)
    return Patch(top, left, colors.reshape(rows, -1) & ~kept, kept, inside)


def put_overlay(rgb: Plane, patch: Patch) -> None:
    """Cover the part of a frame (row, column, channel) under a patch, in place."""
    rows, columns = patch.ink.shape
    flat, left = rgb.reshape(len(rgb), -1), patch.left * rgb.shape[2]
    under = flat[patch.top : patch.top + rows, left : left + columns]
    under &= patch.kept
    under |= patch.ink


def place_overlay(
    shape: OverlayShape, composition: Composition, *, width_px: int, height_px: int
) -> Overlay:
    """An overlay at the middle of the edge of the frame that hides least of the body's outline.

    It stays on the axis of a mirrored composition, and away from the flags in the corners.
    """
    side = min(width_px, height_px)
    placed = placing(composition)
    reach = OVERLAY_SIZE / 2 + _MARGIN
    half_x, half_y = width_px / (2 * side), height_px / (2 * side)
    body = (placed.center_x - 0.5) * 2 * half_x, (placed.center_y - 0.5) * 2 * half_y

    def off_outline(place: tuple[int, int]) -> float:
        x, y = place[0] * (half_x - reach), place[1] * (half_y - reach)
        return abs(float(np.hypot(x - body[0], y - body[1])) - placed.radius)

    places = _PLACES[:2] if composition.symmetry == "bilateral" else _PLACES
    best = max(places, key=lambda place: round(off_outline(place), 4))
    return Overlay(
        shape=shape,
        center_x=round(0.5 + best[0] * (0.5 - reach * side / width_px), 4),
        center_y=round(0.5 + best[1] * (0.5 - reach * side / height_px), 4),
        size=OVERLAY_SIZE,
    )


def outline_px(side_px: int) -> int:
    """Width of the outline in a frame whose shorter side is ``side_px``.

    >>> outline_px(64), outline_px(144), outline_px(720)
    (1, 2, 9)
    """
    return max(1, round(side_px / _OUTLINE_PX))


def grown(mask: Mask, by_px: int) -> Mask:
    """A mask and all pixels around it, diagonals included, ``by_px`` times."""
    wide = mask.copy()
    for _ in range(by_px):
        rows = wide.copy()
        rows[1:] |= wide[:-1]
        rows[:-1] |= wide[1:]
        wide = rows.copy()
        wide[:, 1:] |= rows[:, :-1]
        wide[:, :-1] |= rows[:, 1:]
    return wide


def _within(place: float, highest: int) -> int:
    return min(max(int(np.floor(place + 0.5)), 0), highest)
