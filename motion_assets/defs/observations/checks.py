"""Observation checks: what was read back is what was rendered, and what was asked.

The facts are decided in ``steps.verify``. The first three block: a reel that fails them
contributes nothing to the registries.
"""

from collections.abc import Iterator
from typing import Final

import dagster as dg

from motion_assets.defs.observations.assets import COLOR_KEY, SOUND_KEY, learning_log
from motion_assets.defs.partitions import REELS
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.verdicts import check_result
from motion_assets.steps import verify
from motion_assets.vocabulary.aspects import RECORDED

EVERYTHING: Final = "asked_is_shown"
MEASURED: Final = tuple(aspect for aspect in RECORDED.values() if aspect.measured_values)
"""Aspects of which a file can say what it shows."""


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


def _shown(aspect: str) -> str:
    """Name of the check of one aspect.

    >>> _shown("camera.motion_type")
    'shown_camera_motion_type'
    """
    return f"shown_{aspect.replace('.', '_')}"


@dg.multi_asset_check(
    specs=[
        dg.AssetCheckSpec(
            EVERYTHING,
            asset=learning_log,
            partitions_def=REELS,
            description="Every asked value that can be measured is what the file shows.",
        ),
        *(
            dg.AssetCheckSpec(
                _shown(aspect.key),
                asset=learning_log,
                partitions_def=REELS,
                description=f"Every asked {aspect.key} is what the file shows.",
            )
            for aspect in MEASURED
        ),
    ],
    can_subset=True,
)
def asked_is_shown(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> Iterator[dg.AssetCheckResult]:
    """Fails for each asked value that its clip does not show; an aspect not asked has no result.

    It does not block: what the clip shows instead was seen, and belongs in the registries.
    """
    verdicts = verify.asked_is_shown(workspace.open(), context.partition_key)
    told = {EVERYTHING: verify.in_all(verdicts.values())}
    told |= {_shown(aspect): verdict for aspect, verdict in verdicts.items()}
    for key in sorted(context.selected_asset_check_keys, key=lambda each: each.name):
        if key.name in told:
            yield check_result(told[key.name], asset_key=key.asset_key, check_name=key.name)
