"""One of several processes that materialize reels of their own through Dagster at once."""

import os
from pathlib import Path

from motion_assets.cli.dagster_run import materialize_reel, open_instance
from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.settings import load_settings
from motion_assets.steps.plan import standing, write_down
from motion_assets.steps.workspace import open_workspace
from motion_assets_tests.forked import redirect

REELS_PER_PROCESS = 1


def requests(number: int) -> tuple[ReelRequest, ...]:
    """Reels of process ``number``: cells of their own beside cells that all of them show."""
    return tuple(
        ReelRequest(
            workflow="sweep",
            seed=number,
            clips=(
                ClipRequest(
                    color_cells=(0, 1, *range(start, start + 50)), sound_cells=(0, 1 + number)
                ),
            ),
        )
        for start in range(
            1_000 * (number + 1), 1_000 * (number + 1) + 100 * REELS_PER_PROCESS, 100
        )
    )


def main(number: int) -> None:
    settings = load_settings()
    workspace = open_workspace(settings)
    with open_instance(settings.data_dir) as instance:
        for request in requests(number):
            write_down(workspace, request, standing(workspace))
            materialize_reel(instance, request.workflow, request.key)


def work(number: int, data_dir: Path, said: Path) -> None:
    """Entry of a process: its errors go to a file that the test reads."""
    # The server that forked it has the environment of whoever started the server.
    os.environ["MOTION_ASSETS_DATA_DIR"] = str(data_dir)
    redirect(2, said)
    main(number)
