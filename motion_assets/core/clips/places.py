"""Places: where in the frame the subjects of a shot start.

Put the spreading of subjects over the frame here. How many there are and how large belongs in
``cast``, where they go from there in ``travel``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from motion_assets.core.clips.paths import ALONG_X, ALONG_Y
from motion_assets.core.clips.scene import Ground

_DRAWS: Final = 8
"""Arrangements of which subjects take the one in which they leave the frame at different times."""

_GROWING: Final = frozenset({"zoom", "zoom_out", "dolly"})
_LEEWAY: Final = 0.16
"""Share of the frame that a still subject keeps free on its way through a moving view."""

_RADIAL_START: Final = (0.38, 0.9)


@dataclass(frozen=True, slots=True)
class Frame:
    """Size of the picture that a view is composed for."""

    width_px: int
    height_px: int

    @property
    def shorter_px(self) -> int:
        """The shorter side."""
        return min(self.width_px, self.height_px)


def room_of(frame: Frame, ground: Ground, size: float, *, still: bool) -> tuple[float, float]:
    """Half the width and height, in shares of the frame, within which subjects start."""
    room_x = 0.5 - size * frame.shorter_px / frame.width_px / 2
    room_y = 0.5 - size * frame.shorter_px / frame.height_px / 2
    kind = ground.motion_type
    if still and kind in ALONG_X:
        room_x -= _LEEWAY
    if still and kind in ALONG_Y:
        room_y -= _LEEWAY
    if kind in _GROWING:
        room_x, room_y = room_x * 0.55, room_y * 0.55
    return max(room_x, 0.04), max(room_y, 0.04)


def view_flow(ground: Ground) -> complex:
    """How the view travels, frame widths a second right and (times i) down."""
    if ground.motion_type in ALONG_X:
        return complex(ground.sign * ground.speed, 0.0)
    return complex(0.0, ground.sign * ground.speed) if ground.motion_type in ALONG_Y else 0j


def taking_turns(
    rng: np.random.Generator,
    count: int,
    room: tuple[float, float],
    flow: complex,
    frame: Frame,
) -> list[tuple[float, float]]:
    """Places from which subjects leave the frame one after the other, not at once.

    ``flow``: how all of them go in the frame, frame widths a second.
    """
    if not flow or count == 1:
        return _spread(rng, count, room)
    drawn = [_crossed(rng, count, room) for _ in range(_DRAWS)]
    return max(drawn, key=lambda places: _apart(places, flow, frame))


def _apart(places: Sequence[tuple[float, float]], flow: complex, frame: Frame) -> float:
    """Least time between two subjects that leave, in shares of the time of one way through."""
    tall = frame.height_px / frame.width_px
    paces = [(abs(flow.real), flow.real > 0), (abs(flow.imag) / tall, flow.imag > 0)]
    ways = [(axis, pace, ahead) for axis, (pace, ahead) in enumerate(paces) if pace]
    if not ways:
        return 0.0
    fastest = max(pace for _, pace, _ in ways)
    left = sorted(
        min(
            ((1 - place[axis]) if ahead else place[axis]) * fastest / pace
            for axis, pace, ahead in ways
        )
        for place in places
    )
    gaps = [after - before for before, after in pairwise([*left, left[0] + 1.0])]
    # Rounded, so that no last bit decides between two arrangements.
    return round(min(gaps), 6)


def _spread(
    rng: np.random.Generator, count: int, room: tuple[float, float]
) -> list[tuple[float, float]]:
    """Places in separate boxes of a grid over the room, a little off their middles."""
    columns = math.ceil(math.sqrt(count * max(room[0] / room[1], 0.5)))
    rows = math.ceil(count / columns)
    boxes = rng.permutation(columns * rows)[:count].tolist()
    places = []
    for box in boxes:
        row, column = divmod(int(box), columns)
        x = (column + 0.5 + float(rng.uniform(-0.15, 0.15))) / columns
        y = (row + 0.5 + float(rng.uniform(-0.15, 0.15))) / rows
        places.append((0.5 + (2 * x - 1) * room[0], 0.5 + (2 * y - 1) * room[1]))
    return places


def _crossed(
    rng: np.random.Generator, count: int, room: tuple[float, float]
) -> list[tuple[float, float]]:
    """Places of which no two share a row or a column of a grid over the room."""
    boxes = np.stack([rng.permutation(count), rng.permutation(count)], axis=1)
    shares = (boxes + 0.5 + rng.uniform(-0.15, 0.15, size=boxes.shape)) / count
    return [(0.5 + (2 * x - 1) * room[0], 0.5 + (2 * y - 1) * room[1]) for x, y in shares.tolist()]


def around_middle(rng: np.random.Generator, frame: Frame, count: int) -> list[tuple[float, float]]:
    """Places on rays that divide the circle evenly, at different parts of the way to the edge."""
    turn = float(rng.uniform(0.0, 1.0))
    near, far = _RADIAL_START
    parts = rng.permutation(count).tolist()
    places = []
    for i in range(count):
        angle = 2 * math.pi * (i + turn) / count
        ray = math.cos(angle) * frame.shorter_px, math.sin(angle) * frame.shorter_px
        edge = min(
            frame.width_px / 2 / max(abs(ray[0]), 1e-9),
            frame.height_px / 2 / max(abs(ray[1]), 1e-9),
        )
        part = (parts[i] + float(rng.uniform(0.2, 0.8))) / count
        share = (near + (far - near) * part) * edge
        places.append(
            (0.5 + ray[0] * share / frame.width_px, 0.5 + ray[1] * share / frame.height_px)
        )
    return places
