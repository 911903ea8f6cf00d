"""Checks of what was asked: every value that a reel was asked for is what its files show.

They stand on the published blended registry. What a file shows was seen, whether asked or not,
and its clip has a learning row: figures and the attempts of a gap count misses from it. So the
registry takes it, and nothing that follows from it (coverage, its figures and checks) is made
by a run that broke the promise; the run ends as failed and names what was asked and shown.
The facts are decided in ``steps.verify``.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import dagster as dg

from motion_assets.defs.partitions import REELS
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.verdicts import check_result
from motion_assets.steps import verify
from motion_assets.vocabulary.aspects import RECORDED, Aspect

BLENDED: Final = dg.AssetKey(["registry", "blended"])
MEASURED: Final = tuple(aspect for aspect in RECORDED.values() if aspect.measured_values)
"""Aspects of which a file can say what it shows."""

_NOTHING_ASKED: Final = verify.Verdict(checked_count=0, wrong_count=0, examples=())


def _shown(aspect: str) -> str:
    """Name of the check of one aspect.

    >>> _shown("camera.motion_type")
    'shown_camera_motion_type'
    """
    return f"shown_{aspect.replace('.', '_')}"


def shown_of(aspects: Iterable[Aspect]) -> dg.AssetSelection:
    """The checks of some aspects, without the one that stands for all."""
    names = (_shown(aspect.key) for aspect in aspects)
    return dg.AssetSelection.checks(*(dg.AssetCheckKey(BLENDED, name) for name in names))


def _spec(name: str, what: str) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        name,
        asset=BLENDED,
        partitions_def=REELS,
        blocking=True,
        description=f"Every asked {what} is what the file shows.",
    )


@dg.multi_asset_check(
    specs=[
        _spec(verify.ASKED_IS_SHOWN, "value that can be measured"),
        *(_spec(_shown(aspect.key), aspect.key) for aspect in MEASURED),
    ],
    can_subset=True,
)
def asked_is_shown(
    context: dg.AssetCheckExecutionContext, workspace: WorkspaceResource
) -> Iterator[dg.AssetCheckResult]:
    """Fails for each asked value that its clip does not show.

    An aspect that no clip was asked for passes with a count of 0: a check without a result is
    listed as skipped, whatever other reels showed.
    """
    verdicts = verify.asked_is_shown(workspace.open(), context.partition_key)
    told = {verify.ASKED_IS_SHOWN: verify.in_all(verdicts.values())}
    told |= {_shown(aspect.key): verdicts.get(aspect.key, _NOTHING_ASKED) for aspect in MEASURED}
    for key in sorted(context.selected_asset_check_keys, key=lambda each: each.name):
        yield check_result(told[key.name], asset_key=key.asset_key, check_name=key.name)
