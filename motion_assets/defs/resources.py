"""Resources: the workspace every step reads and writes, and the newest registry for queries.

Put connections to the outside here. What is done with them belongs in ``steps``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
import duckdb
from dagster_duckdb import DuckDBResource

from motion_assets.settings import load_settings
from motion_assets.steps.processes import process_tags
from motion_assets.steps.workspace import Workspace, open_workspace
from motion_assets.storage.generations import open_newest


class WorkspaceResource(dg.ConfigurableResource["WorkspaceResource"]):
    """The lake and the data folder, as the settings say."""

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Note in the run which process makes it: a killed one cannot report back."""
        if context.run is not None and context.instance is not None:
            context.instance.add_run_tags(context.run.run_id, process_tags(context.run.run_id))

    def open(self) -> Workspace:
        """Open the workspace; nothing is created until something is written."""
        return open_workspace(load_settings())


class RegistryResource(DuckDBResource):
    """Read-only connections to the newest published generation; never a lock, never a write."""

    database: str = "newest"

    @contextmanager
    def get_connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the newest generation; ``StorageError`` when none was published yet."""
        with open_newest(load_settings()) as connection:
            yield connection


@dg.definitions
def resources() -> dg.Definitions:
    """Resources under the names that assets ask for, and one process for all steps of a run.

    The executor holds for runs started from the asset pages and for backfills as well; the
    stock one starts a process a step, which costs more than the step.
    """
    return dg.Definitions(
        resources={"workspace": WorkspaceResource(), "registry": RegistryResource()},
        executor=dg.in_process_executor,
    )
