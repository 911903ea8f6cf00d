"""Reading the newest generation for a command, with nothing else in reach.

Put here how the commands get rows. A statement may come from anyone: the connection sees no
file, no network and no other database, and writes nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from motion_assets.errors import MotionAssetsError

if TYPE_CHECKING:
    import duckdb

MAX_ROWS: Final = 1_000_000
"""Rows of one answer; far more than any table, and it keeps a slip from filling the memory."""

_LOCKED: Final = (
    "set memory_limit = '2GB'",
    "set temp_directory = ''",
    "set enable_external_access = false",
    "set lock_configuration = true",
)
_READING: Final = frozenset({"SELECT", "EXPLAIN", "PRAGMA"})


class QueryError(MotionAssetsError):
    """A statement that is not one read-only statement, or that DuckDB refused."""


def fetch(statement: str, parameters: list[object]) -> list[dict[str, object]]:
    """Rows of one reading statement as dictionaries, columns in their order.

    Two columns of one name are told apart: the second gets ``_2``.

    Raises
    ------
    QueryError
        If it is not exactly one statement that reads, DuckDB refuses it, or it has more than
        `MAX_ROWS` rows.
    StorageError
        If nothing was published yet.
    """
    import duckdb

    with newest() as connection:
        try:
            one = _one(connection, _text(statement))
            known = [_text(item) if isinstance(item, str) else item for item in parameters]
            cursor = connection.execute(one, known)
            names = _unique([column[0] for column in cursor.description or ()])
            found = cursor.fetchmany(MAX_ROWS + 1)
        except duckdb.InterruptException:
            raise KeyboardInterrupt from None
        except duckdb.Error as error:
            raise QueryError(_refusal(connection, error)) from error
    if len(found) > MAX_ROWS:
        raise QueryError(f"the answer has more than {MAX_ROWS:,} rows. Add a limit.")
    return [dict(zip(names, row, strict=True)) for row in found]


@contextmanager
def newest() -> "Iterator[duckdb.DuckDBPyConnection]":
    """Read-only connection to the newest generation that can reach nothing else."""
    from motion_assets.settings import load_settings
    from motion_assets.storage.generations import open_newest

    with open_newest(load_settings()) as connection:
        for setting in _LOCKED:
            connection.execute(setting)
        yield connection


def _one(connection: "duckdb.DuckDBPyConnection", text: str) -> "duckdb.Statement":
    statements = connection.extract_statements(text)
    if len(statements) != 1:
        raise QueryError(
            f"expected one SQL statement, got {len(statements)}. "
            'Try: motion-assets sql "from coverage.summary limit 5"'
        )
    kind = statements[0].type.name
    if kind not in _READING:
        raise QueryError(
            f"{kind} is refused: the published registries are only read. Start with select, "
            "from, describe, summarize or explain."
        )
    return statements[0]


def _text(text: str) -> str:
    """The text with a question mark for each byte of an argument that is no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _refusal(connection: "duckdb.DuckDBPyConnection", error: "duckdb.Error") -> str:
    """DuckDB's reason, and the tables where the statement named none of them."""
    import duckdb

    if not isinstance(error, duckdb.CatalogException):
        return str(error)
    return f"{error}\nTables: {', '.join(_tables(connection))}."


def _tables(connection: "duckdb.DuckDBPyConnection") -> list[str]:
    rows = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where not internal and schema_name <> 'fold' order by 1"
    ).fetchall()
    return [str(row[0]) for row in rows]


def _unique(names: list[str]) -> list[str]:
    """Column names, each once.

    >>> _unique(["a", "b", "a"])
    ['a', 'b', 'a_2']
    """
    taken: list[str] = []
    for name in names:
        count, unique = 1, name
        while unique in taken:
            count += 1
            unique = f"{name}_{count}"
        taken.append(unique)
    return taken
