"""Planes: which kind of way explains a window best, and how many layers take it.

Put the weighing of explanations against each other here. Finding them belongs in ``layers``,
naming what was chosen in ``viewing``.
"""

from typing import Final

from motion_assets.core.observations.rates import Layering, Way
from motion_assets.core.observations.shake import Course

_LEAST_GAIN: Final = 0.025
_LEAST_GROWTH_GAIN: Final = 0.04
_MOST_OF_IT: Final = 0.6
"""Several layers are believed over one when they take away this share of the difference, and
this share of what the best rate of every cell takes away."""

_NO_GAIN: Final = 0.01
_NO_GROWTH_GAIN: Final = 0.02
"""Share of the difference up to which several layers that were found are not believed."""

_LAYER_COST: Final = 0.02
_KEYSTONE: Final = 0.97
_FLAT_ARC: Final = 0.8
_LEAST_BEND: Final = 0.02
_LEAST_SPREAD: Final = 0.02
_ADRIFT: Final = 0.98


def ways_of(course: Course) -> list[tuple[Way, float]]:
    """Kinds of way worth trying, with the rate to look around."""
    sizes = {"across": course.across, "down": course.down, "growth": course.growth}
    first = max(sizes, key=lambda each: abs(sizes[each]))
    if first == "growth":
        return [("growth", course.growth)]
    if first == "across":
        return [("across", course.across), ("arc", course.across)]
    return [("down", course.down), ("crane", course.down)]


def best_of(found: list[Layering]) -> Layering:
    """The way that explains most; keystone has to explain clearly more than a straight way.

    An arc has layers; one without them is held to more.
    """
    best = min(found, key=_cost)
    straight = min(
        (each for each in found if each.way not in {"arc", "crane"}), key=_cost, default=best
    )
    if straight is not best and unbent(straight):
        return straight
    flat_arc = best.way == "arc" and len(believed(best)) == 1
    if _cost(best) > (_FLAT_ARC if flat_arc else _KEYSTONE) * _cost(straight):
        return straight
    return best


def drifts(still: Layering, adrift: Layering) -> bool:
    """Whether a way is explained clearly better by a view that a shake lets drift besides."""
    return _cost(adrift) < _ADRIFT * _cost(still)


def unbent(straight: Layering) -> bool:
    """Whether one rate explains what the best rate of every cell does: no edge travels faster."""
    return straight.left_single - straight.left_any < _LEAST_BEND * straight.left_single


def _cost(found: Layering) -> float:
    several = found.left_layers * (1 + _LAYER_COST * (len(found.rates) - 1))
    return min(several, found.left_single)


def believed(found: Layering) -> tuple[float, ...]:
    """Rates of the layers that are there: one, unless several explain clearly more."""
    gain = found.left_single - found.left_layers
    possible = found.left_single - found.left_any
    least = _LEAST_GROWTH_GAIN if found.way == "growth" else _LEAST_GAIN
    if not _come_apart(found) or gain < max(least * found.left_single, _MOST_OF_IT * possible):
        return (found.single,)
    return found.rates


def _come_apart(found: Layering) -> bool:
    """Whether rates differ by as much as layers do; one plane has none that do."""
    return found.rates[-1] - found.rates[0] >= _LEAST_SPREAD


def undecided(found: Layering) -> bool:
    """Whether several layers explain more than one, but not clearly."""
    if not _come_apart(found):
        return False
    gain = found.left_single - found.left_layers
    least = _NO_GROWTH_GAIN if found.way == "growth" else _NO_GAIN
    return len(believed(found)) == 1 < len(found.rates) and gain > least * found.left_single
