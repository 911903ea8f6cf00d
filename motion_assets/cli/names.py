"""``motion-assets names``: rename entries of the static registries, and prove nothing is left.

Put the commands on names here; what a rename does is in ``steps.names``.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption, called_with
from motion_assets.errors import StorageError

if TYPE_CHECKING:
    from motion_assets.steps.names import Renames
    from motion_assets.steps.workspace import Workspace

names_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Rename colors and sounds everywhere."
)
DryRun = Annotated[bool, typer.Option("--dry-run", help="List every place and write nothing.")]
Reviewer = Annotated[str, typer.Option(help="Who reviewed it.")]


@names_app.command("rename")
def rename_entry(
    key: Annotated[
        str, typer.Argument(help="Key of a color or sound; without opacity for all 21 opacities.")
    ],
    name: Annotated[str, typer.Argument(help="The new name, in lower-case words.")],
    reviewer: Reviewer = "operator",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """Rename an entry, and everything that says its old name, in one generation."""
    from motion_assets.steps.names import plan_rename, rename

    workspace = _workspace()
    with called_with("KEY NAME"):
        items = plan_rename(workspace, key, name)
    now = datetime.now(UTC)
    done = rename(workspace, items, reviewer=reviewer, reason=reason, at=now, dry_run=dry_run)
    _report(done, dry_run=dry_run, as_json=as_json)


@names_app.command("backfill")
def backfill(
    reviewer: Reviewer = "operator", dry_run: DryRun = False, as_json: JsonOption = False
) -> None:
    """Bring names that an older rule made, and all texts that say them, to the rule of today."""
    from motion_assets.steps.names import changed_by_rule, rename

    workspace = _workspace()
    items = changed_by_rule(workspace)
    now = datetime.now(UTC)
    done = rename(workspace, items, reviewer=reviewer, reason="rule", at=now, dry_run=dry_run)
    _report(done, dry_run=dry_run, as_json=as_json)


@names_app.command("check")
def check(as_json: JsonOption = False) -> None:
    """Search every text of every table, and people's language, for names that were given up."""
    from motion_assets.steps.residue import find_residue
    from motion_assets.storage.renames import read_names

    workspace = _workspace()
    names = read_names(workspace.lake)
    found = find_residue(workspace, names)
    rows = [{"where": p.where, "count": p.count, "sample": p.sample} for p in found]
    output.print_rows(rows, as_json=as_json)
    output.note(f"{len(names.retired)} names were given up; {len(rows)} places still say one.")
    if rows:
        raise StorageError("old names are left. Finish with: motion-assets names finish")


@names_app.command("finish")
def finish_renames(as_json: JsonOption = False) -> None:
    """Finish a rename that was interrupted; harmless to repeat."""
    from motion_assets.steps.names import finish

    _report(finish(_workspace()), dry_run=False, as_json=as_json)


def _report(done: "Renames", *, dry_run: bool, as_json: bool) -> None:
    renamed = [{"key": item.key, "from": item.old, "to": item.new} for item in done.items]
    places = [
        {"where": place.where, "count": place.count, "sample": place.sample}
        for place in done.places
    ]
    if as_json:
        left = [place.where for place in done.residue] if not dry_run else []
        output.print_json(
            {"renamed": renamed, "places": places, "generation": done.generation, "left": left}
        )
    else:
        output.print_rows(renamed, as_json=False)
        output.print_rows(places, as_json=False)
    if dry_run:
        output.note(f"{len(renamed)} entries would be renamed in {len(places)} places.")
        return
    output.note(f"{len(renamed)} entries renamed; generation {done.generation}.")
    if done.residue:
        raise StorageError(f"old names are left in {', '.join(p.where for p in done.residue)}.")


def _workspace() -> "Workspace":
    from motion_assets.settings import load_settings
    from motion_assets.steps.workspace import open_workspace

    return open_workspace(load_settings())
