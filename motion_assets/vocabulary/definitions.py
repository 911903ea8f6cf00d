"""Definitions: where one measured value of a moving picture ends and the next begins.

Put a threshold with a unit here when drawing must stay inside it and measuring must use the
same one. Lists of values live in ``aspects``, limits of sizes and lengths in ``limits``. All
figures without another source are chosen so that drawn values sit in the middle of their
range at 64 pixels width.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Range:
    """A closed range of a measure."""

    low: float
    high: float

    def holds(self, measure: float) -> bool:
        """Whether ``measure`` lies in the range, ends included."""
        return self.low <= measure <= self.high


# Travel of subjects against the background, frame widths a second.
MOTION_SPEED: Final = {
    "static": Range(0.0, 0.032),
    "slow": Range(0.045, 0.14),
    "medium": Range(0.15, 0.36),
    "fast": Range(0.38, 4.0),
}
"""What counts as the value; the gaps between ranges are left unnamed rather than guessed.

Subjects are carried along with the ground under a view that moves, so what keeps its place on
the ground stands still. What keeps its place in the frame while the ground moves under it is an
inscription or standing light, and tells neither speed nor direction.
"""

MOTION_SPEED_DRAWN: Final = {
    "static": Range(0.0, 0.0),
    "slow": Range(0.075, 0.105),
    "medium": Range(0.21, 0.28),
    "fast": Range(0.46, 0.58),
}

# Axis of travel, degrees away from the axis itself (0 and 90) or from the diagonal (45).
AXIS_TOLERANCE_DEG: Final = 18.0
DIAGONAL_TOLERANCE_DEG: Final = 22.0

# Camera travel in frame widths a second, zooms in natural logarithm of scale a second.
CAMERA_MOVES: Final = 0.03
ZOOM_MOVES: Final = 0.016

# Gradient axes, degrees between the axis of change and the x axis.
GRADIENT_AXIS_TOLERANCE_DEG: Final = 14.0
GRADIENT_DIAGONAL_TOLERANCE_DEG: Final = 27.0
GRADIENT_TILT_DRAWN_DEG: Final = 5.0
GRADIENT_DIAGONAL_DRAWN_DEG: Final = 15.0

WINDOW_S: Final = 1.0
MIN_WINDOW_FRAMES: Final = 12
