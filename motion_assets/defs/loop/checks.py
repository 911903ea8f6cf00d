"""Checks of the loop: a gap that cannot be shown is said, not asked for again and again.

The facts are decided in ``steps.given_up``.
"""

import dagster as dg

from motion_assets.defs.coverage.assets import GAP_KEY
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.runs import alive_reels
from motion_assets.defs.verdicts import check_result
from motion_assets.steps.given_up import gaps_can_be_shown


@dg.asset_check(
    asset=GAP_KEY,
    description="No gap was asked for three times without being seen; each says what was seen.",
)
def every_gap_can_be_shown(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> dg.AssetCheckResult:
    """Fails for each gap that is given up, with what clips showed in its place."""
    live = alive_reels(context.instance, context.op_execution_context.run_id)
    return check_result(gaps_can_be_shown(workspace.open(), live=live))
