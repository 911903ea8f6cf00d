"""Camera ranges: where one value of camera or depth ends and the next begins.

Put a figure here that drawing and measuring of the view both use. Figures for subjects live
in ``definitions``. All are chosen so that drawn values sit in the middle of their range, and
so that neighbors are told apart in one second at 64 pixels width.

How moves that look alike are told apart:

- pan, tilt: the whole picture shifts along one axis and stays one plane. A whip pan is a pan
  of at least `WHIP_WIDTHS_S`, smeared along its way.
- truck, pedestal: the same shifts, but the picture comes apart into layers.
- zoom, zoom_out: the whole picture grows or shrinks about its middle at one rate; a dolly
  does so in layers.
- arc, crane: a shift along x or y with keystone, that is, faster towards the edges it goes
  between, as a turn about a pivot shows it. An arc has layers besides; a crane may have them.
- tracking: a shift along x under a flat subject that stands still near the middle.
- roll: the picture turns to and fro; rotate: it turns on one way.
- handheld: no travel, but a shake that is not small; static: neither.
- birds_eye: a view without travel of a ground plan, lanes that cross at right angles.
"""

from types import MappingProxyType
from typing import Final

from motion_assets.vocabulary.definitions import Range

LEVER_WIDTHS: Final = 0.5
"""Growth and turn become travel at this distance from the middle, in frame widths: a zoom of
0.2 in log scale a second, or a turn of 0.2 radians a second, travels 0.1 widths a second."""

SPEED: Final = MappingProxyType(
    {"slow": Range(0.03, 0.078), "medium": Range(0.088, 0.175), "fast": Range(0.19, 9.0)}
)
"""Travel of the farthest layer, frame widths a second; in an arc or crane at the middle. Growth
and turn count at `LEVER_WIDTHS`; a roll counts by its mean speed, regardless of the way."""

SPEED_DRAWN: Final = MappingProxyType(
    {"slow": Range(0.048, 0.06), "medium": Range(0.11, 0.135), "fast": Range(0.235, 0.28)}
)
WHIP_WIDTHS_S: Final = 0.8
WHIP_DRAWN: Final = Range(1.3, 1.7)
WHIP_BLUR_WIDTHS: Final = 0.05
"""Length of the smear of a whip pan, in frame widths."""

STILL_WIDTHS_S: Final = 0.014
"""Travel below this is none; between this and `SPEED` ``slow`` it is not named."""

ROLL_PERIOD_S: Final = 1.0

SHAKE: Final = MappingProxyType(
    {
        "locked": Range(0.0, 0.0013),
        "stable": Range(0.0016, 0.0042),
        "handheld": Range(0.0048, 0.0092),
        "shaky": Range(0.0108, 0.3),
    }
)
"""Root mean square distance of the view from an even path, in frame widths."""

SHAKE_DRAWN: Final = MappingProxyType(
    {
        "locked": Range(0.0, 0.0),
        "stable": Range(0.0027, 0.003),
        "handheld": Range(0.0064, 0.007),
        "shaky": Range(0.0145, 0.0165),
    }
)
SHAKE_HZ: Final = ((1.8, 2.1), (2.6, 3.0), (3.4, 3.8))
"""Bands of which each lends a shake one frequency: above the length of a window, below half
the slowest frame rate."""

PARALLAX: Final = MappingProxyType(
    {
        "0.0": Range(0.0, 0.014),
        "0.05": Range(0.032, 0.07),
        "0.1": Range(0.078, 0.138),
        "0.2": Range(0.15, 0.3),
    }
)
"""Difference of travel between the farthest and the nearest layer, frame widths a second; in a
dolly at `LEVER_WIDTHS` from the middle."""

PARALLAX_DRAWN: Final = MappingProxyType({"0.0": 0.0, "0.05": 0.056, "0.1": 0.112, "0.2": 0.225})
"""What is drawn for each: in the middle of its range or a little above, for layers come apart the
better the more they differ."""

LAYERED: Final = frozenset({"dolly", "truck", "pedestal", "arc", "tracking"})
"""Moves that are seen by layers that move apart."""

MAY_LAYER: Final = LAYERED | {"crane"}
MOST_LAYERS: Final = 4

FOCAL_SIDES: Final = 0.45
"""Distance of the keystone's picture plane, in geometric means of the frame's sides: in a
square frame the edges travel somewhat more than twice as fast as the middle."""

SPEEDLESS: Final = frozenset({"static", "birds_eye", "handheld"})
"""Kinds without travel, which have no speed."""


def range_name(ranges: MappingProxyType[str, Range], measure: float) -> str | None:
    """Value whose range holds ``measure``; None between two of them.

    >>> range_name(SPEED, 0.05), range_name(SPEED, 0.083)
    ('slow', None)
    """
    return next((name for name, span in ranges.items() if span.holds(measure)), None)
