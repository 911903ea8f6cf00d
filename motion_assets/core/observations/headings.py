"""Headings: what the angle of a travel is called.

Put the naming of angles here. What travels, and at which angle, is found in ``gait`` and
``motion``. Angles are degrees clockwise from the right, 0..360; of radial travel `OUTWARD_DEG` or
`INWARD_DEG`.
"""

import math
from typing import Final

from motion_assets.vocabulary.definitions import AXIS_TOLERANCE_DEG, DIAGONAL_TOLERANCE_DEG
from motion_assets.vocabulary.slots import HEADING_SIGNS, HEADINGS

OUTWARD_DEG: Final = 0.0
INWARD_DEG: Final = 180.0


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
