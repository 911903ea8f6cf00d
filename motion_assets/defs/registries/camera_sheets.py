"""The asset `gallery/camera`: a contact sheet of every move of the camera, and its job.

Put the asset here, nothing else. What is drawn is chosen in ``steps.camera_sheets``. It reads
clip files again, so that it is no part of the reels' jobs.
"""

from typing import Any, Final

import dagster as dg

from motion_assets.defs.partitions import CODE_VERSION
from motion_assets.defs.resources import RegistryResource, WorkspaceResource
from motion_assets.defs.tables import record_table
from motion_assets.media.preview import png_markdown
from motion_assets.steps.camera_sheets import CameraSheet, camera_sheets

SHEETS_KEY: Final = dg.AssetKey(["gallery", "camera"])
COLUMNS: Final = ("move", "clips", "windows", "clip_id", "start_s", "confidence", "reason")


@dg.asset(
    key=SHEETS_KEY,
    group_name="registries",
    kinds={"png"},
    deps=[dg.AssetKey(["registry", "blended"])],
    code_version=CODE_VERSION,
)
def camera_gallery(
    workspace: WorkspaceResource, registry: RegistryResource
) -> dg.MaterializeResult[None]:
    """Contact sheet of every move of the camera, six frames of a clip file that shows it."""
    with registry.get_connection() as connection:
        sheets = camera_sheets(workspace.open(), connection)
    drawn = [sheet for sheet in sheets if sheet.png is not None]
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(drawn),
            "missing": [sheet.move for sheet in sheets if sheet.png is None],
            "moves": record_table([_row(sheet) for sheet in sheets], COLUMNS),
            **{sheet.move: _picture(sheet) for sheet in drawn},
        }
    )


def _row(sheet: CameraSheet) -> dict[str, object]:
    return {name: getattr(sheet, name) for name in COLUMNS}


def _picture(sheet: CameraSheet) -> Any:
    return dg.MetadataValue.md(png_markdown(sheet.png or b"", f"{sheet.move} in {sheet.clip_id}"))


camera_sheets_job = dg.define_asset_job(
    "camera_sheets",
    selection=dg.AssetSelection.assets(SHEETS_KEY),
    executor_def=dg.in_process_executor,
    description="Draw a contact sheet of every move of the camera from the newest clips.",
)
