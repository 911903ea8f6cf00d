"""Ground: the moving texture under a view, frame by frame.

Put the choice of how a move is drawn here, and the moves that only shift. Moves that turn,
grow or bend belong in ``gathers``, the time course in ``paths``, the texture in ``texture``.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.depths import Layer, Stage, laid, layers_of, staged
from motion_assets.core.clips.gathers import bent_plane, grown_plane, turned_plane
from motion_assets.core.clips.paths import ALONG_X, ALONG_Y, GroundPath, ground_path
from motion_assets.core.clips.scene import Ground
from motion_assets.core.clips.texture import GRAINS, Shades, cloud, smeared, streets
from motion_assets.vocabulary.camera_ranges import WHIP_BLUR_WIDTHS

Float64s = NDArray[np.float64]

PARTS: Final = 16
"""Places between two pixels where a shifted view may stand."""

# As arrays, because numpy takes longer to turn a number into one than to shift a small frame.
_SHARES: Final = [np.array(part, np.int16) for part in range(PARTS + 1)]
_HALF: Final = _SHARES[PARTS // 2]
_TO_SHADES: Final = np.array(4, np.int16)


@dataclass(frozen=True, slots=True, eq=False)
class GroundFrames:
    """The ground in every frame, and where things on it stand."""

    path: GroundPath
    draw: Callable[[int], Shades]

    def plane(self, index: int) -> Shades:
        """Shades of one frame, int16 of shape (height, width), at most 448 either way.

        They have a mean of about 0 and a root mean square of about 256. The array may be shared
        between frames: it is not to be written to.
        """
        return self.draw(index)

    def places(self, x_px: float, y_px: float) -> tuple[Float64s, Float64s, Float64s]:
        """Where a point of the farthest layer stands in every frame, and its scale.

        Both the given point and the answer in pixels right of and below the middle of the
        frame; see `GroundPath.places`.
        """
        return self.path.places(x_px, y_px)


def ground_frames(
    ground: Ground, *, width_px: int, height_px: int, fps: float, frame_count: int
) -> GroundFrames:
    """Ground under a view of the given size.

    Raises
    ------
    LimitError
        If the layers do not suit the kind of move.

    Examples
    --------
    >>> still = Ground("static", 0.0, 1, 0.0, 1, 0.0, seed=1)
    >>> frames = ground_frames(still, width_px=64, height_px=36, fps=24, frame_count=2)
    >>> frames.plane(0).shape, bool((frames.plane(0) == frames.plane(1)).all())
    ((36, 64), True)
    """
    size = width_px, height_px
    path = ground_path(
        ground, width_px=width_px, height_px=height_px, fps=fps, frame_count=frame_count
    )
    rng = np.random.Generator(np.random.PCG64([ground.seed, 0]))
    kind = ground.motion_type
    if kind in {"roll", "rotate"}:
        return GroundFrames(path, turned_plane(rng, path, size, ground.texture))
    if kind in {"zoom", "zoom_out", "dolly"}:
        return GroundFrames(path, grown_plane(rng, path, size, ground))
    if path.focal_px is not None:
        return GroundFrames(path, bent_plane(rng, path, size, ground))
    return GroundFrames(path, _shifted_plane(rng, ground, path, size))


def _shifted_plane(
    rng: np.random.Generator, ground: Ground, path: GroundPath, size: tuple[int, int]
) -> Callable[[int], Shades]:
    """Frames of a view that only shifts, cut from tiles at parts of a pixel."""
    sides = size[1], size[0]
    margin = math.ceil(float(np.abs([path.shake_x_px, path.shake_y_px]).max())) + 1
    travels = ground.motion_type in ALONG_Y, ground.motion_type in ALONG_X
    # Along its way a tile repeats after two frames; to the sides it has room for the shake.
    spans = [
        2 * side if travel else side + 2 * margin
        for side, travel in zip(sides, travels, strict=True)
    ]
    layers = _shifted_layers(rng, ground, (spans[0], spans[1]), size, margin)
    maps = [
        [_repeated(each, travels, size) for each in (layer.shades, layer.cover) if each is not None]
        for layer in layers
    ]
    starts = [
        _starts(path.y_px + path.shake_y_px, None if travels[0] else margin, spans[0]),
        _starts(path.x_px + path.shake_x_px, None if travels[1] else margin, spans[1]),
    ]

    def plane(index: int) -> Shades:
        out = None
        for number, map_ in enumerate(maps):
            place = int(starts[0][number, index]), int(starts[1][number, index])
            cut = [_cut(each, place, sides) for each in map_]
            if out is None:
                out = cut[0]
            else:
                laid(out, cut[0], cut[1])
        return np.asarray(out)

    return plane


def _shifted_layers(
    rng: np.random.Generator,
    ground: Ground,
    shape: tuple[int, int],
    size: tuple[int, int],
    margin: int,
) -> tuple[Layer, ...]:
    """Tiles of every layer, the farthest one first."""
    side = math.isqrt(size[0] * size[1])
    if ground.motion_type == "birds_eye":
        return (Layer(streets(rng, shape, side), None),)
    if ground.motion_type == "whip_pan":
        smear_px = max(2, round(WHIP_BLUR_WIDTHS * size[0]))
        return (Layer(smeared(cloud(rng, shape, side / GRAINS), smear_px), None),)
    across = 1 if ground.motion_type in ALONG_Y else 0
    stage = staged(Stage(shape, across, margin, size[1 - across], side), ground)
    return layers_of(rng, stage, ground.layer_count)


def _repeated(tile: Shades, travels: tuple[bool, bool], size: tuple[int, int]) -> Shades:
    """``tile`` with as much of its start again as a frame at its end shows."""
    rows, columns = (
        np.arange(length + (side + 1 if travel else 1)) % length
        for length, travel, side in zip(tile.shape, travels, (size[1], size[0]), strict=True)
    )
    repeated: Shades = tile.take(rows, axis=0).take(columns, axis=1)
    return repeated


def _starts(way: Float64s, margin: int | None, span: int) -> NDArray[np.int64]:
    """First row or column of every frame, in parts; shape (layer, time)."""
    parts = np.floor(way * PARTS + 0.5).astype(np.int64)
    return parts % (span * PARTS) if margin is None else parts + margin * PARTS


def _cut(map_: Shades, start: tuple[int, int], sides: tuple[int, int]) -> Shades:
    """The part of a map under a frame, between its pixels where need be; a copy."""
    (top, part_y), (left, part_x) = (divmod(each, PARTS) for each in start)
    kept = map_[top : top + sides[0] + 1, left : left + sides[1] + 1]
    rows = _between(kept[:-1], kept[1:], part_y) if part_y else kept[:-1]
    if not part_x:
        return rows[:, :-1].copy()
    return _between(rows[:, :-1], rows[:, 1:], part_x)


def _between(before: Shades, after: Shades, part: int) -> Shades:
    """Shades ``part`` of `PARTS` of the way from one place to the next."""
    mixed = before * _SHARES[PARTS - part]
    mixed += after * _SHARES[part]
    mixed += _HALF
    mixed >>= _TO_SHADES
    return mixed
