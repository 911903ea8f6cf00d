"""The command line's edge: registers every command and turns errors into text and a status.

Exit status: 0 done, 1 the work failed, 2 the command was called wrongly. Data goes to
stdout, everything else to stderr. Commands live in the files beside this one.
"""

import os
import sys

import typer

from motion_assets.cli import bench, clips, doctor, interpret, query, run
from motion_assets.errors import MotionAssetsError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Grow, query and use a verified dataset of what a video can contain.",
)
app.command("run")(run.run)
app.command("ui")(run.ui)
app.command("render")(clips.render)
app.command("observe")(clips.observe)
app.command("export-clip")(clips.export_clip)
app.command("interpret")(interpret.interpret)
app.add_typer(query.registry_app, name="registry")
app.command("coverage")(query.coverage)
app.command("gaps")(query.gaps)
app.command("sql")(query.sql)
app.command("bench")(bench.bench)
app.command("doctor")(doctor.doctor)


def main() -> None:
    """Run the command line; every error of ours becomes one line and status 1."""
    try:
        app()
    except MotionAssetsError as error:
        typer.echo(f"Error: {error}", err=True)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        typer.echo("Stopped; what was finished is kept. Running it again goes on.", err=True)
        raise SystemExit(130) from None
    except BrokenPipeError:
        # The reader of our output is gone (`| head`); silence the flush at exit as well.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
