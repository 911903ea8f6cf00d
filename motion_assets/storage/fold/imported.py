"""Imported entries of a fold: what others claim, beside the registries and never in them.

Put here what makes ``exchange.imported``. Coverage reads the registries alone, so an imported
entry counts for nothing until a file of ours shows it.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import duckdb

from motion_assets.core.registries.importing import canonical
from motion_assets.core.registries.renames import Names
from motion_assets.storage import exchange
from motion_assets.storage.fold.inputs import insert_frame
from motion_assets.storage.lake import Lake
from motion_assets.storage.published import IMPORTED
from motion_assets.storage.schema import frame_of, select_nothing

# The same row of two exports is one row; its source is the first of them by name.
_PUBLISH: Final = """
INSERT INTO exchange.imported BY NAME
SELECT registry, key, any_value(original_key) AS original_key, any_value(name) AS name,
  any_value(claimed_clips) AS claimed_clips, min(source) AS source, row_json
FROM (FROM previous.exchange.imported UNION ALL BY NAME FROM new_imported)
GROUP BY registry, key, row_json ORDER BY registry, key, row_json
"""


def fold_imported(
    connection: duckdb.DuckDBPyConnection,
    lake: Lake,
    objects: Sequence[str],
    names: Names,
    scratch: Path,
) -> None:
    """Fill ``exchange.imported``; imports that were folded before are not opened again."""
    folded = {
        str(row[0])
        for row in connection.execute("SELECT object FROM previous.fold.language").fetchall()
    }
    connection.execute(f"CREATE TEMP TABLE new_imported AS {select_nothing(IMPORTED)}")
    for key in exchange.import_keys(objects):
        if key not in folded:
            insert_frame(
                connection, "new_imported", frame_of(IMPORTED, _rows(lake, key, names)), scratch
            )
    connection.execute(_PUBLISH)


def _rows(lake: Lake, key: str, names: Names) -> list[dict[str, object]]:
    rows: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in exchange.read_import(lake, key):
        text = _renamed(row.row, names) if names.retired else row.row
        rows[row.registry, row.key, text] = {
            "registry": row.registry,
            "key": row.key,
            "original_key": row.original_key,
            "name": names.rewrite(row.name)[0],
            "claimed_clips": row.claimed_clips,
            "source": key,
            "row_json": text,
        }
    return list(rows.values())


def _renamed(text: str, names: Names) -> str:
    return canonical(_strings(json.loads(text), names))


def _strings(value: object, names: Names) -> object:
    if isinstance(value, dict):
        return {names.rewrite(key)[0]: _strings(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_strings(item, names) for item in value]
    return names.rewrite(value)[0] if isinstance(value, str) else value
