"""Partitions: the reel, one batch of 1 to 64 clips planned and rendered together.

One dynamic definition serves the whole graph, registries included, so that backfilling a
partition replays exactly that reel.
"""

from typing import Final

import dagster as dg

REELS: Final = dg.DynamicPartitionsDefinition(name="reel")
ONE_REEL_PER_RUN: Final = dg.BackfillPolicy.multi_run(max_partitions_per_run=1)
CODE_VERSION: Final = "13"
"""Raise it when the meaning of any per-reel row changes; it is stored with every clip."""
