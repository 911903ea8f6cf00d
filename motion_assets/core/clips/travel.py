"""Travel: where a subject stands in every frame of a shot, over a ground that moves itself.

Put the way of subjects over the ground here, and where they come back when they have left the
frame. How evenly they go belongs in ``gait``, their shapes in ``subject``.

Places are complex numbers while they are worked out: pixels right of the middle of the frame,
and ``1j`` times pixels below it. A similarity is then one multiplication and one addition.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.gait import Span, way_of
from motion_assets.core.clips.paths import GroundPath
from motion_assets.core.clips.scene import Direction, Gait, Subject

Float64s = NDArray[np.float64]
Places = Callable[[float, float], tuple[Float64s, Float64s, Float64s]]
"""Where a point of the ground stands in every frame: x, y and scale, each of shape (time,)."""

_DIAGONAL: Final = math.sqrt(0.5)
AXES: Final[dict[Direction, complex]] = {
    "none": 0j,
    "horizontal": 1 + 0j,
    "vertical": 1j,
    "diagonal": complex(_DIAGONAL, _DIAGONAL),
}
_GROWS_S: Final = 0.12
_SCALES: Final = (0.8, 1.3)
"""How much smaller and larger a zoom makes a subject at most: it is to stay one subject."""

_NEARER: Final = 0.6
"""Share of its first distance from the middle at which a subject that was carried out of the
frame starts anew."""

_AWAY_S: Final = 0.25
"""Seconds that a subject may stay out of sight before it starts anew."""

_AHEAD: Final = 0.1
_BACK: Final = 0.5
"""Distances from the middle in shares of half a side: from where a subject that is carried through
the frame would soon leave it sideways, and how far back it comes in instead."""

_FLAT: Final = 1e-9
_SOURCE: Final = 0.16
_SINK: Final = 0.08
_SHRINKS: Final = 0.12
"""Distances from the middle in shares of the shorter side: where subjects that leave it appear,
where those that make for it vanish, and over how long a way they shrink before that."""


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """One subject in every frame: middle in frame pixels and size in pixels, float64 (time,).

    ``heading``: the way it goes, a number of length 1 or 0.
    """

    x_px: Float64s
    y_px: Float64s
    size_px: Float64s
    heading: complex


@dataclass(frozen=True, slots=True)
class _Stage:
    """The frame a subject must stay in: half its sides, and the subject's extent, in pixels.

    ``carried``: whether the view moves the middle of the frame faster than the subject goes.
    ``patience``: frames that it may stay out of sight.
    """

    half: complex
    size: float
    start: complex
    heading: complex
    radial: bool
    carried: bool
    patience: int

    @property
    def shorter(self) -> float:
        """The shorter side of the frame."""
        return 2 * min(self.half.real, self.half.imag)

    @property
    def inward(self) -> bool:
        """Whether the subject makes for the middle."""
        return self.radial and (self.heading * self.start.conjugate()).real < 0


def travel(
    subject: Subject,
    gait: Gait,
    places: Places,
    span: Span,
    *,
    width_px: int,
    height_px: int,
    fps: int,
) -> Travel:
    """Where ``subject`` stands in every frame of ``span``.

    It keeps its speed against the ground as the frame shows it, whatever the view does. Past
    the edge it comes back on the other side; where the view would carry it out again at once,
    it starts anew from its first place and grows.
    """
    origin, turn = _similarities(places, width_px)
    speed = subject.speed_widths_s * width_px / fps
    carried = bool(np.abs(np.diff(origin)).mean() > speed)
    stage = _stage(subject, (width_px, height_px), carried=carried, patience=int(_AWAY_S * fps))
    way = way_of(gait, span, fps)
    going = way.gone_s * subject.speed_widths_s + way.along * (stage.heading != 0)
    steps = (np.diff(going) + 1j * np.diff(way.across)) * (width_px * stage.heading)
    middle, born, inside = _walked(stage, steps.tolist(), origin.tolist(), turn.tolist())
    size = stage.size * _grown(np.where(inside, born, -1), fps) * _zoomed(np.abs(turn), born)
    if stage.inward:
        ahead = -(middle * np.conj(stage.heading)).real
        size *= np.clip((ahead / stage.shorter - _SINK) / _SHRINKS, 0.0, 1.0)
    return Travel(middle.real + stage.half.real, middle.imag + stage.half.imag, size, stage.heading)


def as_in_the_middle(path: GroundPath) -> Places:
    """Where points would stand if all of the ground moved as in the middle of the frame.

    A keystone carries every point of the ground out of reach in the end, while the middle of the
    frame goes on as it did.
    """
    return replace(path, focal_px=None).places


def held(subject: Subject, span: Span, *, width_px: int, height_px: int) -> Travel:
    """A subject that the camera keeps in its place in the frame."""
    still = np.ones(span.last - span.first)
    return Travel(
        still * (subject.center_x * width_px),
        still * (subject.center_y * height_px),
        still * (subject.size * min(width_px, height_px)),
        0j,
    )


def _stage(subject: Subject, sides_px: tuple[int, int], *, carried: bool, patience: int) -> _Stage:
    width_px, height_px = sides_px
    half = complex(width_px / 2, height_px / 2)
    start = complex((subject.center_x - 0.5) * width_px, (subject.center_y - 0.5) * height_px)
    radial = subject.direction == "radial"
    # A subject that starts in the very middle has no ray of its own and leaves to the right.
    ray = start / abs(start) if abs(start) > 0 else 1 + 0j
    axis = ray if radial else AXES[subject.direction]
    axis = axis if subject.slope > 0 else axis.conjugate()
    size = subject.size * min(width_px, height_px)
    return _Stage(half, size, start, axis * subject.sign, radial, carried, patience)


def _similarities(
    places: Places, width_px: int
) -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Place of the ground's middle in every frame, and its scale and turn."""
    lever = width_px / 4
    x, y, _ = places(0.0, 0.0)
    far_x, far_y, _ = places(lever, 0.0)
    origin, turn = x + 1j * y, ((far_x - x) + 1j * (far_y - y)) / lever
    return np.asarray(origin), np.asarray(turn)


