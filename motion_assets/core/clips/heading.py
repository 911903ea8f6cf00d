"""Heading: which way round subjects go along the direction of their travel.

Put the step from asked ways to a travel here. Figures of every frame belong in ``travel``, the
words that ask for a way in ``core.prompts.heading``.
"""

from dataclasses import dataclass
from typing import Final

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.scene import Direction
from motion_assets.core.clips.travel import AXES
from motion_assets.vocabulary.slots import HEADING, HEADING_SIGNS, HEADING_SLOT, HEADINGS

_SIDES: Final = frozenset({"left", "right"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A way along a direction: ``sign`` and ``slope`` of `Subject`."""

    direction: Direction
    sign: int
    slope: int = 1

    @property
    def way(self) -> complex:
        """Unit step, ``1j`` down; 0 of radial travel, whose way differs from place to place.

        >>> Heading("vertical", 1).way, Heading("radial", 1).way
        (1j, 0j)
        """
        axis = AXES.get(self.direction, 0j)
        return self.sign * (axis if self.slope > 0 else axis.conjugate())

    @property
    def names(self) -> tuple[str, ...]:
        """What the way is called.

        >>> Heading("diagonal", -1, -1).names, Heading("radial", 1).names
        (('left', 'down'), ('out',))
        """
        ways = HEADINGS.get(self.direction, ())
        signs = {way: self.sign * (1 if way in _SIDES else self.slope) for way in ways}
        return tuple(way for way in ways if HEADING_SIGNS[way] == signs[way])


def heading_of(decider: Decider, direction: Direction) -> Heading:
    """The way of a shot's subjects: as the prompt says, else as drawn; either is recorded."""
    drawn = 1 if int(decider.rng.integers(0, 2)) else -1
    asked = _asked(decider, direction)
    across, down, ray = (
        next((HEADING_SIGNS[way] for way in asked if way in pair), 0)
        for pair in (HEADINGS["horizontal"], HEADINGS["vertical"], HEADINGS["radial"])
    )
    if direction == "diagonal" and bool(across) != bool(down):
        # The other half of a diagonal is left open.
        across, down = across or drawn, down or drawn
    heading = Heading(direction, across or down or ray or drawn, across * down or 1)
    for way in heading.names:
        if way in asked:
            decider.keep(Choice(HEADING, way, "asked", asked[way]))
        else:
            decider.note(HEADING, way, "left open; drawn from 2 ways")
    return heading


def _asked(decider: Decider, direction: Direction) -> dict[str, str]:
    """Asked ways that belong to a direction, with their reasons."""
    wishes = decider.wishes.slots.get(HEADING_SLOT, [])
    return {str(way): why for way, why in wishes if way in HEADINGS.get(direction, ())}
