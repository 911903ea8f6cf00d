"""Color words: the primitives, the opacity words, published colors and the names of the grid.

Put words that stand for a color or an opacity here, with the loaders of their tables. How a
grid color came by its name belongs in ``core.registries.base_names``, reading a name back in
``core.registries.naming``, the words that shade a name in ``field_words.py``.
"""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Final

from motion_assets.errors import StorageError
from motion_assets.vocabulary.cells import COLOR_COUNT, LEVEL_COUNT, LEVEL_STEP
from motion_assets.vocabulary.files import text_of

Rgb = tuple[int, int, int]
"""sRGB-encoded red, green and blue, each 0..255."""

PRIMITIVES: Final[dict[str, Rgb]] = {
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "cyan": (0, 255, 255),
    "magenta": (255, 0, 255),
    "orange": (255, 165, 0),
    "purple": (128, 0, 128),
    "pink": (255, 192, 203),
    "brown": (165, 42, 42),
    "navy": (0, 0, 128),
    "gray": (128, 128, 128),
    "olive": (128, 128, 0),
    "teal": (0, 128, 128),
}
"""The 16 colors that depth breakdowns are made of; the order is the column order of depth."""

OPACITY_WORDS: Final = (
    "invisible", "vanishing", "ghostly", "wispy", "faint", "gossamer", "sheer",
    "diaphanous", "filmy", "gauzy", "translucent", "hazy", "veiled", "frosted",
    "clouded", "substantial", "thick", "dense", "heavy", "opaque", "solid",
)  # fmt: skip
"""One word per opacity step, 0.00 to 1.00 in steps of 0.05; none of them starts a base name."""

COLOR_TERMS: Final = frozenset(
    (
        "aqua", "aquamarine", "azure", "beige", "black", "blue", "brown", "burgundy", "cerise",
        "cerulean", "chartreuse", "crimson", "cyan", "ecru", "fuchsia", "gray", "green", "indigo",
        "khaki", "lavender", "lilac", "magenta", "maroon", "mauve", "navy", "ochre", "olive",
        "orange", "periwinkle", "pink", "puce", "purple", "red", "scarlet", "sepia", "tan",
        "taupe", "teal", "turquoise", "ultramarine", "vermilion", "violet", "viridian", "white",
        "yellow",
    )
)  # fmt: skip
"""Words that are read as a color even beside "heavy" or "thick".

Every base name has one, or an adjective before one of ``COLOR_NOUNS``.
``moss`` and ``snow`` are not here: "thick moss" and "heavy snow" are not about a color.
"""


COLOR_NOUNS: Final = frozenset(
    (
        "amber", "amethyst", "apricot", "aubergine", "auburn", "berry", "bronze", "carmine",
        "carnation", "cherry", "chestnut", "chocolate", "claret", "cobalt", "copper",
        "coral", "cornflower", "cranberry", "cream", "eggplant", "emerald", "fern", "gold",
        "goldenrod", "heliotrope", "iris", "ivory", "jade", "mahogany", "maize", "marigold",
        "merlot", "mint", "moss", "mulberry", "mustard", "orchid", "peach", "petrol",
        "pistachio", "plum", "raspberry", "rose", "rouge", "ruby", "russet", "rust",
        "saffron", "sage", "salmon", "sand", "sapphire", "seafoam", "sienna", "silver",
        "spearmint", "steel", "tangerine", "terracotta", "thistle", "twilight", "umber",
        "wine", "wisteria",
    )
)  # fmt: skip
"""Things that are read as a color once an adjective shades them: "dusty rose", "old gold"."""


def rgb_of_code(code: str) -> Rgb:
    """Red, green and blue, each 0..255, of a code ``#rrggbb``.

    >>> rgb_of_code("#ff0010")
    (255, 0, 16)
    """
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


@dataclass(frozen=True, slots=True)
class PublishedColor:
    """One row of a published list of color names.

    ``name`` is spelled as published, ``hex`` is ``#rrggbb``. ``spoken`` is the name in separate
    words and American spelling, or empty where it is not fit for naming a color (vulgar,
    a brand, a people, misspelled, or two names joined by a slash).
    """

    name: str
    hex: str
    source: str
    spoken: str

    @property
    def rgb(self) -> Rgb:
        """Red, green and blue, each 0..255."""
        return rgb_of_code(self.hex)


@dataclass(frozen=True, slots=True)
class BaseName:
    """Name of one grid color.

    ``source`` is where the name comes from: ``primitive``, the published list, or ``field words``
    where a published or basic name is shaded. ``delta_e`` is the CIEDE2000 distance between the
    grid color and the color that the name stands for.
    """

    rgb: Rgb
    name: str
    source: str
    delta_e: float


@cache
def published_colors() -> tuple[PublishedColor, ...]:
    """The 949 names of the XKCD color survey (2010, CC0) and the 148 names of CSS Color 4, 6.1.

    >>> len(published_colors()), published_colors()[-1].rgb
    (1097, (154, 205, 50))
    """
    return tuple(
        PublishedColor(row["name"], row["hex"], row["source"], row["spoken"])
        for row in _rows("published_colors.csv")
    )


@cache
def base_names() -> tuple[BaseName, ...]:
    """Names of the 1,331 grid colors, by color index ``(red * 11 + green) * 11 + blue``.

    Raises
    ------
    StorageError
        If ``color_names.csv`` does not hold exactly one row per grid color, in order.
    """
    names = tuple(
        BaseName(
            (int(row["red"]), int(row["green"]), int(row["blue"])),
            row["name"],
            row["source"],
            float(row["delta_e"]),
        )
        for row in _rows("color_names.csv")
    )
    if tuple(entry.rgb for entry in names) != grid_colors():
        raise StorageError(
            f"color_names.csv needs one row for each of the {COLOR_COUNT} grid colors in the order "
            f"of their index, got {len(names)} rows. Write it anew from "
            "core.registries.base_names.assign_base_names."
        )
    return names


@cache
def grid_colors() -> tuple[Rgb, ...]:
    """The 1,331 grid colors by color index, levels 0..250.

    >>> grid_colors()[1], grid_colors()[-1]
    ((0, 0, 25), (250, 250, 250))
    """
    levels = range(0, LEVEL_COUNT * LEVEL_STEP, LEVEL_STEP)
    return tuple((red, green, blue) for red in levels for green in levels for blue in levels)


def _rows(file_name: str) -> list[dict[str, str]]:
    """Rows of a table that lies beside this module."""
    return list(csv.DictReader(text_of(file_name).splitlines()))