def _walked(
    stage: _Stage, steps: list[complex], origin: list[complex], turn: list[complex]
) -> tuple[NDArray[np.complex128], NDArray[np.int64], NDArray[np.bool_]]:
    """Places in every frame, the frame in which the subject last started anew, or -1.

    And whether that was within the frame.
    """
    place, since, away, inside = stage.start, -1, 0, True
    walked = [(place, since, inside)]
    for t, step in enumerate(steps):
        ratio = turn[t + 1] / turn[t]
        shift = origin[t + 1] - ratio * origin[t] + step
        moved = ratio * place + shift
        if _gone(stage, moved, moved - place):
            moved, since = _again(stage, moved, ratio, shift), t
            inside = _shown(stage, moved)
        away = 0 if _shown(stage, moved) else away + 1
        if away > stage.patience:
            moved, since, away, inside = stage.start * _NEARER, t, 0, True
        place = moved
        walked.append((place, since, inside))
    middle, born, within = zip(*walked, strict=True)
    return np.array(middle), np.array(born), np.array(within)


def _gone(stage: _Stage, place: complex, flow: complex) -> bool:
    """Whether a subject is out of the frame for good, or where all ways end."""
    if stage.inward and _ahead(stage, place) < _SINK * stage.shorter:
        return True
    margin = stage.size / 2 + 1
    right, down = abs(place.real) - stage.half.real, abs(place.imag) - stage.half.imag
    return (right > margin and place.real * flow.real > 0) or (
        down > margin and place.imag * flow.imag > 0
    )


def _ahead(stage: _Stage, place: complex) -> float:
    """How far the middle of the frame is ahead of a subject, along its way."""
    return -(place * stage.heading.conjugate()).real


def _shown(stage: _Stage, place: complex) -> bool:
    """Whether some of a subject is within the frame."""
    margin = stage.size / 2
    right, down = abs(place.real) - stage.half.real, abs(place.imag) - stage.half.imag
    return right < margin and down < margin


def _again(stage: _Stage, place: complex, ratio: complex, shift: complex) -> complex:
    """Where a subject starts anew: where it comes from, or where the view leaves it in sight."""
    if stage.inward and (not stage.carried or _ahead(stage, place) < _SINK * stage.shorter):
        return -stage.heading * max(_reach(stage, stage.heading), _SOURCE * stage.shorter)
    if stage.radial and not stage.carried:
        return stage.heading * (_SOURCE * stage.shorter)
    back = _opposite(stage, place, -stage.size / 2 - 2)
    flow = ratio * back + shift - back
    inward = back.real * flow.real + back.imag * flow.imag < 0
    if inward and stage.carried and abs(flow) * stage.patience > stage.size:
        # What comes in quickly need not grow within the frame.
        back = _with_room(stage, _opposite(stage, place, stage.size / 2))
    return back if inward else stage.start * _NEARER


def _with_room(stage: _Stage, place: complex) -> complex:
    """A place beside the one where a view carries a subject in, with room for its own way."""
    sides = (
        (stage.half.real, place.real, stage.heading.real),
        (
            stage.half.imag,
            place.imag,
            stage.heading.imag,
        ),
    )
    x, y = (
        -math.copysign(_BACK * half, ahead)
        if abs(at) <= half - stage.size / 2 and at * ahead > _AHEAD * half * abs(ahead)
        else at
        for half, at, ahead in sides
    )
    return complex(x, y)


def _reach(stage: _Stage, ray: complex) -> float:
    """Distance from the middle to where a subject on ``ray`` is just within the frame."""
    margin = stage.size / 2 + 2
    sides = ((stage.half.real, abs(ray.real)), (stage.half.imag, abs(ray.imag)))
    return min((side - margin) / axis for side, axis in sides if axis > _FLAT)


def _opposite(stage: _Stage, place: complex, beyond: float) -> complex:
    """A place ``beyond`` the other side, in pixels, for a subject that has left."""
    right, down = stage.half.real + beyond, stage.half.imag + beyond
    near_x, near_y = (half - stage.size / 2 - 2 for half in (stage.half.real, stage.half.imag))
    x, y = (
        min(max(place.real, -near_x), near_x),
        min(max(place.imag, -near_y), near_y),
    )
    if abs(place.real) > stage.half.real + stage.size / 2:
        x = -math.copysign(right, place.real)
    if abs(place.imag) > stage.half.imag + stage.size / 2:
        y = -math.copysign(down, place.imag)
    return complex(x, y)


def _grown(born: NDArray[np.int64], fps: int) -> Float64s:
    """Share of its full size that a subject has, which grows after it started anew."""
    age_s = (np.arange(len(born)) - born) / fps
    share: Float64s = np.where(born < 0, 1.0, np.minimum(age_s / _GROWS_S, 1.0))
    return share


def _zoomed(scale: Float64s, born: NDArray[np.int64]) -> Float64s:
    """How much larger the view shows a subject since it started."""
    zoomed: Float64s = np.clip(scale / scale[np.maximum(born, 0)], *_SCALES)
    return zoomed
