"""Palette: the colors of a background and its subjects, kept apart so that both can be seen.

Put the choice and the spacing of colors here. Light that changes them belongs in ``light``,
names and distances of colors in ``core.registries``.
"""

import colorsys
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.light import MID_GRAY, graded
from motion_assets.core.clips.scene import Light, Rgb
from motion_assets.vocabulary.cells import LEVEL_COUNT, LEVEL_STEP

MIN_APART: Final = 40.0
"""Luma levels between a subject and the background it should stand out from."""

MIN_SPAN: Final = 64.0
MAX_SPAN: Final = 96.0
"""Luma levels between the darkest and the brightest stop of a composed background."""

FORBIDDEN_REACH: Final = 90.0
"""Distance in RGB levels within which a color counts as the forbidden one."""

_LUMA: Final = np.array([6.0, 9.0, 1.0]) / 16.0
_LOWEST: Final = 14.0
_HIGHEST: Final = 241.0


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


def open_colors(rng: np.random.Generator) -> tuple[Rgb, Rgb, Rgb]:
    """Dark, light and accent color of the grid, in harmony, when nothing says which.

    The light end lies 30 to 60 degrees of hue from the dark one, the accent opposite.
    """
    hue = float(rng.uniform())
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


def distance(one: Rgb, other: Rgb) -> float:
    """Distance of two colors in RGB levels."""
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def stands_out(color: Rgb, stops: Sequence[Rgb], light: Light) -> bool:
    """Whether a subject differs in luma from all of the lit background."""
    levels = _lit_lumas(stops, light)
    return _gap(luma(color), float(levels.min()), float(levels.max())) >= MIN_APART


def contrasting(stops: Sequence[Rgb], light: Light, tint: Rgb) -> Rgb:
    """Grid color with the hue of ``tint`` that differs most in luma from the lit background."""
    levels = _lit_lumas(stops, light)
    low, high = float(levels.min()), float(levels.max())
    hue, saturation, _ = colorsys.rgb_to_hsv(*(channel / 255 for channel in tint))
    options = [
        grid_color(hue, saturation * share, value)
        for share, value in ((1.0, 1.0), (0.5, 1.0), (0.15, 1.0), (1.0, 0.3), (0.5, 0.1))
    ]
    return max(options, key=lambda color: _gap(luma(color), low, high))


def settled(stops: Sequence[Rgb], light: Light, subjects: Sequence[Rgb]) -> tuple[Rgb, ...]:
    """Stops whose lit lumas rise or fall evenly over a range that leaves room for the subjects.

    The range is the one nearest to that of ``stops`` from which every subject lies `MIN_APART`
    away, or the one furthest from the subjects where none does.
    """
    levels = _lit_lumas(stops, light)
    low, high = float(levels.min()), float(levels.max())
    span = min(max(high - low, MIN_SPAN), MAX_SPAN)
    start = min(max((low + high - span) / 2, _LOWEST), _HIGHEST - span)
    lumas = [luma(color) for color in subjects]

    def merit(place: float) -> tuple[float, float]:
        gap = min((_gap(each, place, place + span) for each in lumas), default=MIN_APART)
        return min(gap, MIN_APART), -abs(place - start)

    places = [start, *np.arange(_LOWEST, _HIGHEST - span + 1, 3.0).tolist()]
    best = max(places, key=merit)
    share = np.arange(len(levels)) / (len(levels) - 1)
    wanted = best + span * (share if levels[0] <= levels[-1] else 1.0 - share)
    return _relit(stops, light, wanted)


def _relit(stops: Sequence[Rgb], light: Light, wanted: NDArray[np.float64]) -> tuple[Rgb, ...]:
    """Stops that have the wanted lumas under ``light``."""
    lit = graded(stops, light)
    # Clipping a channel moves the luma again; a few rounds settle it.
    for _ in range(4):
        lit = np.clip(lit, 0.0, 255.0)
        lit += (wanted - (lit * _LUMA).sum(axis=1))[:, None]
    shift = graded([(0, 0, 0)], Light(1.0, 1.0, light.warmth))[0]
    plain = ((np.clip(lit, 0.0, 255.0) - shift) / light.gain - MID_GRAY) / light.contrast + MID_GRAY
    whole = np.floor(np.clip(np.round(plain, 6), 0, 255) + 0.5).astype(int).tolist()
    return tuple((red, green, blue) for red, green, blue in whole)


def _lit_lumas(stops: Sequence[Rgb], light: Light) -> NDArray[np.float64]:
    lit = np.clip(graded(stops, light), 0.0, 255.0)
    lumas: NDArray[np.float64] = (lit * _LUMA).sum(axis=1)
    return lumas


def _gap(value: float, low: float, high: float) -> float:
    """Distance of ``value`` from the range ``low..high``; 0 inside."""
    return max(low - value, value - high, 0.0)
