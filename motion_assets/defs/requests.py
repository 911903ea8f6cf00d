"""Run requests: from planned reels to runs, bounded and idempotent, for every sensor.

Put the rules that keep sensors from asking twice here; what to make is planned in ``steps``.
"""

from collections.abc import Sequence
from typing import Final

import dagster as dg

from motion_assets.core.clips.request import ReelRequest
from motion_assets.defs.partitions import REELS
from motion_assets.steps.plan import Standing, write_down
from motion_assets.steps.workspace import Workspace

REELS_PER_TICK: Final = 4
RUNS_PER_REEL: Final = 3
ENDED_BADLY: Final = [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
ALIVE: Final = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def reels_to_run(
    instance: dg.DagsterInstance,
    workspace: Workspace,
    planned: Sequence[ReelRequest],
    now: Standing,
) -> dg.SensorResult | None:
    """Requests for the first planned reels that are neither alive nor given up; None if none.

    The run key names the reel and how often its runs failed, so that a repeated tick starts
    nothing and a failed run may be tried again, at most ``RUNS_PER_REEL`` times.
    """
    ready: list[tuple[ReelRequest, int]] = []
    for reel in planned:
        failed = _runs_count(instance, reel, ENDED_BADLY)
        if failed < RUNS_PER_REEL and not _runs_count(instance, reel, ALIVE):
            ready.append((reel, failed))
        if len(ready) == REELS_PER_TICK:
            break
    if not ready:
        return None
    return dg.SensorResult(
        run_requests=[_run_request(workspace, reel, now, failed) for reel, failed in ready],
        dynamic_partitions_requests=[REELS.build_add_request([reel.key for reel, _ in ready])],
    )


def _run_request(
    workspace: Workspace, reel: ReelRequest, now: Standing, failed: int
) -> dg.RunRequest:
    """Write the reel down first: a partition without a request could never be made."""
    write_down(workspace, reel, now)
    return dg.RunRequest(
        run_key=f"{reel.key}/{failed}", job_name=reel.workflow, partition_key=reel.key
    )


def _runs_count(
    instance: dg.DagsterInstance, reel: ReelRequest, statuses: list[dg.DagsterRunStatus]
) -> int:
    filters = dg.RunsFilter(tags={"dagster/partition": reel.key}, statuses=statuses)
    return instance.get_runs_count(filters)
