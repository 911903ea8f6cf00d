"""Inputs of a fold: the previous generation and the Parquet objects of new reels.

Put opening and checking here; what is made of the rows belongs in the modules beside it.
The connection then holds an attached database ``previous``, one temporary view
``new_<kind>`` per kind, and the temporary tables ``new_reels`` and ``new_clips``.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
import polars as pl

from motion_assets.storage.fold.state import REEL, STATE_TABLES
from motion_assets.storage.lake import Lake
from motion_assets.storage.observed import KINDS
from motion_assets.storage.published import PUBLISHED_TABLES
from motion_assets.storage.reels import Commit, require_whole
from motion_assets.storage.schema import TableSpec, create_script, literal, select_nothing


@contextmanager
def open_inputs(
    connection: duckdb.DuckDBPyConnection, lake: Lake, commits: Sequence[Commit], scratch: Path
) -> Iterator[None]:
    """Offer the rows of ``commits`` for the ``with`` block.

    Raises ``StorageError`` for a missing or torn object.
    """
    with ExitStack() as stack:
        for kind, spec in KINDS.items():
            paths = [
                _whole_file(stack, lake, commit, kind)
                for commit in commits
                if commit.objects[kind].rows
            ]
            connection.execute(_new_rows(kind, spec, paths))
        _add_reels(connection, commits, scratch)
        yield


def attach_previous(connection: duckdb.DuckDBPyConnection, previous: Path | None) -> None:
    """Attach a generation read-only as ``previous``.

    Without a file the attached database holds empty tables, so that folding everything is
    folding more into nothing.
    """
    if previous is not None:
        connection.execute(f"ATTACH {literal(str(previous))} AS previous (READ_ONLY)")
        return
    connection.execute("ATTACH ':memory:' AS previous")
    connection.execute("USE previous")
    connection.execute(create_script((*PUBLISHED_TABLES, *STATE_TABLES)))


def insert_frame(
    connection: duckdb.DuckDBPyConnection,
    target: str,
    frame: pl.DataFrame,
    scratch: Path,
    *,
    select: str = "*",
) -> None:
    """Append a frame to a table by column name, through a Parquet file in ``scratch``.

    DuckDB takes frames from memory only with a further library, and rows only one by one.
    """
    path = scratch / "frame.parquet"
    frame.write_parquet(path, compression="uncompressed")
    source = f"read_parquet({literal(str(path))})"
    # The names come from the schemas of this package, never from outside.
    connection.execute(f"INSERT INTO {target} BY NAME SELECT {select} FROM {source}")  # noqa: S608
    path.unlink()


def _whole_file(stack: ExitStack, lake: Lake, commit: Commit, kind: str) -> Path:
    table = commit.objects[kind]
    path = stack.enter_context(lake.local_file(table.key))
    require_whole(path.read_bytes(), table)
    return path


def _new_rows(kind: str, spec: TableSpec, paths: Sequence[Path]) -> str:
    """A view over the objects of one kind: rows are read when they are folded, not before."""
    if not paths:
        return f"CREATE TEMP VIEW new_{kind} AS {select_nothing(spec)}"
    files = ", ".join(literal(str(path)) for path in paths)
    return f"CREATE TEMP VIEW new_{kind} AS SELECT * FROM read_parquet([{files}])"  # noqa: S608 -- checked keys


def _add_reels(
    connection: duckdb.DuckDBPyConnection, commits: Sequence[Commit], scratch: Path
) -> None:
    rows = [(commit.reel, commit.sequence, commit.workflow) for commit in commits]
    frame = pl.DataFrame(rows, schema=REEL.polars_schema(), orient="row")
    connection.execute(f"CREATE TEMP TABLE new_reels AS {select_nothing(REEL)}")
    insert_frame(connection, "new_reels", frame, scratch)
    # Provenance follows the clip itself: a gap clip without a prompt answers no prompt.
    connection.execute(
        "CREATE TEMP TABLE new_clips AS "
        "SELECT clip_id, reel, sequence, r.workflow, l.prompt, l.prompt IS NULL AS is_sweep, "
        "printf('%010d/%s', sequence, clip_id) AS seen "
        "FROM new_learning l JOIN new_reels r ON r.reel = left(l.clip_id, -3)"
    )
    connection.execute(
        "INSERT INTO fold.reel BY NAME SELECT * FROM "
        "(SELECT * FROM previous.fold.reel UNION ALL BY NAME SELECT * FROM new_reels) ORDER BY reel"
    )
