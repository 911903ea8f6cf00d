"""Clip checks: what must hold of the files of a reel.

The facts are decided in ``steps.verify``.
"""

import dagster as dg

from motion_assets.defs.clips.assets import clip_rendered
from motion_assets.defs.partitions import REELS
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.verdicts import check_result
from motion_assets.steps.verify import clip_files_whole


@dg.asset_check(
    asset=clip_rendered,
    partitions_def=REELS,
    description="Every clip of the reel has a file that opens and has a sound track.",
)
def clip_files_present_with_sound(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> dg.AssetCheckResult:
    """Fails for each clip whose file is missing, torn or silent by lack of a track."""
    return check_result(clip_files_whole(workspace.open(), context.partition_key))
