"""Commands that read the newest registry: coverage, gaps, registry and sql.

Every command opens the newest generation read-only, so it never waits for a running loop.
How rows are fetched belongs in ``database``.
"""

import json
from typing import Annotated, Final, Literal

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption, LimitOption, called_with, require_known
from motion_assets.cli.database import fetch
from motion_assets.errors import UnknownValueError

RegistryOption = Annotated[str | None, typer.Option(help="Only this registry.")]
BarOption = Annotated[int | None, typer.Option(min=1, max=2, help="Only this bar.")]
CELL_REGISTRIES: Final[tuple[Literal["static_color"], Literal["static_sound"]]] = (
    "static_color",
    "static_sound",
)
ALIKE: Final = 0.8
"""Likeness, 0..1, from which another name is offered; chosen by eye on typing slips."""

registry_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="List and show registry entries."
)


def coverage(
    registry: RegistryOption = None,
    bar: BarOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far every registry is: wanted, seen and a sample of what is missing."""
    with called_with("--registry"):
        require_known("registry", registry, _registries())
    sql = (
        "select registry, aspect, bar, status, wanted, seen, missing_sample from coverage.summary "
        "where (? is null or registry = ?) and (? is null or bar = ?) order by position"
    )
    found = fetch(sql, [registry, registry, bar, bar])
    rows = [row | {"missing_sample": json.loads(str(row["missing_sample"]))} for row in found]
    if not as_json and bar is None:
        rows = [row for row in rows if row["bar"] == 1 or " x " not in str(row["aspect"])]
        if len(rows) < len(found):
            output.note("Pairs of aspects are left out here: --bar 2 or --json has them.")
    output.print_rows(rows, as_json=as_json)


def gaps(
    registry: RegistryOption = None,
    aspect: Annotated[str | None, typer.Option(help="Only this aspect.")] = None,
    bar: BarOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List the values that no clip has shown yet, widest target first."""
    with called_with("--registry"):
        require_known("registry", registry, _registries())
    if aspect is not None:
        with called_with("--aspect"):
            require_known("aspect", aspect, _aspects())
    sql = (
        "select registry, aspect, bar, status, value from coverage.gap "
        "where (? is null or registry = ?) and (? is null or aspect = ?) and (? is null or bar = ?)"
        " order by position limit ?"
    )
    rows = fetch(sql, [registry, registry, aspect, aspect, bar, bar, limit])
    output.print_rows(rows, as_json=as_json)


def sql(
    statement: Annotated[
        str, typer.Argument(help='One SQL statement, such as "from registry.static_color limit 5".')
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
    with called_with("NAME"):
        require_known("registry", name, _registries())
    columns = "key, name, clips, seen_in_sweep, seen_in_prompt, first_clip, last_clip"
    rows = fetch(_from(name, f"select {columns}", "order by clips desc, key limit ?"), [limit])
    output.print_rows(rows, as_json=as_json)


@registry_app.command("show")
def registry_show(
    name: Annotated[str, typer.Argument(help="A registry, for example static_color.")],
    entry: Annotated[str, typer.Argument(help="Key or name of an entry.")],
    as_json: JsonOption = False,
) -> None:
    """Show everything the registry holds about one entry."""
    with called_with("NAME"):
        require_known("registry", name, _registries())
    key = _cell_key(name, entry)
    where = "where key = ? or lower(name) = lower(?) order by key = ? desc, key limit 1"
    rows = fetch(_from(name, "select *", where), [key, entry, key])
    if not rows:
        raise UnknownValueError(_not_there(name, entry, key))
    if as_json:
        output.print_json(rows[0])
        return
    fields = [{"field": field, "value": value} for field, value in rows[0].items()]
    output.print_rows(fields, as_json=False, whole=True)


def _cell_key(table: str, entry: str) -> str:
    """Key of the cell that a static registry's entry names; any other entry is its own key.

    Raises
    ------
    UnknownValueError
        If no cell has this key or name; the message holds the closest name.
    """
    from motion_assets.settings import load_settings
    from motion_assets.steps.names import key_of_name
    from motion_assets.steps.workspace import open_workspace
    from motion_assets.vocabulary import cells

    if table == "static_color" and entry[:1].isdigit():
        return cells.color_key(cells.color_cell_of_key(entry))
    if table == "static_sound" and entry[:1].isdigit():
        return cells.sound_key(cells.sound_cell_of_key(entry))
    registry = next((known for known in CELL_REGISTRIES if known == table), None)
    if registry is None:
        return entry
    return key_of_name(open_workspace(load_settings()), registry, entry)


def _not_there(table: str, entry: str, key: str) -> str:
    if table in CELL_REGISTRIES:
        return (
            f"no clip has shown {output.quoted(entry)} (cell {key}) yet. "
            "Make what is missing with: motion-assets run"
        )
    similar = "select name from (select name, jaro_winkler_similarity(name, ?) as alike"
    close = fetch(
        f"{_from(table, similar, ')')} where alike > ? order by alike desc, name limit 1",
        [entry[:60], ALIKE],
    )
    hint = f" Did you mean {output.quoted(str(close[0]['name']))}?" if close else ""
    return (
        f"registry {table} has no entry with key or name {output.quoted(entry)}.{hint} "
        f"List some with: motion-assets registry list {table}"
    )


def _registries() -> list[str]:
    from motion_assets.storage.tables import REGISTRY_TABLES

    return [table.name for table in REGISTRY_TABLES]


def _aspects() -> list[str]:
    rows = fetch("select distinct aspect from coverage.summary order by aspect", [])
    return sorted((str(row["aspect"]) for row in rows), key=lambda aspect: " x " in aspect)


def _from(table: str, select: str, rest: str = "") -> str:
    """SQL over one registry, whose name is one of ours and never from outside."""
    require_known("registry", table, _registries())
    return f"{select} from registry.{table} {rest}"


def _size_row(table: str) -> dict[str, object]:
    counted = (
        "select count(*) as entries, count(*) filter (seen_in_sweep) as seen_in_sweep, "
        "count(*) filter (seen_in_prompt) as seen_in_prompt"
    )
    return {"registry": table} | fetch(_from(table, counted), [])[0]
