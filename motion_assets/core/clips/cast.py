"""Cast: how many subjects a view has, how large they are and how fast they go.

Put the choice of subjects here. Where they start belongs in ``places``, their colors in ``inks``,
their travel in ``travel``.
"""

import math
from collections.abc import Sequence
from typing import Final, get_args

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.emphasis import shifted
from motion_assets.core.clips.heading import heading_of
from motion_assets.core.clips.inks import Ink, weighted_looks
from motion_assets.core.clips.moves import VIEW_ASPECTS
from motion_assets.core.clips.places import (
    Frame,
    around_middle,
    room_of,
    taking_turns,
    view_flow,
)
from motion_assets.core.clips.scene import Direction, Ground, Subject, SubjectShape
from motion_assets.core.clips.wishes import COUNT, SHAPE, level_steps
from motion_assets.vocabulary.aspects import ASPECTS, BLENDED
from motion_assets.vocabulary.cells import OPACITY_COUNT
from motion_assets.vocabulary.colors import Rgb
from motion_assets.vocabulary.definitions import MOTION_SPEED, MOTION_SPEED_DRAWN
from motion_assets.vocabulary.forms import MAX_COUNTED
from motion_assets.vocabulary.time_ranges import TRAIL_SHARES, TRAIL_STEP

_COVERED: Final = 0.115
"""Share of the frame that all subjects may cover together, so that the camera stays readable."""

_COVERED_TRAILING: Final = 0.16
"""The same of subjects with the trails behind them."""

_TRAIL: Final = TRAIL_STEP * len(TRAIL_SHARES)
"""Length of a trail in shares of the extent of its subject."""

_MIN_SUBJECT_PX: Final = 8
_THIN_BELOW_PX: Final = 48
"""Extent below which the band of a ring is too thin to be followed."""

_SIZE: Final = 0.17
"""Usual extent of a subject in shares of the shorter side: it hides little of the body."""

_LARGER: Final = 1.05
"""How much larger subjects are for every take that missed how they travel."""

_SMALLER: Final = 0.92
"""How much smaller they are for every take that missed what lies behind them."""

_LOOK_SIZE: Final = 0.22
"""Size of a look that leaves the usual extent as it is."""

TRAVEL: Final = tuple(aspect.key for aspect in BLENDED if aspect.domain == "motion")
"""Aspects of how subjects travel."""

_GROUNDS: Final = frozenset({"lighting", "composition", "gradient", "camera", "depth"})
_BEHIND: Final = tuple(aspect.key for aspect in BLENDED if aspect.domain in _GROUNDS)
"""Aspects of what subjects hide."""

_FASTEST: Final = ASPECTS["motion.speed"].values[-1]
_MOST: Final = 3
_FEWEST: Final = {"static": 1, "slow": 2, "medium": 3, "fast": 3}
"""Subjects that travel leave the frame and come back; one of them is to be seen at any time."""

_FEWEST_RADIAL: Final = 5
_MOST_RADIAL: Final = 6
_TRACKED_SIZE: Final = 0.15
"""Extent of the subject that a camera tracks, in shares of the shorter side."""

_MID_LEVEL: Final = 128
_SHADES: Final = ((0, 0, 0), (0, 0, 2), (0, 2, 0), (2, 0, 0), (0, 2, 2), (2, 0, 2), (2, 2, 2))
"""Levels towards the middle by which subjects of one ink differ; the last one is tracked."""

_OFF_MIDDLE: Final = 0.05
_SHAPES: Final[tuple[SubjectShape, ...]] = get_args(SubjectShape)


def subject_count(decider: Decider, speed: str, direction: Direction) -> int:
    """Subjects beside those that asked colors need: what stands still is seen by one as well."""
    if direction == "radial":
        return int(decider.rng.integers(_FEWEST_RADIAL, _MOST_RADIAL + 1))
    count = int(decider.rng.integers(_FEWEST[speed], _MOST + 1))
    if decider.emphasis.room(*VIEW_ASPECTS):
        # Without the ground, no travel over it is told either.
        return min(count, _FEWEST[speed])
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
    trailing: bool = False,
) -> tuple[Subject, ...]:
    """Subjects that share one travel: one per ink at least, spread so that none hides another.

    ``trailing``: whether they drag trails, which hide the ground as they do.
    """
    tracked = int(ground.motion_type == "tracking")
    owners = _owners(decider, inks, count, tracked=tracked)
    count = len(owners)
    if not count:
        why = "the one that the camera tracks comes besides" if tracked else "a background alone"
        decider.note("subjects", "0", f"left open; {why}")
        return ()
    size = _size(decider, frame, count, trailing=trailing)
    travel = _travel(decider, speed, direction)
    heading = heading_of(decider, direction)
    if direction == "radial":
        places = around_middle(decider.rng, frame, count)
    else:
        room = room_of(frame, ground, size, still=direction == "none")
        flow = travel * heading.way - view_flow(ground)
        places = taking_turns(decider.rng, count, room, flow, frame)
    decider.note("subjects", str(count), "one for every color, as many as asked, or drawn")
    shapes = [_asked_shape(decider, ink, size * frame.shorter_px) for ink in inks]
    return tuple(
        Subject(
            shape=shapes[owner] or _shape(decider, size * frame.shorter_px),
            color=_own_color(inks[owner].rgb, owners[:i].count(owner)),
            opacity=inks[owner].opacity / (OPACITY_COUNT - 1),
            center_x=round(x, 4),
            center_y=round(y, 4),
            size=size,
            direction=direction,
            speed_widths_s=travel,
            sign=heading.sign,
            slope=heading.slope,
        )
        for i, (owner, (x, y)) in enumerate(zip(owners, places, strict=True))
    )


