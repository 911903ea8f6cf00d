"""`motion-assets run` and `ui`: the main job in this process, and Dagster's web interface.

Put what drives Dagster from the command line here; what a run does is in ``defs``, what it
should make next in ``steps.plan``.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motion_assets.cli import output, query
from motion_assets.errors import MotionAssetsError, RequestError

if TYPE_CHECKING:
    import dagster as dg

    from motion_assets.core.clips.request import ReelRequest
    from motion_assets.core.coverage.planner import Plan
    from motion_assets.steps.workspace import Workspace


class MissedError(MotionAssetsError):
    """Clips were made and do not show all that was asked; the message says what they show."""


def run(
    prompts: Annotated[
        Path | None,
        typer.Option(help="Text file of prompts, one a line.", show_default="the samples in data/"),
    ] = None,
) -> None:
    """Grow both static registries to completion and make the clips of the prompts.

    Goes through Dagster; running it again makes only what is missing, and says so.
    """
    from motion_assets.cli.dagster_run import audit, end_dead_runs, open_instance
    from motion_assets.settings import load_settings
    from motion_assets.steps.prompts import prompt_file, read_prompts
    from motion_assets.steps.publish import publish_committed
    from motion_assets.steps.workspace import open_workspace

    settings = load_settings()
    workspace = open_workspace(settings)
    texts = read_prompts(prompts or prompt_file(settings))
    with open_instance(settings.data_dir) as instance:
        ended = end_dead_runs(instance)
        if ended:
            output.note(
                f"Unfinished runs of processes that are gone: {ended}, now marked as failed."
            )
        publish_committed(workspace)
        made, missed = _make_missing(workspace, instance, texts)
        if made:
            audit(instance)
    _report(workspace, made)
    if missed:
        raise MissedError(
            "what was asked is not what these clips show, each is published as seen:\n"
            + "\n".join(missed)
            + "\nAsk for fewer values at once, or in other words: a new prompt is a new clip."
        )


def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the web interface.")] = 3000,
) -> None:
    """Open the Dagster UI on http://localhost:3000 (stop it with Ctrl-C)."""
    from motion_assets.cli.dagster_run import HISTORY, open_instance
    from motion_assets.cli.homes import write_home
    from motion_assets.settings import load_settings

    if not Path("workspace.yaml").is_file():
        raise RequestError("no workspace.yaml here: run `motion-assets ui` in the checkout's root.")
    settings = load_settings()
    # The history is made by one process first: several that open a fresh one at once break it.
    with open_instance(settings.data_dir):
        pass
    environment = dict(os.environ)
    history = (settings.data_dir / HISTORY).resolve()
    if history != Path("data", HISTORY).resolve() and "DAGSTER_HOME" not in environment:
        # The checkout's configuration names the history of its own data folder.
        write_home(history / "ui", history, keep_logs=True)
        environment["DAGSTER_HOME"] = str(history / "ui")
    command = [sys.executable, "-m", "dagster", "dev", "-w", "workspace.yaml", "-p", str(port)]
    os.execve(sys.executable, command, environment)  # noqa: S606  a list, no shell, our interpreter


def _make_missing(
    workspace: "Workspace", instance: "dg.DagsterInstance", prompts: Sequence[str]
) -> tuple[int, list[str]]:
    """Plan and materialize reels until nothing is missing: how many were made, and misses."""
    from tqdm import tqdm

    from motion_assets.cli.dagster_run import hearing_ctrl_c, materialize_reel
    from motion_assets.steps.plan import plan_prompts, plan_static, standing, write_down
    from motion_assets.steps.prompts import require_buildable_prompts

    made: set[str] = set()
    missed: list[str] = []
    with tqdm(unit="clip", file=sys.stderr, disable=None) as bar:
        while True:
            now = standing(workspace)
            planned = _unexhausted(plan_static(now)) + plan_prompts(workspace, now, prompts)
            if not planned:
                return len(made), missed
            _require_new(planned, made)
            require_buildable_prompts(planned)
            bar.total = bar.n + sum(len(reel.clips) for reel in planned)
            for request in planned:
                # Libraries that load on the way to the first reel swallow a Ctrl-C as well.
                with hearing_ctrl_c():
                    reel = write_down(workspace, request, now).request
                    bar.set_description(reel.key)
                    missed += materialize_reel(instance, reel.workflow, reel.key)
                bar.update(len(reel.clips))
                made.add(reel.key)


def _require_new(planned: Sequence["ReelRequest"], made: set[str]) -> None:
    """Refuse to go round in circles: a reel that was just made and is asked for again."""
    again = [reel.key for reel in planned if reel.key in made]
    if again:
        raise RequestError(
            f"{', '.join(again)} was made and still has clips that cannot be read back. The check "
            "clip_files_present_with_sound says which; is the disk full or failing?"
        )


def _unexhausted(plan: "Plan") -> tuple["ReelRequest", ...]:
    if plan.exhausted:
        keys = ", ".join(reel.key for reel in plan.exhausted)
        raise RequestError(
            f"the cells of {keys} were asked for three times and never seen in a file. "
            "The checks of registry/static_color and registry/static_sound say what was seen."
        )
    return plan.reels


def _report(workspace: "Workspace", made: int) -> None:
    if not made:
        output.note(
            "Nothing to do: both static registries are complete, every prompt has its clip."
        )
    query.coverage(registry=None, bar=None, as_json=False)
    data = workspace.settings.data_dir
    for line in (
        "",
        f"Registries   {data / 'motion_assets.duckdb'}",
        f"Clips        {data / 'lake' / 'reels'}/<reel>/clips/*.mp4",
        f"Pictures     {data / 'lake' / 'reels'}/<reel>/preview/*.png",
        "",
        "Next         motion-assets registry list static_color --limit 5",
        '             motion-assets render "a slow teal dusk over the ocean"',
        '             motion-assets sql "from registry.static_sound limit 5"',
        "             make ui        # http://localhost:3000",
    ):
        output.note(line)
