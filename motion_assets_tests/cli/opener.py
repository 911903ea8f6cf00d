"""One of several processes that open a fresh history at the same moment."""

from pathlib import Path

from motion_assets.cli.dagster_run import open_instance
from motion_assets_tests.forked import redirect


def open_and_add(data_dir: Path, name: str, said: Path) -> None:
    """Entry of a process: its errors go to a file that the test reads."""
    redirect(2, said)
    with open_instance(data_dir) as instance:
        instance.add_dynamic_partitions("reel", [name])
