"""Processes of tests that are forked from one that has imported what they need.

Put here how such a process starts; what it does is beside the test that starts it. Importing
Dagster and the databases anew takes each process longer than its work.
"""

import multiprocessing
from multiprocessing.context import ForkServerContext

PRELOADED = ["motion_assets_tests.faults.side_by_side", "motion_assets_tests.storage.publisher"]


def forking() -> ForkServerContext:
    """A context whose processes are forked from a server, started with the first of them."""
    context = multiprocessing.get_context("forkserver")
    # One server a test process: what is asked for first is what is imported.
    context.set_forkserver_preload(PRELOADED)
    return context
