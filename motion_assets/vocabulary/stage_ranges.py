"""Stage ranges: what light, composition and overlay mean in figures, for drawing and measuring.

Put a figure here when the stage (`core.clips.stage`) draws it and `core.observations.stage`
reads it back. Lists of values live in ``aspects``. All figures are chosen for this project, so
that every combination of values can be told apart at 64 by 64 pixels.

Definitions. The *stage* is light that stands still in the frame. Luma is 6 : 9 : 1 of red, green
and blue; a level of 1.0 is a luma of `LEVEL_LUMA`. The stage is a product of soft shapes, so its
logarithm is a sum of them:

- the *body*, one disc: ``lighting.key_intensity`` is the level of its lit side,
  ``lighting.fill_ratio`` the level of its shadow side in shares of that;
- its *rim*, a ring of light inside its edge: ``lighting.rim_strength`` is what the ring adds, in
  shares of the level that is there;
- its *contour*, a darker ring outside its edge, always `CONTOUR_GAIN` deep. A body whose shadow
  side is as bright as the surroundings would else have no outline, and two pairs of key and fill
  would give one picture: the contour is the cue that separates them;
- everything else: ``lighting.ambient_level`` is its level;
- the *wash*, a slope of the light over the whole frame: ``composition.balance`` is the side to
  which the light rises, ``balanced`` a picture whose light rises to no side;
- *flags*, darker patches in the left and right margins, above and below the middle:
  ``composition.symmetry`` is ``bilateral`` when all of them are mirrored about the vertical
  axis, ``slight`` when some are and some are not, ``asymmetric`` when none is;
- the *visor*, a dark rounded border above and below: the cue of ``pov``, a view through eyes.

``composition.framing`` is the size of the body (``pov``: the visor). ``composition.
rule_of_thirds`` is ``yes`` when the middle of the body lies on one of the four lines that cut
the frame into thirds. ``lighting.contrast_ratio`` is the root mean square of the texture in
shares of the local level, seen in patches of a thirtieth of the shorter side.
``lighting.color_temperature`` is red less blue in shares of luma.
"""

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from motion_assets.vocabulary.definitions import Range

REFERENCE_LUMA: Final = 140
"""Luma of every stop of an unlit backdrop."""

LEVEL_LUMA: Final = 104.0
"""Luma of a level of 1.0. Low enough that the brightest key under the strongest texture and a
tinted light stays within 8 bits, high enough that the darkest shadow side keeps its texture."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Canonical values of one aspect and the figure each of them is drawn with, ascending.

    A measured figure belongs to the nearest one, unless it lies within ``doubt`` of the middle
    between two of them: a share of their distance. ``reach``: how far beyond the first and the
    last figure a value still counts, in shares of the distance to their neighbor.
    """

    values: tuple[str, ...]
    figures: tuple[float, ...]
    doubt: float = 0.06
    reach: float = 0.8

    def figure(self, value: str) -> float:
        """Figure that ``value`` is drawn with."""
        return self.figures[self.values.index(value)]

    def nearest(self, figure: float) -> tuple[str, float] | None:
        """Value of a measured figure with its confidence in 0..1; None in doubt or out of reach.

        >>> Steps(("low", "high"), (0.0, 1.0)).nearest(0.9)
        ('high', 0.8)
        >>> Steps(("low", "high"), (0.0, 1.0)).nearest(0.51) is None
        True
        """
        if not self.reaches(figure):
            return None
        best = min(range(len(self.figures)), key=lambda i: abs(self.figures[i] - figure))
        return self._sure(best, figure)

    def reaches(self, figure: float) -> bool:
        """Whether a measured figure is near enough to any value.

        >>> steps = Steps(("low", "high"), (0.0, 1.0), reach=0.5)
        >>> steps.reaches(1.4), steps.reaches(1.6)
        (True, False)
        """
        first, last = self.figures[0], self.figures[-1]
        low = first - self.reach * (self.figures[1] - first)
        return low <= figure <= last + self.reach * (last - self.figures[-2])

    def _sure(self, best: int, figure: float) -> tuple[str, float] | None:
        drawn = self.figures[best]
        step = 1 if figure >= drawn else -1
        other = best + step if 0 <= best + step < len(self.figures) else best - step
        apart = abs(self.figures[other] - drawn)
        off = abs(figure - drawn) / apart
        if off > 0.5 - self.doubt and best + step == other:
            return None
        return self.values[best], round(max(1.0 - 2.0 * off, 0.05), 3)


