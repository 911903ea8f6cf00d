"""Runs: what other runs of this instance are at work on.

Put questions to the run storage here that several definitions ask; starting runs belongs in
``requests``.
"""

import dagster as dg

from motion_assets.defs.requests import ALIVE


def alive_reels(instance: dg.DagsterInstance, run_id: str = "") -> frozenset[str]:
    """Reels of runs that wait or work, the run ``run_id`` itself left out."""
    runs = instance.get_runs(dg.RunsFilter(statuses=ALIVE))
    tags = (run.tags.get("dagster/partition", "") for run in runs if run.run_id != run_id)
    return frozenset(tag for tag in tags if tag)
