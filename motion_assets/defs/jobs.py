"""Jobs: one per purpose of a reel, all over the same graph, and the audit.

Put job definitions here; what starts them is in the sensors of ``loop`` and ``prompts``.
"""

from functools import partial
from typing import Final

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from motion_assets.defs.coverage.checks import counts_equal_full_recount
from motion_assets.defs.registries.camera_sheets import SHEETS_KEY
from motion_assets.vocabulary.workflows import WORKFLOW_ROWS, Workflow

RECOUNT: Final = dg.AssetSelection.checks(counts_equal_full_recount)
SHEETS: Final = dg.AssetSelection.assets(SHEETS_KEY)
REEL: Final = dg.AssetSelection.all() - RECOUNT - SHEETS


_reel_job = partial(
    dg.define_asset_job,
    selection=REEL,
    executor_def=dg.in_process_executor,
)


def _described(workflow: Workflow) -> UnresolvedAssetJobDefinition:
    return _reel_job(workflow, description=WORKFLOW_ROWS[workflow].description)


web = _described("web")
sweep = _described("sweep")
sound = _described("sound")
explorer = _described("explorer")
exploiter = _described("exploiter")
balanced = _described("balanced")
audit = dg.define_asset_job(
    "audit",
    selection=RECOUNT | SHEETS,
    executor_def=dg.in_process_executor,
    description="Count every registry again from all observations and draw the camera's moves.",
)
