"""Schemas: what a column and a table are, and frames and DDL made from them.

Put the types and the conversions here; the tables themselves are listed in ``tables``
(observations of a reel) and ``published`` (the DuckDB file of a generation).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from motion_assets.errors import StorageError

SqlType = Literal["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "MAP(VARCHAR, DOUBLE)"]
ColumnValues = Sequence[object] | NDArray[np.int64] | NDArray[np.float64]

DECIMALS: Final = 6
"""Decimals of a stored double: the last bits of a sum differ between processors."""

_POLARS: Final[Mapping[str, pl.DataType]] = {
    "VARCHAR": pl.String(),
    "BIGINT": pl.Int64(),
    "DOUBLE": pl.Float64(),
    "BOOLEAN": pl.Boolean(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its meaning, and its unit where it is a quantity."""

    name: str
    sql_type: SqlType
    comment: str
    unit: str = ""
    nullable: bool = False

    @property
    def description(self) -> str:
        """The comment with the unit in brackets."""
        return f"{self.comment} [{self.unit}]" if self.unit else self.comment


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: ``order`` columns sort its rows and, unless ``repeats``, identify each."""

    schema: str
    name: str
    comment: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    repeats: bool = False

    @property
    def full_name(self) -> str:
        """``schema.name``, as it is written in SQL."""
        return f"{self.schema}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    def polars_schema(self) -> pl.Schema:
        """Column types of a frame of this table."""
        return pl.Schema({column.name: _POLARS[column.sql_type] for column in self.columns})


def frame_of(spec: TableSpec, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Frame of ``spec`` from rows, in the order of the table.

    Text that UTF-8 cannot hold (lone surrogates in a prompt) has those characters replaced by
    ``?``. Raises ``StorageError`` for missing, unknown or wrongly typed columns, for nulls
    where none may be, and for rows that occur twice.
    """
    listed = list(rows)
    for row in listed:
        if set(row) != set(spec.column_names):
            raise _wrong_columns(spec, row)
    return frame_of_columns(
        spec, {name: [row[name] for row in listed] for name in spec.column_names}
    )


def frame_of_columns(spec: TableSpec, columns: Mapping[str, ColumnValues]) -> pl.DataFrame:
    """Frame of ``spec`` from whole columns of one length; otherwise as ``frame_of``."""
    if set(columns) != set(spec.column_names):
        raise _wrong_columns(spec, columns)
    cleaned = {name: _storable(columns[name]) for name in spec.column_names}
    try:
        frame = pl.DataFrame(cleaned, schema=spec.polars_schema(), strict=True)
    except (TypeError, pl.exceptions.PolarsError) as error:
        raise StorageError(f"a frame of {spec.full_name} cannot be made: {error}") from error
    return checked(spec, frame)


def empty_frame(spec: TableSpec) -> pl.DataFrame:
    """A frame of ``spec`` without rows."""
    return pl.DataFrame(schema=spec.polars_schema())


def checked(spec: TableSpec, frame: pl.DataFrame) -> pl.DataFrame:
    """Return ``frame`` in the order of ``spec`` when it fits, else raise ``StorageError``.

    Doubles are rounded to six decimals, so that equal measurements give equal bytes.
    """
    if frame.schema != spec.polars_schema():
        raise StorageError(
            f"{spec.full_name} has columns {dict(spec.polars_schema())}, got {dict(frame.schema)}."
        )
    required = [column.name for column in spec.columns if not column.nullable]
    holes = [name for name in required if frame[name].null_count()]
    if holes:
        raise StorageError(f"{spec.full_name} may hold no null in {', '.join(holes)}.")
    doubles = pl.selectors.float().round(DECIMALS)
    ordered = frame.with_columns(doubles).sort(spec.order, maintain_order=True)
    if not spec.repeats:
        _refuse_repeats(spec, ordered)
    return ordered


def create_script(specs: Iterable[TableSpec]) -> str:
    """DDL that creates tables with their schemas, and comments on tables and columns."""
    return ";\n".join(statement for spec in specs for statement in _create_statements(spec))


def _create_statements(spec: TableSpec) -> tuple[str, ...]:
    columns = ", ".join(
        f"{_quoted(c.name)} {c.sql_type}{'' if c.nullable else ' NOT NULL'}" for c in spec.columns
    )
    comments = (
        f"COMMENT ON COLUMN {spec.full_name}.{_quoted(c.name)} IS {literal(c.description)}"
        for c in spec.columns
    )
    return (
        f"CREATE SCHEMA IF NOT EXISTS {spec.schema}",
        f"CREATE TABLE {spec.full_name} ({columns})",
        f"COMMENT ON TABLE {spec.full_name} IS {literal(spec.comment)}",
        *comments,
    )


def select_nothing(spec: TableSpec) -> str:
    """Query with the columns of the table and no rows."""
    columns = ", ".join(f"NULL::{c.sql_type} AS {_quoted(c.name)}" for c in spec.columns)
    return f"SELECT {columns} WHERE false"


def literal(text: str) -> str:
    """SQL text literal; for names and paths where a statement takes no parameter."""
    return "'" + text.replace("'", "''") + "'"


def _refuse_repeats(spec: TableSpec, frame: pl.DataFrame) -> None:
    names = frame.select(spec.order)
    twice = names.filter(names.is_duplicated())
    if len(twice):
        raise StorageError(
            f"{spec.full_name} holds one row per ({', '.join(spec.order)}), "
            f"got several for {twice.row(0)}."
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _storable(values: ColumnValues) -> ColumnValues:
    if isinstance(values, np.ndarray):
        return values
    return [
        value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for value in values
    ]


def _wrong_columns(spec: TableSpec, got: Iterable[str]) -> StorageError:
    names = sorted(got)
    missing = sorted(set(spec.column_names) - set(names))
    unknown = sorted(set(names) - set(spec.column_names))
    return StorageError(
        f"{spec.full_name} has columns {', '.join(spec.column_names)}; "
        f"missing: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}."
    )
