"""Journeys: flat shapes followed from picture to picture, and how they travel over the ground.

Put the following of blobs here. Finding them in one picture belongs in ``blobs``, naming how
they go in ``gait``.

Places are complex numbers: pixels right of the middle of the frame, and ``1j`` times pixels
below it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.blobs import Sighting
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import LEVER_PX

_REACH: Final = 0.4
"""Frame widths that a subject may leap from one picture to the next."""

_AREAS: Final = (0.86, 1.17)
_STEADY_AREAS: Final = (0.95, 1.053)
"""How much smaller and larger a blob may become from one picture to the next: in a view that
grows, and in one that does not, where something else covers it if it does."""

_BORN_GROWS: Final = 8.0
_BORN_STEPS: Final = 2
"""How much larger a subject that has just come up may become from one picture to the next, and for
how many steps: those that enter the frame grow within an eighth of a second."""

_ELSEWHERE: Final = 3.0
"""Distance, in roots of the area, from where its color was seen last to where a subject comes up
anew; nearer, something that covered it may have gone on."""

_GROWS: Final = 0.002
_GROWTH: Final = 2
_FIXED_PX: Final = 0.45
_FIXED_SHARE: Final = 0.03
_CARRIED_PX: Final = 2.5
"""How far from where it was first seen a blob that is fixed to the frame is seen at most, or in
shares of how far the ground would have carried it, as ground of its color adds to its edges; and
how far that must be."""

_LEAP: Final = 1.5
_LEAPS_FROM_STEPS: Final = 4
_FAR_LEAP: Final = 6.0
_STEPS_OF_A_LEAP: Final = 8
"""Times all else that a track goes that one step of it is where it is no step, of how many steps;
and times the furthest other step that every one of several is, one in so many: what goes in jerks
has more."""

_LEAST_STEPS: Final = 2
_GOES: Final = 0.25
"""How far a subject has gone at least, in shares of the furthest of its color, if it travels."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Size of the frames, and how many of their pixels make one of a thumb."""

    width_px: int
    height_px: int
    thumb_step: int


@dataclass(slots=True, eq=False)
class Track:
    """One blob from picture ``first`` on: places, and steps against the ground.

    ``carried``: how far the ground alone would have carried it; ``furthest_px``: at most.
    ``born``: whether it has come up in the frame, and may still grow. ``subject``: number of what
    it shows; what is seen at once is of several subjects, of one color or not.
    """

    color: int
    first: int
    places: list[complex]
    areas: list[float]
    blobs: list[int]
    born: bool = False
    steps: list[complex] = field(default_factory=list)
    carried: complex = 0j
    furthest_px: float = 0.0
    subject: int = 0

    @property
    def last(self) -> int:
        """The picture it was last seen in."""
        return self.first + len(self.steps)

    @property
    def gone(self) -> complex:
        """Distance gone over the ground."""
        return sum(self.steps, 0j)


def follow(sightings: Sequence[Sighting], moves: Float32s, ground: Ground) -> list[Track]:
    """Blobs that travel, or stand, on the ground; those fixed to the frame are left out.

    ``moves``: float32 (pair, 4), moves of the ground between the pictures, in pixels of a thumb
    and `LEVER_PX`.
    """
    done: list[Track] = []
    active: list[Track] = []
    last: dict[int, complex] = {}
    for index, sighting in enumerate(sightings):
        seen = _middles(sighting, ground)
        move = moves[index - 1]
        carried = [_carried(track.places[-1], move, ground) for track in active]
        grows = abs(float(move[_GROWTH])) / LEVER_PX > _GROWS
        areas = _AREAS if grows else _STEADY_AREAS
        kept, free = _continued(active, sighting, carried, ground, areas)
        done += [track for track in active if track not in kept]
        active = kept + [_begun(sighting, i, index, seen[i], last) for i in sorted(free)]
        last |= {track.color: track.places[-1] for track in active}
    whole = [piece for track in done + active for piece in _unleapt(track)]
    found = [track for track in whole if len(track.steps) >= _LEAST_STEPS]
    return _told_apart([track for track in found if not _fixed(track)])


def _unleapt(track: Track) -> list[Track]:
    """A track, or what is before, between and after leaps.

    A part of the ground that is lost goes on in the next one that looks like it.
    """
    edges = [-1, *_leaps([abs(step) for step in track.steps]), len(track.steps)]
    if len(edges) == 2:  # noqa: PLR2004 - the ends alone
        return [track]
    return [_piece(track, begin + 1, end) for begin, end in pairwise(edges)]


