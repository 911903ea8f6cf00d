"""Field: the background as a map of palette indices, larger than the frame.

Put gradients and texture here. Where the view stands on the map belongs in ``camera``, the
grade of its colors in ``light``.

An index is ``step * shades + shade``: ``step`` (0..255) is the place along the gradient,
``shade`` the level of the texture, from ``-texture_levels`` to ``texture_levels``.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.camera import Track
from motion_assets.core.clips.light import graded
from motion_assets.core.clips.scene import Field, Light

Indices = NDArray[np.uint16]
Palette = NDArray[np.uint8]
Window = Callable[[int], tuple[NDArray[np.int64], NDArray[np.int64]]]

STEPS: Final = 256
SHIFT_PARTS: Final = 4
"""Places between two pixels where a moving view may stand."""

MAX_MAP_PX: Final = 4_000_000
MAX_ZOOM_MAP_PX: Final = 200_000
"""Sizes of the map that are not passed for the sake of more places between pixels."""
BASE_ANGLE_DEG: Final = {"horizontal": 0.0, "vertical": 90.0, "angled": 45.0, "radial": 0.0}
CENTER_OFFSET: Final = 0.06
"""How far a radial center lies off the middle, in shares of the shorter side."""

RADIAL_REACH: Final = 0.62
"""Radius at which a radial gradient ends, in shares of the geometric mean of the sides."""

_FIXED: Final = 1 << 14
_GRAIN: Final = 128
_LATTICE: Final = 128


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """The background around the view: indices (row, column) and the pixels a row or column is.

    ``left_px``, ``top_px``: place of the first column and row in the world; ``parts_x``,
    ``parts_y``: columns and rows per world pixel.
    """

    indices: Indices
    left_px: float
    top_px: float
    parts_x: int
    parts_y: int


def field_map(field: Field, path: Track, *, width_px: int, height_px: int) -> Map:
    """Map of everything that the view passes over in the clip."""
    left, right = _extent(path.x_px, path.scale, width_px)
    top, bottom = _extent(path.y_px, path.scale, height_px)
    parts_x, parts_y = _parts(path, (right - left) * (bottom - top))
    x = left + (np.arange((right - left) * parts_x) + 0.5) / parts_x
    y = top + (np.arange((bottom - top) * parts_y) + 0.5) / parts_y
    grain_px = max(3, round(max(width_px, height_px) / 42))
    steps = _gradient(field, x, y, frame_px=(width_px, height_px))
    shades = _texture(field, x - left, y - top, grain_px)
    steps *= 2 * field.texture_levels + 1
    steps += shades
    return Map(steps.astype(np.uint16), left, top, parts_x, parts_y)


def palette(field: Field, light: Light, gain: float) -> Palette:
    """Colors of every index under one gain of the light, uint8 of shape (index, channel).

    Colors stay ``texture_levels`` away from black and white, so that texture is never cut off.
    """
    stops = graded(field.stops, light) * gain
    levels = field.texture_levels
    stops = np.floor(np.clip(stops, levels, 255 - levels) * _FIXED + 0.5).astype(np.int64)
    place = np.arange(STEPS) * (len(stops) - 1)
    left = np.minimum(place // (STEPS - 1), len(stops) - 2)
    share = (place - left * (STEPS - 1))[:, None]
    colors = (stops[left] * (STEPS - 1 - share) + stops[left + 1] * share) // (STEPS - 1)
    colors = (colors + _FIXED // 2) // _FIXED
    shades = np.arange(-levels, levels + 1)
    table: Palette = (colors[:, None, :] + shades[None, :, None]).astype(np.uint8)
    return table.reshape(-1, 3)


def _extent(middle: NDArray[np.float64], scale: NDArray[np.float64], side: int) -> tuple[int, int]:
    """First and last world pixel that the view passes over, with one pixel to spare."""
    half = side / 2 / scale
    return math.floor((middle - half).min()) - 1, math.ceil((middle + half).max()) + 1


def _parts(path: Track, area_px: int) -> tuple[int, int]:
    """Map columns and rows per world pixel: more where the view moves, within `MAX_MAP_PX`."""
    if path.zooms:
        parts = next((n for n in (4, 2) if area_px * n * n <= MAX_ZOOM_MAP_PX), 1)
        return parts, parts
    moving = [bool(axis.max() > axis.min()) for axis in (path.x_px, path.y_px)]
    parts = SHIFT_PARTS
    while parts > 1 and area_px * parts ** sum(moving) > MAX_MAP_PX:
        parts //= 2
    return (parts if moving[0] else 1), (parts if moving[1] else 1)


def _gradient(
    field: Field, x: NDArray[np.float64], y: NDArray[np.float64], *, frame_px: tuple[int, int]
) -> NDArray[np.int32]:
    """Place along the gradient, 0..255, int32 of shape (row, column)."""
    angle = math.radians(BASE_ANGLE_DEG[field.gradient_type] + field.angle_deg)
    # The last bit of sine and cosine differs between machines; 14 bits of them do not.
    cos, sin = round(math.cos(angle) * _FIXED) / _FIXED, round(math.sin(angle) * _FIXED) / _FIXED
    if field.gradient_type == "radial":
        away = CENTER_OFFSET * min(frame_px)
        dx, dy = x - away * cos, y - away * sin
        reach = RADIAL_REACH * math.sqrt(frame_px[0] * frame_px[1])
        distance = np.sqrt((dx * dx)[None, :] + (dy * dy)[:, None])
        distance *= (STEPS - 1) / reach
        return np.minimum(distance, STEPS - 1).astype(np.int32)
    along_x, along_y = x * cos, y * sin
    low = min(along_x[0], along_x[-1]) + min(along_y[0], along_y[-1])
    high = max(along_x[0], along_x[-1]) + max(along_y[0], along_y[-1])
    unit = (STEPS << 14) / (high - low)
    columns = np.floor((along_x - low / 2) * unit).astype(np.int32)
    rows = np.floor((along_y - low / 2) * unit).astype(np.int32)
    steps: NDArray[np.int32] = (columns[None, :] + rows[:, None]) >> 14
    return np.clip(steps, 0, STEPS - 1, out=steps)


def _texture(
    field: Field, x: NDArray[np.float64], y: NDArray[np.float64], grain_px: int
) -> NDArray[np.int32]:
    """Shades 0..2 * texture_levels: a fine cloud of smooth noise and a faint coarse one."""
    rng = np.random.Generator(np.random.PCG64(field.texture_seed))
    cloud = _cloud(rng, x, y, grain_px)
    cloud += _cloud(rng, x, y, 3 * grain_px) >> 2
    levels = field.texture_levels
    # Noise of about 2**17 * 0.35 is a third of the levels after this.
    cloud *= 2 * levels + 1
    cloud >>= 18
    cloud += levels
    return np.clip(cloud, 0, 2 * levels, out=cloud)


def _cloud(
    rng: np.random.Generator, x: NDArray[np.float64], y: NDArray[np.float64], grain_px: int
) -> NDArray[np.int32]:
    """Smooth noise of +-2**17, a quadratic B-spline over a random lattice, int32 (row, column)."""
    column, weights_x = _lattice_place(x, grain_px)
    row, weights_y = _lattice_place(y, grain_px)
    shape = int(row[-1]) + 3, int(column[-1]) + 3
    lattice = rng.integers(-_LATTICE, _LATTICE, size=shape, dtype=np.int32)
    across = lattice.take(column, axis=1) * weights_x[0]
    for i in (1, 2):
        across += lattice.take(column + i, axis=1) * weights_x[i]
    across >>= 4
    cloud: NDArray[np.int32] = across.take(row, axis=0)
    cloud *= weights_y[0][:, None]
    for i in (1, 2):
        part = across.take(row + i, axis=0)
        part *= weights_y[i][:, None]
        cloud += part
    return cloud


def _lattice_place(
    place: NDArray[np.float64], grain_px: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Lattice point before every place and the weights of three points, in parts of 2**7."""
    at = place / grain_px
    point = np.floor(at)
    share = at - point
    after = np.floor(share * share * (_GRAIN / 2) + 0.5)
    before = np.floor((1.0 - share) * (1.0 - share) * (_GRAIN / 2) + 0.5)
    weights = np.stack([before, _GRAIN - before - after, after])
    return point.astype(np.int32), weights.astype(np.int32)
