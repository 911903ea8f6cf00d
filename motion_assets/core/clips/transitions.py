"""Transitions: which shots a frame shows, and how two of them are mixed.

Put the drawing of changes between shots here, in whole numbers. When they happen is planned in
``editing``, the frames of each shot are drawn in ``view``.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Editing
from motion_assets.core.observations.frames import Plane
from motion_assets.vocabulary.time_ranges import FADE_BLACK_SHARE, WIPE_EDGE_SHARE

FULL: Final = 256
"""Share of a picture that is shown alone."""

_BLACK: Final = round(FADE_BLACK_SHARE * FULL)
_HALF_TURN: Final = 2


@dataclass(frozen=True, slots=True)
class Moment:
    """What one frame shows: a shot alone, or two of them with the later one's share, 0..256."""

    shot: int
    next_shot: int | None
    share: int


def moment(editing: Editing, index: int) -> Moment:
    """What the frame ``index`` shows.

    >>> half = Editing("dissolve", (0, 10), change_frames=3)
    >>> [moment(half, i).share for i in range(8, 13)]
    [0, 64, 128, 192, 0]
    >>> moment(half, 12).shot
    1
    """
    length = editing.change_frames
    # Frames of a change that lie before the start of its shot belong to that shot already.
    shot = bisect_right(editing.starts, index + length // 2) - 1
    step = index - editing.starts[shot] + length // 2 + 1
    if shot and step <= length:
        return Moment(shot - 1, shot, (step * FULL + (length + 1) // 2) // (length + 1))
    return Moment(shot, None, 0)


def shot_span(editing: Editing, shot: int, frame_count: int) -> tuple[int, int]:
    """First frame in which ``shot`` is to be drawn, and the one after its last.

    >>> shot_span(Editing("dissolve", (0, 10), change_frames=3), 1, 20)
    (9, 20)
    """
    length = editing.change_frames
    first = editing.starts[shot] - length // 2 if shot else 0
    if shot + 1 == len(editing.starts):
        return first, frame_count
    return first, editing.starts[shot + 1] - length // 2 + length


def mixed(before: Plane, after: Plane, editing: Editing, share: int) -> Plane:
    """Colors of a frame within a change, uint8 of the shape of both (height, width, channel)."""
    if editing.transition == "fade":
        return _through_black(before, after, share)
    if editing.transition == "wipe":
        return _wiped(before, after, editing.turn, share)
    return _dissolved(before, after, share)


def mixed_alpha(before: Plane, after: Plane, editing: Editing, share: int) -> Plane:
    """Opacity of a frame within a change, uint8 (height, width); a fade keeps it up."""
    if editing.transition == "wipe":
        return _wiped(before, after, editing.turn, share)
    return _dissolved(before, after, share)


def _blend(
    before: Plane, after: Plane, share: NDArray[np.uint16], rest: NDArray[np.uint16]
) -> Plane:
    total = before * rest
    total += after * share
    total += FULL // 2
    total >>= 8
    return total.astype(np.uint8)


def _dissolved(before: Plane, after: Plane, share: int) -> Plane:
    return _blend(before, after, np.full(1, share, np.uint16), np.full(1, FULL - share, np.uint16))


def _through_black(before: Plane, after: Plane, share: int) -> Plane:
    """The earlier shot going out or the later one coming in, with black between them."""
    away = abs(2 * share - FULL)
    level = max(0, (away - _BLACK) * FULL // (FULL - _BLACK))
    shown = before if 2 * share < FULL else after
    dim = shown * np.uint16(level)
    dim += FULL // 2
    dim >>= 8
    return dim.astype(np.uint8)


def _wiped(before: Plane, after: Plane, turn: int, share: int) -> Plane:
    """The later shot coming in behind a soft edge that crosses the frame."""
    across = turn % 2 == 0
    side = before.shape[1 if across else 0]
    soft = max(1, round(WIPE_EDGE_SHARE * side))
    places = np.arange(side, dtype=np.int64)
    if turn >= _HALF_TURN:
        places = places[::-1]
    shown = np.clip(((side + soft) * share - FULL * places) // soft, 0, FULL).astype(np.uint16)
    axes: list[int] = [1] * before.ndim
    axes[1 if across else 0] = side
    shown = shown.reshape(axes)
    return _blend(before, after, shown, FULL - shown)
