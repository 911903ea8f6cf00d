"""Commands on how the loop does: progress, metrics and recover.

Put commands here that show figures or repair what they found. The figures are gathered in
``steps.progress``, missing rows in ``steps.recover``.
"""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption

if TYPE_CHECKING:
    from motion_assets.steps.progress import Progress
    from motion_assets.steps.workspace import Workspace


def progress(
    watch: Annotated[bool, typer.Option("--watch", help="Show again until Ctrl-C.")] = False,
    every_s: Annotated[
        float, typer.Option("--every", min=0.5, max=3600, help="Seconds between two looks.")
    ] = 10.0,
    as_json: JsonOption = False,
) -> None:
    """Show how the loop does: precision, discovery, repetition, recorded share, both bars."""
    while True:
        _show(_read(_workspace()), as_json=as_json)
        if not watch:
            return
        time.sleep(every_s)


def metrics() -> None:
    """Print all figures as Prometheus text."""
    from motion_assets.steps.progress import metrics_text

    typer.echo(metrics_text(_read(_workspace())), nl=False)


def recover(as_json: JsonOption = False) -> None:
    """Record clips that were made but have no learning or discovery row, naming each."""
    from motion_assets.cli.dagster_run import (
        alive_reels,
        end_dead_runs,
        open_instance,
        record_missing,
    )
    from motion_assets.steps.recover import find_missing

    workspace = _workspace()
    with open_instance(workspace.settings.data_dir) as instance:
        end_dead_runs(instance)
        alive = alive_reels(instance)
        found = find_missing(workspace, alive=alive).missing
        for item in found:
            output.note(item.text)
        if found:
            record_missing(instance)
    left = find_missing(workspace, alive=alive).missing if found else ()
    rows: list[output.Row] = [
        {"clip": item.clip_id, "missing": item.row, "recorded": item not in left} for item in found
    ]
    output.print_rows(rows, as_json=as_json)
    output.note(f"{len(rows) - len(left)} of {len(rows)} missing rows recorded.")


def _show(now: "Progress", *, as_json: bool) -> None:
    rows = [
        {
            "figure": figure.name,
            "scope": figure.scope,
            "value": figure.value,
            "unit": figure.unit,
            "part": figure.part,
            "whole": figure.whole,
        }
        for figure in now.figures
    ]
    missing = [item.text for item in now.records.missing]
    if as_json:
        output.print_json(now.totals() | {"figures": rows, "missing": missing})
        return
    at = datetime.now(UTC).strftime("%H:%M:%S")
    output.note(f"{at} UTC, generation {now.generation}, {now.clip_count} clips")
    output.print_rows(rows, as_json=False)
    for text in missing:
        output.note(text)
    if missing:
        output.note("Record them with: motion-assets recover")


def _read(workspace: "Workspace") -> "Progress":
    """Figures of now; reels of runs under way are not missing anything yet."""
    from motion_assets.cli.dagster_run import HISTORY, alive_reels, open_instance
    from motion_assets.steps.progress import read_progress

    data_dir = workspace.settings.data_dir
    if not (data_dir / HISTORY).is_dir():
        return read_progress(workspace)
    with open_instance(data_dir) as instance:
        return read_progress(workspace, alive=alive_reels(instance))


def _workspace() -> "Workspace":
    from motion_assets.settings import load_settings
    from motion_assets.steps.workspace import open_workspace

    return open_workspace(load_settings())
