"""Renaming of a fold: texts that say an old name, rewritten before anything is counted.

Put here what brings new names into the rows that are folded. Objects in the lake stay as they
were written; every table of a generation follows the names that hold when it is made.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import polars as pl

from motion_assets.core.prompts.keys import interpretation_key
from motion_assets.core.prompts.reading import Reading
from motion_assets.core.registries.renames import Edit, Names, moved
from motion_assets.storage.fold.inputs import insert_frame
from motion_assets.storage.records import from_json, to_json

_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "new_learning": ("prompt", "failure"),
    "new_clips": ("prompt",),
    "new_choice": ("value", "measured", "reason"),
    "new_span": ("span", "value"),
    "learned": ("span", "lemma_key"),
    "said": ("span", "prompt"),
}
"""Plain text by table."""
_JSON_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {"learned": ("examples",)}
_READINGS: Final = {"new_reading": "prompt", "new_interpretation": "name"}
"""Column of the prompt by table of readings."""
_PLACED: Final = ("slots", "evidence", "unresolved", "negations")
"""Columns of readings as JSON, whose places are counted in the prompt."""
REWRITTEN: Final = (*_TEXTS, *_READINGS)
"""Every table of a fold that holds text of prompts."""

Pair = tuple[str, str]


def rewrite_inputs(
    connection: duckdb.DuckDBPyConnection, names: Names, tables: Iterable[str], scratch: Path
) -> None:
    """Rewrite the temporary tables or views ``tables``, in place."""
    if not names.retired:
        return
    for table in tables:
        for column in _TEXTS.get(table, ()):
            _rewrite(connection, table, (column, column), lambda _, t: names.rewrite(t)[0], scratch)
        for column in _JSON_TEXTS.get(table, ()):
            _rewrite(connection, table, (column, column), lambda _, t: _json(t, names), scratch)
        if table in _READINGS:
            _rewrite_readings(connection, table, names, scratch)


def _rewrite_readings(
    connection: duckdb.DuckDBPyConnection, table: str, names: Names, scratch: Path
) -> None:
    """Prompts, what points into them, and the keys that follow from them."""
    prompt = _READINGS[table]

    def placed(said: str, text: str) -> str:
        return _placed(text, names.rewrite(said)[1], names)

    def key(said: str, version_and_key: str) -> str:
        version, _, old = version_and_key.rpartition(" ")
        new, edits = names.rewrite(said)
        return f"{version} {interpretation_key(new, version) if edits else old}"

    for column in _PLACED:
        _rewrite(connection, table, (prompt, column), placed, scratch)
    _set(connection, table, "key", "version || ' ' || key")
    _rewrite(connection, table, (prompt, "key"), key, scratch)
    _set(connection, table, "key", "regexp_extract(key, '[^ ]*$')")
    _rewrite(connection, table, (prompt, prompt), lambda _, t: names.rewrite(t)[0], scratch)


def _rewrite(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Pair,
    change: Callable[[str, str], str],
    scratch: Path,
) -> None:
    """Replace values of the second column by what ``change`` makes of both."""
    beside, column = columns
    found = connection.execute(
        f"SELECT DISTINCT {beside}, {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 -- names of this module
    ).fetchall()
    changed = [(one, text, new) for one, text in found if (new := change(one, text)) != text]
    if not changed:
        return
    schema = {"beside": pl.String, "old_text": pl.String, "new_text": pl.String}
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE renamed (beside VARCHAR, old_text VARCHAR, new_text VARCHAR)"
    )
    insert_frame(connection, "renamed", pl.DataFrame(changed, schema=schema, orient="row"), scratch)
    _replace(
        connection,
        table,
        f"SELECT t.* REPLACE (coalesce(m.new_text, t.{column}) AS {column}) FROM {table} t "  # noqa: S608 -- names of this module
        f"LEFT JOIN renamed m ON m.beside = t.{beside} AND m.old_text = t.{column}",
    )


def _set(connection: duckdb.DuckDBPyConnection, table: str, column: str, value: str) -> None:
    _replace(connection, table, f"SELECT * REPLACE ({value} AS {column}) FROM {table}")  # noqa: S608 -- names of this module


def _replace(connection: duckdb.DuckDBPyConnection, table: str, select: str) -> None:
    """Put a table in the place of a table or view of the same name."""
    ((kind,),) = connection.execute(
        "SELECT table_type FROM information_schema.tables "
        "WHERE table_name = ? AND table_catalog = 'temp'",
        [table],
    ).fetchall()
    connection.execute(f"CREATE TEMP TABLE replacing AS {select}")
    connection.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} temp.{table}")
    connection.execute(f"ALTER TABLE temp.replacing RENAME TO {table}")


def _json(text: str, names: Names) -> str:
    return _dumped(_strings(json.loads(text), lambda said: names.rewrite(said)[0]))


def _placed(text: str, edits: Sequence[Edit], names: Names) -> str:
    return _dumped(move_places(json.loads(text), edits, names)) if edits else text


def move_places(value: object, edits: Sequence[Edit], names: Names) -> object:
    """JSON of a reading after its prompt was rewritten: ``start`` and ``end`` follow the text."""
    if isinstance(value, Mapping):
        return {
            str(name): moved(item, edits)
            if name in {"start", "end"} and isinstance(item, int)
            else move_places(item, edits, names)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [move_places(item, edits, names) for item in value]
    return names.rewrite(value)[0] if isinstance(value, str) else value


def _strings(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, list):
        return [_strings(item, change) for item in value]
    return change(value) if isinstance(value, str) else value


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, sort_keys=True)


def rewritten_reading(reading: Reading, names: Names) -> Reading:
    """A reading of the rewritten prompt, with the same claims at the places they have there."""
    edits = names.rewrite(reading.prompt)[1]
    plain = move_places(json.loads(to_json(reading)), edits, names)
    return from_json(_dumped(plain).encode(), Reading, "a rewritten reading")
