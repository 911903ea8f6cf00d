"""The command line: registers every command; errors become text and a status in ``edge``.

Exit status: 0 done, 1 the work failed, 2 the command was called wrongly, 130 stopped by hand.
Data goes to stdout, everything else to stderr. Commands live in the files beside this one.
"""

from typing import NoReturn

import typer

from motion_assets.cli import (
    bench,
    clips,
    depth,
    doctor,
    edge,
    exchange,
    generate,
    interpret,
    interpretation,
    linguistic,
    loop,
    names,
    progress,
    query,
    run,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Grow, query and use a verified dataset of what a video can contain.",
)
app.command("run", short_help="Grow the registries and make the prompts' clips.")(run.run)
app.command("ui", short_help="Open the Dagster UI.")(run.ui)
app.command("render", short_help="Render one prompt to one MP4.")(clips.render)
app.command("observe", short_help="Measure everything that a video shows.")(clips.observe)
app.command("export-clip", short_help="Copy a clip for phones and QuickTime.")(clips.export_clip)
app.command("interpret", short_help="Say what a prompt asks for, and where.")(interpret.interpret)
app.command("generate", short_help="Write new prompts that name given values.")(generate.generate)
query.registry_app.command("depth", short_help="Derive breakdowns again.")(depth.depth)
app.add_typer(query.registry_app, name="registry")
app.add_typer(names.names_app, name="names")
app.add_typer(linguistic.linguistic_app, name="linguistic")
app.add_typer(interpretation.interpretation_app, name="interpretation")
app.command("coverage", short_help="Show how far every registry is.")(query.coverage)
app.command("gaps", short_help="List what no clip has shown yet.")(query.gaps)
app.command("progress", short_help="Show how the loop does.")(progress.progress)
app.command("metrics", short_help="Print all figures as Prometheus text.")(progress.metrics)
app.command("loop", short_help="Let sensors work until a bar is met.")(loop.loop)
app.command("health", short_help="Say whether the loop is well.")(loop.health)
app.command("recover", short_help="Record clips whose rows are missing.")(progress.recover)
app.command("export", short_help="Write all registries as files.")(exchange.export)
app.command("import", short_help="Take in an export.")(exchange.import_registries)
app.command("sql", short_help="Run one read-only SQL statement.")(query.sql)
app.command("bench", short_help="Measure figures beside their goals.")(bench.bench)
app.command("doctor", short_help="Check this machine and the data folder.")(doctor.doctor)


def main() -> NoReturn:
    """Run the command line; every error that is foreseen becomes one line and status 1."""
    edge.run(_run_app)


def _run_app() -> int:
    """Exit status of the command that was called; typer ends every command with SystemExit."""
    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0