def _by_logarithm(values: str) -> Steps:
    names = tuple(values.split())
    return Steps(names, tuple(math.log2(float(name)) for name in names))


KEY_LOG2: Final = _by_logarithm("0.5 0.75 1.0 1.25")
FILL_LOG2: Final = _by_logarithm("0.2 0.4 0.6 0.8")
AMBIENT_LOG2: Final = _by_logarithm("0.2 0.4 0.6 0.8")
"""Levels, as logarithms to base 2: a step of light is a ratio."""

RIM_STRENGTH: Final = Steps(("0.0", "0.2", "0.5", "0.8"), (0.0, 0.2, 0.5, 0.8))

CONTRAST: Final = Steps(
    ("flat", "normal", "high", "chiaroscuro"), (0.05, 0.08, 0.12, 0.18), reach=2.0
)
"""Root mean square of the texture in shares of the local level."""

TEMPERATURE: Final = Steps(("cool", "neutral", "warm"), (-0.44, 0.0, 0.44), reach=2.0)
"""Median over the picture of red less blue in shares of luma."""

WASH: Final = 0.42
"""Logarithm to base 2 that the light rises from the middle to a side under a heavy balance."""

WASH_HEAVY: Final = 0.25
WASH_BALANCED: Final = 0.17
"""Rise from which a balance is heavy, and up to which it is balanced."""

# Shapes, in shares of the shorter side of the frame.
RADIUS: Final = Steps(("wide", "medium", "close", "extreme_close"), (0.18, 0.25, 0.35, 0.48))
POV_RADIUS: Final = 0.25
EDGE: Final = 0.12
"""Width of the soft edge of the body, and of flags and visor."""

TERMINATOR: Final = 0.14
"""Width of the passage from the lit side to the shadow side."""

RIM_INSIDE: Final = 0.02
RIM_HALF: Final = 0.06
CONTOUR_OUTSIDE: Final = 0.06
CONTOUR_HALF: Final = 0.06
"""How far inside or outside of the edge the rings lie, and half their widths."""

CONTOUR_GAIN: Final = 0.6
FLAG_GAIN: Final = 0.62
VISOR_GAIN: Final = 0.36
"""Light that is left in the middle of a contour, a flag, the visor."""

# Shapes, in shares of the half sides of the frame; 0 is the middle, 1 the edge.
FLAG_FROM_X: Final = 0.70
FLAG_FROM_Y: Final = 0.10
VISOR_FROM_Y: Final = 0.70
VISOR_BEND: Final = 0.16
"""Where a flag begins, where the visor begins in the middle column, how much lower it hangs at
the sides."""

VISOR_CLEAR: Final = 0.62
"""Share of the height of the frame that is lit all across between the borders of a visor."""

# Place of the body, in shares of the width and the height of the frame.
THIRD_NEAR: Final = 0.045
THIRD_FAR: Final = 0.065
"""Distance from a line of thirds up to which the body is on it, and from which it is off it."""

OFF_CENTER: Final = 0.065
"""How far a body off the lines of thirds is moved to the heavy side."""

PLACE_JITTER: Final = 0.01
SIZE_JITTER: Final = 0.03
"""What the seed of a composition may add: shares of the frame, shares of the radius."""

# The overlay.
OVERLAY_INK: Final = (246, 246, 240)
OVERLAY_OUTLINE: Final = (14, 14, 18)
OVERLAY_SIZE: Final = 0.2
"""Colors of the shape and of its outline; extent of the shape in shares of the shorter side."""

OVERLAY_FOUND: Final = Range(0.13, 0.36)
"""Extents of shapes that are looked for, in shares of the shorter side."""

# Figures of the whole picture, which nobody asks for.
EDGE_LEVELS: Final = 24.0
"""Difference of luma over two pixels of a thumb from which it is an edge."""

PICTURE_FIGURES: Final = MappingProxyType(
    {
        "graphics.edge_density": (0.1, 0.22),
        "graphics.spatial_variance": (0.03, 0.05),
        "graphics.busyness": (0.022, 0.032),
    }
)
"""From where a figure is medium and from where it is high; chosen so that about a third of the
clips drawn from no request lies in each."""

# The colors of a backdrop, in shares of luma.
TINT_SPREAD: Final = (0.6, 1.0)
"""Least and greatest distance between the tints at the two ends of a gradient: differences of
red less blue and of their mean less green."""

TINT_LIMIT: Final = 0.55
"""Furthest that the mean of red and blue lies from green."""

CHANNEL_LIMIT: Final = 1.62
"""Brightest channel of a stop, in shares of luma."""
