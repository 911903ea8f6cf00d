"""`motion-assets bench`: every figure with its goal, measured on this machine."""

from dataclasses import asdict
from typing import Annotated

import typer

from motion_assets.cli import output


def bench(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Measure exactness and speed beside their goals; exit status 1 when a goal is missed."""
    from motion_assets.steps.bench import run_benchmarks

    rows = [asdict(row) for row in run_benchmarks()]
    output.print_rows(rows, as_json=as_json)
    if any(row["passed"] is False for row in rows):
        raise typer.Exit(1)
