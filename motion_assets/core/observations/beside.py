"""Beside: whether what flat parts tell of travel is all that there is to tell.

Put the choice between flat parts that were followed and whatever else differs here. Following
flat parts belongs in ``gait``, what else differs in ``motion``.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from motion_assets.core.observations.viewing import ViewSeen
from motion_assets.vocabulary.camera_ranges import SHAKE

_ONE_LAYER: Final = "1"
_HARDLY_TURNS_PX: Final = 0.05
"""Turn from thumb to thumb of a ground that does not turn, in pixels at `LEVER_PX`."""

_TURN: Final = 3


def held_well(views: Sequence[ViewSeen | None]) -> bool:
    """Whether the ground of all windows goes evenly, is known well, and shows no layers."""
    return all(
        view is not None
        and view.layer_count in {None, _ONE_LAYER}
        and view.shake <= SHAKE["stable"].high
        and float(np.abs(view.moves[:, _TURN]).mean()) <= _HARDLY_TURNS_PX
        for view in views
    )


def tells_more(told: set[str], ways: Sequence[str], windows: int, *, travels: bool) -> bool:
    """Whether the ``ways`` of all that differs tell more than those ``told`` by flat parts.

    ``travels``: whether the ground does. Light that stands still then seems to travel.
    """
    seen = set(ways)
    if travels and told == {"none"}:
        going = sum(way != "none" for way in ways)
        return "radial" not in seen and 2 * going >= windows and going > 0
    return seen == {"radial"} or (told <= {"none"} and bool(seen - {"none"}))
