"""Run requests: from planned reels to runs, bounded and idempotent, for every sensor.

Put the rules that keep sensors from asking twice or too fast here; what to make is planned in
``steps``, limits and waits are reckoned in ``core.coverage.budget``.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import dagster as dg

from motion_assets.core.clips.request import ReelRequest
from motion_assets.core.coverage.budget import RUNS_AHEAD, Launch, budget_left, delay_s, is_due
from motion_assets.defs.partitions import REELS
from motion_assets.steps.decisions import Decision, keep_decision
from motion_assets.steps.health import disk_problem
from motion_assets.steps.pause import paused
from motion_assets.steps.plan import Standing, write_down
from motion_assets.steps.workspace import Workspace
from motion_assets.vocabulary.workflows import WORKFLOW_ROWS, Workflow

REELS_PER_TICK: Final = 4
RUNS_PER_REEL: Final = 3
RUNS_LOOKED_AT: Final = 20
CLIPS_TAG: Final = "motion/clips"
PARTITION_TAG: Final = "dagster/partition"
ENDED_BADLY: Final = [dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
ENDED: Final = [dg.DagsterRunStatus.SUCCESS, *ENDED_BADLY]
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
    decision: Decision | None = None,
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
        run_requests=[
            _run_request(workspace, reel, now, failed, decision) for reel, failed in ready
        ],
        dynamic_partitions_requests=[REELS.build_add_request([reel.key for reel, _ in ready])],
    )


def hold(
    instance: dg.DagsterInstance, workspace: Workspace, workflow: Workflow, now: datetime
) -> str | None:
    """Why a workflow starts nothing at this moment, with figures; None when it may.

    It may not while the loop is paused or the disk is nearly full, with ``RUNS_AHEAD`` runs
    under way, with the budget of the day spent, or shortly after a launch: the longer, the
    more runs wait and the more of the newest ones failed.
    """
    stopped = paused(workspace)
    if stopped is not None:
        return f"Paused since {stopped.at} by {stopped.by}. Launch the job resume to go on."
    full = disk_problem(workspace)
    if full is not None:
        return full
    alive = instance.get_runs_count(dg.RunsFilter(job_name=workflow, statuses=ALIVE))
    if alive >= RUNS_AHEAD:
        return f"{alive} runs of {workflow} wait or work; {RUNS_AHEAD} at once are enough."
    limit = workspace.settings.daily_clips
    launches = _launches_today(instance, workflow, now)
    if not budget_left(limit, launches, now):
        return (
            f"{workflow} has launched {sum(one.clips for one in launches)} clips today, "
            f"its budget is {limit}. It goes on at midnight UTC; MOTION_ASSETS_DAILY_CLIPS "
            "raises the budget."
        )
    return _wait(instance, workflow, launches, now)


def _wait(
    instance: dg.DagsterInstance, workflow: Workflow, launches: Sequence[Launch], now: datetime
) -> str | None:
    """Why it is too early for the next launch; None when it is not."""
    waiting = instance.get_runs_count(dg.RunsFilter(statuses=[dg.DagsterRunStatus.QUEUED]))
    ended = instance.get_runs(
        dg.RunsFilter(job_name=workflow, statuses=ENDED), limit=RUNS_LOOKED_AT
    )
    failed = sum(run.status in ENDED_BADLY for run in ended)
    wait_s = delay_s(waiting, len(ended), failed)
    last = max((launch.at for launch in launches), default=None)
    if is_due(last, now, wait_s):
        return None
    return (
        f"{workflow} waits {wait_s:.0f} s after a launch: {waiting} runs are queued and {failed} "
        f"of its {len(ended)} newest runs failed."
    )


def _launches_today(
    instance: dg.DagsterInstance, workflow: Workflow, now: datetime
) -> list[Launch]:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    records = instance.get_run_records(dg.RunsFilter(job_name=workflow, created_after=midnight))
    return [
        Launch(
            record.create_timestamp.replace(tzinfo=UTC),
            int(record.dagster_run.tags.get(CLIPS_TAG, "0")),
        )
        for record in records
    ]


def _run_request(
    workspace: Workspace,
    reel: ReelRequest,
    now: Standing,
    failed: int,
    decision: Decision | None,
) -> dg.RunRequest:
    """Write the reel down first: a partition without a request could never be made."""
    write_down(workspace, reel, now)
    if decision is not None:
        keep_decision(workspace, reel.key, decision)
    return dg.RunRequest(
        run_key=f"{reel.key}/{failed}",
        job_name=reel.workflow,
        partition_key=reel.key,
        tags=_tags(reel, decision),
    )


def _tags(reel: ReelRequest, decision: Decision | None) -> dict[str, str]:
    tags = {
        CLIPS_TAG: str(len(reel.clips)),
        "dagster/priority": str(WORKFLOW_ROWS[reel.workflow].priority),
    }
    if decision is None:
        return tags
    return tags | {
        "motion/focus": decision.focus,
        "motion/exploit_ratio": f"{decision.exploit_ratio:g}",
        "motion/base_ratio": f"{decision.base_ratio:g}",
        "motion/cap": decision.cap or "none",
        "motion/reason": decision.reason,
    }


def _runs_count(
    instance: dg.DagsterInstance, reel: ReelRequest, statuses: list[dg.DagsterRunStatus]
) -> int:
    filters = dg.RunsFilter(tags={PARTITION_TAG: reel.key}, statuses=statuses)
    return instance.get_runs_count(filters)
