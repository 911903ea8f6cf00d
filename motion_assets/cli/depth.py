"""``motion-assets registry depth``: derive breakdowns into primitives again.

Put commands on depth here; what is derived and proved is in ``steps.depth``.
"""

from typing import Annotated

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption
from motion_assets.errors import StorageError


def depth(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List and write nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Derive the depth of every color and sound again; list what was stale, prove it adds up."""
    from motion_assets.settings import load_settings
    from motion_assets.steps.depth import backfill_depth
    from motion_assets.steps.workspace import open_workspace

    done = backfill_depth(open_workspace(load_settings()), dry_run=dry_run)
    rows = [
        {"registry": item.registry, "key": item.key, "stored": item.stored, "now": item.derived}
        for item in done.stale
    ]
    output.print_rows(rows, as_json=as_json)
    wrong = sum(verdict.wrong_count for verdict in done.verdicts.values())
    checked = sum(verdict.checked_count for verdict in done.verdicts.values())
    output.note(f"{len(rows)} stale of {checked} entries; {wrong} do not add up to 1.")
    if wrong and not dry_run:
        raise StorageError(f"{wrong} breakdowns do not add up. Materialize their reels again.")
