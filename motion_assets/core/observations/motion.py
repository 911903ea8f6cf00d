"""Motion: how the subjects of a window travel against the background.

Put naming what leaves the ground here. Which ways it goes is found in ``ways``, the ground is
held in ``held``, thresholds of names are in ``vocabulary.definitions``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.headings import INWARD_DEG, OUTWARD_DEG, axis_of
from motion_assets.core.observations.held import hold
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import LEVER_PX, slopes
from motion_assets.core.observations.ways import Way, find_ways
from motion_assets.vocabulary.definitions import (
    MOTION_SPEED,
)

Complexes = NDArray[np.complex128]
Float64s = NDArray[np.float64]

_MOST_SHARE: Final = 0.5
_STRAY_SHARE: Final = 0.012
_STRAY_SHARE_CARRIED: Final = 0.008
"""Share of the picture beyond which nothing is said of a ground that stands still; the one up to
which what is found nowhere again is taken for the ground; and the one over a ground that moves
up to which all of it is."""

_STEEP: Final = 5.0
_LEAST_FORM: Final = 0.004
"""Levels from pixel to pixel that make an edge, and share of a picture that edges take."""

_SLOWEST: Final = 0.04
"""Frame widths a second, above what is static, under which no part is taken to travel."""

_KEEPS: Final = 0.25
"""How far off the way back over the ground what keeps its place may seem to go, in shares of it."""

_ONE_PLACE: Final = 0.04
_FAR_MORE: Final = 3.0
"""Frame widths within which ways have one place, and times the points of another one that a way has
which is no ghost of it."""

_ONE_WAY: Final = 0.85
_ALONG: Final = 0.7
_MANY_WAYS: Final = 0.78
_MOST_ASTRAY: Final = 0.4
_ONE_SIGN: Final = 0.75
_FIXED: Final = 0.06
_FAR: Final = 0.1
"""How much the middle of the picture weighs as the place that ways leave, in shares of what they
tell of it themselves; and frame widths from there within which a way counts the less for it."""


@dataclass(frozen=True, slots=True)
class MotionSeen:
    """Named travel of the subjects; ``speed`` in frame widths a second; None where uncertain.

    ``angle_deg``: its heading, see ``headings``.
    """

    speed_value: str | None
    direction_value: str | None
    speed: float
    angle_deg: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves the ground in one window.

    ``ways``: in frame widths, and frame widths a second. ``share``: of the picture, at most.
    ``still``: whether all of it may be the ground itself, which then is seen to have a form.
    """

    ways: tuple[Way, ...]
    share: float
    still: bool


def see_leaving(
    luma: Float32s,
    step_s: float,
    moves: Float32s | None,
    *,
    known: bool,
    painted: bool,
    followed: bool = False,
    tints: Float32s | None = None,
    kernel: Kernel = "numpy",
) -> Leaving:
    """What leaves the ground in the thumbs (time, row, column) of one window.

    ``step_s``: seconds from one to the next; ``moves``, ``known``: see `hold`; ``painted``:
    whether flat shapes are seen, whatever their luma; ``followed``: whether some are over the
    ground, which is known then; ``tints``: of the thumbs, (channel, time, row, column);
    ``kernel``: how it is found, all to one result.
    """
    held = hold(luma, moves, known=known, kernel=kernel)
    laid = () if tints is None else tuple(held.lay(each, kernel=kernel) for each in tints)
    ways, share = find_ways(held, laid, kernel=kernel)
    # Where a ground is known to move and cannot be held, all that stands would seem to travel.
    if not held.carried and (known or share > _MOST_SHARE):
        return Leaving((), share, still=False)
    width = luma.shape[2]
    every = tuple(_in_widths(each, width, step_s) for each in ways)
    going = tuple(way for way in every if math.hypot(way.across, way.down) >= _SLOWEST)
    going = _without_ghosts(going)
    if moves is not None and (held.carried or followed):
        leaving = _leaving_frame if held.carried else _leaving_ground
        going = leaving(going, moves.mean(axis=0) / step_s, width)
    if held.carried and share < _STRAY_SHARE_CARRIED:
        going = ()
    formed = painted or any(_has_form(each[:1]) for each in (held.pictures, *laid))
    return Leaving(going, share, still=not going and share < _STRAY_SHARE and formed)


