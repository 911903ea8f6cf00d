"""Coverage checks: nothing made is unrecorded, and every count stands a full recount.

The facts are decided in ``steps.verify``; that a target is met is not a check but the
coverage itself.
"""

import dagster as dg

from motion_assets.defs.coverage.assets import PROGRESS_KEY, SUMMARY_KEY
from motion_assets.defs.resources import RegistryResource, WorkspaceResource
from motion_assets.defs.verdicts import check_result
from motion_assets.steps.recount import full_recount
from motion_assets.steps.verify import clips_recorded


@dg.asset_check(
    asset=PROGRESS_KEY,
    description="Every clip has its learning row and its discovery row.",
)
def every_clip_recorded(registry: RegistryResource) -> dg.AssetCheckResult:
    """Fails for each clip that was made but not learned from, naming it."""
    with registry.get_connection() as connection:
        return check_result(clips_recorded(connection))


@dg.asset_check(
    asset=SUMMARY_KEY,
    description="All tables equal a fold of every observation from the beginning.",
)
def counts_equal_full_recount(workspace: WorkspaceResource) -> dg.AssetCheckResult:
    """Fails for each table whose rows differ from a recount; part of the audit job."""
    return check_result(full_recount(workspace.open()))
