"""The job `interpret` and its sensor: read waiting prompts in bounded batches.

Translate the backlog into runs here, nothing else. What waits, and in which order it is read,
is decided in ``steps.readings``.
"""

from datetime import UTC, datetime
from typing import Final

import dagster as dg
from pydantic import Field

from motion_assets.core.prompts.learned.rows import digest
from motion_assets.defs.requests import ALIVE, ENDED_BADLY, RUNS_PER_REEL
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps.growth import NO_GROWTH
from motion_assets.steps.pause import paused
from motion_assets.steps.plan import standing
from motion_assets.steps.publish import publish_committed
from motion_assets.steps.readings import Backlog, backlog, work
from motion_assets.steps.wordings import enter_wordings, values_to_name
from motion_assets.vocabulary.workflows import WORKFLOW_ROWS

BACKLOG_TAG: Final = "motion_assets/backlog"
TRY_TAG: Final = "motion_assets/try"


class BatchConfig(dg.Config):
    """How much one run reads."""

    batches: int = Field(default=4, ge=1, le=40, description="Batches of 50 prompts, at most.")


@dg.op(
    description="Writes prompts for values with too few words, reads what waits, most urgent "
    "first, and publishes what was read."
)
def read_waiting_prompts(
    context: dg.OpExecutionContext, config: BatchConfig, workspace: WorkspaceResource
) -> None:
    """Work through the queue batch by batch, then publish; a repeated run reads nothing twice."""
    lake = workspace.open()
    seed = RUNS_PER_REEL * standing(lake).generation + int(context.run.tags.get(TRY_TAG, "0"))
    written = enter_wordings(lake, seed=seed, at=datetime.now(UTC))
    done = [work(lake, now=datetime.now(UTC))]
    while done[-1].left and len(done) < config.batches:
        done.append(work(lake, now=datetime.now(UTC)))
    generation = publish_committed(lake)
    context.log.info(NO_GROWTH.line("none"))
    context.add_output_metadata(
        {
            "written_count": written,
            "read_count": sum(len(batch.read) for batch in done),
            "left_count": done[-1].left,
            "remark_count": sum(batch.new_remarks for batch in done),
            "accepted_count": sum(len(batch.accepted) for batch in done),
            "blocked_count": sum(len(batch.blocked) for batch in done),
            "version": done[-1].version,
            "generation": generation.number,
        }
    )


@dg.job(
    executor_def=dg.in_process_executor,
    description="Read waiting prompts: people's first, then new ones for values that too few "
    "words name, and last what older rules have read.",
)
def interpret() -> None:
    """One step: write, read, learn, publish."""
    read_waiting_prompts()


@dg.sensor(
    job=interpret,
    minimum_interval_seconds=30,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description=(
        "Reads prompts that wait, writes new ones where fewer than three wordings name a value, "
        "and reads all anew under new rules: one run at a time, each backlog at most three times."
    ),
)
def interpret_sensor(
    context: dg.SensorEvaluationContext, workspace: WorkspaceResource
) -> dg.RunRequest | dg.SkipReason:
    """Request one run for the backlog of this moment, unless one is under way."""
    lake = workspace.open()
    note = paused(lake)
    if note is not None:
        return dg.SkipReason(f"Paused since {note.at} by {note.by}.")
    found = backlog(lake, datetime.now(UTC))
    unnamed = values_to_name(lake)
    if found.is_empty and not unnamed:
        return dg.SkipReason(
            f"All {found.recorded} recorded prompts were read under version {found.version}, and "
            "every value is named in three ways."
        )
    alive = dg.RunsFilter(job_name=interpret.name, statuses=ALIVE)
    if context.instance.get_runs_count(alive):
        return dg.SkipReason(f"{len(found.waiting)} prompts wait; a run is reading them.")
    key = digest(found.key, *(f"{value}={words}" for value, words in unnamed.items()))[:12]
    return _request(context.instance, found, key)


def _request(
    instance: dg.DagsterInstance, found: Backlog, key: str
) -> dg.RunRequest | dg.SkipReason:
    """One more run over the same backlog: the words it tries are others each time."""
    tried = instance.get_runs_count(dg.RunsFilter(tags={BACKLOG_TAG: key}))
    if tried >= RUNS_PER_REEL:
        failed = dg.RunsFilter(tags={BACKLOG_TAG: key}, statuses=ENDED_BADLY)
        return dg.SkipReason(
            f"{len(found.waiting)} prompts wait, and {tried} runs changed nothing about what is "
            f"left; {instance.get_runs_count(failed)} of them failed. See the runs of the job "
            "interpret, then launch it by hand."
        )
    priority = str(WORKFLOW_ROWS["interpret"].priority)
    return dg.RunRequest(
        run_key=f"{key}/{tried}",
        tags={BACKLOG_TAG: key, TRY_TAG: str(tried), "dagster/priority": priority},
    )