def _leaps(far: Sequence[float]) -> list[int]:
    """Steps that are much further than all others, if they are few.

    >>> _leaps([1, 1, 9, 1, 1]), _leaps([1, 9, 1, 9, 1, 9])
    ([2], [])
    """
    if len(far) < _LEAPS_FROM_STEPS:
        return []
    order = sorted(range(len(far)), key=lambda at: -far[at])
    if far[order[0]] >= _LEAP * max(sum(far) - far[order[0]], 1.0):
        return order[:1]
    for count in range(len(far) // _STEPS_OF_A_LEAP, 0, -1):
        if far[order[count - 1]] >= _FAR_LEAP * max(far[order[count]], 1.0):
            return sorted(order[:count])
    return []


def _piece(track: Track, begin: int, end: int) -> Track:
    """A track from one of its places to another one."""
    places, steps = track.places[begin : end + 1], track.steps[begin:end]
    ground = np.diff(np.array(places)) - np.array(steps, np.complex128)
    return replace(
        track,
        first=track.first + begin,
        places=places,
        areas=track.areas[begin : end + 1],
        blobs=track.blobs[begin : end + 1],
        steps=steps,
        born=track.born and begin == 0,
        carried=complex(ground.sum()),
        furthest_px=float(np.abs(np.cumsum(ground)).max(initial=0.0)),
    )


def _told_apart(tracks: list[Track]) -> list[Track]:
    """Tracks with the number of their subject each, in the order in which they were.

    A track goes on with the nearest one of its color that was lost before, if there is any.
    """
    last: list[Track] = []
    for track in sorted(tracks, key=lambda each: each.first):
        lost = [each for each in last if each.color == track.color and each.last < track.first]
        if not lost:
            track.subject = len(last)
            last.append(track)
            continue
        near = min(lost, key=lambda each: abs(each.places[-1] - track.places[0]))
        track.subject = near.subject
        last[near.subject] = track
    for color in sorted({track.color for track in tracks}):
        _joined([track for track in tracks if track.color == color])
    return tracks


def _joined(tracks: list[Track]) -> None:
    """Give tracks of one color one subject where most of what they show stands.

    Parts of a ground that are alike are easily taken for one another.
    """
    gone: dict[int, complex] = {}
    for track in tracks:
        gone[track.subject] = gone.get(track.subject, 0j) + track.gone
    far = [abs(each) for each in gone.values()]
    if 2 * sum(each >= _GOES * max(far) for each in far) >= len(far):
        return
    for track in tracks:
        track.subject = tracks[0].subject


def _begun(
    sighting: Sighting, blob: int, index: int, place: complex, last: dict[int, complex]
) -> Track:
    """The track of a blob that goes on none; ``last``: where colors were seen last."""
    color, area = int(sighting.color[blob]), float(sighting.area_px[blob])
    near = color in last and abs(place - last[color]) <= _ELSEWHERE * math.sqrt(area)
    return Track(color, index, [place], [area], [blob], born=index > 0 and not near)


def _middles(sighting: Sighting, ground: Ground) -> list[complex]:
    """Places of blobs from the middle of the frame."""
    x = sighting.x_px - (ground.width_px - 1) / 2
    y = sighting.y_px - (ground.height_px - 1) / 2
    return [complex(*place) for place in zip(x.tolist(), y.tolist(), strict=True)]


def _carried(place: complex, move: Float32s, ground: Ground) -> complex:
    """Where the ground carries a place from one picture to the next."""
    across, down, growth, turn = (float(each) for each in move)
    return place * complex(1 + growth / LEVER_PX, turn / LEVER_PX) + (
        complex(across, down) * ground.thumb_step
    )


def _continued(
    active: list[Track],
    sighting: Sighting,
    carried: list[complex],
    ground: Ground,
    areas: tuple[float, float],
) -> tuple[list[Track], set[int]]:
    """Tracks that go on in this picture, and the blobs that belong to none of them.

    ``carried``: where the ground alone carries each of ``active``; ``areas``: how much smaller
    and larger they may be.
    """
    seen = _middles(sighting, ground)
    colors, grown_px = sighting.color.tolist(), sighting.area_px.tolist()
    free = set(range(len(colors)))
    pairs: list[tuple[float, int, int, complex]] = []
    for number, (track, place) in enumerate(zip(active, carried, strict=True)):
        for i in free:
            grown = grown_px[i] / track.areas[-1]
            leap = abs(seen[i] - place)
            most = _BORN_GROWS if track.born and len(track.steps) < _BORN_STEPS else areas[1]
            same = colors[i] == track.color and areas[0] <= grown <= most
            if same and leap <= _REACH * ground.width_px:
                pairs.append((leap, number, i, place))
    kept: dict[int, Track] = {}
    for _, number, i, place in sorted(pairs, key=lambda pair: pair[:3]):
        if number in kept or i not in free:
            continue
        track = active[number]
        track.steps.append(seen[i] - place)
        track.carried += place - track.places[-1]
        track.furthest_px = max(track.furthest_px, abs(track.carried))
        track.places.append(seen[i])
        track.areas.append(float(sighting.area_px[i]))
        track.blobs.append(i)
        free = free - {i}
        kept[number] = track
    return list(kept.values()), free


def _fixed(track: Track) -> bool:
    """Whether a blob keeps its place in the frame while the ground moves under it."""
    off = max(abs(place - track.places[0]) for place in track.places)
    most = max(_FIXED_PX, _FIXED_SHARE * track.furthest_px)
    return off <= most and track.furthest_px >= _CARRIED_PX


def headings(tracks: Sequence[Track]) -> tuple[NDArray[np.complex128], float]:
    """Unit ways of every track, shared by those of a subject, and how far they all agree, 0..1."""
    gone: dict[int, complex] = {}
    for track in tracks:
        gone[track.subject] = gone.get(track.subject, 0j) + track.gone
    total = sum(abs(way) for way in gone.values())
    agreed = abs(sum(gone.values(), 0j)) / total if total > 0 else 0.0
    ways = np.array([gone[track.subject] for track in tracks], dtype=np.complex128)
    return ways / np.maximum(np.abs(ways), 1e-9), agreed
