"""Views: from a composed picture to its frames.

Put the order in which a view is put together here. Its parts live in ``field``, ``camera``,
``light`` and ``subject``.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.camera import Track, track
from motion_assets.core.clips.field import Map, field_map, palette
from motion_assets.core.clips.light import gains
from motion_assets.core.clips.scene import Opacity, Scene, Subject, View
from motion_assets.core.clips.subject import CHANNELS, FULL, PARTS, cover, coverage_px, travel
from motion_assets.core.observations.frames import Plane, RgbaFrame


def view_frames(scene: Scene, view: View) -> Iterator[RgbaFrame]:
    """Frames of ``view``, which is the picture of ``scene``, in order."""
    path = track(
        view.camera,
        width_px=scene.width_px,
        height_px=scene.height_px,
        fps=scene.fps,
        frame_count=scene.frame_count,
    )
    actors = [_actor(subject, path, scene) for subject in view.subjects]
    backdrop = _backdrop(scene, view, path)
    for index in range(scene.frame_count):
        rgb = _background(backdrop, index)
        alpha = np.full(rgb.shape[:2], _alpha(view.opacity, index, scene.frame_count), np.uint8)
        for actor in actors:
            _put(actor, index, rgb, alpha)
        yield RgbaFrame(rgb, alpha)


@dataclass(frozen=True, slots=True, eq=False)
class _Actor:
    """A subject ready to be put into frames.

    ``places``: for every frame size in parts, left, right-shift in parts, top, down-shift in parts.
    ``colors``: its color once for every column of the frame, shape (column * channel,).
    """

    subject: Subject
    places: list[tuple[int, int, int, int, int]]
    colors: NDArray[np.uint16]
    alpha: int


@dataclass(frozen=True, slots=True, eq=False)
class _Backdrop:
    """The map under a view.

    ``phases``: the map once for every place between two pixels, [down][across], as colors when
    the light stands still and as palette indices when it moves. ``zooms``: whether the scale
    of the view changes.
    """

    scene: Scene
    view: View
    path: Track
    map: Map
    phases: list[list[NDArray[Any]]]
    gains: NDArray[np.float64]
    zooms: bool


def _actor(subject: Subject, path: Track, scene: Scene) -> _Actor:
    way = travel(subject, path, width_px=scene.width_px, height_px=scene.height_px, fps=scene.fps)
    size = 2 * np.floor(way.size_px * (PARTS / 2) + 0.5).astype(np.int64)
    left, part_x = np.divmod(_parts(way.x_px - size / (2 * PARTS)), PARTS)
    top, part_y = np.divmod(_parts(way.y_px - size / (2 * PARTS)), PARTS)
    places = np.stack([size, left, part_x, top, part_y], axis=1).tolist()
    colors = np.tile(np.array(subject.color, np.uint16), scene.width_px)
    return _Actor(subject, [tuple(place) for place in places], colors, _byte(subject.opacity))


def _parts(place: NDArray[np.float64]) -> NDArray[np.int64]:
    """Nearest whole numbers of parts of a pixel, halves up."""
    return np.floor(place * PARTS + 0.5).astype(np.int64)


def _backdrop(scene: Scene, view: View, path: Track) -> _Backdrop:
    map_ = field_map(view.field, path, width_px=scene.width_px, height_px=scene.height_px)
    lit = gains(view.light, scene.frame_count)
    source: NDArray[Any] = map_.indices
    if len(view.light.curve) == 1:
        source = palette(view.field, view.light, float(lit[0])).take(map_.indices, axis=0)
    if path.zooms:
        return _Backdrop(scene, view, path, map_, [[source]], lit, zooms=True)
    phases = [
        [
            np.ascontiguousarray(source[y :: map_.parts_y, x :: map_.parts_x])
            for x in range(map_.parts_x)
        ]
        for y in range(map_.parts_y)
    ]
    return _Backdrop(scene, view, path, map_, phases, lit, zooms=False)


def _background(back: _Backdrop, index: int) -> Plane:
    """Background of one frame, uint8 of shape (height, width, channel)."""
    cut: NDArray[Any] = _cut(back, index)
    if len(back.view.light.curve) == 1:
        return cut
    colors = palette(back.view.field, back.view.light, float(back.gains[index]))
    return colors.take(cut, axis=0)


def _cut(back: _Backdrop, index: int) -> NDArray[Any]:
    """The part of the map that the view shows in one frame."""
    x, y = float(back.path.x_px[index]), float(back.path.y_px[index])
    width, height, map_ = back.scene.width_px, back.scene.height_px, back.map
    if back.zooms:
        scale = float(back.path.scale[index])
        across = _places(x, width, scale, map_.left_px, map_.parts_x)
        down = _places(y, height, scale, map_.top_px, map_.parts_y)
        return back.phases[0][0].take(down, axis=0).take(across, axis=1)
    left, part_x = divmod(_nearest((x - width / 2 - map_.left_px) * map_.parts_x), map_.parts_x)
    top, part_y = divmod(_nearest((y - height / 2 - map_.top_px) * map_.parts_y), map_.parts_y)
    return back.phases[part_y][part_x][top : top + height, left : left + width].copy()


def _places(
    middle_px: float, side: int, scale: float, first_px: float, parts: int
) -> NDArray[np.int64]:
    """Row or column of the map under the middle of every pixel of a side of the frame."""
    places = middle_px + (np.arange(side) + 0.5 - side / 2) / scale - first_px
    return np.asarray(np.floor(places * parts), dtype=np.int64)


def _put(actor: _Actor, index: int, rgb: Plane, alpha: Plane) -> None:
    """Cover the part of a frame under a subject, in place."""
    size, left, part_x, top, part_y = actor.places[index]
    if size < PARTS:
        return
    side = coverage_px(size)
    height, width = alpha.shape
    x, y = max(left, 0), max(top, 0)
    right, bottom = min(left + side, width), min(top + side, height)
    if x >= right or y >= bottom:
        return
    shown = cover(actor.subject.shape, size, part_x, part_y)
    rows, columns = slice(y - top, bottom - top), slice(x - left, right - left)
    row_bytes = slice(CHANNELS * (x - left), CHANNELS * (right - left))
    under = rgb.reshape(height, -1)[y:bottom, CHANNELS * x : CHANNELS * right]
    mixed = under * shown.rest[rows, row_bytes]
    mixed += actor.colors[: under.shape[1]] * shown.share[rows, row_bytes]
    mixed += FULL // 2
    mixed >>= 8
    under[...] = mixed
    np.copyto(alpha[y:bottom, x:right], actor.alpha, where=shown.inside[rows, columns])


def _alpha(opacity: Opacity, index: int, frame_count: int) -> int:
    """Alpha of the background in one frame, 0..255."""
    share = index / (frame_count - 1) if frame_count > 1 else 0.0
    return _byte(opacity.start + (opacity.end - opacity.start) * share)


def _byte(share: float) -> int:
    return _nearest(share * 255)


def _nearest(value: float) -> int:
    """Nearest whole number, halves up."""
    return math.floor(value + 0.5)
