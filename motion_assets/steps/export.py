"""Export: all registries as Parquet and JSON, with metadata and a data card, or nothing at all.

Put the writing of an export here. Its descriptions are made in ``core.registries.card``; how an
export is read back is in ``import_``.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from motion_assets.core.registries.card import (
    JSON,
    PARQUET,
    Export,
    ExportedColumn,
    ExportedFile,
    croissant,
    data_card,
)
from motion_assets.core.registries.importing import canonical
from motion_assets.errors import StorageError
from motion_assets.steps.measure import rows_of
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest_published, open_generation
from motion_assets.storage.local import flush_folder
from motion_assets.storage.published import IMPORTED, REGISTRY_TABLES
from motion_assets.storage.schema import TableSpec, literal
from motion_assets.vocabulary.exchange import FORMAT, FORMAT_VERSION

ROWS_AT_ONCE: Final = 1_000
STAGING: Final = ".export-"
CROISSANT: Final = "croissant.json"
CARD: Final = "README.md"


@dataclass(frozen=True, slots=True)
class Written:
    """An export on disk."""

    folder: Path
    export: Export


def export_registries(workspace: Workspace, folder: Path, *, day: str) -> Written:
    """Write the newest generation's registries to ``folder``; ``day`` is ``YYYY-MM-DD``.

    Everything is written aside and flushed first, and moved only when it is whole: a full disk or
    a kill leaves what was there. The same generation and day give the same bytes.

    Raises
    ------
    StorageError
        If nothing was published yet, or something cannot be written.
    """
    folder = folder.absolute()
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder.parent))
    except OSError as error:
        raise _problem(folder, str(error.strerror)) from error
    try:
        export = _write_all(workspace, staging, day)
        _place(staging, folder)
    except OSError as error:
        raise _problem(folder, error.strerror or str(error)) from error
    except duckdb.IOException as error:
        raise _problem(folder, str(error)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Written(folder, export)


def json_name(day: str) -> str:
    """File name of the complete JSON.

    >>> json_name("2026-11-21")
    'motion-registries-2026-11-21.json'
    """
    return f"{FORMAT}-{day}.json"


def _write_all(workspace: Workspace, staging: Path, day: str) -> Export:
    generation = newest_published(workspace.lake)
    with open_generation(workspace.lake, generation) as connection:
        # The tables are read in their stored order; two threads would write them in another.
        connection.execute("SET threads = 1")
        tables = [
            _write_parquet(connection, spec, staging) for spec in (*REGISTRY_TABLES, IMPORTED)
        ]
        whole = staging / json_name(day)
        with whole.open("w", encoding="ascii", newline="\n") as file:
            for text in json_parts(connection, day, generation.fingerprint):
                file.write(text)
        about = "All registries and imported entries in one document."
        files = (*tables, _described(whole, JSON, about, sum(file.rows for file in tables)))
        export = Export(day, generation.number, generation.fingerprint, files, _figures(connection))
    (staging / CARD).write_text(data_card(export) + "\n", encoding="utf-8")
    text = json.dumps(croissant(export), indent=2, ensure_ascii=True) + "\n"
    (staging / CROISSANT).write_text(text, encoding="ascii")
    for path in sorted(staging.iterdir()):
        with path.open("rb") as written:
            os.fsync(written.fileno())
    return export


def json_parts(connection: duckdb.DuckDBPyConnection, day: str, fingerprint: str) -> Iterator[str]:
    """The JSON document part by part: no more than ``ROWS_AT_ONCE`` rows are in memory."""
    head = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "exported_on": day,
        "generation": fingerprint,
        "counts": {spec.name: _count(connection, spec) for spec in (*REGISTRY_TABLES, IMPORTED)},
    }
    yield canonical(head)[:-1] + ',"registries":{'
    for place, spec in enumerate(REGISTRY_TABLES):
        yield f'{"," if place else ""}\n"{spec.name}":['
        yield from _listed(map(canonical, _rows(connection, spec)))
        yield "]"
    yield '},\n"imported":{'
    for place, spec in enumerate(REGISTRY_TABLES):
        yield f'{"," if place else ""}\n"{spec.name}":['
        yield from _listed(_imported(connection, spec.name))
        yield "]"
    yield "}}\n"


def _listed(rows: Iterator[str]) -> Iterator[str]:
    for place, text in enumerate(rows):
        yield f",\n{text}" if place else f"\n{text}"


def _rows(connection: duckdb.DuckDBPyConnection, spec: TableSpec) -> Iterator[dict[str, Any]]:
    """Rows by key: in the order that whoever imports them exports them again."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT * FROM {spec.full_name} ORDER BY key")  # noqa: S608 -- names of the schema
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        for row in rows:
            yield dict(zip(spec.column_names, row, strict=True))


def _imported(connection: duckdb.DuckDBPyConnection, registry: str) -> Iterator[str]:
    """Rows as their own export wrote them, in the order of their keys."""
    cursor = connection.cursor()
    cursor.execute(
        "SELECT row_json FROM exchange.imported WHERE registry = ? ORDER BY key, row_json",
        [registry],
    )
    while rows := cursor.fetchmany(ROWS_AT_ONCE):
        yield from (text for (text,) in rows)


def _write_parquet(
    connection: duckdb.DuckDBPyConnection, spec: TableSpec, staging: Path
) -> ExportedFile:
    path = staging / f"{spec.name}.parquet"
    order = ", ".join(spec.order)
    connection.execute(
        f"COPY (SELECT * FROM {spec.full_name} ORDER BY {order}) "  # noqa: S608 -- names of the schema
        f"TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
    )
    columns = tuple(
        ExportedColumn(column.name, column.sql_type, column.description) for column in spec.columns
    )
    return _described(path, PARQUET, spec.comment, _count(connection, spec), columns)


def _described(
    path: Path, media_type: str, about: str, rows: int, columns: tuple[ExportedColumn, ...] = ()
) -> ExportedFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ExportedFile(path.name, media_type, about, digest, path.stat().st_size, rows, columns)


def _count(connection: duckdb.DuckDBPyConnection, spec: TableSpec) -> int:
    return int(connection.table(spec.full_name).aggregate("count(*)").fetchall()[0][0])


def _figures(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[str, str], ...]:
    """Both bars of every registry, and the figures of the loop, as text."""
    rows = rows_of(
        connection,
        "select figure, scope, value, unit from coverage.figure where scope = '' or scope in "
        "(select registry from coverage.summary) order by position",
    )
    return tuple(
        (
            f"{row['figure']} {row['scope']}".strip(),
            "nothing to measure" if row["value"] is None else f"{row['value']:.4g} {row['unit']}",
        )
        for row in rows
    )


def _place(staging: Path, folder: Path) -> None:
    """Move the whole export: as a folder where there is none, else file by file, card last."""
    if not folder.exists():
        staging.rename(folder)
    else:
        for path in sorted(staging.iterdir(), key=lambda path: (path.name == CROISSANT, path.name)):
            path.replace(folder / path.name)
        flush_folder(folder)
    flush_folder(folder.parent)


def _problem(folder: Path, reason: str) -> StorageError:
    return StorageError(
        f"the export to {folder} was not written: {reason}. Nothing was left behind."
    )
