"""Palette: the colors of a background and its subjects, kept apart so that both can be seen.

Put the choice and the spacing of colors here. Light that changes them belongs in ``light``,
names and distances of colors in ``core.registries``.
"""

import colorsys
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from motion_assets.vocabulary.cells import LEVEL_COUNT, LEVEL_STEP
from motion_assets.vocabulary.colors import Rgb
from motion_assets.vocabulary.hues import HUES

FORBIDDEN_REACH: Final = 90.0
"""Distance in RGB levels within which a color counts as the forbidden one."""


def luma(rgb: Sequence[float]) -> float:
    """Weighted mean of red, green and blue, 6 : 9 : 1, in levels of 255.

    >>> luma((255, 255, 255)), luma((0, 255, 0))
    (255.0, 143.4375)
    """
    return float((6 * rgb[0] + 9 * rgb[1] + rgb[2]) / 16)


def grid_color(hue: float, saturation: float, value: float) -> Rgb:
    """Nearest color of the registry grid to a hue, saturation and value, each 0..1.

    >>> grid_color(0.5, 1.0, 0.6)
    (0, 150, 150)
    """
    channels = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    # Rounding to six digits first: the last bit must not decide between two grid levels.
    red, green, blue = (
        int(round(channel, 6) * (LEVEL_COUNT - 1) + 0.5) * LEVEL_STEP for channel in channels
    )
    return red, green, blue


def open_colors(rng: np.random.Generator, family: float) -> tuple[Rgb, Rgb, Rgb]:
    """Dark, light and accent color of the grid, in harmony, when nothing says which.

    The dark end is of a hue within 15 degrees of ``family``, a share of the color wheel; the
    light end lies 30 to 60 degrees of hue from it, the accent opposite.
    """
    hue = family + float(rng.uniform(-0.5, 0.5)) / len(HUES)
    step = float(rng.uniform(1 / 12, 1 / 6)) * (1 if int(rng.integers(0, 2)) else -1)
    dark = grid_color(hue, float(rng.uniform(0.45, 0.9)), float(rng.uniform(0.25, 0.5)))
    light = grid_color(hue + step, float(rng.uniform(0.2, 0.6)), float(rng.uniform(0.7, 0.95)))
    accent = grid_color(hue + 0.5 + step, float(rng.uniform(0.6, 1.0)), 0.98)
    return dark, light, accent


def blended(colors: Sequence[Rgb], weights: Sequence[float]) -> Rgb:
    """Weighted mean of colors, rounded.

    >>> blended([(0, 0, 0), (200, 100, 50)], [1.0, 1.0])
    (100, 50, 25)
    """
    total = sum(weights)
    red, green, blue = (
        int(sum(w * c[i] for c, w in zip(colors, weights, strict=True)) / total + 0.5)
        for i in range(3)
    )
    return red, green, blue


def turned(color: Rgb, turn: float) -> Rgb:
    """The color with its hue turned by a share of the color wheel.

    >>> turned((200, 40, 40), 0.5)
    (40, 200, 200)
    """
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in color))
    red, green, blue = colorsys.hsv_to_rgb((hue + turn) % 1.0, saturation, value)
    return int(red * 255 + 0.5), int(green * 255 + 0.5), int(blue * 255 + 0.5)


def away_from(color: Rgb, forbidden: Iterable[Rgb]) -> Rgb:
    """``color``, or the nearest turn of its hue that is none of the forbidden colors.

    >>> away_from((250, 0, 0), [(255, 0, 0)]) != (250, 0, 0)
    True
    """
    banned = list(forbidden)
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in color))
    for turn in range(12):
        step = (turn + 1) // 2 * (1 if turn % 2 else -1) / 12
        # A gray has no hue to turn; it takes on a little of one.
        turned = color if turn == 0 else grid_color(hue + step, max(saturation, 0.35), value)
        if all(distance(turned, each) > FORBIDDEN_REACH for each in banned):
            return turned
    return color


_OPTIONS: Final = ((1.0, 1.0), (0.7, 1.0), (0.25, 1.0), (1.0, 0.6), (1.0, 0.3))
"""Shares of saturation and values of the colors that may stand out, the most colorful first."""


def distance(one: Rgb, other: Rgb) -> float:
    """Distance of two colors in RGB levels."""
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def contrasting(levels: Sequence[float], tint: Rgb, enough: float = 255.0) -> Rgb:
    """Grid color with the hue of ``tint`` that stands out from all of ``levels`` by its luma.

    The most colorful one that lies ``enough`` off them; where none does, the one furthest off.

    >>> contrasting([20.0, 100.0], (200, 40, 40))
    (250, 200, 200)
    >>> contrasting([20.0, 100.0], (200, 40, 40), enough=40.0)
    (250, 100, 100)
    """
    hue, saturation, _ = colorsys.rgb_to_hsv(*(channel / 255 for channel in tint))
    options = [grid_color(hue, saturation * share, value) for share, value in _OPTIONS]

    def off(color: Rgb) -> float:
        return round(min(abs(luma(color) - x) for x in levels), 3)

    far = (color for color in options if off(color) >= enough)
    return next(far, None) or max(options, key=off)
