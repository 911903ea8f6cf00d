"""Observation assets: what the decoded files of a reel show.

Put the stage's assets here, their checks in ``checks.py``. Measuring belongs in
``core.observations``; the files are read once for all three assets in ``steps.observe``.
"""

from collections.abc import Iterator
from typing import Any, Final

import dagster as dg

from motion_assets.defs.clips.assets import clip_rendered
from motion_assets.defs.partitions import CODE_VERSION, ONE_REEL_PER_RUN, REELS
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.tables import table_metadata
from motion_assets.media.preview import png_markdown
from motion_assets.steps.learn import learn_reel
from motion_assets.steps.observe import ReelObservation, observe_reel
from motion_assets.storage.tables import COLOR, LEARNING, SOUND, WINDOW, TableSpec

COLOR_KEY: Final = dg.AssetKey(["observation", "color"])
SOUND_KEY: Final = dg.AssetKey(["observation", "sound"])
WINDOW_KEY: Final = dg.AssetKey(["observation", "window"])


def _spec(key: dg.AssetKey, table: TableSpec, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key,
        deps=[clip_rendered],
        group_name="observations",
        kinds={"parquet"},
        code_version=CODE_VERSION,
        description=description,
        metadata=table_metadata(table),
    )


@dg.multi_asset(
    specs=[
        _spec(
            COLOR_KEY, COLOR, "Color cells of one reel's decoded frames, one row per clip and cell."
        ),
        _spec(
            SOUND_KEY, SOUND, "Sound cells of one reel's decoded tracks, one row per clip and cell."
        ),
        _spec(
            WINDOW_KEY, WINDOW, "Blended values of one reel, one row per clip, window and aspect."
        ),
    ],
    partitions_def=REELS,
    backfill_policy=ONE_REEL_PER_RUN,
)
def observations(
    context: dg.AssetExecutionContext, workspace: WorkspaceResource
) -> Iterator[dg.MaterializeResult[None]]:
    """Read every clip of a reel back from its file, once, and measure color, sound and windows."""
    seen = observe_reel(workspace.open(), context.partition_key)
    pictures = seen.pictures
    yield dg.MaterializeResult(
        asset_key=COLOR_KEY,
        metadata={
            "cell_count": seen.color_cell_count,
            **_common(seen, "color"),
            **_picture("colors", pictures.strip),
            **_picture("contact_sheet", pictures.contact_sheet),
            **_picture("swatches", pictures.swatches),
        },
    )
    yield dg.MaterializeResult(
        asset_key=SOUND_KEY,
        metadata={
            "cell_count": seen.sound_cell_count,
            **_common(seen, "sound"),
            **_picture("waveform", pictures.waveform),
        },
    )
    yield dg.MaterializeResult(
        asset_key=WINDOW_KEY,
        metadata={"value_count": seen.window_value_count, **_common(seen, "window")},
    )


def _common(seen: ReelObservation, kind: str) -> dict[str, Any]:
    return {
        "dagster/row_count": dg.MetadataValue.int(seen.row_counts[kind]),
        "unreadable_count": dg.MetadataValue.int(len(seen.failures)),
        "unreadable": dg.MetadataValue.json(seen.failures),
    }


def _picture(name: str, png: bytes | None) -> dict[str, Any]:
    """A picture where there is one to show: a reel of sound alone has no contact sheet."""
    return {} if png is None else {name: dg.MetadataValue.md(png_markdown(png))}


@dg.asset(
    key=["learning", "log"],
    group_name="observations",
    kinds={"parquet"},
    partitions_def=REELS,
    backfill_policy=ONE_REEL_PER_RUN,
    code_version=CODE_VERSION,
    deps=[COLOR_KEY, SOUND_KEY, WINDOW_KEY],
    metadata=table_metadata(LEARNING),
)
def learning_log(
    context: dg.AssetExecutionContext, workspace: WorkspaceResource
) -> dg.MaterializeResult[None]:
    """Learning rows of one reel: asked beside measured, one row per clip; commits the reel."""
    learned = learn_reel(workspace.open(), context.partition_key, code_version=CODE_VERSION)
    precision = learned.precision_pct
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": learned.clip_count,
            "asked_count": learned.asked_count,
            "passed_count": learned.passed_count,
            "measured_count": learned.measured_count,
            "missed": dg.MetadataValue.json(list(learned.missed[:10])),
            # A reel that was asked nothing measurable has no precision, and claims none.
            **({} if precision is None else {"precision_pct": precision}),
        }
    )
