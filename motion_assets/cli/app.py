"""The command line's edge: registers every command and turns errors into text and a status.

Exit status: 0 done, 1 the work failed, 2 the command was called wrongly, 130 stopped by hand.
Data goes to stdout, everything else to stderr. Commands live in the files beside this one.
"""

import os
import sys
from typing import Final, TextIO

import typer

from motion_assets.cli import (
    bench,
    clips,
    depth,
    doctor,
    exchange,
    generate,
    interpret,
    interpretation,
    linguistic,
    loop,
    names,
    output,
    progress,
    query,
    run,
)
from motion_assets.errors import MotionAssetsError

STOPPED: Final = 130
"""128 and the number of SIGINT, as a shell counts."""
INTERRUPTED: Final = "Query interrupted"
"""What DuckDB raises, as a RuntimeError, when Ctrl-C ends one of its queries."""

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


def main() -> None:
    """Run the command line; every error that is foreseen becomes one line and status 1."""
    _prepare_streams()
    try:
        status = _run_app()
        # A reader that is gone (`| head`) or a full disk may show only here.
        sys.stdout.flush()
    except MotionAssetsError as error:
        status = _fail(str(error))
    except KeyboardInterrupt:
        status = STOPPED
    except RuntimeError as error:
        if str(error) != INTERRUPTED:
            raise
        status = STOPPED
    except BrokenPipeError:
        status = 1
    except OSError as error:
        status = _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    if status == STOPPED:
        output.note("Stopped; what was finished is kept. Running it again goes on.")
    _flush_or_discard(sys.stdout)
    _flush_or_discard(sys.stderr)
    raise SystemExit(status)


def _run_app() -> int:
    """Exit status of the command that was called; typer ends every command with SystemExit."""
    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _fail(message: str) -> int:
    output.note(f"Error: {message}")
    return 1


def _prepare_streams() -> None:
    """Let every text pass: an argument may hold bytes that the terminal's encoding has not.

    A stream that the caller closed (`>&-`) swallows what is written to it.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  lives as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _flush_or_discard(stream: TextIO) -> None:
    """Send what a broken stream still holds nowhere: at exit it would be a traceback."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
