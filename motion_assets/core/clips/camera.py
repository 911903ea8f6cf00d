"""Camera: where the view stands in every frame of a clip.

Put the path of the view here. The background it looks at belongs in ``field``, shapes in
``subject``; which move a clip gets is decided in ``build``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Camera
from motion_assets.errors import LimitError
from motion_assets.vocabulary.definitions import CAMERA_REACH, ZOOM_REACH

Float64s = NDArray[np.float64]

SCALE_STEPS: Final = 1 << 20
"""Scales are kept in steps of 2**-20, so that the last bit of ``exp`` never reaches a pixel."""

_ZOOM_SIGN: Final = {"zoom": 1.0, "zoom_out": -1.0}


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The view in every frame; each array is float64 of shape (time,).

    ``x_px``, ``y_px``: middle of the view in the world, in frame pixels at scale 1, right and
    down positive. ``scale``: frame pixels per world pixel, 1.0 at the widest view of the clip.
    """

    x_px: Float64s
    y_px: Float64s
    scale: Float64s

    @property
    def zooms(self) -> bool:
        """Whether the scale changes during the clip."""
        return bool(self.scale.max() > self.scale.min())


def track(
    moves: Sequence[Camera], *, width_px: int, height_px: int, fps: int, frame_count: int
) -> Track:
    """Path of the view through ``moves``, which share the clip equally.

    Raises
    ------
    LimitError
        If there is no move, or the zooms span more than `ZOOM_REACH` in log scale.

    Examples
    --------
    >>> pan = Camera("pan", speed_widths_s=0.1, sign=1)
    >>> path = track([pan], width_px=100, height_px=50, fps=10, frame_count=3)
    >>> path.x_px.tolist(), path.scale.tolist()
    ([-1.0, 0.0, 1.0], [1.0, 1.0, 1.0])
    """
    if not moves:
        raise LimitError("a view needs at least one camera move; a still view has one static move.")
    step = width_px / fps
    dx, dy, dz = (np.zeros(frame_count) for _ in range(3))
    bounds = [round(i * frame_count / len(moves)) for i in range(len(moves) + 1)]
    for move, start, stop in zip(moves, bounds[:-1], bounds[1:], strict=True):
        if move.motion_type == "pan":
            dx[start:stop] = move.speed_widths_s * step * move.sign
        elif move.motion_type == "tilt":
            dy[start:stop] = move.speed_widths_s * step * move.sign
        elif move.motion_type in _ZOOM_SIGN:
            dz[start:stop] = move.speed_widths_s / fps * _ZOOM_SIGN[move.motion_type]
    return Track(
        x_px=_swing(dx, CAMERA_REACH * width_px),
        y_px=_swing(dy, CAMERA_REACH * height_px),
        scale=_scales(dz),
    )


def _swing(steps: Float64s, reach: float) -> Float64s:
    """Positions along ``steps``, about the middle, turning back at ``reach`` on either side."""
    way = np.concatenate(([0.0], np.cumsum(steps[:-1])))
    if not way.any():
        return way
    span = way.max() - way.min()
    start = -(way.max() + way.min()) / 2 if span <= 2 * reach else -reach * np.sign(steps.sum())
    phase = np.mod(start + way + reach, 4 * reach)
    turned: Float64s = np.where(phase > 2 * reach, 4 * reach - phase, phase) - reach
    return turned


def _scales(steps: Float64s) -> Float64s:
    """Scale of every frame from steps of log scale, 1.0 at the widest view."""
    if not steps.any():
        return np.ones(len(steps))
    way = np.concatenate(([0.0], np.cumsum(steps[:-1])))
    way -= way.min()
    if way.max() > ZOOM_REACH:
        raise LimitError(
            f"the zooms of a clip may span {ZOOM_REACH} in log scale, got {way.max():.3f}. "
            "Zoom more slowly or for a shorter time."
        )
    return np.array([round(math.exp(value) * SCALE_STEPS) for value in way]) / SCALE_STEPS
