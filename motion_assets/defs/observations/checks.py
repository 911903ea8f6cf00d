"""Observation checks: what was read back is what was rendered.

The facts are decided in ``steps.verify``. All of them block: a reel that fails one contributes
nothing to the registries. Whether it shows what was asked is told by ``defs.registries.shown``.
"""

import dagster as dg

from motion_assets.defs.observations.assets import COLOR_KEY, SOUND_KEY
from motion_assets.defs.partitions import REELS
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.verdicts import check_result
from motion_assets.steps import verify


@dg.asset_check(
    asset=COLOR_KEY,
    partitions_def=REELS,
    blocking=True,
    description="Decoded color is bit for bit what was drawn, and every planned cell is seen.",
)
def color_extracted_as_rendered(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> dg.AssetCheckResult:
    """Fails for each clip whose decoded red, green or blue differ from what was drawn."""
    return check_result(verify.color_as_rendered(workspace.open(), context.partition_key))


@dg.asset_check(
    asset=COLOR_KEY,
    partitions_def=REELS,
    blocking=True,
    description="Decoded opacity is bit for bit what was drawn.",
)
def opacity_extracted_as_rendered(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> dg.AssetCheckResult:
    """Fails for each clip whose decoded opacity differs from what was drawn."""
    return check_result(verify.opacity_as_rendered(workspace.open(), context.partition_key))


@dg.asset_check(
    asset=SOUND_KEY,
    partitions_def=REELS,
    blocking=True,
    description="Decoded sound is bit for bit what was played, and every planned cell is heard.",
)
def sound_extracted_as_rendered(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> dg.AssetCheckResult:
    """Fails for each clip whose decoded samples differ from what was played."""
    return check_result(verify.sound_as_rendered(workspace.open(), context.partition_key))
