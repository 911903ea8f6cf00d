"""Prompt sensors: make the clips of prompts that people wrote into the prompt file.

Translate plans into run requests here, nothing else.
"""

import dagster as dg

from motion_assets.defs.jobs import web
from motion_assets.defs.requests import reels_to_run
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps.pause import paused
from motion_assets.steps.plan import plan_prompts, standing
from motion_assets.steps.prompts import prompt_file, read_prompts, sort_out


@dg.sensor(
    job=web,
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description="Makes the clips of new lines in data/sample_prompts.txt, ahead of all else.",
)
def prompt_sensor(
    context: dg.SensorEvaluationContext, workspace: WorkspaceResource
) -> dg.SensorResult | dg.SkipReason:
    """Request one run per reel of prompts that is not in the newest generation."""
    lake = workspace.open()
    note = paused(lake)
    if note is not None:
        return dg.SkipReason(f"Paused since {note.at} by {note.by}.")
    now = standing(lake)
    prompts, refused = sort_out(read_prompts(prompt_file(lake.settings)))
    for prompt, why in refused.items():
        context.log.warning("No clip is made of %r: %s", prompt, why)
    planned = plan_prompts(lake, now, prompts)
    return reels_to_run(context.instance, lake, planned, now) or dg.SkipReason(
        f"Generation {now.generation} holds a clip for each of {len(prompts)} prompts, "
        f"or their {len(planned)} reels are under way or given up; {len(refused)} prompts ask for "
        "what no clip can be and are left out."
    )
