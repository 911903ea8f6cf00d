"""``motion-assets interpretation``: prompts that wait to be read, and versions compared.

Put the commands on the interpretation registry here; reading one prompt for a person is in
``interpret``, what is done with the queue in ``steps.readings``.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motion_assets.cli import output
from motion_assets.cli.arguments import JsonOption, LimitOption, called_with, require_known

if TYPE_CHECKING:
    from motion_assets.steps.workspace import Workspace

interpretation_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Queue prompts, read them, compare versions."
)


@interpretation_app.command("add")
def add_prompts(
    file: Annotated[Path, typer.Argument(help="Text file of prompts, one a line.")],
    source: Annotated[str, typer.Option(help="Who wrote them: web, sample or generated.")] = "web",
    author: Annotated[str, typer.Option(help="Name of the person, for counting.")] = "operator",
) -> None:
    """Record prompts to be read by the queue, with who wrote them."""
    from motion_assets.steps.prompts import read_prompts
    from motion_assets.steps.readings import enqueue
    from motion_assets.vocabulary.learning import PROMPT_SOURCES

    with called_with("--source"):
        require_known("source", source, list(PROMPT_SOURCES))
    known = next(item for item in PROMPT_SOURCES if item == source)
    prompts = read_prompts(file)
    now = datetime.now(UTC)
    waiting = enqueue(_workspace(), prompts, source=known, author=author, at=now)
    output.note(
        f"{len(prompts)} prompts recorded, {waiting} of them wait. "
        "Read them with: motion-assets interpretation work"
    )


@interpretation_app.command("queue")
def show_queue(limit: LimitOption = 20, as_json: JsonOption = False) -> None:
    """List the prompts that wait, the most urgent first."""
    from motion_assets.core.prompts.queue import next_in_line
    from motion_assets.steps.readings import waiting_line
    from motion_assets.storage.language import read_entered

    workspace = _workspace()
    now = datetime.now(UTC)
    line = waiting_line(workspace, now)
    chosen = next_in_line(line, now, limit)
    texts = dict(read_entered(workspace.lake, (item.key for item in chosen)).records)
    rows = [
        {"source": item.source, "since": item.since.isoformat(), "prompt": texts[item.key].prompt}
        for item in chosen
        if item.key in texts
    ]
    output.print_rows(rows, as_json=as_json)
    if len(line) > len(rows):
        output.note(f"{len(line)} prompts wait in all.")


@interpretation_app.command("work")
def work_queue(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Prompts to read at most.")] = 50,
) -> None:
    """Read waiting prompts once and publish them; running it again reads nothing twice."""
    from motion_assets.steps.publish import publish_committed
    from motion_assets.steps.readings import work

    workspace = _workspace()
    done = work(workspace, now=datetime.now(UTC), limit=limit)
    published = publish_committed(workspace)
    output.note(
        f"{len(done.read)} prompts read under version {done.version}, {done.left} left; "
        f"generation {published.number}. Words: {len(done.accepted)} accepted, "
        f"{len(done.blocked)} held back by a canary."
    )


@interpretation_app.command("diff")
def show_difference(
    before: Annotated[
        str | None, typer.Option("--from", help="Version.", show_default="the last but one")
    ] = None,
    after: Annotated[
        str | None, typer.Option("--to", help="Version.", show_default="the last")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the prompts that two versions of rules and words read differently."""
    from motion_assets.steps.readings import compare_versions

    found = compare_versions(_workspace(), before, after)
    rows: list[output.Row] = [
        {
            "prompt": change.prompt,
            "before": list(change.before),
            "after": list(change.after),
        }
        for change in found.changes
    ]
    output.print_rows(rows, as_json=as_json)
    output.note(
        f"{len(rows)} of {found.compared} prompts that {found.before} and {found.after} have both "
        "read differ."
    )


def _workspace() -> "Workspace":
    from motion_assets.settings import load_settings
    from motion_assets.steps.workspace import open_workspace

    return open_workspace(load_settings())
