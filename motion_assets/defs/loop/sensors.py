"""Sensors of the loop: one per workflow that makes clips of its own accord.

Translate turns into run requests here, nothing else. What a workflow makes next is decided in
``steps.loop``; the sensors of people's prompts and of reading are with ``prompts``.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from motion_assets.defs.jobs import balanced, exploiter, explorer, sound, sweep
from motion_assets.defs.requests import hold, reels_to_run
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.runs import alive_reels
from motion_assets.steps.loop import next_turn
from motion_assets.steps.workspace import Workspace
from motion_assets.vocabulary.workflows import Workflow

Told = dg.SensorResult | dg.SkipReason
Evaluation = Callable[[dg.SensorEvaluationContext, WorkspaceResource], Told]


def evaluate(instance: dg.DagsterInstance, lake: Workspace, workflow: Workflow) -> Told:
    """One run for the next reel of a workflow, unless something holds it."""
    at = datetime.now(UTC)
    held = hold(instance, lake, workflow, at)
    if held is not None:
        return dg.SkipReason(held)
    turn = next_turn(lake, workflow, live=alive_reels(instance), at=at)
    found = reels_to_run(instance, lake, turn.reels, turn.now, turn.decision)
    return found or dg.SkipReason(turn.idle)


def _evaluation(workflow: Workflow) -> Evaluation:
    def tick(context: dg.SensorEvaluationContext, workspace: WorkspaceResource) -> Told:
        return evaluate(context.instance, workspace.open(), workflow)

    return tick


def _sensor(
    job: UnresolvedAssetJobDefinition, workflow: Workflow, description: str
) -> dg.SensorDefinition:
    return dg.sensor(
        name=f"{workflow}_sensor",
        job=job,
        minimum_interval_seconds=5,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description=description,
    )(_evaluation(workflow))


sweep_sensor = _sensor(
    sweep, "sweep", "Launches reels for color cells that no file has shown, sounds riding along."
)
sound_sensor = _sensor(
    sound, "sound", "Launches reels without a picture for missing sounds and values of sound."
)
explorer_sensor = _sensor(
    explorer,
    "explorer",
    "Launches reels for missing values, pairs and colors by name; then for new prompts.",
)
exploiter_sensor = _sensor(
    exploiter,
    "exploiter",
    "Uses good prompts again, those used little first and none of the newest 150.",
)
balanced_sensor = _sensor(
    balanced,
    "balanced",
    "Explores or uses good prompts again, by a ratio that coverage and repetition cap.",
)
