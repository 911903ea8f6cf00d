"""Gait: how fast, where and how evenly the subjects of a shot travel.

Put the naming of travels that were followed here. Following them belongs in ``journeys``,
every threshold in ``vocabulary``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from motion_assets.core.observations.blobs import Sighting
from motion_assets.core.observations.courses import (
    Complexes,
    Pace,
    ShotTime,
    Swing,
    bridged,
    held_of,
    pace_of,
    path_of,
    swing_of,
    times_of,
)
from motion_assets.core.observations.headings import INWARD_DEG, OUTWARD_DEG, axis_of, ways_of
from motion_assets.core.observations.journeys import Ground, Track, follow, headings
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.vocabulary.definitions import (
    MOTION_SPEED,
)
from motion_assets.vocabulary.slots import HEADING
from motion_assets.vocabulary.time_ranges import (
    HELD_SHARE,
    LEAST_GAIT_S,
    LEAST_GAIT_SHOT_S,
    LEAST_ROUGH_WIDTHS,
    LEAST_TRAIL,
    LEAST_WAVE_WIDTHS,
    least_stray_s,
)

__all__ = ["Gait", "Named", "ShotTime", "name_gait"]

_LEAST_LEAD: Final = 1.25
_LEAST_LEAD_RANDOM: Final = 1.2
_STRAY_NOISE: Final = 0.38
_STRAY_PX: Final = 0.06
_STRAYS_BESIDE: Final = 2.0
"""How much further a random pace strays along its way than the ground lets it seem beside it."""

_RANDOM_S: Final = 0.035
"""Seconds of its mean speed within which no random pace stays."""

_ONE_WAY: Final = 0.85
_ALL_WAYS: Final = 0.6
_MANY_WAYS: Final = 3
_WIDEST_GAP: Final = math.radians(170.0)
_LEAST_WAYS: Final = 2
_SIDES: Final = 16
_UNSURE: Final = 0.2
_LEAST_FOLLOWED_S: Final = 0.33
_LEAST_FOLLOWED: Final = 0.25
"""Seconds that a subject is followed at least, and share of how long another one is; a spot of
light that is flat for a while is no subject."""

_SLOWEST_SHARE: Final = 0.5
_ONE_SIGN: Final = 0.6
_RUSHES: Final = 8.0
"""How much further than they go themselves the ground carries subjects of whose places little can
be told: they come in wherever it brings them."""

_LEAST_SEEN: Final = 0.5
_LEAST_SEEN_RANDOM: Final = 0.8
"""Share of a shot in which subjects must be followed before their speed and gait are named, and of
what is seen of it plainly where they go at random."""


@dataclass(frozen=True, slots=True)
class Named:
    """One value of a shot: ``measure`` is the figure behind it in ``unit``."""

    aspect: str
    value: str
    measure: float
    unit: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Gait:
    """Values of a shot, and the share of it that a subject which tells them was followed at most.

    What is followed in pieces alone may be parts of a ground that were taken for one another, or
    be seen through something else.
    """

    rows: tuple[Named, ...]
    followed: float


def name_gait(
    sightings: Sequence[Sighting], moves: Float32s, ground: Ground, time: ShotTime
) -> Gait | None:
    """Speed, direction and gait of the subjects of one shot; None when nothing was followed.

    Parameters
    ----------
    sightings : sequence of Sighting
        Blobs of pictures at equal steps within the shot.
    moves : float32, shape (pair, 4)
        Moves of the farthest ground between the pictures, thumb pixels and `LEVER_PX`.
    """
    tracks = _followed_long(_by_subject(follow(sightings, moves, ground)), time)
    if not tracks:
        return None
    speeds = [_speed(group, time, ground) for group in _by_subject(tracks)]
    stand = MOTION_SPEED["static"].holds(max(speeds))
    least = max(speeds) * _SLOWEST_SHARE
    groups = zip(_by_subject(tracks), speeds, strict=True)
    going = [track for group, speed in groups if stand or speed >= least for track in group]
    longest = max(len(track.steps) for track in going)
    rows = _still(max(speeds)) if stand else _travelling(going, sightings, ground, time)
    return Gait(rows, longest / (len(sightings) - 1))


def _followed_long(groups: Sequence[Sequence[Track]], time: ShotTime) -> list[Track]:
    """Tracks of the subjects followed long enough, and not for much less than others."""
    groups = [_without_bits(group) for group in groups]
    steps = [len(_pictures_of(group)) for group in groups]
    least = max(_LEAST_FOLLOWED_S / time.step_s, _LEAST_FOLLOWED * max(steps, default=0))
    return [
        track
        for group, count in zip(groups, steps, strict=True)
        if count >= least
        for track in group
    ]


def _without_bits(group: Sequence[Track]) -> list[Track]:
    """Tracks of one subject without short ones beside the longest: it is in one place at a time."""
    longest = max(group, key=lambda track: len(track.steps))
    least = _LEAST_FOLLOWED * len(longest.steps)
    return [
        track
        for track in group
        if len(track.steps) >= least or track.last < longest.first or track.first > longest.last
    ]


def _pictures_of(group: Sequence[Track]) -> set[int]:
    """Pictures into which any of several tracks is followed."""
    return {track.first + step for track in group for step in range(len(track.steps))}


def _by_subject(tracks: Sequence[Track]) -> list[list[Track]]:
    """Tracks of one subject each, in the order of their first one."""
    groups: dict[int, list[Track]] = {}
    for track in tracks:
        groups.setdefault(track.subject, []).append(track)
    return list(groups.values())


def _speed(group: Sequence[Track], time: ShotTime, ground: Ground) -> float:
    """Mean speed of tracks of one subject, frame widths a second."""
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
    path = path_of(tracks, ways, ground)
    held, phase = held_of(path.steps, time)
    holds = phase if held <= HELD_SHARE else None
    at = times_of(path, time, holds)
    pace, swing = pace_of(path, at, time), swing_of(path, at, time)
    rhythm = _rhythm(pace, swing, ground, time)
    at_random = rhythm is not None and rhythm.value == "random"
    if at_random:
        whole = bridged(path)
        pace = pace_of(whole, times_of(whole, time, holds), time)
    speed = pace.speed_px_s / ground.width_px
    value = next((name for name, span in MOTION_SPEED.items() if span.holds(speed)), None)
    if value == "static":
        return _still(speed)
    seen_s = np.unique(path.picture).size * time.step_s
    if seen_s < _least_seen_s(len(sightings), time, at_random=at_random):
        alone = len({track.subject for track in tracks}) < _LEAST_WAYS
        return () if alone else tuple(_direction(ways, agreed, tracks, 0.0))
    if seen_s < LEAST_GAIT_S or time.length_s < LEAST_GAIT_SHOT_S:
        return ()
    if value is None or pace.error_px_s > _UNSURE * pace.speed_px_s:
        return ()
    rows = [Named("motion.speed", value, speed, "widths/s", 0.95)]
    rows += _direction(ways, agreed, tracks, swing.veer_px / pace.speed_px_s / time.length_s)
    trail = _trail(tracks, ways, sightings)
    rows.append(_smoothness(swing.rough_px / ground.width_px, trail, held))
    rows += [] if rhythm is None else [rhythm]
    if pace.lead >= (_LEAST_LEAD_RANDOM if at_random else _LEAST_LEAD):
        sure = round(1.0 - 0.5 / pace.lead, 3)
        figure = pace.left_px / pace.speed_px_s
        rows.append(Named("motion.acceleration", pace.acceleration, figure, "s", sure))
    return tuple(rows)


def _least_seen_s(picture_count: int, time: ShotTime, *, at_random: bool) -> float:
    """How long subjects must be followed: what goes at random tells of no other time."""
    plain_s = picture_count * time.step_s
    return max(_LEAST_SEEN * time.length_s, _LEAST_SEEN_RANDOM * plain_s if at_random else 0.0)


def _direction(ways: Complexes, agreed: float, tracks: Sequence[Track], veer: float) -> list[Named]:
    """One way for all, or all away from or towards one place, with its heading."""
    if agreed >= _ONE_WAY:
        mean = sum((track.gone for track in tracks), 0j) * complex(1.0, veer)
        angle = math.degrees(math.atan2(mean.imag, mean.real)) % 360
        value = axis_of(angle)
        return [] if value is None else _going(value, angle, agreed)
    subjects = len({track.subject for track in tracks})
    if agreed > _ALL_WAYS or subjects < _LEAST_WAYS:
        return []
    return _radial(ways, agreed, tracks)


def _radial(ways: Complexes, agreed: float, tracks: Sequence[Track]) -> list[Named]:
    """All away from or towards one place; which of both, unless the ground rushes them along."""
    outward = [
        math.copysign(len(track.steps), (np.conj(way) * track.places[len(track.places) // 2]).real)
        for track, way in zip(tracks, ways, strict=True)
    ]
    one_sign = abs(sum(outward)) / sum(abs(each) for each in outward)
    on_all_sides = _on_all_sides(tracks, ways)
    if not on_all_sides and one_sign < _ONE_SIGN:
        return []
    angle = OUTWARD_DEG if sum(outward) > 0 else INWARD_DEG
    going = _going("radial", angle, round(1.0 - agreed if on_all_sides else one_sign, 3))
    gone, carried = (
        sum(map(abs, each))
        for each in zip(*((track.gone, track.carried) for track in tracks), strict=True)
    )
    return going if carried <= _RUSHES * gone else going[:1]


def _going(direction: str, angle: float, sure: float) -> list[Named]:
    """A direction and what its heading is called."""
    ways = [Named(HEADING, way, angle, "deg", sure) for way in ways_of(direction, angle)]
    return [Named("motion.direction", direction, angle, "deg", sure), *ways]


def _on_all_sides(tracks: Sequence[Track], ways: Complexes) -> bool:
    """Whether the ways of the subjects leave no half of the circle out."""
    turns = sorted(
        {
            track.subject: float(np.angle(way)) for track, way in zip(tracks, ways, strict=True)
        }.values()
    )
    gaps = np.diff([*turns, turns[0] + 2 * math.pi])
    return len(turns) >= _MANY_WAYS and float(gaps.max()) <= _WIDEST_GAP


def _trail(tracks: Sequence[Track], ways: Complexes, sightings: Sequence[Sighting]) -> float:
    """How much more the color of subjects is seen behind them than ahead of them, 0..1."""
    leans: list[float] = []
    for track, way in zip(tracks, ways, strict=True):
        ahead = round(math.atan2(way.imag, way.real) / (2 * math.pi) * _SIDES) % _SIDES
        near = ahead + np.array([-1, 0, 1])
        seen_in = sightings[track.first : track.first + len(track.blobs)]
        halos = [each.halo[blob] for each, blob in zip(seen_in, track.blobs, strict=True)]
        around = np.array(halos)
        behind = around[:, (near + _SIDES // 2) % _SIDES] - around[:, near % _SIDES]
        leans += behind.mean(axis=1).tolist()
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


def _rhythm(pace: Pace, swing: Swing, ground: Ground, time: ShotTime) -> Named | None:
    """Repetition of a travel; None where the ground is not known well enough to tell."""
    noise_px = _STRAY_NOISE * swing.rough_px + _STRAY_PX
    least_px = max(least_stray_s(time.length_s) * pace.speed_px_s, noise_px)
    wave = swing.wave_px / ground.width_px / LEAST_WAVE_WIDTHS
    stray = pace.left_px / least_px
    figure = pace.left_px / pace.speed_px_s
    if wave >= 1.0:
        return Named("motion.rhythm", "wave", figure, "s", round(1.0 - 0.5 / wave, 3))
    beside = pace.left_px / max(_STRAYS_BESIDE * swing.stray_px, _STRAY_PX)
    if stray >= 1.0 and beside >= 1.0:
        sure = 1.0 - 0.5 / min(stray, beside)
        return Named("motion.rhythm", "random", figure, "s", round(sure, 3))
    if stray >= 1.0 and figure >= _RANDOM_S:
        return None
    stray = min(stray, 1.0)
    value = "pulsing" if pace.pulsing else "steady"
    return Named("motion.rhythm", value, figure, "s", round(1.0 - 0.5 * max(wave, stray), 3))
