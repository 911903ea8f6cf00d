"""Gait: how fast, where and how evenly the subjects of a shot travel.

Put the naming of travels that were followed here. Following them belongs in ``journeys``,
every threshold in ``vocabulary``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.blobs import Sighting
from motion_assets.core.observations.journeys import Ground, Track, follow, headings
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.paces import eased, pulsed
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.definitions import (
    AXIS_TOLERANCE_DEG,
    DIAGONAL_TOLERANCE_DEG,
    MOTION_SPEED,
)
from motion_assets.vocabulary.time_ranges import (
    HELD_SHARE,
    JERKS_HZ,
    LEAST_GAIT_S,
    LEAST_ROUGH_WIDTHS,
    LEAST_TRAIL,
    LEAST_WAVE_WIDTHS,
    WAVE_HZ,
    least_stray_s,
)

Float64s = NDArray[np.float64]
Complexes = NDArray[np.complex128]

ACCELERATIONS: Final = ASPECTS["motion.acceleration"].values
_LATE_S: Final = (-0.05, 0.0, 0.05)
"""How much later than its start a shot may have begun: changes are not found to the frame."""

_LEAST_LEAD: Final = 1.25
_LEAST_LEAD_RANDOM: Final = 1.45
_STRAY_NOISE: Final = 0.38
_STRAY_PX: Final = 0.06
_ONE_WAY: Final = 0.85
_ALL_WAYS: Final = 0.6
_EVERY_WAY: Final = 0.35
_MANY_WAYS: Final = 4
_LEAST_WAYS: Final = 2
_PHASES: Final = 12
_SIDES: Final = 16
_LEAST_HELD: Final = 0.25
_RIDGE: Final = 1e-6
_UNSURE: Final = 0.2
_LEAST_FOLLOWED_S: Final = 0.33
_SLOWEST_SHARE: Final = 0.5
_ONE_SIGN: Final = 0.6
_LEAST_STEPS: Final = 7
_SIDEWAYS: Final = 0.12
_PLACE_ERROR_PX: Final = 0.12
_EPSILON: Final = 1e-6
_LEAST_SEEN: Final = 0.5
_LEAST_SEEN_RANDOM: Final = 0.72
"""Share of a shot in which subjects must be followed before their speed and gait are named."""


@dataclass(frozen=True, slots=True)
class Named:
    """One value of a shot: ``measure`` is the figure behind it in ``unit``."""

    aspect: str
    value: str
    measure: float
    unit: str
    confidence: float


@dataclass(frozen=True, slots=True)
class ShotTime:
    """When the looked-at pictures of a shot were, in seconds from its start.

    ``first_s``: the first one; ``step_s``: from one to the next; ``length_s``: the whole shot.
    """

    first_s: float
    step_s: float
    length_s: float


@dataclass(frozen=True, slots=True, eq=False)
class _Path:
    """The mean way of all tracks, turned so that it is along the real axis.

    ``steps``: complex128 (pair,), pixels, NaN where none was followed; ``place``, ``picture``
    and ``piece``: points of it, the picture of each, and the number of its unbroken piece.
    """

    steps: Complexes
    place: Complexes
    picture: NDArray[np.int64]
    piece: NDArray[np.int64]
    width_px: int


@dataclass(frozen=True, slots=True)
class _Pace:
    """The rule of pace that fits a path best.

    ``speed_px_s``: mean speed over the shot, and ``error_px_s`` its error; ``left_px``: what the
    rule leaves along the way, evened out; ``lead``: how much more the best other rule of
    acceleration leaves, in shares of that.
    """

    acceleration: str
    pulsing: bool
    speed_px_s: float
    error_px_s: float
    left_px: float
    lead: float


@dataclass(frozen=True, slots=True)
class _Swing:
    """What a path does across its way: where it ends, how far it swings and how uneven it is."""

    veer_px: float
    wave_px: float
    rough_px: float


def name_gait(
    sightings: Sequence[Sighting], moves: Float32s, ground: Ground, time: ShotTime
) -> tuple[Named, ...] | None:
    """Speed, direction and gait of the subjects of one shot; None when nothing was followed.

    Parameters
    ----------
    sightings : sequence of Sighting
        Blobs of pictures at equal steps within the shot.
    moves : float32, shape (pair, 4)
        Moves of the farthest ground between the pictures, thumb pixels and `LEVER_PX`.
    """
    tracks = [
        track
        for group in _by_color(follow(sightings, moves, ground))
        if sum(len(track.steps) for track in group) * time.step_s >= _LEAST_FOLLOWED_S
        for track in group
    ]
    if not tracks:
        return None
    speeds = [_speed(group, time, ground) for group in _by_color(tracks)]
    if MOTION_SPEED["static"].holds(max(speeds)):
        return _still(max(speeds))
    least = max(speeds) * _SLOWEST_SHARE
    groups = [
        group for group, speed in zip(_by_color(tracks), speeds, strict=True) if speed >= least
    ]
    return _travelling([track for group in groups for track in group], sightings, ground, time)


def _by_color(tracks: Sequence[Track]) -> list[list[Track]]:
    """Tracks of one color each, in the order of their first one."""
    groups: dict[int, list[Track]] = {}
    for track in tracks:
        groups.setdefault(track.color, []).append(track)
    return list(groups.values())


def _speed(group: Sequence[Track], time: ShotTime, ground: Ground) -> float:
    """Mean speed of tracks of one color, frame widths a second."""
    steps = sum(len(track.steps) for track in group)
    gone = abs(sum((track.gone for track in group), 0j))
    return gone / (steps * time.step_s * ground.width_px)


def _still(speed: float) -> tuple[Named, ...]:
    """What is said of subjects that stay where they are on the ground."""
    sure = round(1.0 - speed / MOTION_SPEED["static"].high / 2, 3)
    return (
        Named("motion.speed", "static", speed, "widths/s", sure),
        Named("motion.direction", "none", 0.0, "deg", sure),
        Named("motion.smoothness", "smooth", 0.0, "widths", sure),
        Named("motion.rhythm", "steady", 0.0, "share", sure),
        Named("motion.acceleration", "constant", 0.0, "share", sure),
    )


def _travelling(
    tracks: Sequence[Track], sightings: Sequence[Sighting], ground: Ground, time: ShotTime
) -> tuple[Named, ...]:
    """Values of subjects that travel."""
    ways, agreed = headings(tracks)
    path = _path(tracks, ways, ground)
    held, phase = _held(path.steps, time)
    at = _times(path, time, phase if held <= HELD_SHARE else None)
    pace, swing = _pace(path, at, time), _swing(path, at, time)
    speed = pace.speed_px_s / ground.width_px
    value = next((name for name, span in MOTION_SPEED.items() if span.holds(speed)), None)
    rhythm = _rhythm(pace, swing, ground, time)
    seen_s = np.unique(path.picture).size * time.step_s
    # What goes at random says nothing of the times at which it was not followed.
    least_seen = _LEAST_SEEN_RANDOM if rhythm.value == "random" else _LEAST_SEEN
    if seen_s < least_seen * time.length_s:
        return tuple(_direction(ways, agreed, tracks, 0.0))
    if value is None or pace.error_px_s > _UNSURE * pace.speed_px_s:
        return ()
    rows = [Named("motion.speed", value, speed, "widths/s", 0.95)]
    rows += _direction(ways, agreed, tracks, swing.veer_px / pace.speed_px_s / time.length_s)
    if seen_s < LEAST_GAIT_S:
        return tuple(rows)
    trail = _trail(tracks, ways, sightings)
    rows.append(_smoothness(swing.rough_px / ground.width_px, trail, held))
    rows.append(rhythm)
    least_lead = _LEAST_LEAD_RANDOM if rhythm.value == "random" else _LEAST_LEAD
    if pace.lead >= least_lead:
        sure = round(1.0 - 0.5 / pace.lead, 3)
        figure = pace.left_px / pace.speed_px_s
        rows.append(Named("motion.acceleration", pace.acceleration, figure, "s", sure))
    return tuple(rows)


def _path(tracks: Sequence[Track], ways: Complexes, ground: Ground) -> _Path:
    """The mean way of all tracks."""
    count = max(track.last for track in tracks)
    total, seen = np.zeros(count, np.complex128), np.zeros(count)
    for track, way in zip(tracks, ways, strict=True):
        total[track.first : track.last] += np.array(track.steps) * np.conj(way)
        seen[track.first : track.last] += 1
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (seen > 0).astype(np.int8), [0]))))
    mean = total / np.maximum(seen, 1)
    pieces = edges.reshape(-1, 2).tolist()
    return _Path(
        steps=np.where(seen > 0, mean, np.nan),
        place=np.concatenate(
            [np.concatenate(([0j], np.cumsum(mean[first:last]))) for first, last in pieces]
        ),
        picture=np.concatenate([np.arange(first, last + 1) for first, last in pieces]),
        piece=np.repeat(np.arange(len(pieces)), [last - first + 1 for first, last in pieces]),
        width_px=ground.width_px,
    )


def _held(steps: Complexes, time: ShotTime) -> tuple[float, float]:
    """Share of the squared steps within holds, at the phase of the holds where it is least.

    Where subjects also leave their way to the sides, those steps must keep to the holds too: a
    travel that is thrown to and fro may by chance stand still every other picture.
    """
    seen = np.isfinite(steps.real)
    along, across = steps.real[seen] ** 2, steps.imag[seen] ** 2
    if seen.sum() < _LEAST_STEPS:
        return 1.0, 0.0
    swings = across.sum() >= _SIDEWAYS * along.sum()
    start = (time.first_s + np.arange(len(steps)) * time.step_s)[seen]
    best = (1.0, 0.0)
    for phase in np.arange(_PHASES) / _PHASES:
        hold = np.floor(start * JERKS_HZ + phase + _EPSILON)
        within = hold == np.floor((start + time.step_s) * JERKS_HZ + phase + _EPSILON)
        if within.sum() < _LEAST_HELD * len(start):
            continue
        share = float((along + across)[within].sum() / (along + across).sum())
        sideways = float(across[within].sum() / across.sum()) if swings else 0.0
        best = min(best, (max(share, sideways), float(phase)))
    return best


def _times(path: _Path, time: ShotTime, phase: float | None) -> Float64s:
    """Time of every point of a path, or of the hold it falls into, seconds."""
    at = np.asarray(time.first_s + path.picture * time.step_s, dtype=np.float64)
    if phase is None:
        return at
    holds = np.floor(at * JERKS_HZ + phase + _EPSILON)
    return np.asarray((holds - phase) / JERKS_HZ, dtype=np.float64)


def _pace(path: _Path, at: Float64s, time: ShotTime) -> _Pace:
    """The rule of pace that leaves least of the way along a path."""
    begins = (path.piece[:, None] == np.arange(path.piece.max() + 1)).astype(np.float64)
    best: dict[str, tuple[float, float, float, bool]] = {}
    for acceleration in ACCELERATIONS:
        for pulsing, late_s in product((False, True), _LATE_S):
            moment = pulsed(at - late_s) if pulsing else at - late_s
            gone = eased(moment / time.length_s, acceleration) * time.length_s
            found = (*_fitted(gone, path.place.real, begins), pulsing)
            best[acceleration] = min(best.get(acceleration, found), found)
    first, second = sorted(best, key=lambda each: best[each])[:2]
    left, speed, error, pulsing = best[first]
    lead = best[second][0] / max(left, _PLACE_ERROR_PX)
    return _Pace(first, pulsing, max(speed, _EPSILON), error, left, lead)


def _fitted(gone: Float64s, place: Float64s, begins: Float64s) -> tuple[float, float, float]:
    """What is left of ``place``, the speed that ``gone`` is to be multiplied by, and its error.

    Every unbroken piece begins at a place of its own.
    """
    count = begins.sum(axis=0)
    even = gone - begins @ ((begins.T @ gone) / count)
    moved = place - begins @ ((begins.T @ place) / count)
    square = max(float(even @ even), _EPSILON)
    speed = float(even @ moved) / square
    left = _spread(_evened(moved - speed * even))
    return left, speed, max(left, _PLACE_ERROR_PX) / math.sqrt(square)


def _swing(path: _Path, at: Float64s, time: ShotTime) -> _Swing:
    """What a path does across its way."""
    begins = (path.piece[:, None] == np.arange(path.piece.max() + 1)).astype(np.float64)
    wave = 2 * np.pi * WAVE_HZ * at
    lines = np.column_stack([at / time.length_s, np.sin(wave), np.cos(wave), begins])
    inverse = np.linalg.inv(lines.T @ lines + np.eye(lines.shape[1]) * _RIDGE)
    fit = inverse @ (lines.T @ path.place.imag)
    left = path.place.imag - lines @ fit
    return _Swing(
        veer_px=float(fit[0]),
        wave_px=math.hypot(fit[1], fit[2]),
        rough_px=_spread(left - _evened(left)),
    )


def _evened(left: Float64s) -> Float64s:
    """A course without what changes from picture to picture."""
    padded = np.pad(left, 1, mode="edge")
    even: Float64s = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    return even


def _spread(values: Float64s) -> float:
    return float(np.sqrt(np.mean(values * values)))


def _direction(ways: Complexes, agreed: float, tracks: Sequence[Track], veer: float) -> list[Named]:
    """One way for all, or all away from or towards one place."""
    if agreed >= _ONE_WAY:
        mean = sum((track.gone for track in tracks), 0j) * complex(1.0, veer)
        angle = math.degrees(math.atan2(mean.imag, mean.real)) % 180
        value = _axis(angle)
        return [] if value is None else [Named("motion.direction", value, angle, "deg", agreed)]
    colors = len({track.color for track in tracks})
    if agreed > _ALL_WAYS or colors < _LEAST_WAYS:
        return []
    if agreed <= _EVERY_WAY and colors >= _MANY_WAYS:
        return [Named("motion.direction", "radial", 0.0, "deg", round(1.0 - agreed, 3))]
    outward = [
        math.copysign(len(track.steps), (np.conj(way) * track.places[len(track.places) // 2]).real)
        for track, way in zip(tracks, ways, strict=True)
    ]
    one_sign = abs(sum(outward)) / sum(abs(each) for each in outward)
    if one_sign < _ONE_SIGN:
        return []
    return [Named("motion.direction", "radial", 0.0, "deg", round(one_sign, 3))]


def _axis(angle_deg: float) -> str | None:
    """Canonical direction of a way; None between two of them."""
    if min(angle_deg, 180 - angle_deg) <= AXIS_TOLERANCE_DEG:
        return "horizontal"
    if abs(angle_deg - 90) <= AXIS_TOLERANCE_DEG:
        return "vertical"
    off_diagonal = min(abs(angle_deg - 45), abs(angle_deg - 135))
    return "diagonal" if off_diagonal <= DIAGONAL_TOLERANCE_DEG else None


def _trail(tracks: Sequence[Track], ways: Complexes, sightings: Sequence[Sighting]) -> float:
    """How much more the color of subjects is seen behind them than ahead of them, 0..1."""
    leans = []
    for track, way in zip(tracks, ways, strict=True):
        ahead = round(math.atan2(way.imag, way.real) / (2 * math.pi) * _SIDES) % _SIDES
        near = np.array([-1, 0, 1])
        for step, blob in enumerate(track.blobs):
            halo = sightings[track.first + step].halo[blob]
            behind = halo[(ahead + _SIDES // 2 + near) % _SIDES] - halo[(ahead + near) % _SIDES]
            leans.append(float(np.mean(behind)))
    seen = np.array(leans)
    seen = seen[np.isfinite(seen)]
    return float(np.median(seen)) if seen.size else 0.0


def _smoothness(rough: float, trail: float, held: float) -> Named:
    """Evenness of a travel: throws across the way in frame widths, trail and held share."""
    if held <= HELD_SHARE:
        return Named("motion.smoothness", "jerky", rough, "widths", round(1.0 - held, 3))
    if rough >= LEAST_ROUGH_WIDTHS:
        sure = min(1.0, 0.5 * rough / LEAST_ROUGH_WIDTHS)
        return Named("motion.smoothness", "rough", rough, "widths", round(sure, 3))
    if trail >= LEAST_TRAIL:
        sure = min(1.0, 0.5 * trail / LEAST_TRAIL)
        return Named("motion.smoothness", "fluid", rough, "widths", round(sure, 3))
    sure = 1.0 - 0.5 * max(rough / LEAST_ROUGH_WIDTHS, trail / LEAST_TRAIL, 0.0)
    return Named("motion.smoothness", "smooth", rough, "widths", round(sure, 3))


def _rhythm(pace: _Pace, swing: _Swing, ground: Ground, time: ShotTime) -> Named:
    """Repetition of a travel."""
    noise_px = _STRAY_NOISE * swing.rough_px + _STRAY_PX
    least_px = max(least_stray_s(time.length_s) * pace.speed_px_s, noise_px)
    wave = swing.wave_px / ground.width_px / LEAST_WAVE_WIDTHS
    stray = pace.left_px / least_px
    figure = pace.left_px / pace.speed_px_s
    if wave >= 1.0:
        return Named("motion.rhythm", "wave", figure, "s", round(1.0 - 0.5 / wave, 3))
    if stray >= 1.0:
        return Named("motion.rhythm", "random", figure, "s", round(1.0 - 0.5 / stray, 3))
    value = "pulsing" if pace.pulsing else "steady"
    return Named("motion.rhythm", value, figure, "s", round(1.0 - 0.5 * max(wave, stray), 3))
