"""Backdrops: gradients of tint, fixed to the frame, under which light and texture lie.

Put the drawing of gradients and the choice of equally bright stops here. Colors that a prompt
asks for are chosen in ``inks``; light belongs in ``lamps``.

The tint of a color is two shares of its luma: red less blue, and the mean of both less green.
With a luma they are the color, so that stops of one luma can have any tint.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.scene import Field, GradientType
from motion_assets.core.observations.frames import Plane
from motion_assets.vocabulary.colors import Rgb
from motion_assets.vocabulary.stage_ranges import (
    CHANNEL_LIMIT,
    REFERENCE_LUMA,
    TEMPERATURE,
    TINT_LIMIT,
    TINT_SPREAD,
)

Tint = tuple[float, float]

STEPS: Final = 256
BASE_ANGLE_DEG: Final = {"horizontal": 0.0, "vertical": 90.0, "angled": 45.0, "radial": 0.0}
CENTER_OFFSET: Final = 0.06
"""How far a radial center lies off the middle, in shares of the shorter side."""

RADIAL_REACH: Final = 0.62
"""Radius at which a radial gradient ends, in shares of the geometric mean of the sides."""

_FIXED: Final = 1 << 14
_MIDDLE: Final = 48
_SQUEEZE: Final = 0.9
_MAX_SQUEEZES: Final = 40
_RIGHT_ANGLE: Final = (0.0, 1.0)


def backdrop(field: Field, *, width_px: int, height_px: int) -> Plane:
    """Gradient of a field, fixed to the frame; uint8 of shape (row, column, channel).

    >>> still = Field("horizontal", 0.0, ((0, 0, 0), (255, 255, 255)))
    >>> backdrop(still, width_px=4, height_px=1)[0, :, 0].tolist()
    [32, 96, 160, 224]
    """
    steps = gradient_steps(field.gradient_type, field.angle_deg, width_px, height_px)
    return np.asarray(_colors(field.stops).take(steps, axis=0))


def gradient_steps(
    gradient_type: GradientType, angle_deg: float, width_px: int, height_px: int
) -> NDArray[np.int32]:
    """Place along the gradient, 0..255, int32 of shape (row, column)."""
    angle = math.radians(BASE_ANGLE_DEG[gradient_type] + angle_deg)
    # The last bit of sine and cosine differs between machines; 14 bits of them do not.
    cos, sin = round(math.cos(angle) * _FIXED) / _FIXED, round(math.sin(angle) * _FIXED) / _FIXED
    x = np.arange(width_px) + 0.5 - width_px / 2
    y = np.arange(height_px) + 0.5 - height_px / 2
    if gradient_type == "radial":
        away = CENTER_OFFSET * min(width_px, height_px)
        dx, dy = x - away * cos, y - away * sin
        reach = RADIAL_REACH * math.sqrt(width_px * height_px)
        distance = np.sqrt((dx * dx)[None, :] + (dy * dy)[:, None]) * ((STEPS - 1) / reach)
        return np.asarray(np.minimum(distance, STEPS - 1), dtype=np.int32)
    reach = abs(cos) * width_px + abs(sin) * height_px
    along = (x * cos)[None, :] + (y * sin)[:, None] + reach / 2
    return np.asarray(np.clip(np.floor(along * (STEPS / reach)), 0, STEPS - 1), dtype=np.int32)


def even_stops(
    ends: tuple[Rgb, Rgb],
    temperature: str,
    field: tuple[GradientType, float],
    *,
    count: int,
    bend: float,
    frame_px: tuple[int, int],
) -> tuple[Rgb, ...]:
    """Stops of one luma between the tints of two colors, warm, neutral or cool on the whole.

    ``field``: type of the gradient and its angle, ``count``: stops in all, ``bend``: -1..1, how
    far the stops between the ends lie off the straight way. The median over the frame of red
    less blue is the drawn figure of ``temperature``; the ends are moved there together, and
    apart until they differ enough to be seen.
    """
    first, last = _apart(*(_tint(color) for color in ends))
    across = first[1] - last[1], last[0] - first[0]
    shares = [i / (count - 1) for i in range(count)]
    tints = np.array(
        [
            [
                first[axis]
                + (last[axis] - first[axis]) * share
                + across[axis] * bend * share * (1.0 - share)
                for axis in (0, 1)
            ]
            for share in shares
        ]
    )
    tints[:, 1] -= tints[:, 1].mean()
    tints[:, 1] += max(-0.2, min(0.2, (_tint(ends[0])[1] + _tint(ends[1])[1]) / 2))
    target = TEMPERATURE.figure(temperature)
    place = gradient_steps(*field, *frame_px)
    for _ in range(_MAX_SQUEEZES):
        tints[:, 0] += target - _median(tints[:, 0], place)
        channels = _channels(tints)
        if channels.max() <= CHANNEL_LIMIT and np.abs(tints[:, 1]).max() <= TINT_LIMIT:
            break
        tints[:, 1] *= _SQUEEZE
        tints[:, 0] = target + (tints[:, 0] - target) * _SQUEEZE
    levels = np.floor(np.round(_channels(tints) * REFERENCE_LUMA, 6) + 0.5).astype(int).tolist()
    return tuple((red, green, blue) for red, green, blue in levels)


def _apart(first: Tint, last: Tint) -> tuple[Tint, Tint]:
    """Two tints moved along their difference until they are visibly, not wildly apart."""
    way = last[0] - first[0], last[1] - first[1]
    length = math.hypot(*way)
    if length < 1 / _MIDDLE:
        way, length = _RIGHT_ANGLE, 1.0
    half = min(max(length, TINT_SPREAD[0]), TINT_SPREAD[1]) / (2 * length)
    middle = (first[0] + last[0]) / 2, (first[1] + last[1]) / 2
    return (
        (middle[0] - way[0] * half, middle[1] - way[1] * half),
        (middle[0] + way[0] * half, middle[1] + way[1] * half),
    )


def _tint(color: Rgb) -> Tint:
    """Red less blue, and their mean less green, in shares of luma."""
    red, green, blue = color
    luma = max((6 * red + 9 * green + blue) / 16, 8.0)
    return (red - blue) / luma, ((red + blue) / 2 - green) / luma


def _channels(tints: NDArray[np.float64]) -> NDArray[np.float64]:
    """Colors of tints (stop, 2), in shares of luma; float64 of shape (stop, channel)."""
    lean, rest = tints[:, 0], tints[:, 1]
    green = 1.0 - (7 * rest + 2.5 * lean) / 16
    middle = green + rest
    return np.stack([middle + lean / 2, green, middle - lean / 2], axis=1)


def _median(leans: NDArray[np.float64], place: NDArray[np.int32]) -> float:
    """Median over the frame of a quantity given at evenly spaced stops."""
    at_stops = np.linspace(0, STEPS - 1, len(leans))
    return float(np.median(np.interp(np.arange(STEPS), at_stops, leans).take(place)))


def _colors(stops: tuple[Rgb, ...]) -> Plane:
    """Color of every step of a gradient, uint8 of shape (step, channel)."""
    fixed = np.array(stops, np.int64)
    place = np.arange(STEPS) * (len(stops) - 1)
    left = np.minimum(place // (STEPS - 1), len(stops) - 2)
    share = (place - left * (STEPS - 1))[:, None]
    mixed = fixed[left] * (STEPS - 1 - share) + fixed[left + 1] * share
    return np.asarray((2 * mixed + STEPS - 1) // (2 * (STEPS - 1)), dtype=np.uint8)
