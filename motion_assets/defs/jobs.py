"""Jobs: one per purpose of a reel, all over the same graph, and the audit.

Put job definitions here; what starts them is in the sensors of ``coverage`` and ``prompts``.
"""

from functools import partial
from typing import Final

import dagster as dg

from motion_assets.defs.coverage.checks import counts_equal_full_recount

RECOUNT: Final = dg.AssetSelection.checks(counts_equal_full_recount)
REEL: Final = dg.AssetSelection.all() - RECOUNT


_reel_job = partial(
    dg.define_asset_job,
    selection=REEL,
    executor_def=dg.in_process_executor,
)

sweep = _reel_job(
    "sweep",
    description="Show color and sound cells that no file has shown yet, planned by address.",
)
sound = _reel_job(
    "sound",
    description="Play sound cells that no file has played yet, in clips without a picture.",
)
web = _reel_job("web", description="Make the clips of people's prompts and record what they show.")
explorer = _reel_job(
    "explorer", description="Show narrative and blended values that no clip has shown yet."
)
audit = dg.define_asset_job(
    "audit",
    selection=RECOUNT,
    executor_def=dg.in_process_executor,
    description="Count every registry again from all observations and compare.",
)
