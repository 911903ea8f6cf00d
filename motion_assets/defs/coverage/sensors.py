"""Coverage sensors: launch reels for exactly what is missing.

Translate plans into run requests here, nothing else. What to make is decided in
``steps.plan``; progress comes from the newest generation's gaps in the lake, never from DuckDB.
"""

import dagster as dg

from motion_assets.defs.jobs import explorer, sound, sweep
from motion_assets.defs.requests import reels_to_run
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps.plan import plan_next, standing


@dg.sensor(
    jobs=[sweep, sound, explorer],
    minimum_interval_seconds=10,
    default_status=dg.DefaultSensorStatus.STOPPED,
    description=(
        "Launches reels for missing color cells, sound cells, values and pairs: at most four "
        "a tick, the same reel never twice at once, and each at most three times."
    ),
)
def gap_sensor(
    context: dg.SensorEvaluationContext, workspace: WorkspaceResource
) -> dg.SensorResult | dg.SkipReason:
    """Request one run per planned reel that is neither alive nor given up."""
    lake = workspace.open()
    now = standing(lake)
    plan = plan_next(now, bar=lake.settings.target_bar)
    gaps = now.gaps
    return reels_to_run(context.instance, lake, plan.reels, now) or dg.SkipReason(
        f"Generation {now.generation}: missing {len(gaps.color_cells)} color cells, "
        f"{len(gaps.sound_cells)} sound cells, {len(gaps.values)} values and "
        f"{len(gaps.pair_numbers)} pairs; of {len(plan.reels)} reels planned for them "
        f"all are under way or failed too often, and {len(plan.exhausted)} "
        "were made three times without showing them."
    )
