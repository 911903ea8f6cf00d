"""The schema of every table, once: an index over observations and published tables.

Import tables and frame makers from here. Columns are written down in ``observed`` (per
reel) and ``published`` (DuckDB file of a generation), types in ``schema``.
"""

from motion_assets.storage.observed import (
    CHOICE,
    COLOR,
    KINDS,
    LEARNING,
    NARRATIVE,
    READING,
    RENDERED,
    SOUND,
    SPAN,
    WINDOW,
)
from motion_assets.storage.published import COVERAGE_TABLES, PUBLISHED_TABLES, REGISTRY_TABLES
from motion_assets.storage.schema import (
    Column,
    TableSpec,
    create_script,
    empty_frame,
    frame_of,
    frame_of_columns,
)

__all__ = [
    "CHOICE",
    "COLOR",
    "COVERAGE_TABLES",
    "KINDS",
    "LEARNING",
    "NARRATIVE",
    "PUBLISHED_TABLES",
    "READING",
    "REGISTRY_TABLES",
    "RENDERED",
    "SOUND",
    "SPAN",
    "WINDOW",
    "Column",
    "TableSpec",
    "create_script",
    "empty_frame",
    "frame_of",
    "frame_of_columns",
]
