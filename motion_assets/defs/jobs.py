"""Jobs: one per purpose of a reel, all over the same assets, and the audit.

Put job definitions here; what starts them is in the sensors of ``loop`` and ``prompts``.
"""

from typing import Final

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from motion_assets.defs.coverage.checks import counts_equal_full_recount
from motion_assets.defs.registries.camera_sheets import SHEETS_KEY
from motion_assets.defs.registries.shown import MEASURED, shown_of
from motion_assets.vocabulary.workflows import WORKFLOW_ROWS, Workflow

RECOUNT: Final = dg.AssetSelection.checks(counts_equal_full_recount)
SHEETS: Final = dg.AssetSelection.assets(SHEETS_KEY)
REEL: Final = dg.AssetSelection.all() - RECOUNT - SHEETS

_UNSEEN: Final[dict[Workflow, dg.AssetSelection]] = {
    "sweep": shown_of(MEASURED),
    "sound": shown_of(aspect for aspect in MEASURED if aspect.domain != "sound"),
}
"""Checks of aspects that reels of a workflow are never asked for; each would take 8 ms of a run."""


def _described(workflow: Workflow) -> UnresolvedAssetJobDefinition:
    unseen = _UNSEEN.get(workflow)
    return dg.define_asset_job(
        workflow,
        selection=REEL if unseen is None else REEL - unseen,
        executor_def=dg.in_process_executor,
        description=WORKFLOW_ROWS[workflow].description,
    )


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
