"""Lanes: whether a picture is a plan, seen from straight above.

Put here how a ground plan is told from other texture. When it is asked, and what a view is called
then, belongs in ``viewing``.
"""

from typing import Final

import numpy as np

from motion_assets.core.observations.medians import middle_of
from motion_assets.core.observations.thumbs import Float32s

_LANES: Final = 0.1
_UPRIGHT: Final = 0.395
_AXIS_SLOPE: Final = 0.2
"""A ground plan: least share of the detail that rows alone, and columns alone, explain, and of
the edges that keep to the axes, which means a slope of at most this."""


def lanes_cross(frames: Float32s) -> bool:
    """Whether lanes cross the whole picture along both axes, and edges keep to the axes.

    ``frames``: relief, float32 (time, row, column).
    """
    evened = [_evened_out(frame[3:-3, 3:-3]) for frame in frames]
    if np.median([_crossed(frame) for frame in evened], axis=0).min() <= _LANES:
        return False
    return bool(np.median([_upright(frame) for frame in evened]) > _UPRIGHT)


def _evened_out(frame: Float32s) -> Float32s:
    """Detail of zero mean, in which what stands out counts hardly more than the rest."""
    even = np.tanh(frame / (np.float32(middle_of(np.abs(frame))) + np.float32(1e-3)))
    even -= even.mean()
    return np.asarray(even, np.float32)


def _crossed(frame: Float32s) -> tuple[float, float]:
    """Shares of the detail that columns and rows alone explain."""
    power = float((frame * frame).mean()) + 1e-9
    return float(frame.mean(axis=0).var()) / power, float(frame.mean(axis=1).var()) / power


def _upright(frame: Float32s) -> float:
    """Share of the edges that keep to the axes."""
    along_x, along_y = np.abs(frame[:, 2:] - frame[:, :-2]), np.abs(frame[2:] - frame[:-2])
    along_x, along_y = along_x[1:-1], along_y[:, 1:-1]
    lesser, greater = np.minimum(along_x, along_y), np.maximum(along_x, along_y)
    pull = np.minimum(greater, np.float32(middle_of(greater)))
    kept = pull[lesser < _AXIS_SLOPE * greater].sum()
    return float(kept) / (float(pull.sum()) + 1e-9)
