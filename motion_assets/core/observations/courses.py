"""Courses: the mean way of all subjects of a shot, and the rules of pace that it follows.

Put the fitting of ways here, in pixels and seconds. Following subjects belongs in ``journeys``,
naming what was fitted in ``gait``.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.journeys import Ground, Track
from motion_assets.core.paces import eased, pulsed
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.time_ranges import JERKS_HZ, WAVE_HZ

Float64s = NDArray[np.float64]
Complexes = NDArray[np.complex128]

ACCELERATIONS: Final = ASPECTS["motion.acceleration"].values
_LATE_S: Final = (-0.05, 0.0, 0.05)
"""How much later than its start a shot may have begun: changes are not found to the frame."""

_PULSE_PHASES: Final = tuple(math.tau * turn / 12 for turn in range(12))
_DEPTHS: Final = (0.35, 1.15)
_ASTRAY_S: Final = 0.009
_FAR_LESS: Final = 0.6
"""How far the paces that are drawn stay from a way, in seconds of its mean speed, before it is held
against pulses that began at other times and eases of other depths, as shares of the mean speed; and
the share of that which one of those may leave."""

_PHASES: Final = 12
_LEAST_HELD: Final = 0.25
_LEAST_STEPS: Final = 7
_BRIDGED: Final = 3
"""Steps in which nothing is followed, at most, that are filled from those around them."""

_SIDEWAYS: Final = 0.12
_PLACE_ERROR_PX: Final = 0.12
_RIDGE: Final = 1e-6
_EPSILON: Final = 1e-6


@dataclass(frozen=True, slots=True)
class ShotTime:
    """When the looked-at pictures of a shot were, in seconds from its start.

    ``first_s``: the first one; ``step_s``: from one to the next; ``length_s``: the whole shot.
    """

    first_s: float
    step_s: float
    length_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Path:
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
class Pace:
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
class Swing:
    """What a path does across its way: where it ends, how far it swings and how uneven it is.

    ``stray_px``: what is left of it all, evened out, which tells how well the ground is known.
    """

    veer_px: float
    wave_px: float
    rough_px: float
    stray_px: float


def path_of(tracks: Sequence[Track], ways: Complexes, ground: Ground) -> Path:
    """The mean way of all tracks."""
    count = max(track.last for track in tracks)
    total, seen = np.zeros(count, np.complex128), np.zeros(count)
    for track, way in zip(tracks, ways, strict=True):
        total[track.first : track.last] += np.array(track.steps) * np.conj(way)
        seen[track.first : track.last] += 1
    mean = total / np.maximum(seen, 1)
    return _joined(np.where(seen > 0, mean, np.nan), ground.width_px)


def bridged(path: Path) -> Path:
    """A path whose short gaps are filled with steps between those on either side.

    What goes at random is lost sight of where it goes fastest, for there it leaves the frame
    soonest; no rule of pace tells what it did meanwhile.
    """
    steps = path.steps.real
    known = np.isfinite(steps)
    at = np.arange(len(known))
    before = np.maximum.accumulate(np.where(known, at, -len(at)))
    after = np.minimum.accumulate(np.where(known, at, 2 * len(at))[::-1])[::-1]
    filled = path.steps.copy()
    for gap in np.flatnonzero(~known & (after - before <= _BRIDGED + 1)):
        # Of what stands still every other step, two of them tell how fast it goes.
        ends = [steps[max(before[gap] - 1, 0) : before[gap] + 1], steps[after[gap] :][:2]]
        share = (gap - before[gap]) / (after[gap] - before[gap])
        filled[gap] = (1 - share) * np.nanmean(ends[0]) + share * np.nanmean(ends[1])
    return _joined(filled, path.width_px)


def _joined(steps: Complexes, width_px: int) -> Path:
    """The path of mean steps (pair,), NaN where none was followed."""
    known = np.isfinite(steps.real)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], known.astype(np.int8), [0]))))
    pieces = edges.reshape(-1, 2).tolist()
    return Path(
        steps=steps,
        place=np.concatenate(
            [np.concatenate(([0j], np.cumsum(steps[first:last]))) for first, last in pieces]
        ),
        picture=np.concatenate([np.arange(first, last + 1) for first, last in pieces]),
        piece=np.repeat(np.arange(len(pieces)), [last - first + 1 for first, last in pieces]),
        width_px=width_px,
    )


def held_of(steps: Complexes, time: ShotTime) -> tuple[float, float]:
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


def times_of(path: Path, time: ShotTime, phase: float | None) -> Float64s:
    """Time of every point of a path, or of the hold it falls into, seconds."""
    at = np.asarray(time.first_s + path.picture * time.step_s, dtype=np.float64)
    if phase is None:
        return at
    holds = np.floor(at * JERKS_HZ + phase + _EPSILON)
    return np.asarray((holds - phase) / JERKS_HZ, dtype=np.float64)


def pace_of(path: Path, at: Float64s, time: ShotTime) -> Pace:
    """The rule of pace that leaves least of the way along a path."""
    begins = (path.piece[:, None] == np.arange(path.piece.max() + 1)).astype(np.float64)
    best: dict[str, tuple[float, float, float, bool]] = {}
    for acceleration in ACCELERATIONS:
        for pulsing, late_s in product((False, True), _LATE_S):
            moment = pulsed(at - late_s) if pulsing else at - late_s
            gone = eased(moment / time.length_s, acceleration) * time.length_s
            found = (*_fitted(gone, path.place.real, begins), pulsing)
            best[acceleration] = min(best.get(acceleration, found), found)
    left, speed, *_ = min(best.values())
    if left > _ASTRAY_S * speed:
        others = _other_paces(path, at, time, begins)
        if min(others.values())[0] <= _FAR_LESS * left:
            best |= others
    first, second = sorted(best, key=lambda each: best[each])[:2]
    left, speed, error, pulsing = best[first]
    lead = best[second][0] / max(left, _PLACE_ERROR_PX)
    return Pace(first, pulsing, max(speed, _EPSILON), error, left, lead)


def _other_paces(
    path: Path, at: Float64s, time: ShotTime, begins: Float64s
) -> dict[str, tuple[float, float, float, bool]]:
    """What paces leave whose pulse may begin at any time, and whose ease may be of any depth.

    By acceleration: what `_fitted` tells, and whether there is a pulse.
    """
    best: dict[str, tuple[float, float, float, bool]] = {}
    moments = [at, *(pulsed(at, phase) for phase in _PULSE_PHASES)]
    for moment, pulsing in zip(moments, [False] + [True] * len(_PULSE_PHASES), strict=True):
        share = moment / time.length_s
        for name, gone in _eased_freely(share, path.place.real, begins):
            found = (*_fitted(gone * time.length_s, path.place.real, begins), pulsing)
            best[name] = min(best.get(name, found), found)
    return best


def _eased_freely(
    share: Float64s, place: Float64s, begins: Float64s
) -> Iterator[tuple[str, Float64s]]:
    """Shares of a way after shares of its time, without an ease and with one that fits best."""
    yield "constant", share
    ramp, both_ends = share * share - share, -np.sin(2 * np.pi * share) / (2 * np.pi)
    for bend, names in ((ramp, ("ease_in", "ease_out")), (both_ends, ("ease_in_out", ""))):
        lines = np.column_stack([share, bend, begins])
        fit, *_ = np.linalg.lstsq(lines, place)
        depth = float(fit[1] / fit[0]) if fit[0] else 0.0
        name = names[depth < 0]
        if name and _DEPTHS[0] <= abs(depth) <= _DEPTHS[1]:
            yield name, share + depth * bend


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


def swing_of(path: Path, at: Float64s, time: ShotTime) -> Swing:
    """What a path does across its way."""
    begins = (path.piece[:, None] == np.arange(path.piece.max() + 1)).astype(np.float64)
    wave = 2 * np.pi * WAVE_HZ * at
    lines = np.column_stack([at / time.length_s, np.sin(wave), np.cos(wave), begins])
    inverse = np.linalg.inv(lines.T @ lines + np.eye(lines.shape[1]) * _RIDGE)
    fit = inverse @ (lines.T @ path.place.imag)
    left = path.place.imag - lines @ fit
    return Swing(
        veer_px=float(fit[0]),
        wave_px=math.hypot(fit[1], fit[2]),
        rough_px=_spread(left - _evened(left)),
        stray_px=_spread(_evened(left)),
    )


def _evened(left: Float64s) -> Float64s:
    """A course without what changes from picture to picture."""
    padded = np.concatenate([left[:1], left, left[-1:]])
    even: Float64s = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    return even


def _spread(values: Float64s) -> float:
    return float(np.sqrt(np.mean(values * values)))
