"""The job `wordings` and its sensor: prompts that name values in ways no prompt did yet.

Translate what is missing into runs here, nothing else. The prompts are written in
``steps.wordings`` and read by the job `interpret`; it is the part of that workflow which needs
no person.
"""

import hashlib
from datetime import UTC, datetime
from typing import Final

import dagster as dg

from motion_assets.defs.requests import ALIVE
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps.growth import NO_GROWTH
from motion_assets.steps.pause import paused
from motion_assets.steps.plan import standing
from motion_assets.steps.readings import backlog
from motion_assets.steps.wordings import enqueue_wordings, values_to_name

MOST_TRIES: Final = 3
MISSING_TAG: Final = "motion/unnamed"


@dg.op(description="Writes prompts for values that too few wordings name, and lets them wait.")
def write_wordings(context: dg.OpExecutionContext, workspace: WorkspaceResource) -> None:
    """Generate from the number of the newest generation; the job interpret reads them."""
    lake = workspace.open()
    batch = enqueue_wordings(lake, seed=standing(lake).generation, at=datetime.now(UTC))
    context.log.info(NO_GROWTH.line("none"))
    context.add_output_metadata(
        {
            "prompt_count": len(batch.prompts),
            "unnamable_count": len(batch.unnamable),
            "unnamable": dg.MetadataValue.json([f"{a}={v}" for a, v in batch.unnamable[:20]]),
        }
    )


@dg.job(
    executor_def=dg.in_process_executor,
    description="Write prompts that name values in new words, for the job interpret to read.",
)
def wordings() -> None:
    """One step: find, write, enqueue."""
    write_wordings()


@dg.sensor(
    job=wordings,
    minimum_interval_seconds=15,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description=(
        "Writes prompts while values are named in fewer than three ways and no prompt waits: "
        "for the same missing values at most three times."
    ),
)
def wordings_sensor(
    context: dg.SensorEvaluationContext, workspace: WorkspaceResource
) -> dg.RunRequest | dg.SkipReason:
    """Request one run for the values of this moment, once the queue is empty."""
    lake = workspace.open()
    note = paused(lake)
    if note is not None:
        return dg.SkipReason(f"Paused since {note.at} by {note.by}.")
    missing = values_to_name(lake)
    if not missing:
        return dg.SkipReason("Every value is named in three ways, or nothing was published yet.")
    waiting = backlog(lake, datetime.now(UTC))
    runs = dg.RunsFilter(job_name=wordings.name, statuses=ALIVE)
    if waiting.waiting or context.instance.get_runs_count(runs):
        return dg.SkipReason(
            f"{len(missing)} values are named too rarely; {len(waiting.waiting)} prompts wait."
        )
    key = hashlib.sha256(repr(missing).encode()).hexdigest()[:12]
    tries = context.instance.get_runs_count(dg.RunsFilter(tags={MISSING_TAG: key}))
    if tries >= MOST_TRIES:
        return dg.SkipReason(
            f"{len(missing)} values stay named too rarely after {tries} batches of prompts, "
            f"such as {'='.join(missing[0])}: the grammar has too few words for them."
        )
    return dg.RunRequest(run_key=f"{key}/{tries}", tags={MISSING_TAG: key})
