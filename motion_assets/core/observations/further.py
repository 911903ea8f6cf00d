"""Further: layers that a first look misses, since they run far ahead or go opposite ways.

Put looks here that only a picture is worth which one plane does not explain. What is compared
belongs in ``layers``, which explanation is believed in ``planes``.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from motion_assets.core.observations.layers import layering
from motion_assets.core.observations.planes import believed, best_of, undecided
from motion_assets.core.observations.rates import Layering, Way
from motion_assets.core.observations.relief import Relief
from motion_assets.core.observations.shake import Course
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.track import Track
from motion_assets.core.observations.warp import few_median
from motion_assets.vocabulary.camera_ranges import STILL_WIDTHS_S
from motion_assets.vocabulary.definitions import Range

_UNTOLD: Final = 0.3
"""Difference that one rate leaves from which a second look is worth its time."""

_AHEAD: Final = 0.1
_WIDE: Final = 0.44
_SOON: Final = 0.3
_LEAST_APART: Final = 0.16
_FASTER: Final = Range(1.5, 3.4)
"""Frame widths a second: how far ahead of a plane the middle of the second look lies, how far it
goes to either side, there and where layers are told already; how far from the other a layer is
that the first one misses; and how much faster the near one is. Light stands still, or hardly
goes."""

_NEAR_EDGE_PX: Final = 14.0
_CLEARLY_LESS: Final = 0.85
"""How far the fastest of several layers goes until the last look from which another may go too far
to be seen in it; and what that leaves of the difference, in shares of what is left without it."""

_ONE_PLANE: Final = 0.35
_HARDLY_STANDING: Final = 0.5
_MOST_LEFT: Final = 0.93
_LEAST_TURN: Final = 0.03
"""Difference left up to which one plane is all there is; share of the texture that stays in place,
at most, and the difference left, at most, where layers go opposite ways; frame widths a second that
they do at least, for the sides of a view that slowly grows do it too."""


def looked_further(best: Layering, relief: Relief, frames: Float32s, course: Course) -> Layering:
    """``best``, or what explains a view with a layer further ahead than the first look reached.

    ``frames``: of the track, ``course``: see `layering`.
    """
    if best.way not in {"across", "down"}:
        return best
    layers = believed(best)
    if len(layers) > 1:
        return _looked_sooner(best, relief, frames, course)
    if best.left_single < _UNTOLD or abs(best.single) < 2 * STILL_WIDTHS_S:
        return best
    about = best.single + float(np.copysign(_AHEAD, best.single))
    trust, kernel = relief.trust, relief.kernel
    found = layering(frames, trust, course, best.way, about, reach=_WIDE, kernel=kernel)
    return best if found is None or not _part(believed(found)) else _beside(best, found)


def _looked_sooner(best: Layering, relief: Relief, frames: Float32s, course: Course) -> Layering:
    """``best``, or more layers where the nearest one left the picture before the last look."""
    layers = believed(best)
    if max(map(abs, layers)) * best.reach_s * frames.shape[2] < _NEAR_EDGE_PX:
        return best
    about, trust, kernel = sum(layers) / len(layers), relief.trust, relief.kernel
    found = layering(frames, trust, course, best.way, about, reach=_SOON, kernel=kernel)
    if found is None or found.left_layers > _CLEARLY_LESS * best.left_layers:
        return best
    return _beside(best, found) if len(believed(found)) > len(layers) else best


def _beside(first: Layering, found: Layering) -> Layering:
    """What a second look found, with the reach of the first: it saw the far layers go on."""
    return replace(found, reach_s=max(found.reach_s, first.reach_s))


def _part(layers: tuple[float, ...]) -> bool:
    """Whether layers travel as far apart as a first look misses, the near ones faster.

    >>> _part((0.2, 0.5)), _part((0.2, 0.3)), _part((-0.1, 0.2)), _part((0.02, 0.3))
    (True, False, True, False)
    """
    far, near = min(layers, key=abs), max(layers, key=abs)
    return abs(near - far) >= _LEAST_APART and _FASTER.holds(abs(near / far))


def opposite(layers: tuple[float, ...]) -> bool:
    """Whether layers travel opposite ways, as only those before and behind a pivot do.

    >>> opposite((-0.08, 0.05)), opposite((0.05, 0.1)), opposite((-0.004, 0.1))
    (True, False, False)
    """
    return min(layers) < -STILL_WIDTHS_S and max(layers) > STILL_WIDTHS_S


def parted(track: Track, relief: Relief, course: Course) -> Layering | None:
    """Layers that go opposite ways about a pivot, whose mean is no travel; None where none do.

    Where one plane is all there is, or most of it stands still, none are looked for.
    """
    one_plane = float(few_median(track.error)) <= _ONE_PLANE
    if one_plane or relief.still_share > _HARDLY_STANDING:
        return None
    both: tuple[Way, Way] = ("across", "arc")
    trust, kernel = relief.trust, relief.kernel
    ways = [layering(track.frames, trust, course, way, 0.0, kernel=kernel) for way in both]
    found = [each for each in ways if each is not None]
    if not found:
        return None
    best = best_of(found)
    clear = best.left_layers <= _MOST_LEFT and not undecided(best)
    layers = believed(best)
    return best if clear and min(layers) < -_LEAST_TURN and max(layers) > _LEAST_TURN else None
