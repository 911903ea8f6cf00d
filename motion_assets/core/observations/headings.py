"""Headings: what the angle of a travel and the way of a camera are called.

Put the naming of ways here. What travels, and how, is found in ``gait``, ``motion`` and
``viewing``. Angles are degrees clockwise from the right, 0..360; of radial travel `OUTWARD_DEG` or
`INWARD_DEG`.
"""

import math
from typing import Final

from motion_assets.core.observations.thumbs import Float32s
from motion_assets.vocabulary.definitions import AXIS_TOLERANCE_DEG, DIAGONAL_TOLERANCE_DEG
from motion_assets.vocabulary.slots import (
    CAMERA_SIGNS,
    CAMERA_WAYS,
    HEADING_SIGNS,
    HEADINGS,
    TURNING_BACK,
)

OUTWARD_DEG: Final = 0.0
INWARD_DEG: Final = 180.0

_MOVES: Final = {
    **dict.fromkeys(("left", "right"), (0, -1)),
    **dict.fromkeys(("up", "down"), (1, -1)),
    **dict.fromkeys(("in", "out"), (2, 1)),
    **dict.fromkeys(("clockwise", "counterclockwise"), (3, -1)),
}
"""Figure of a move that each way of a camera changes, and its sign for the way of +1: a picture
goes and turns the other way, and grows as the camera goes in."""


def axis_of(angle_deg: float) -> str | None:
    """Canonical direction of a way; None between two of them.

    >>> [axis_of(angle) for angle in (8.0, 275.0, 140.0, 20.5)]
    ['horizontal', 'vertical', 'diagonal', None]
    """
    angle_deg %= 180
    if min(angle_deg, 180 - angle_deg) <= AXIS_TOLERANCE_DEG:
        return "horizontal"
    if abs(angle_deg - 90) <= AXIS_TOLERANCE_DEG:
        return "vertical"
    off_diagonal = min(abs(angle_deg - 45), abs(angle_deg - 135))
    return "diagonal" if off_diagonal <= DIAGONAL_TOLERANCE_DEG else None


def ways_of(direction: str, angle_deg: float) -> tuple[str, ...]:
    """Ways that a travel along a direction goes.

    >>> ways_of("horizontal", 172.0), ways_of("diagonal", 315.0), ways_of("radial", INWARD_DEG)
    (('left',), ('right', 'up'), ('in',))
    """
    across, down = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    ways = HEADINGS.get(direction, ())
    gone = {way: down if way in HEADINGS["vertical"] else across for way in ways}
    return tuple(way for way in ways if gone[way] * HEADING_SIGNS[way] > 0)


def camera_way(kind: str | None, moves: Float32s) -> str | None:
    """Way that a camera goes; None of kinds that have none, or that turn back within a window.

    ``moves``: of the picture, (pair, 4): across, down, growth and turn.

    >>> import numpy as np
    >>> moves = np.array([[-1.5, 0.0, -0.2, 0.0], [-1.3, 0.0, -0.1, 0.0]], np.float32)
    >>> camera_way("pan", moves), camera_way("dolly", moves), camera_way("static", moves)
    ('right', 'out', None)
    """
    ways = () if kind is None or kind in TURNING_BACK else CAMERA_WAYS.get(kind, ())
    if not ways:
        return None
    axis, sign = _MOVES[ways[0]]
    gone = sign * float(moves[:, axis].mean())
    return next((way for way in ways if CAMERA_SIGNS[way] * gone > 0), None)
