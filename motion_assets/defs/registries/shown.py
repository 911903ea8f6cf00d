"""Checks of what was asked: every value that a reel was asked for is what its files show.

They stand on the published blended registry. What a file shows was seen, whether asked or not,
and its clip has a learning row: figures and the attempts of a gap count misses from it. So the
registry takes it, and nothing that follows from it (coverage, its figures and checks) is made
by a run that broke the promise; the run ends as failed and names what was asked and shown.
The facts are decided in ``steps.verify``.
"""

from collections.abc import Iterator
from typing import Final

import dagster as dg

from motion_assets.defs.partitions import REELS
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.verdicts import check_result
from motion_assets.steps import verify
from motion_assets.vocabulary.aspects import RECORDED

BLENDED: Final = dg.AssetKey(["registry", "blended"])
MEASURED: Final = tuple(aspect for aspect in RECORDED.values() if aspect.measured_values)
"""Aspects of which a file can say what it shows."""


def _shown(aspect: str) -> str:
    """Name of the check of one aspect.

    >>> _shown("camera.motion_type")
    'shown_camera_motion_type'
    """
    return f"shown_{aspect.replace('.', '_')}"


def _spec(name: str, what: str, *, blocking: bool) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        name,
        asset=BLENDED,
        partitions_def=REELS,
        blocking=blocking,
        description=f"Every asked {what} is what the file shows.",
    )


@dg.multi_asset_check(
    specs=[
        _spec(verify.ASKED_IS_SHOWN, "value that can be measured", blocking=True),
        # One gate over all aspects: Dagster warns of each blocking check that has no result.
        *(_spec(_shown(aspect.key), aspect.key, blocking=False) for aspect in MEASURED),
    ],
    can_subset=True,
)
def asked_is_shown(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> Iterator[dg.AssetCheckResult]:
    """Fails for each asked value that its clip does not show; an aspect not asked has no result."""
    verdicts = verify.asked_is_shown(workspace.open(), context.partition_key)
    told = {verify.ASKED_IS_SHOWN: verify.in_all(verdicts.values())}
    told |= {_shown(aspect): verdict for aspect, verdict in verdicts.items()}
    for key in sorted(context.selected_asset_check_keys, key=lambda each: each.name):
        if key.name in told:
            yield check_result(told[key.name], asset_key=key.asset_key, check_name=key.name)
