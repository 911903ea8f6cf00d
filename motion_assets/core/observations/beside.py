"""Beside: whether what flat parts tell of travel is all that there is to tell.

Put the choice between flat parts that were followed and whatever else differs here. Following
flat parts belongs in ``gait``, what else differs in ``motion``.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.viewing import ViewSeen
from motion_assets.core.observations.warp import LEVER_PX
from motion_assets.vocabulary.camera_ranges import SHAKE
from motion_assets.vocabulary.definitions import CAMERA_MOVES, ZOOM_MOVES

MOST_SUBJECTS: Final = 8
"""Flat parts beyond which they belong to the ground, and tell no travel of their own."""

_ONE_LAYER: Final = "1"
_HARDLY_TURNS_PX: Final = 0.05
"""Turn from thumb to thumb of a ground that does not turn, in pixels at `LEVER_PX`."""

_HARDLY_GROWS: Final = 2 * ZOOM_MOVES
"""Growth or turn a second of a ground that does neither, as logarithm and in radians."""

_TURN: Final = 3
_TURNS: Final = 0.05
"""Figure of a move that is a turn, and radians a second from which the ground turns."""


def goes(moves: Float32s, step_s: float, width_px: float) -> bool:
    """Whether a ground travels, grows or turns, by its moves (pair, 4) from thumb to thumb."""
    across, down, growth, _ = np.abs(moves.mean(axis=0)) / step_s
    # A roll turns to and fro, and comes to nothing in the mean.
    turn = float(np.abs(moves[:, _TURN]).mean()) / step_s
    return bool(
        max(across, down) > CAMERA_MOVES * width_px
        or growth > ZOOM_MOVES * LEVER_PX
        or turn > _TURNS * LEVER_PX
    )


def layered(views: Sequence[ViewSeen | None]) -> bool:
    """Whether any window shows several layers."""
    return any(view is not None and view.layer_count not in {None, _ONE_LAYER} for view in views)


def agreed_on(ways: Sequence[str], windows: int) -> bool:
    """Whether at least half of the windows tell a way, and all that do the same one."""
    return 2 * len(ways) >= windows and len(set(ways)) == 1


def held_well(views: Sequence[ViewSeen | None]) -> bool:
    """Whether the ground of all windows goes evenly, is known well, and shows no layers."""
    return all(
        view is not None
        and view.layer_count in {None, _ONE_LAYER}
        and view.shake <= SHAKE["stable"].high
        and float(np.abs(view.moves[:, _TURN]).mean()) <= _HARDLY_TURNS_PX
        for view in views
    )


def shifts_only(views: Sequence[ViewSeen | None], step_s: float) -> bool:
    """Whether the ground of no window grows, shrinks or turns; ``step_s``: from thumb to thumb."""
    rates = [np.abs(view.moves[:, 2:].mean(axis=0)) / step_s for view in views if view is not None]
    return max((float(each.max()) for each in rates), default=0.0) <= _HARDLY_GROWS * LEVER_PX


def tells_more(
    told: set[str], ways: Sequence[str], windows: int, *, travels: bool, shifts: bool
) -> bool:
    """Whether the ``ways`` of all that differs tell more than those ``told`` by flat parts.

    ``travels``: whether the ground does. Light that stands still then seems to travel, and where
    the ground does more than that it ``shifts``, in many ways.
    """
    seen = set(ways)
    if travels and told == {"none"}:
        going = sum(way != "none" for way in ways)
        return (shifts or "radial" not in seen) and 2 * going >= windows and going > 0
    if not (told or travels):
        return bool(seen)
    return seen == {"radial"} or (told <= {"none"} and bool(seen - {"none"}))