def _owners(decider: Decider, inks: Sequence[Ink], count: int, *, tracked: int) -> list[int]:
    """Which ink every subject has: each as often as it is asked for, the others taking turns.

    ``tracked``: subjects of the first ink, 0 or 1, that come besides.
    """
    asked = _asked_counts(decider, inks)
    if asked.get(0, 0):
        asked[0] -= tracked
    free = [place for place in range(len(inks)) if place not in asked]
    left = max(count - sum(asked.values()), len(free))
    turns = [place for place, times in asked.items() for _ in range(times)]
    return turns + [free[i % len(free)] for i in range(left if free else 0)]


def _asked_counts(decider: Decider, inks: Sequence[Ink]) -> dict[int, int]:
    """How many subjects the prompt asks for, by the place of their ink; all asked ones recorded."""
    found: dict[int, int] = {}
    for number, rgb, reason in decider.wishes.counts:
        places = [i for i, ink in enumerate(inks) if i not in found and _has_color(ink, rgb)]
        able = bool(places) and 0 < number <= MAX_COUNTED - sum(found.values())
        why = f"a view holds {MAX_COUNTED} subjects" if places else "its color is not shown"
        told = reason if able else f"{reason}; {why}"
        decider.keep(Choice(COUNT, str(number), "asked", told, rendered=able))
        if able:
            share = dict.fromkeys(places[:1] if rgb else places, 0)
            for i in range(number):
                share[places[i % len(share)]] += 1
            found |= share
    return found


def _travel(decider: Decider, speed: str, direction: Direction) -> float:
    """Drawn speed of the subjects, frame widths a second."""
    moved = decider.emphasis.moved("motion.speed")
    # What goes to or from the middle even faster is seen for too short a time.
    moved = min(moved, 0) if direction == "radial" and speed == _FASTEST else moved
    pace = shifted(MOTION_SPEED_DRAWN[speed], MOTION_SPEED[speed], moved)
    return round(float(decider.rng.uniform(pace.low, pace.high)), 4)


def tracked_subject(decider: Decider, frame: Frame, ink: Ink) -> Subject:
    """The subject that a camera tracks: it stands still near the middle of the frame."""
    size = max(_TRACKED_SIZE, _MIN_SUBJECT_PX / frame.shorter_px)
    off = decider.rng.uniform(-_OFF_MIDDLE, _OFF_MIDDLE, size=2).tolist()
    shape = _shape(decider, size * frame.shorter_px)
    return Subject(
        shape=_asked_shape(decider, ink, size * frame.shorter_px) or shape,
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


def _size(decider: Decider, frame: Frame, count: int, *, trailing: bool) -> float:
    """Extent of every subject in shares of the shorter side."""
    size = _SIZE * float(decider.rng.uniform(0.92, 1.08))
    size *= _LARGER ** decider.emphasis.room(*TRAVEL) * _SMALLER ** decider.emphasis.room(*_BEHIND)
    for look, weight in weighted_looks(decider.looks):
        size *= 1.0 + (look.size / _LOOK_SIZE - 1.0) * weight
    area = frame.width_px * frame.height_px / frame.shorter_px**2
    size = min(size, math.sqrt(_COVERED * area / count))
    if trailing:
        size = min(size, math.sqrt(_COVERED_TRAILING * area / (1.0 + _TRAIL) / count))
    return round(max(size, _MIN_SUBJECT_PX / frame.shorter_px), 4)


def _asked_shape(decider: Decider, ink: Ink, size_px: float) -> SubjectShape | None:
    """Shape that the prompt gives a color; None where it gives none, or none that can be seen."""
    for name, rgb, reason in decider.wishes.shapes:
        if _has_color(ink, rgb):
            shape = next(each for each in _SHAPES if each == name)
            able = _seen_as(shape, size_px) == shape
            why = reason if able else f"{reason}; of {size_px:.0f} px it looks like a circle"
            choice = Choice(SHAPE, name, "asked", why, part=decider.part, rendered=able)
            # A shape may be that of several inks, and of what the camera tracks.
            if choice not in decider.choices:
                decider.keep(choice)
            return shape if able else None
    return None


def _has_color(ink: Ink, rgb: Rgb | None) -> bool:
    """Whether what a prompt says of a color is said of an ink: of any, where it names none."""
    return rgb is None or level_steps(rgb) == level_steps(ink.rgb)


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
