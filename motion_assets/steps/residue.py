"""Residue: every place that says a name which no longer holds.

Put the search here: text columns of all tables of the newest generation, and people's language
in the lake. Reels keep their requests and tables as they were planned and measured, so that they
can be made again; what is published of them follows the names that hold.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import duckdb

from motion_assets.core.registries.renames import Names
from motion_assets.steps.workspace import Workspace
from motion_assets.storage import language
from motion_assets.storage.generations import newest, open_newest

SAMPLE_CHARS: Final = 120
MOST_FILTERED: Final = 50
"""Old names up to which the database looks first; with more, every text is looked at here."""


@dataclass(frozen=True, slots=True)
class Place:
    """A column or a kind of object that says old names: how often, and the first text by order."""

    where: str
    count: int
    sample: str


def find_residue(workspace: Workspace, names: Names) -> tuple[Place, ...]:
    """Places that say a name which ``names`` has given up, in order."""
    if not names.retired:
        return ()
    counts: Counter[str] = Counter()
    samples: dict[str, str] = {}
    for where, text, count in _texts(workspace, names):
        if names.says_old(text):
            counts[where] += count
            samples[where] = min(samples.get(where, text), text)
    return tuple(
        Place(where, counts[where], samples[where][:SAMPLE_CHARS]) for where in sorted(counts)
    )


def _texts(workspace: Workspace, names: Names) -> Iterator[tuple[str, str, int]]:
    if newest(workspace.lake) is not None:
        with open_newest(workspace.settings) as connection:
            for table, column in text_columns(connection):
                yield from _column_texts(connection, table, column, names)
    for where, text in _language_texts(workspace):
        yield where, text, 1


def text_columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every column of every table that holds text, state tables included, maps as well."""
    return connection.execute(
        "SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() "
        "WHERE NOT internal AND data_type LIKE '%VARCHAR%' ORDER BY ALL"
    ).fetchall()


def _column_texts(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, names: Names
) -> Iterator[tuple[str, str, int]]:
    where = f"{table}.{column}"
    filters = [f"%{_pattern(old)}%" for old in names.retired]
    text = f'"{column}"::VARCHAR'
    condition = "true"
    if len(filters) <= MOST_FILTERED:
        condition = " OR ".join(f"{text} ILIKE ?" for _ in filters)
    else:
        filters = []
    rows = connection.execute(
        f"SELECT {text}, count(*) FROM {table} WHERE {text} IS NOT NULL AND ({condition}) "  # noqa: S608 -- names of the catalog
        "GROUP BY ALL ORDER BY ALL",
        filters,
    ).fetchall()
    for found, count in rows:
        yield where, found, count


def _pattern(old: str) -> str:
    """What the last word of a name looks like in any spelling."""
    return old.rsplit(maxsplit=1)[-1].replace("gray", "gr_y")


def _language_texts(workspace: Workspace) -> Iterator[tuple[str, str]]:
    lake = workspace.lake
    keys = (item.key for item in language.waiting_prompts(lake))
    for _, entered in language.read_entered(lake, keys).records:
        yield "language/prompts", entered.prompt
    for _, stored in language.read_readings(lake, _reading_keys(workspace)).records:
        yield "language/readings", stored.reading
    for _, remark in language.read_remarks(lake).records:
        yield "language/remarks", f"{remark.prompt}\n{remark.span}"
    for _, decision in language.read_decisions(lake).records:
        yield "language/decisions", "\n".join(decision.changed)


def _reading_keys(workspace: Workspace) -> tuple[str, ...]:
    return language.readings_among(language.language_objects(workspace.lake))
