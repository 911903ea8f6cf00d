"""Viewing: what the camera does in one window, by name.

Put the naming of moves, speeds, shakes and layers here. Following the picture belongs in
``track``, layers that travel apart in ``layers``, thresholds in ``vocabulary.camera_ranges``.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.further import looked_further, opposite, parted
from motion_assets.core.observations.lanes import lanes_cross
from motion_assets.core.observations.layers import AXES, layering
from motion_assets.core.observations.planes import (
    believed,
    best_of,
    drifts,
    unbent,
    undecided,
    ways_of,
)
from motion_assets.core.observations.rates import Layering, Way
from motion_assets.core.observations.relief import Relief, relief_of
from motion_assets.core.observations.shake import Course, course_of, rate_of, shake_across
from motion_assets.core.observations.spot import fixed_spot
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.track import Track, follow
from motion_assets.core.observations.uncovered import in_front, uncovered
from motion_assets.core.observations.warp import LEVER_PX, few_median
from motion_assets.vocabulary.camera_ranges import (
    LAYERED,
    LEVER_WIDTHS,
    MOST_LAYERS,
    PARALLAX,
    SHAKE,
    SPEED,
    SPEEDLESS,
    STILL_WIDTHS_S,
    WHIP_WIDTHS_S,
    range_name,
)

MIN_THUMBS: Final = 6
WHIP: Final = "whip_pan"
_MOST_PAINTED: Final = 0.36
"""Share of the picture that shapes in front cover at most; what is flat over more of it is ground
so dark that neighbors are alike."""

_LEAST_RMS: Final = 0.0055
_LOST: Final = 1.12
_FAR_LOST: Final = 0.45
_UNLIKE: Final = 0.9
"""Difference left, in shares of that between unlike places, from which nothing is named. What
grows is unlike itself before long, and is not held to it."""

_LEAST_PARALLAX: Final = 0.05
_LEAST_APART_PX: Final = 1.0
_LEAST_CLOSE_PX: Final = 0.45
"""How far two layers must come apart before one is told from two, at the least that layers run
apart, and how far neighbors before they are counted."""

_LEAST_REACH_S: Final = 0.3
_LEAST_GROWTH_S: Final = 0.18
"""Seconds between compared frames up to which the slowest of several layers is not made out; what
grows fast is compared over less."""

_ONE_PLANE: Final = 0.6
"""Difference left from frame to frame up to which all of the picture goes one way."""

_LEAST_DRIFT_PX: Final = 0.2
"""How far a view travels beside its way, from the middle of a window, before that is weighed."""

_SWING: Final = 0.024
_STANDING: Final = 0.75
"""Share of the texture that stays in place in a view that stands still, at least; what stands
over less of it may be light, while the texture travels."""

_FOLLOWED: Final = 0.75
"""Difference from step to step up to which a shake is one of the view, and not noise."""

_SHAKEN: Final = 1.5
"""Travel a second that a shake leaves behind in a window, in shares of its root mean square."""

_MOST_ASLANT: Final = 0.45
"""Travel along the other axis, in shares of that along the first, from which a way along an axis
is not named; what the shake leaves behind does not count."""

_TO_AND_FRO: Final = 0.72
_KINDS: Final[dict[Way, tuple[str, str]]] = {
    "across": ("pan", "truck"),
    "down": ("tilt", "pedestal"),
    "growth": ("zoom", "dolly"),
    "arc": ("arc", "arc"),
    "crane": ("crane", "crane"),
}


_STRAIGHT: Final = frozenset({"across", "down", "growth"})
"""Ways whose name depends on whether there are layers."""

_TURN: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class ViewSeen:
    """Camera and depth of a window; None where uncertain.

    ``speed``: travel of the farthest layer; ``shake``: root mean square; ``parallax``: between
    the farthest and the nearest layer; in frame widths and frame widths a second.
    ``confidence``: of the kind, the other values share it. ``moves``: of the farthest layer from
    each thumb to the next, float32 (pair, 4), in pixels and `LEVER_PX`. ``coarse``: whether it was
    seen in half the size, where what goes over it is hardly told.
    """

    kind: str | None
    speed_value: str | None
    steadiness: str | None
    layer_count: str | None
    parallax_value: str | None
    speed: float
    shake: float
    parallax: float
    confidence: float
    moves: Float32s
    course: Course
    track: Track
    coarse: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Front:
    """Luma of a window, (time, row, column), and which pixels of it are flat shapes in front."""

    luma: Float32s
    painted: NDArray[np.bool_] | None


def name_view(
    luma: Float32s,
    step_s: float,
    painted: NDArray[np.bool_] | None = None,
    *,
    kernel: Kernel = "numpy",
) -> ViewSeen | None:
    """What the camera does in the luma thumbs (time, row, column) of one window.

    ``step_s``: seconds from one thumb to the next; ``painted``: pixels of flat shapes in front of
    what the camera sees; ``kernel``: how moves are fitted, all to one result. None when there are
    too few thumbs, no texture to follow, or it cannot be followed.
    """
    if len(luma) < MIN_THUMBS:
        return None
    if painted is not None:
        painted = in_front(luma, painted, kernel=kernel)
        painted = None if painted.mean() > _MOST_PAINTED else painted
    relief = relief_of(luma, painted, kernel=kernel)
    if not textured(relief):
        return None
    track = follow(relief, kernel=kernel)
    if float(few_median(track.step_error)) > _LOST:
        return None
    width = luma.shape[2]
    course = course_of(track, step_s, width)
    if float(few_median(track.error)) > _FAR_LOST or abs(course.across) > 0.9 * WHIP_WIDTHS_S:
        course = course_of(track, step_s, width, by_steps=True)
    seen = ViewSeen(
        None,
        None,
        range_name(SHAKE, course.shake),
        None,
        None,
        0.0,
        course.shake,
        0.0,
        0.5,
        track.steps,
        course,
        track,
    )
    return _named(seen, relief, _Front(luma, painted))


def textured(relief: Relief) -> bool:
    """Whether there is texture to follow."""
    return float(np.sqrt(np.mean(relief.frames**2))) >= _LEAST_RMS * 40


def _named(seen: ViewSeen, relief: Relief, front: _Front) -> ViewSeen:
    course = seen.course
    travel = float(np.hypot(course.across, course.down))
    most = max(travel, abs(course.growth))
    if abs(course.across) >= WHIP_WIDTHS_S:
        return _single(seen, WHIP, abs(course.across))
    if course.swing > max(_SWING, 1.2 * most) and course.net_turn < _TO_AND_FRO * course.swing:
        return _single(seen, "roll", course.swing)
    if abs(course.turn) > max(_SWING, 1.2 * most):
        return _single(replace(seen, moves=_turned(seen)), "rotate", abs(course.turn))
    if most < max(_SWING, _SHAKEN * course.shake):
        turns = parted(seen.track, relief, course)
        return _still(seen, relief, front, most) if turns is None else _told(seen, turns, front)
    if _aslant(course):
        return seen
    return _travelling(seen, relief, front)


def _aslant(course: Course) -> bool:
    """Whether a view travels along both axes, which no kind of way does."""
    lesser, greater = sorted((abs(course.across), abs(course.down)))
    if abs(course.growth) > greater:
        return False
    return lesser - _SHAKEN * course.shake > _MOST_ASLANT * greater


def _single(seen: ViewSeen, kind: str, speed: float) -> ViewSeen:
    """A view that moves as one plane."""
    value = None if kind in SPEEDLESS else range_name(SPEED, speed)
    return replace(
        seen,
        kind=kind,
        speed_value=value,
        speed=speed,
        layer_count="1",
        parallax_value=range_name(PARALLAX, 0.0),
        confidence=round(max(0.5, 1 - float(few_median(seen.track.step_error)) / 2), 3),
    )


def _still(seen: ViewSeen, relief: Relief, front: _Front, travel: float) -> ViewSeen:
    """A view without travel: of a ground plan, shaken, or at rest."""
    if lanes_cross(_behind(relief, front)):
        return _single(seen, "birds_eye", travel)
    followed = float(few_median(seen.track.step_error)) <= _FOLLOWED
    if followed and seen.shake >= SHAKE["handheld"].low:
        return _single(seen, "handheld", travel)
    quiet = seen.shake <= SHAKE["stable"].high and travel <= STILL_WIDTHS_S
    if quiet and relief.still_share >= _STANDING:
        return _single(seen, "static", travel)
    return seen


def _behind(relief: Relief, front: _Front) -> Float32s:
    """Texture of a view without travel, with what is hidden for a while as it is else."""
    every = max(1, len(relief.frames) // 3)
    if front.painted is None or not front.painted.any():
        return relief.frames[::every]
    return uncovered(relief.frames, front.painted, kernel=relief.kernel)[::every]


def _travelling(seen: ViewSeen, relief: Relief, front: _Front) -> ViewSeen:
    """A view that travels, by the kind of way that explains it best."""
    found = _explained(seen, relief)
    if not found:
        return seen
    best = looked_further(best_of(found), relief, seen.track.frames, seen.course)
    if best.way == "growth" and opposite(believed(best)):
        turns = parted(seen.track, relief, seen.course)
        return seen if turns is None else _told(seen, turns, front)
    seen = _steadied(seen, best.way)
    if best.way != "growth" and min(best.left_layers, best.left_single) > _UNLIKE:
        return seen
    if undecided(best):
        return seen
    layers = believed(best)
    if len(layers) == 1 and abs(layers[0]) < STILL_WIDTHS_S:
        return _still(seen, relief, front, abs(layers[0]))
    return _told(seen, best, front)


def _told(seen: ViewSeen, best: Layering, front: _Front) -> ViewSeen:
    """A view that travels as ``best`` explains it."""
    layers = believed(best)
    kind = _kind(best, layers)
    if kind in {"pan", "truck"} and fixed_spot(front.luma, front.painted):
        kind = "tracking"
    far = min(layers, key=abs)
    least_s = _LEAST_GROWTH_S if best.way == "growth" else _LEAST_REACH_S
    brief = len(layers) > 1 and best.reach_s < least_s
    seen = replace(
        seen,
        kind=None if brief or _may_layer(seen, best.way, layers) else kind,
        speed=abs(far),
        speed_value=None if brief else range_name(SPEED, abs(far)),
        confidence=round(1 - 0.5 * min(1.0, best.left_layers), 3),
        moves=_moves_of(seen, best, far) if len(layers) > 1 else _evened(seen, best.way, far),
    )
    return seen if brief else _counted(seen, layers, best.reach_s * seen.track.frames.shape[2])


def _steadied(seen: ViewSeen, way: Way) -> ViewSeen:
    """The view with its shake told across its way, where it is not followed as one plane."""
    if way == "growth" or float(few_median(seen.track.error)) <= _ONE_PLANE:
        return seen
    shake = min(seen.shake, shake_across(seen.course, along_x=AXES[way] == 0))
    return replace(seen, shake=shake, steadiness=range_name(SHAKE, shake))


def _explained(seen: ViewSeen, relief: Relief) -> list[Layering]:
    """How ways explain a view; a straight one without any bend leaves nothing to a keystone."""
    found: list[Layering] = []
    for way, about in ways_of(seen.course):
        each = _layered(seen, relief, way, about)
        found += [] if each is None else [each]
        if each is not None and unbent(each):
            break
    return found


def _layered(seen: ViewSeen, relief: Relief, way: Way, about: float) -> Layering | None:
    """How a way explains a view that does not drift, or one that does, where that is better."""
    frames, course = seen.track.frames, seen.course
    still = layering(frames, relief.trust, course, way, about, kernel=relief.kernel)
    if still is None:
        return None
    drift = (1j * course.down, course.across + 0j, still.left_drift)[AXES[way]]
    if abs(drift) * float(course.times_s[-1]) * frames.shape[2] < _LEAST_DRIFT_PX:
        return still
    adrift = layering(frames, relief.trust, course, way, about, drift=drift, kernel=relief.kernel)
    return still if adrift is None or not drifts(still, adrift) else adrift


def _may_layer(seen: ViewSeen, way: Way, layers: tuple[float, ...]) -> bool:
    """Whether what goes as one plane may be layers that had no time to come apart."""
    half_px = float(seen.course.times_s[-1]) * seen.track.frames.shape[2]
    told = len(layers) > 1 or _LEAST_PARALLAX * half_px >= _LEAST_APART_PX
    return not told and way in _STRAIGHT


def _moves_of(seen: ViewSeen, found: Layering, rate: float) -> Float32s:
    """Moves of a layer that goes at ``rate``, with the shake that all layers share."""
    times, width = seen.course.times_s, seen.track.frames.shape[2]
    step_s = float(times[1] - times[0])
    shake = np.diff(seen.course.beside(found.drift)) * width
    moves = np.zeros((len(shake), 4), np.float32)
    moves[:, 0], moves[:, 1] = shake.real, shake.imag
    unit = width if found.way != "growth" else LEVER_PX / LEVER_WIDTHS
    moves[:, AXES[found.way]] += rate * step_s * unit
    return moves


def _evened(seen: ViewSeen, way: Way, rate: float) -> Float32s:
    """Moves of the picture, which faint texture shows too small, at an even ``rate``.

    What a shake adds to the way of a window stays as it is; nothing shakes growth.
    """
    times, axis = seen.course.times_s, AXES[way]
    step_s = float(times[1] - times[0])
    moves = seen.moves.copy()
    if way == "growth":
        off = rate * LEVER_PX / LEVER_WIDTHS * step_s - float(moves[:, axis].mean())
    else:
        gone = np.concatenate([[0.0], np.cumsum(moves[:, axis], dtype=np.float64)])
        off = (rate * seen.track.frames.shape[2] - rate_of(times, gone)) * step_s
    moves[:, axis] += np.float32(off)
    return moves


def _turned(seen: ViewSeen) -> Float32s:
    """Moves of a picture that turns on, at the even rate that frames far apart show.

    Neighbors of faint texture show their turn too small, which would carry what stands far out.
    """
    times, moves = seen.course.times_s, seen.moves.copy()
    turn = seen.course.turn / LEVER_WIDTHS * float(times[1] - times[0]) * LEVER_PX
    moves[:, _TURN] += np.float32(turn - float(moves[:, _TURN].mean()))
    return moves


def _counted(seen: ViewSeen, layers: tuple[float, ...], reach_px: float) -> ViewSeen:
    """The view with its layers, unless they are fewer than its kind has, or too many.

    ``reach_px``: how far what travels a frame width a second goes in the compared frames.

    Their number is left open where as many as can be would lie too close to be told apart, and
    so is whether there is but one.
    """
    least = 2 if seen.kind in LAYERED else 1
    apart = max(layers) - min(layers)
    if not least <= len(layers) <= MOST_LAYERS:
        return seen
    if len(layers) == 1 and _LEAST_PARALLAX * reach_px < _LEAST_APART_PX:
        return seen
    closest_px = apart / (MOST_LAYERS - 1) * reach_px
    sure = len(layers) in {1, MOST_LAYERS} or closest_px >= _LEAST_CLOSE_PX
    return replace(
        seen,
        layer_count=str(len(layers)) if sure else None,
        parallax=apart,
        parallax_value=range_name(PARALLAX, apart),
    )


def _kind(best: Layering, layers: tuple[float, ...]) -> str:
    if best.way == "across" and opposite(layers):
        return "arc"
    if best.way == "growth" and len(layers) == 1:
        return "zoom" if layers[0] > 0 else "zoom_out"
    return _KINDS[best.way][len(layers) > 1]
