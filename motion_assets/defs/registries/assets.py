"""Registry assets: the six published registries.

A registry is materialized for a reel when that reel's contribution is in the published
generation. Folding belongs in ``storage.fold``, publishing in ``steps.publish``; checks are
in ``checks.py``.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from motion_assets.defs.observations.assets import learning_log
from motion_assets.defs.partitions import CODE_VERSION, ONE_REEL_PER_RUN, REELS
from motion_assets.defs.resources import RegistryResource, WorkspaceResource
from motion_assets.defs.tables import record_table, table_metadata
from motion_assets.media.preview import inline_svg_bar
from motion_assets.steps.growth import choice_metadata, growth_line
from motion_assets.steps.measure import Headline, registry_headlines
from motion_assets.steps.publish import publish_reel
from motion_assets.storage.tables import REGISTRY_TABLES


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            ["registry", table.name],
            deps=[learning_log],
            group_name="registries",
            kinds={"duckdb"},
            code_version=CODE_VERSION,
            description=table.comment,
            metadata=table_metadata(table),
        )
        for table in REGISTRY_TABLES
    ],
    partitions_def=REELS,
    backfill_policy=ONE_REEL_PER_RUN,
)
def registries(
    context: dg.AssetExecutionContext, workspace: WorkspaceResource, registry: RegistryResource
) -> Iterator[dg.MaterializeResult[None]]:
    """Fold the reel into all six registries and publish them as one generation."""
    lake, reel = workspace.open(), context.partition_key
    generation = publish_reel(lake, reel)
    with registry.get_connection() as connection:
        headlines = registry_headlines(connection)
        context.log.info(growth_line(lake, connection, reel))
    why = choice_metadata(lake, reel)
    for headline in headlines:
        yield dg.MaterializeResult(
            asset_key=dg.AssetKey(["registry", headline.registry]),
            metadata=_metadata(headline, generation.number) | why,
        )


def _metadata(headline: Headline, generation: int) -> dict[str, Any]:
    return {
        "dagster/row_count": headline.entry_count,
        "generation": generation,
        "covered_pct": 100 * headline.covered_share,
        "coverage": dg.MetadataValue.md(inline_svg_bar(headline.covered_share, headline.label)),
        "newest": record_table(headline.newest, ("key", "name", "clips", "last_clip")),
    }
