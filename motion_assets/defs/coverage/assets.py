"""Coverage assets: how far each registry is, what is missing, how it grew, and how well.

Put coverage assets here, checks in ``checks.py``, the sensors that act on gaps in
``sensors.py``. The arithmetic belongs in ``core.coverage``; the tables are part of each
published generation, so that they always speak of exactly its registries.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

import dagster as dg

from motion_assets.defs.partitions import CODE_VERSION
from motion_assets.defs.registries.assets import registries
from motion_assets.defs.resources import RegistryResource, WorkspaceResource
from motion_assets.defs.runs import alive_reels
from motion_assets.defs.tables import record_table, table_metadata
from motion_assets.media.preview import inline_svg_bar
from motion_assets.steps.measure import CoverageReport, coverage_report
from motion_assets.steps.progress import Progress, read_progress
from motion_assets.storage.tables import COVERAGE_TABLES

Metadata: TypeAlias = dict[str, dg.MetadataValue | float]
SUMMARY_KEY: Final = dg.AssetKey(["coverage", "summary"])
GAP_KEY: Final = dg.AssetKey(["coverage", "gap"])
PROGRESS_KEY: Final = dg.AssetKey(["coverage", "progress"])
FIGURE_KEY: Final = dg.AssetKey(["coverage", "figure"])
SUMMARY_COLUMNS: Final = ("registry", "aspect", "status", "wanted", "seen", "covered_pct")
GAP_COLUMNS: Final = ("registry", "aspect", "bar", "status", "value")
PROGRESS_COLUMNS: Final = ("sequence", "reel", "clips", "new_color", "new_sound", "seen_color")


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            ["coverage", table.name],
            deps=registries.keys,
            group_name="coverage",
            kinds={"duckdb"},
            code_version=CODE_VERSION,
            description=table.comment,
            metadata=table_metadata(table),
        )
        for table in COVERAGE_TABLES
    ],
)
def coverage(
    context: dg.AssetExecutionContext, workspace: WorkspaceResource, registry: RegistryResource
) -> Iterator[dg.MaterializeResult[None]]:
    """Report coverage, gaps, progress and figures of the newest generation."""
    with registry.get_connection() as connection:
        report = coverage_report(connection)
    progress = read_progress(
        workspace.open(), alive=alive_reels(context.instance, context.run.run_id)
    )
    yield dg.MaterializeResult(asset_key=SUMMARY_KEY, metadata=_summary(report))
    yield dg.MaterializeResult(asset_key=GAP_KEY, metadata=_gaps(report))
    yield dg.MaterializeResult(asset_key=PROGRESS_KEY, metadata=_progress(report))
    yield dg.MaterializeResult(asset_key=FIGURE_KEY, metadata=_figures(progress))


def _summary(report: CoverageReport) -> Metadata:
    return {
        "dagster/row_count": len(report.summary),
        **report.shares_pct(),
        "first_bar": dg.MetadataValue.md(
            inline_svg_bar(report.first_bar_share, "first bar, all registries")
        ),
        "targets": record_table(report.first_bar, SUMMARY_COLUMNS),
    }


def _gaps(report: CoverageReport) -> Metadata:
    return {
        "dagster/row_count": report.gap_count,
        "widest": record_table(report.widest, GAP_COLUMNS),
    }


def _progress(report: CoverageReport) -> Metadata:
    return {
        "dagster/row_count": report.progress_count,
        "clip_count": report.clip_count,
        "newest_reels": record_table(report.newest_reels, PROGRESS_COLUMNS),
    }


def _figures(progress: Progress) -> Metadata:
    return {
        "dagster/row_count": len(progress.figures),
        **progress.totals(),
        **progress.metadata(),
    }
