"""Hues: twelve families of colors, each a twelfth of the color wheel.

Put what sorts colors by hue here. Names of single colors belong in ``colors``.
"""

from typing import Final

from motion_assets.vocabulary.cells import LEVEL_STEP
from motion_assets.vocabulary.colors import Rgb

HUES: Final = (
    "red", "orange", "yellow", "chartreuse", "green", "spring green",
    "cyan", "azure", "blue", "violet", "magenta", "rose",
)  # fmt: skip
"""Names of the families; the middle of each lies 30 degrees of hue after the one before."""


def hue_family(rgb: Rgb) -> str | None:
    """Family of a color; None for a gray, of which all channels lie within a level step.

    >>> hue_family((250, 0, 0)), hue_family((0, 125, 150)), hue_family((100, 100, 125))
    ('red', 'cyan', None)
    """
    red, green, blue = rgb
    reach = max(rgb) - min(rgb)
    if reach <= LEVEL_STEP:
        return None
    # Sixths of the wheel in units of the reach: whole numbers, so that no rounding decides.
    if max(rgb) == red:
        place = green - blue
    elif max(rgb) == green:
        place = 2 * reach + blue - red
    else:
        place = 4 * reach + red - green
    count = len(HUES)
    return HUES[((2 * count * place + 6 * reach) // (12 * reach)) % count]
