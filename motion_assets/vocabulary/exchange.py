"""Exchange: names that exports of registries go by, today's and older ones.

Put words of the exchange format here; reading and writing it belongs in ``steps.import_`` and
``steps.export``.
"""

from typing import Final

FORMAT: Final = "motion-registries"
FORMAT_VERSION: Final = 1

SECTIONS: Final = {
    "static_color": "static_color",
    "static_colors": "static_color",
    "colors": "static_color",
    "color": "static_color",
    "static_sound": "static_sound",
    "static_sounds": "static_sound",
    "sounds": "static_sound",
    "sound": "static_sound",
    "blended": "blended",
    "dynamic": "blended",
    "narrative": "narrative",
    "interpretation": "interpretation",
    "interpretations": "interpretation",
    "linguistic": "linguistic",
}
"""Registry by the name of its section; the plural and short ones are those of older exports."""

NESTS: Final = frozenset({"registries", "imported", "static"})
"""Sections that hold sections."""

COUNT_FIELDS: Final = ("clips", "count")
"""Fields that say how often an entry was seen where the export was made, the newest first."""
