"""Continuity: whether one shot goes on where pictures differ as two shots might.

Put what speaks against a change of shots here: moves of the view, other light, what passes. How
tiny pictures are compared for that belongs in ``drift``, changes themselves in ``changes``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.drift import (
    coarse_share,
    dipped_share,
    mixed_share,
    moved_share,
    toned_share,
)
from motion_assets.core.observations.frames import Plane
from motion_assets.core.observations.tinies import looks_of, plain_of

Float64s = NDArray[np.float64]

_GAINS: Final = (0.5, 2.0)
_LIGHT_LEAVES: Final = 0.18
"""Gains of a light that leaves the picture the same, and the share of the change it may leave."""

_FAR_LEAVES: Final = {"dissolve": 0.15, "wipe": 0.08}
_NEAR_LEAVES: Final = 0.3
_UNMIXED_LEAVES: Final = 0.5
_UNMIXED: Final = 0.1
"""Share of the difference that a move of the view leaves at most, between the ends of what looks
like a change, and between places nearer to its middle; the latter for pictures that are this far
from every mixture of those around them. What a move explains is no change of shots."""

_LEAST_COARSE: Final = 0.5
"""Share of the difference of two shots that is left when a quarter of a side is one part, where
shots are so alike that a mixture of them has hardly less contrast."""

_PLAINLY_COARSE: Final = 0.75
"""The same of hue and light, from which moves of texture are no reason."""

_LEAST_UNLIKE: Final = 0.4
_LEAST_SEEN_UNLIKE: Final = 0.1
_LEAST_DIP: Final = 0.4
"""Squared difference of two shots, in shares of their contrasts, from which the contrast of what
lies between tells a mixture from a move, and from which it may speak against one; share of the
dip of a mixture that is a dip."""

_FINE: Final = 0.12
_DIPS_FINE: Final = 0.65
_DIPS: Final = 0.5
_DIPS_LITTLE: Final = 0.25
_UNEXPLAINED: Final = 0.4
"""Dip of contrast, in shares of the contrasts of both shots and of what the most unlike shots
lose: of a dissolve whose shots differ in fine parts alone, which may fall between the parts that
are looked at; of any other; and of what may be one where a move leaves this share of the
difference."""

_SWITCH_STANDS_OUT: Final = 3.0
_SWITCH_LEAVES: Final = 0.36
"""How much larger than the usual step that of a light is that is switched, and the share of two
neighboring pictures that another light leaves."""

_LEAST_WIPE_PACE: Final = 1.6
_PASSED_LEAVES: Final = 0.25
"""How much faster than the shots beside it an uncertain wipe has to change, and the share of the
difference that a move of the view leaves."""


def passes(tinies: Plane, within: tuple[int, int], side: int) -> bool:
    """Whether something passes in these pictures, and not one shot after another.

    It also moves in the ``side`` frames on either side, or leaves a picture that only moved.
    """
    first, last = within
    low = max(first - side, 0)
    plain = plain_of(tinies[low : last + side])
    steps = np.abs(np.diff(plain, axis=0)).mean(axis=(1, 2, 3))
    inside = steps[first - low : last - 1 - low]
    outside = np.concatenate([steps[: first - low], steps[last - 1 - low :]])
    if outside.size and float(inside.mean()) < _LEAST_WIPE_PACE * float(outside.mean()):
        return True
    ends = tinies[[first, last - 1]]
    courses = (space(ends).astype(np.float64) for space in (looks_of, plain_of))
    return min(moved_share(each[0], each[1]) for each in courses) <= _PASSED_LEAVES


def goes_on(tinies: Plane, kind: str) -> bool:
    """Whether the view moved in these pictures, rather than one shot became another.

    What is mixed of two pictures has less contrast than both, what moves keeps its own. Where
    that tells nothing, a move explains how the first and the last differ, or those at a quarter
    and three quarters of the way while the pictures between are no mixture of both ends.
    """
    courses = [space(tinies).astype(np.float64) for space in (looks_of, plain_of)]
    if kind == "wipe":
        return _far(courses) <= _FAR_LEAVES[kind]
    coarse = [coarse_share(each[-1] - each[0]) for each in courses]
    mixes = _mixes(courses[1], coarse[0], max(coarse))
    if mixes is not None:
        return not mixes
    if _far(courses) <= (_FAR_LEAVES[kind] if max(coarse) >= _LEAST_COARSE else _UNEXPLAINED):
        return True
    quarter = (len(tinies) - 1) // 4
    near = max(moved_share(each[quarter], each[len(each) - 1 - quarter]) for each in courses)
    unmixed = min(mixed_share(each) for each in courses)
    return near <= _NEAR_LEAVES or (near <= _UNMIXED_LEAVES and unmixed >= _UNMIXED)


def _mixes(plain: Float64s, coarse: float, coarsest: float) -> bool | None:
    """Whether lost contrast says that two shots are mixed; None where it says nothing.

    ``coarse``, ``coarsest``: coarse share of hues and light, and of the larger of that and light.
    """
    dips, unlike = dipped_share(plain)
    if unlike >= _LEAST_UNLIKE:
        fine = coarsest < _FINE
        least = _DIPS_LITTLE if coarse >= _PLAINLY_COARSE else _DIPS
        if dips * unlike >= (_DIPS_FINE if fine else least):
            return True
        against = fine or dips * unlike < _DIPS_LITTLE
    else:
        against = coarsest < _LEAST_COARSE or (unlike >= _LEAST_SEEN_UNLIKE and dips < _LEAST_DIP)
    # What differs in large parts differs for another reason than that texture moved.
    return False if against and coarse < _PLAINLY_COARSE else None


def _far(courses: list[Float64s]) -> float:
    """Share of the difference between the ends of a course that a move of the view leaves."""
    return max(moved_share(each[0], each[-1]) for each in courses)


def lit_otherwise(before: Plane, after: Plane) -> bool:
    """Whether a brighter or darker light explains how two pictures differ."""
    old, new = (each.mean(axis=0, dtype=np.float64).reshape(-1) for each in (before, after))
    lean = old - old.mean()
    gain = float(lean @ new) / (float(lean @ lean) + 1e-9)
    left = new - new.mean() - gain * lean
    differs = new - old
    same = _GAINS[0] <= gain <= _GAINS[1]
    if same and float(left @ left) <= _LIGHT_LEAVES * float(differs @ differs):
        return True
    return toned_share(old, new) <= _LIGHT_LEAVES


def switched(tinies: Plane) -> bool:
    """Whether the one step that stands out is one to another light on the same picture."""
    plain = plain_of(tinies)
    steps = np.abs(np.diff(plain, axis=0)).mean(axis=(1, 2, 3))
    at = int(np.argmax(steps))
    if steps[at] < _SWITCH_STANDS_OUT * np.median(steps):
        return False
    return toned_share(*plain[at : at + 2].astype(np.float64)) <= _SWITCH_LEAVES
