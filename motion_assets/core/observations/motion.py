"""Motion: how the subjects of a window travel against the background.

Put the second layer of movement here, what remains once the view is held still. The view
itself belongs in ``camera``, the matching of what moves in ``movers``, thresholds in
``vocabulary.definitions``.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from motion_assets.core.observations.camera import ViewMoves, keeps_on
from motion_assets.core.observations.fitting import SIMILARITY, FitPlan, fit_moves
from motion_assets.core.observations.movers import Movers, changed, find_movers
from motion_assets.core.observations.thumbs import Float32s, detail, softened
from motion_assets.core.observations.warp import LEVER_PX, Pairs, slopes
from motion_assets.vocabulary.definitions import (
    AXIS_TOLERANCE_DEG,
    DIAGONAL_TOLERANCE_DEG,
    MOTION_SPEED,
)

Float64s = NDArray[np.float64]

_MOST_SHARE: Final = 0.5
_FEWEST_SHARE: Final = 0.004
_STRAY_SHARE: Final = 0.012
"""Share of the picture that must differ before something is said to travel, and the one up to
which it is taken for the ground where it is found nowhere again."""

_BLURRED_PX: Final = 2
"""How far two softenings spread what is painted."""

_STILL_SHARE: Final = 0.1
_LEAST_BETTER: Final = 0.7
"""What a ground that moves leaves, at most, in shares of what one that stands still leaves."""

_STEEP: Final = 5.0
"""Levels from pixel to pixel that make an edge."""

_REFINING: Final = FitPlan((SIMILARITY,) * 2, cell_px=3)
"""How the move of a ground over several thumbs is made exact."""

_STEPS: Final = (1, 2, 4, 8)
_PAIRS: Final = 4
_FAR_PX: Final = 3.0
"""Thumbs between those that are compared, how many pairs of them are, and how far parts must
have gone before no thumbs further apart are needed to tell their way."""

_CARRIED_PX: Final = 0.7
_FIXED_SHARE: Final = 0.5
_FIXED_PX: Final = 0.8
_LEAST_LOOSE: Final = 0.25
"""How far the ground must have moved before what keeps its place in the frame is left out; how
far that may seem to go, in shares of it and in pixels; and the share of what differs that must
not be fixed."""

_LEAST_MATCHED: Final = 0.45
_LEAST_MATCHED_CARRIED: Final = 0.75
_LEAST_AGREED: Final = 0.35
"""Share of what differs that must be found again: over a ground that stands still, over one
that moves, which is never known exactly, and in several pairs alike over either."""

_ONE_WAY: Final = 0.85
_ALONG: Final = 0.7
_MANY_WAYS: Final = 0.6
_LEAST_WAYS: Final = 3
_MOST_ASTRAY: Final = 0.4
_ONE_SIGN: Final = 0.75
_SURE_STATIC: Final = 0.7


@dataclass(frozen=True, slots=True)
class MotionSeen:
    """Named travel of the subjects; ``speed`` in frame widths a second; None where uncertain."""

    speed_value: str | None
    direction_value: str | None
    speed: float
    angle_deg: float
    confidence: float


def name_motion(
    soft: Float32s,
    step_s: float,
    follow: Callable[[], ViewMoves | None],
    moves: Float32s | None = None,
) -> MotionSeen | None:
    """Travel of the subjects in the softened thumbs (time, row, column) of one window.

    ``moves``: what the ground does from each thumb to the next, (pair, 4), where that is known;
    else ``follow`` gives the moves of the view, where the picture does not stand still. None when
    neither the picture stands still nor the view keeps on one way, or when what differs moves in
    no single way.
    """
    # Between pixels, fine texture is found again in softer pictures alone.
    softer = softened(soft)
    ground = _ground(softer, follow) if moves is None else _known_ground(softer, moves)
    if ground is None:
        return None
    way, share = ground
    if share < _FEWEST_SHARE:
        return _nothing(share) if _has_form(soft[:1]) else None
    if share > _MOST_SHARE:
        return None
    seen = _travelling(softer, way)
    if seen is None:
        return _nothing(share) if share < _STRAY_SHARE else None
    return _named(seen[0], seen[1] * step_s * soft.shape[2])


def _travelling(soft: Float32s, way: Float32s) -> tuple[Movers, int] | None:
    """What moves over a ground that goes its ``way``, and between thumbs how far apart.

    Over more time, what moves gets further; what the ground goes astray by need not.
    """
    least = _LEAST_MATCHED_CARRIED if way.any() else _LEAST_MATCHED
    seen: tuple[Movers, int] | None = None
    for step in _telling(soft, way):
        movers = _movers(soft, way, step)
        if movers.matched < least and movers.agreed < _LEAST_AGREED:
            continue
        if seen is not None and _pace(movers) < _pace(seen[0]):
            break
        # What covers one another over more time may hide a way that was plain before.
        if seen is None or _direction(movers)[0] or not _direction(seen[0])[0]:
            seen = movers, step
        if _pace(movers) >= _FAR_PX:
            break
    return seen


def _telling(soft: Float32s, way: Float32s) -> list[int]:
    """Steps between thumbs over which what is fixed in the frame is seen not to be carried."""
    steps = [step for step in _STEPS if step < len(soft) - 1]
    half = np.array([soft.shape[2] / 2, 0.0]), np.array([0.0, soft.shape[1] / 2])
    rate = (way[-1] - way[0]) / (len(way) - 1)
    carried = float(np.hypot(*_carried(rate, *half)).max())
    return [step for step in steps if step * carried >= _CARRIED_PX] or steps


def _movers(soft: Float32s, way: Float32s, step: int) -> Movers:
    """What moves over the ground between thumbs that are ``step`` apart."""
    pairs, moves = _apart(soft, way, step)
    if way.any():
        moves = _refined(pairs, moves)
    starts = _starts(len(soft), step)
    gone = (way[starts] - way[0])[:, 1::-1]
    carried = np.concatenate([(starts - starts[0])[:, None] / step, gone], axis=1)
    return _not_fixed(find_movers(pairs.before, *changed(pairs, moves), carried), moves)


def _nothing(share: float) -> MotionSeen:
    """What is said where nothing travels, though ``share`` of the picture differs."""
    return MotionSeen("static", "none", 0.0, 0.0, round(1 - share / _STRAY_SHARE / 2, 3))


def _has_form(soft: Float32s) -> bool:
    """Whether a picture has edges, whose rest could be seen."""
    steep = [np.abs(each) > _STEEP for each in slopes(soft)]
    return float((steep[0] | steep[1]).mean()) >= _FEWEST_SHARE


def _ground(
    soft: Float32s, follow: Callable[[], ViewMoves | None]
) -> tuple[Float32s, float] | None:
    """Way of the ground up to every thumb, float32 (thumb, 4), and the share that leaves it.

    The ground stands still where that leaves least: a plain one shows no way.
    """
    still = np.zeros((len(soft), 4), np.float32)
    share = _leaving(soft, still)
    if share <= _STILL_SHARE:
        return still, share
    view = follow()
    if view is not None and keeps_on(view):
        way = np.concatenate([still[:1], np.cumsum(view.short, axis=0)])
        left = _leaving(soft, way)
        if left < _LEAST_BETTER * share:
            return way, left
    return (still, share) if share <= _MOST_SHARE else None


def _known_ground(soft: Float32s, moves: Float32s) -> tuple[Float32s, float]:
    """As `_ground`, of a ground whose moves are known."""
    way = np.concatenate([np.zeros((1, 4), np.float32), np.cumsum(moves, axis=0)])
    return way, _leaving(soft, way)


def _leaving(soft: Float32s, way: Float32s) -> float:
    """Share of the picture that does not go the way of the ground."""
    pairs, moves = _apart(soft, way, max(1, min(_STEPS[-1], len(soft) - 2)))
    if way.any():
        moves = _refined(pairs, moves)
    return float(changed(pairs, moves)[1].mean())


def stray_share(luma: Float32s, move: Float32s, painted: NDArray[np.bool_]) -> float:
    """Share of a picture that does not go the way of the ground, without what is painted.

    Parameters
    ----------
    luma : float32, shape (2, row, column)
        Two thumbs, in levels.
    move : float32, shape (4,)
        What the ground does from one to the other, in pixels and `LEVER_PX`.
    painted : bool, shape (2, row, column)
        Pixels of both that are followed otherwise.
    """
    soft = softened(softened(luma))
    pairs = Pairs(soft[:1], soft[1:])
    _, differs = changed(pairs, move[None])
    covers = Pairs(*(each[None].astype(np.float32) for each in painted))
    later, _ = changed(covers, move[None])
    known = ndimage.binary_dilation(painted[0] | (later[0] > 0), iterations=_BLURRED_PX)
    return float((differs[0] & ~known).mean())


def _apart(soft: Float32s, way: Float32s, step: int) -> tuple[Pairs, Float32s]:
    """Some thumbs ``step`` apart, and what the ground does between them."""
    starts = _starts(len(soft), step)
    return Pairs(soft[starts], soft[starts + step]), way[starts + step] - way[starts]


def _refined(pairs: Pairs, moves: Float32s) -> Float32s:
    """Moves of the ground as the pairs themselves show them, not as steps add up."""
    fine = Pairs(detail(pairs.before), detail(pairs.after))
    return fit_moves(fine, [moves], _REFINING).moves


def _starts(count: int, step: int) -> NDArray[np.int64]:
    """Earlier thumbs of the pairs that are compared, of ``count``."""
    return np.unique(np.linspace(0, count - 1 - step, _PAIRS).round().astype(np.int64))


def _not_fixed(movers: Movers, moves: Float32s) -> Movers:
    """The parts that do not keep their place in the frame while the ground moves under it."""
    across, down = _carried(np.median(moves, axis=0), movers.x, movers.y)
    ground = np.hypot(across, down)
    if not ground.size or ground.max() < _CARRIED_PX:
        return movers
    off = np.hypot(movers.across + across, movers.down + down)
    kept = off > np.maximum(_FIXED_SHARE * ground, _FIXED_PX)
    enough = movers.weight[kept].sum() >= _LEAST_LOOSE * movers.weight.sum()
    return replace(
        movers,
        x=movers.x[kept],
        y=movers.y[kept],
        across=movers.across[kept],
        down=movers.down[kept],
        weight=movers.weight[kept],
        matched=movers.matched if kept.any() and enough else 0.0,
        agreed=movers.agreed if kept.any() and enough else 0.0,
    )


def _carried(moves: Float32s, x: Float64s, y: Float64s) -> tuple[Float64s, Float64s]:
    """How far a ground that ``moves`` (4,) carries places across and down, in pixels."""
    shift_x, shift_y, growth, turn = (float(each) for each in moves)
    return (
        shift_x + (growth * x - turn * y) / LEVER_PX,
        shift_y + (growth * y + turn * x) / LEVER_PX,
    )


def _pace(movers: Movers) -> float:
    """Middle distance that parts go, in pixels, each counted by its size."""
    gone = np.hypot(movers.across, movers.down)
    order = np.argsort(gone, kind="stable")
    summed = np.cumsum(movers.weight[order])
    return float(gone[order][np.searchsorted(summed, summed[-1] / 2)])


def _named(movers: Movers, width_s: float) -> MotionSeen:
    """Speed and direction of parts, given the pixels of a frame width times seconds."""
    speed = _pace(movers) / width_s
    if MOTION_SPEED["static"].holds(speed):
        return MotionSeen("static", "none", speed, 0.0, _SURE_STATIC)
    name = next((name for name, span in MOTION_SPEED.items() if span.holds(speed)), None)
    direction, angle, sure = _direction(movers)
    return MotionSeen(name, direction, speed, angle, round(sure, 3))


def _direction(movers: Movers) -> tuple[str | None, float, float]:
    """Canonical direction of parts, None between two of them; its angle and how sure it is."""
    gone = movers.across + 1j * movers.down
    pull = movers.weight * np.minimum(np.abs(gone), 1.0)
    ways = np.asarray(gone / np.maximum(np.abs(gone), 1e-9), dtype=np.complex128)
    total = complex((pull * ways).sum())
    agreed = abs(total) / max(float(pull.sum()), 1e-9)
    if agreed >= _ONE_WAY:
        # Of parts that were taken for others, some went far the wrong way.
        along = (ways * np.conj(total)).real > _ALONG * abs(total)
        mean = complex((movers.weight * gone)[along].sum())
        angle = math.degrees(math.atan2(mean.imag, mean.real)) % 180
        return _axis(angle), angle, agreed
    if agreed <= _MANY_WAYS and len(gone) >= _LEAST_WAYS:
        one_sign = _radial(movers, ways, pull)
        if one_sign >= _ONE_SIGN:
            return "radial", 0.0, one_sign
    return None, 0.0, agreed


def _radial(movers: Movers, ways: NDArray[np.complex128], pull: Float64s) -> float:
    """How far all ways lead away from one place, or all towards one: 0..1; 0 where none do."""
    place = movers.x + 1j * movers.y
    across = np.stack([-ways.imag, ways.real], axis=1)
    normal = (across * pull[:, None]).T @ across
    normal += np.eye(2) * (1e-3 * float(np.trace(normal)) + 1e-9)
    offset = (across * np.stack([place.real, place.imag], axis=1)).sum(axis=1)
    center = np.linalg.solve(normal, (across * pull[:, None]).T @ offset)
    ray = place - complex(*center)
    ray /= np.maximum(np.abs(ray), 1e-9)
    turn = ways * np.conj(ray)
    astray = float((pull * np.abs(turn.imag)).sum() / pull.sum())
    if astray > _MOST_ASTRAY:
        return 0.0
    return abs(float((pull * np.sign(turn.real)).sum())) / float(pull.sum())


def _axis(angle_deg: float) -> str | None:
    """Canonical direction of a way; None between two of them."""
    if min(angle_deg, 180 - angle_deg) <= AXIS_TOLERANCE_DEG:
        return "horizontal"
    if abs(angle_deg - 90) <= AXIS_TOLERANCE_DEG:
        return "vertical"
    off_diagonal = min(abs(angle_deg - 45), abs(angle_deg - 135))
    return "diagonal" if off_diagonal <= DIAGONAL_TOLERANCE_DEG else None
