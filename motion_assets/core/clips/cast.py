"""Cast: how many subjects a view has, and where they start.

Put the placing and sizing of subjects here. Their colors belong in ``inks``, their travel in
``subject``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, get_args

import numpy as np

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.emphasis import shifted
from motion_assets.core.clips.inks import Ink, weighted_looks
from motion_assets.core.clips.scene import Direction, Ground, Rgb, Subject, SubjectShape
from motion_assets.core.clips.travel import AXES
from motion_assets.core.clips.wishes import SHAPE, level_steps
from motion_assets.vocabulary.aspects import BLENDED
from motion_assets.vocabulary.cells import OPACITY_COUNT
from motion_assets.vocabulary.definitions import MOTION_SPEED, MOTION_SPEED_DRAWN

_COVERED: Final = 0.115
"""Share of the frame that all subjects may cover together, so that the camera stays readable."""

_MIN_SUBJECT_PX: Final = 8
_THIN_BELOW_PX: Final = 48
"""Extent below which the band of a ring is too thin to be followed."""

_SIZE: Final = 0.17
"""Usual extent of a subject in shares of the shorter side: it hides little of the body."""

_LARGER: Final = 1.05
"""How much larger subjects are for every take that missed how they travel."""

_LOOK_SIZE: Final = 0.22
"""Size of a look that leaves the usual extent as it is."""

TRAVEL: Final = tuple(aspect.key for aspect in BLENDED if aspect.domain == "motion")
"""Aspects of how subjects travel."""

_MOST: Final = 3
_FEWEST: Final = {"static": 1, "slow": 2, "medium": 3, "fast": 3}
"""Subjects that travel leave the frame and come back; one of them is to be seen at any time."""

_DRAWS: Final = 8
"""Arrangements of which subjects take the one in which they leave the frame at different times."""

_FEWEST_RADIAL: Final = 5
_MOST_RADIAL: Final = 6
_ALONG_X: Final = frozenset({"pan", "truck", "arc", "tracking", "whip_pan"})
_ALONG_Y: Final = frozenset({"tilt", "pedestal", "crane"})
_GROWING: Final = frozenset({"zoom", "zoom_out", "dolly"})
_LEEWAY: Final = 0.16
"""Share of the frame that a still subject keeps free on its way through a moving view."""

_TRACKED_SIZE: Final = 0.15
"""Extent of the subject that a camera tracks, in shares of the shorter side."""

_MID_LEVEL: Final = 128
_SHADES: Final = ((0, 0, 0), (0, 0, 2), (0, 2, 0), (2, 0, 0), (0, 2, 2), (2, 0, 2), (2, 2, 2))
"""Levels towards the middle by which subjects of one ink differ; the last one is tracked."""

_OFF_MIDDLE: Final = 0.05
_RADIAL_START: Final = (0.38, 0.9)
_SHAPES: Final[tuple[SubjectShape, ...]] = get_args(SubjectShape)


@dataclass(frozen=True, slots=True)
class Frame:
    """Size of the picture that a view is composed for."""

    width_px: int
    height_px: int

    @property
    def shorter_px(self) -> int:
        """The shorter side."""
        return min(self.width_px, self.height_px)


def subject_count(decider: Decider, speed: str, direction: Direction) -> int:
    """Subjects beside those that asked colors need: what stands still is seen by one as well."""
    if direction == "radial":
        return int(decider.rng.integers(_FEWEST_RADIAL, _MOST_RADIAL + 1))
    count = int(decider.rng.integers(_FEWEST[speed], _MOST + 1))
    # Where too little was seen of a travel, one more is in the frame more of the time.
    return count + (1 if direction != "none" and decider.emphasis.room(*TRAVEL) else 0)


def subjects_of(
    decider: Decider,
    frame: Frame,
    inks: Sequence[Ink],
    ground: Ground,
    *,
    count: int,
    speed: str,
    direction: Direction,
) -> tuple[Subject, ...]:
    """Subjects that share one travel: one per ink at least, spread so that none hides another."""
    count = max(count, len(inks)) if inks else 0
    if not count:
        decider.note("subjects", "0", "left open; a background alone")
        return ()
    rng = decider.rng
    size = _size(decider, frame, count)
    pace = MOTION_SPEED_DRAWN[speed]
    pace = shifted(pace, MOTION_SPEED[speed], decider.emphasis.moved("motion.speed"))
    travel = round(float(rng.uniform(pace.low, pace.high)), 4)
    sign = 1 if int(rng.integers(0, 2)) else -1
    if direction == "radial":
        places = _around_middle(rng, frame, count)
    else:
        room = _room(frame, ground, size, still=direction == "none")
        flow = travel * sign * AXES.get(direction, 0j) - _view_flow(ground)
        places = _taking_turns(rng, count, room, flow, frame)
    decider.note("subjects", str(count), "one for every color, or drawn from those that fit")
    shapes = [_asked_shape(decider, ink, size * frame.shorter_px) for ink in inks]
    return tuple(
        Subject(
            shape=shapes[i % len(inks)] or _shape(decider, size * frame.shorter_px),
            color=_own_color(inks[i % len(inks)].rgb, i // len(inks)),
            opacity=inks[i % len(inks)].opacity / (OPACITY_COUNT - 1),
            center_x=round(x, 4),
            center_y=round(y, 4),
            size=size,
            direction=direction,
            speed_widths_s=travel,
            sign=sign,
        )
        for i, (x, y) in enumerate(places)
    )


def tracked_subject(decider: Decider, frame: Frame, ink: Ink) -> Subject:
    """The subject that a camera tracks: it stands still near the middle of the frame."""
    size = max(_TRACKED_SIZE, _MIN_SUBJECT_PX / frame.shorter_px)
    off = decider.rng.uniform(-_OFF_MIDDLE, _OFF_MIDDLE, size=2).tolist()
    return Subject(
        shape=_shape(decider, size * frame.shorter_px),
        color=_own_color(ink.rgb, len(_SHADES) - 1),
        opacity=ink.opacity / (OPACITY_COUNT - 1),
        center_x=round(0.5 + off[0], 4),
        center_y=round(0.5 + off[1], 4),
        size=round(size, 4),
        direction="none",
        speed_widths_s=0.0,
        sign=1,
    )


def _own_color(rgb: Rgb, copy: int) -> Rgb:
    """Color of the ``copy``-th subject of one ink, the first of which has the ink itself.

    The others keep its cell, but for a level or two that nobody sees: each is followed by its
    exact color.
    """
    steps = _SHADES[copy % len(_SHADES)]
    red, green, blue = (
        level + step if level < _MID_LEVEL else level - step
        for level, step in zip(rgb, steps, strict=True)
    )
    return red, green, blue


def _size(decider: Decider, frame: Frame, count: int) -> float:
    """Extent of every subject in shares of the shorter side."""
    size = _SIZE * float(decider.rng.uniform(0.92, 1.08))
    size *= _LARGER ** decider.emphasis.room(*TRAVEL)
    for look, weight in weighted_looks(decider.looks):
        size *= 1.0 + (look.size / _LOOK_SIZE - 1.0) * weight
    area = frame.width_px * frame.height_px / frame.shorter_px**2
    size = min(size, math.sqrt(_COVERED * area / count))
    return round(max(size, _MIN_SUBJECT_PX / frame.shorter_px), 4)


def _asked_shape(decider: Decider, ink: Ink, size_px: float) -> SubjectShape | None:
    """Shape that the prompt gives a color; None where it gives none, or none that can be seen."""
    for name, rgb, reason in decider.wishes.shapes:
        if level_steps(rgb) == level_steps(ink.rgb):
            shape = next(each for each in _SHAPES if each == name)
            able = _seen_as(shape, size_px) == shape
            why = reason if able else f"{reason}; of {size_px:.0f} px it looks like a circle"
            decider.keep(Choice(SHAPE, name, "asked", why, rendered=able))
            return shape if able else None
    return None


def _seen_as(shape: SubjectShape, size_px: float) -> SubjectShape:
    """What a shape looks like at a size."""
    small, thin = size_px < 2 * _MIN_SUBJECT_PX, size_px < _THIN_BELOW_PX
    return "circle" if (small and shape == "triangle") or (thin and shape == "ring") else shape


def _shape(decider: Decider, size_px: float) -> SubjectShape:
    """A shape that suits the looks; a full one when the subject is small."""
    pool = [look.shape for look, _ in weighted_looks(decider.looks)] or list(_SHAPES)
    shape = _SHAPES[int(decider.rng.integers(len(_SHAPES)))]
    pick = pool[int(decider.rng.integers(len(pool)))]
    chosen = next(each for each in _SHAPES if each == pick)
    # One subject in four leaves the looks' shapes, so that they stay a leaning and no rule.
    result = shape if int(decider.rng.integers(4)) == 0 else chosen
    return _seen_as(result, size_px)


def _room(frame: Frame, ground: Ground, size: float, *, still: bool) -> tuple[float, float]:
    """Half the width and height, in shares of the frame, within which subjects start."""
    room_x = 0.5 - size * frame.shorter_px / frame.width_px / 2
    room_y = 0.5 - size * frame.shorter_px / frame.height_px / 2
    kind = ground.motion_type
    if still and kind in _ALONG_X:
        room_x -= _LEEWAY
    if still and kind in _ALONG_Y:
        room_y -= _LEEWAY
    if kind in _GROWING:
        room_x, room_y = room_x * 0.55, room_y * 0.55
    return max(room_x, 0.04), max(room_y, 0.04)


def _view_flow(ground: Ground) -> complex:
    """How the view travels, frame widths a second right and (times i) down."""
    if ground.motion_type in _ALONG_X:
        return complex(ground.sign * ground.speed, 0.0)
    return complex(0.0, ground.sign * ground.speed) if ground.motion_type in _ALONG_Y else 0j


def _taking_turns(
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


def _around_middle(rng: np.random.Generator, frame: Frame, count: int) -> list[tuple[float, float]]:
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
