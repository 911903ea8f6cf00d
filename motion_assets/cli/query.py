"""Commands that read the newest registry: coverage, gaps, registry and sql.

Every command opens the newest generation read-only, so it never waits for a running loop.
"""

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from motion_assets.cli import output
from motion_assets.errors import MotionAssetsError, UnknownValueError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
LimitOption = Annotated[int, typer.Option(min=1, help="Rows to print.")]

registry_app = typer.Typer(no_args_is_help=True, help="List and show registry entries.")


class QueryError(MotionAssetsError):
    """A statement that DuckDB refused, with its reason."""


def coverage(
    registry: Annotated[str | None, typer.Option(help="Only this registry.")] = None,
    bar: Annotated[int | None, typer.Option(min=1, max=2, help="Only this bar.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far every registry is: wanted, seen and a sample of what is missing."""
    sql = (
        "select registry, aspect, bar, status, wanted, seen, missing_sample from coverage.summary "
        "where (? is null or registry = ?) and (? is null or bar = ?) order by position"
    )
    found = fetch(sql, [registry, registry, bar, bar])
    rows = [row | {"missing_sample": json.loads(str(row["missing_sample"]))} for row in found]
    if not as_json and bar is None:
        rows = [row for row in rows if row["bar"] == 1 or " x " not in str(row["aspect"])]
        output.note("Pairs of aspects (second bar) are left out here: --bar 2 or --json has them.")
    output.print_rows(rows, as_json=as_json)


def gaps(
    registry: Annotated[str | None, typer.Option(help="Only this registry.")] = None,
    aspect: Annotated[str | None, typer.Option(help="Only this aspect.")] = None,
    bar: Annotated[int | None, typer.Option(min=1, max=2, help="Only this bar.")] = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List the values that no clip has shown yet, widest target first."""
    sql = (
        "select registry, aspect, bar, status, value from coverage.gap "
        "where (? is null or registry = ?) and (? is null or aspect = ?) and (? is null or bar = ?)"
        " order by position limit ?"
    )
    rows = fetch(sql, [registry, registry, aspect, aspect, bar, bar, limit])
    output.print_rows(rows, as_json=as_json)


def sql(
    statement: Annotated[
        str, typer.Argument(help="One SQL statement, for example: from x limit 5")
    ],
    as_json: JsonOption = False,
) -> None:
    """Run one read-only SQL statement against the newest registry."""
    output.print_rows(fetch(statement, []), as_json=as_json)


@registry_app.command("list")
def registry_list(
    name: Annotated[
        str | None, typer.Argument(help="A registry, for example static_color.")
    ] = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List the registries with their sizes, or the entries of one."""
    if name is None:
        output.print_rows([_size_row(table) for table in _registries()], as_json=as_json)
        return
    table = _require_registry(name)
    columns = "key, name, clips, seen_in_sweep, seen_in_prompt, first_clip, last_clip"
    rows = fetch(_from(table, f"select {columns}", "order by clips desc, key limit ?"), [limit])
    output.print_rows(rows, as_json=as_json)


@registry_app.command("show")
def registry_show(
    name: Annotated[str, typer.Argument(help="A registry, for example static_color.")],
    entry: Annotated[str, typer.Argument(help="Key or name of an entry.")],
    as_json: JsonOption = False,
) -> None:
    """Show everything the registry holds about one entry."""
    table = _require_registry(name)
    rows = fetch(_from(table, "select *", "where key = ? or lower(name) = lower(?)"), [entry] * 2)
    if not rows:
        raise UnknownValueError(
            f"registry {table} has no entry with key or name {entry!r}. "
            f"List some with: motion-assets registry list {table}"
        )
    if as_json:
        output.print_json(rows[0])
        return
    output.print_rows(
        [{"field": field, "value": value} for field, value in rows[0].items()], as_json=False
    )


def fetch(statement: str, parameters: list[object]) -> list[dict[str, object]]:
    """Rows of one statement as dictionaries, columns in their order."""
    import duckdb

    with newest() as connection:
        try:
            cursor = connection.execute(statement, parameters)
            names = [column[0] for column in cursor.description or ()]
            found = cursor.fetchall()
        except duckdb.Error as error:
            raise QueryError(f"{error}\nTables: {', '.join(_tables(connection))}.") from error
    return [dict(zip(names, row, strict=True)) for row in found]


@contextmanager
def newest() -> "Iterator[duckdb.DuckDBPyConnection]":
    """Read-only connection to the newest generation."""
    from motion_assets.settings import load_settings
    from motion_assets.storage.generations import open_newest

    with open_newest(load_settings()) as connection:
        yield connection


def _tables(connection: "duckdb.DuckDBPyConnection") -> list[str]:
    rows = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where not internal order by 1"
    ).fetchall()
    return [str(row[0]) for row in rows]


def _registries() -> list[str]:
    from motion_assets.storage.tables import REGISTRY_TABLES

    return [table.name for table in REGISTRY_TABLES]


def _require_registry(name: str) -> str:
    known = _registries()
    if name not in known:
        raise UnknownValueError(f"no registry {name!r}. Known: {', '.join(known)}.")
    return name


def _from(table: str, select: str, rest: str = "") -> str:
    """SQL over one registry, whose name comes from the vocabulary and never from outside."""
    return f"{select} from registry.{_require_registry(table)} {rest}"


def _size_row(table: str) -> dict[str, object]:
    counted = (
        "select count(*) as entries, count_if(seen_in_sweep) as seen_in_sweep, "
        "count_if(seen_in_prompt) as seen_in_prompt"
    )
    return {"registry": table} | fetch(_from(table, counted), [])[0]
