"""Commands that exchange registries: export and import.

Put commands here that write or read whole registries. What they hold is decided in
``steps.export`` and ``steps.import_``.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption

if TYPE_CHECKING:
    from motion_assets.steps.import_ import Import


def export(
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", help="Folder to write.", show_default="exports/<day> in the data folder"
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Write all registries as Parquet and JSON, with Croissant metadata and a data card."""
    from motion_assets.settings import load_settings
    from motion_assets.steps.export import export_registries
    from motion_assets.steps.workspace import open_workspace

    settings = load_settings()
    day = datetime.now(UTC).date().isoformat()
    folder = to or settings.data_dir / "exports" / day
    done = export_registries(open_workspace(settings), folder, day=day)
    rows = [
        {"file": str(done.folder / file.name), "rows": file.rows, "bytes": file.size_bytes}
        for file in done.export.files
    ]
    output.print_rows(rows, as_json=as_json, whole=True)
    output.note(f"Generation {done.export.generation}, described in {done.folder / 'README.md'}.")


def import_registries(
    file: Annotated[Path, typer.Argument(help="An exported motion-registries-....json.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Report what would be imported; write nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Take in the entries of an export, marked as imported: none of them counts as seen."""
    from motion_assets.settings import load_settings
    from motion_assets.steps.import_ import import_file
    from motion_assets.steps.workspace import open_workspace

    done = import_file(open_workspace(load_settings()), file, dry_run=dry_run)
    _print_imported(done, as_json=as_json)
    ended = "nothing was written" if dry_run else f"generation {done.generation}"
    known = "" if dry_run or done.is_new else " All of them were here before."
    found = done.found
    output.note(
        f"{len(found.rows)} entries, {found.mapped} with a key in an older spelling, {found.moved} "
        f"moved to the nearest cell, {len(found.refused)} refused; {ended}.{known}"
    )


def _print_imported(done: "Import", *, as_json: bool) -> None:
    """Print what was taken in by registry, and what was refused."""
    found = done.found
    refused = [
        {"registry": item.registry, "key": item.original_key, "reason": item.reason}
        for item in found.refused
    ]
    if as_json:
        told = {"entries": found.by_registry, "mapped": found.mapped, "moved": found.moved}
        ended = {"is_new": done.is_new, "generation": done.generation}
        output.print_json({**told, "refused": refused, **ended})
        return
    counts = [{"registry": name, "entries": count} for name, count in found.by_registry.items()]
    output.print_rows(counts, as_json=False)
    if refused:
        output.print_rows(refused, as_json=False)