def _without_ghosts(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """``ways`` without those of far fewer points in the place of another one.

    Texture that repeats is found again where it does not go.

    >>> ways = Way(0.2, 0.0, 0.1, 0.1, 900.0), Way(-0.3, 0.0, 0.1, 0.1, 90.0)
    >>> _without_ghosts(ways) == ways[:1]
    True
    """
    return tuple(way for way in ways if not any(_hides(other, way) for other in ways))


def _hides(way: Way, ghost: Way) -> bool:
    apart = math.hypot(way.x - ghost.x, way.y - ghost.y)
    return apart < _ONE_PLACE and way.weight > _FAR_MORE * ghost.weight


def _leaving_frame(ways: tuple[Way, ...], move: Float32s, width_px: int) -> tuple[Way, ...]:
    """``ways`` without those that keep their place in the frame; none where most of them do.

    ``move``: of the ground, pixels and `LEVER_PX` a second. What stands in the frame while the
    ground goes is light, or an inscription.
    """
    gone = [way for way in ways if _goes_from(way, move, width_px)]
    leaving, all_of_it = (sum(way.weight for way in each) for each in (gone, ways))
    return tuple(gone) if leaving > all_of_it / 2 else ()


def _leaving_ground(ways: tuple[Way, ...], move: Float32s, width_px: int) -> tuple[Way, ...]:
    """``ways`` in the frame without those that go as the ground does: what stands on it.

    >>> carried = Way(0.1, 0.0, 0.3, 0.0, 1.0)
    >>> _leaving_ground((carried,), np.array([6.4, 0, 0, 0], np.float32), width_px=64)
    ()
    """
    return tuple(way for way in ways if _goes_from(_back(way), move, width_px))


def _back(way: Way) -> Way:
    return replace(way, across=-way.across, down=-way.down)


def _goes_from(way: Way, move: Float32s, width_px: int) -> bool:
    """Whether a way leads anywhere in the frame: else it is that of the ground at its place, back.

    >>> still = Way(-0.1, 0.0, 0.3, 0.0, 1.0)
    >>> moves = np.array([6.4, 0, 0, 0], np.float32), np.array([-6.4, 0, 0, 0], np.float32)
    >>> [_goes_from(still, each, width_px=64) for each in moves]
    [False, True]
    """
    across, down, growth, turn = (float(each) for each in move)
    ground = complex(across, down) / width_px
    ground += complex(way.x, way.y) * complex(growth, turn) / LEVER_PX
    return abs(complex(way.across, way.down) + ground) > _KEEPS * abs(ground)


def _in_widths(way: Way, width_px: int, step_s: float) -> Way:
    rate = 1 / (width_px * step_s)
    return Way(way.across * rate, way.down * rate, way.x / width_px, way.y / width_px, way.weight)


def _has_form(picture: Float32s) -> bool:
    """Whether a picture (1, row, column) has edges, whose rest could be seen."""
    across, down = (np.abs(each) > _STEEP for each in slopes(picture))
    return float((across | down).mean()) >= _LEAST_FORM


def name_motion(seen: Sequence[Leaving]) -> list[MotionSeen | None]:
    """Travel in every one of some windows of a shot, each told with those beside it.

    None where what leaves the ground is not known to travel, though it may.
    """
    return [
        _named(each, [way for near in seen[max(0, i - 1) : i + 2] for way in near.ways])
        for i, each in enumerate(seen)
    ]


def _named(seen: Leaving, ways: Sequence[Way]) -> MotionSeen | None:
    """Travel in one window; ``ways``: of it and those beside it."""
    if seen.ways:
        weights = np.array([way.weight for way in seen.ways])
        gone = np.array([math.hypot(way.across, way.down) for way in seen.ways])
        speed = float(weights @ gone / weights.sum())
        name = next((name for name, span in MOTION_SPEED.items() if span.holds(speed)), None)
        direction, angle, sure = _direction(ways)
        return MotionSeen(name, direction, speed, angle, round(sure, 3))
    if not seen.still or ways:
        return None
    sure = round(1 - seen.share / _STRAY_SHARE / 2, 3)
    return MotionSeen("static", "none", 0.0, 0.0, sure)


def _direction(seen: Sequence[Way]) -> tuple[str | None, float, float]:
    """Canonical direction of parts, None between two of them; its heading and how sure it is."""
    gone = np.array([complex(way.across, way.down) for way in seen])
    units = gone / np.abs(gone)
    weights = np.array([way.weight for way in seen])
    total = complex(weights @ units)
    agreed = abs(total) / float(weights.sum())
    if agreed >= _ONE_WAY:
        along = (units * np.conj(total)).real > _ALONG * abs(total)
        mean = complex((weights * gone)[along].sum())
        angle = math.degrees(math.atan2(mean.imag, mean.real)) % 360
        return axis_of(angle), angle, agreed
    # Of subjects that leave one place, some are seen for longer than others, or are larger.
    weights = np.sqrt(weights)
    if abs(complex(weights @ units)) <= _MANY_WAYS * float(weights.sum()):
        outward = _radial(np.array([complex(way.x, way.y) for way in seen]), units, weights)
        if abs(outward) >= _ONE_SIGN:
            return "radial", OUTWARD_DEG if outward > 0 else INWARD_DEG, abs(outward)
    return None, 0.0, agreed


def _radial(places: Complexes, units: Complexes, weights: Float64s) -> float:
    """How far all ways lead away from one place, 0..1, or all towards one, -1..0."""
    across = np.stack([-units.imag, units.real], axis=1)
    normal = (across * weights[:, None]).T @ across
    normal += np.eye(2) * (_FIXED * float(np.trace(normal)) + 1e-9)
    offset = (across * np.stack([places.real, places.imag], axis=1)).sum(axis=1)
    center = np.linalg.solve(normal, (across * weights[:, None]).T @ offset)
    rays = places - complex(*center)
    far = np.abs(rays)
    # What is as near as places are known leads nowhere from there.
    weights = weights * np.minimum(far / _FAR, 1)
    rays /= np.maximum(far, 1e-9)
    turn = units * np.conj(rays)
    astray = float((weights * np.abs(turn.imag)).sum() / weights.sum())
    if astray > _MOST_ASTRAY:
        return 0.0
    return float((weights * np.sign(turn.real)).sum()) / float(weights.sum())
