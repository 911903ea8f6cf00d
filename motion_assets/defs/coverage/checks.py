"""Coverage checks: nothing made is unrecorded, figures keep their bounds, counts stand a recount.

The facts are decided in ``steps.recover``, ``steps.progress`` and ``steps.recount``; that a
target is met is not a check but the coverage itself.
"""

from collections.abc import Iterable

import dagster as dg

from motion_assets.defs.coverage.assets import FIGURE_KEY, PROGRESS_KEY, SUMMARY_KEY
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.runs import alive_reels
from motion_assets.defs.verdicts import check_result
from motion_assets.steps.progress import read_progress
from motion_assets.steps.recount import full_recount
from motion_assets.steps.recover import find_missing

_BOUND_FIGURES = {
    "precision_is_high": ("precision_pct", "Newest clips show at least 95 % of what was asked."),
    "few_clips_wasted": ("wasted_pct", "At most 5 % of clips planned for gaps add nothing."),
    "repetition_is_low": (
        "repetition_score",
        "From 1,000 clips on, the 20 most frequent entries of a registry hold at most 35 %.",
    ),
}


@dg.asset_check(
    asset=PROGRESS_KEY,
    description="Every clip has its learning row and its discovery row.",
)
def every_clip_recorded(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> dg.AssetCheckResult:
    """Fails for each clip that was made but not recorded, naming it; `recover` repairs it."""
    alive = alive_reels(context.instance, context.op_execution_context.run_id)
    return check_result(find_missing(workspace.open(), alive=alive).verdict)


@dg.multi_asset_check(
    specs=[
        dg.AssetCheckSpec(name, asset=FIGURE_KEY, description=description)
        for name, (_, description) in _BOUND_FIGURES.items()
    ],
)
def figures_keep_their_bounds(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> Iterable[dg.AssetCheckResult]:
    """Warns for each figure beyond what the loop must keep to."""
    alive = alive_reels(context.instance, context.op_execution_context.run_id)
    progress = read_progress(workspace.open(), alive=alive)
    for name, (figure, _) in _BOUND_FIGURES.items():
        yield check_result(
            progress.verdict(figure),
            asset_key=FIGURE_KEY,
            check_name=name,
            severity=dg.AssetCheckSeverity.WARN,
        )


@dg.asset_check(
    asset=SUMMARY_KEY,
    description="All tables equal a fold of every observation from the beginning.",
)
def counts_equal_full_recount(workspace: WorkspaceResource) -> dg.AssetCheckResult:
    """Fails for each table whose rows differ from a recount; part of the audit job."""
    return check_result(full_recount(workspace.open()))
