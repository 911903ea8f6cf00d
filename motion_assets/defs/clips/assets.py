"""Clip assets: scenes, and the files rendered from them.

Put the stage's assets here, their checks in ``checks.py``. Deciding and drawing belong in
``core.clips``, reading and writing in ``steps.compose`` and ``steps.render``.
"""

import dagster as dg

from motion_assets.defs.partitions import CODE_VERSION, ONE_REEL_PER_RUN, REELS
from motion_assets.defs.prompts.assets import prompt_instruction
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.tables import table_metadata
from motion_assets.steps.compose import compose_reel
from motion_assets.steps.render import Rendering, render_reel
from motion_assets.storage.reels import clip_key
from motion_assets.storage.tables import RENDERED


@dg.asset(
    key=["clip", "scene"],
    group_name="clips",
    kinds={"python"},
    partitions_def=REELS,
    backfill_policy=ONE_REEL_PER_RUN,
    code_version=CODE_VERSION,
    deps=[prompt_instruction],
)
def clip_scene(
    context: dg.AssetExecutionContext, workspace: WorkspaceResource
) -> dg.MaterializeResult[None]:
    """Scenes of one reel with every choice behind them: asked, for a gap, or chosen."""
    built = compose_reel(workspace.open(), context.partition_key)
    choices = [choice for scene in built for choice in scene.choices]
    return dg.MaterializeResult(
        metadata={
            "clip_count": len(built),
            "choice_count": len(choices),
            "asked_count": sum(choice.origin == "asked" for choice in choices),
            "not_rendered_count": sum(not choice.rendered for choice in choices),
            "duration_s": sum(scene.scene.duration_s for scene in built),
        }
    )


@dg.asset(
    key=["clip", "rendered"],
    group_name="clips",
    kinds={"mp4"},
    partitions_def=REELS,
    backfill_policy=ONE_REEL_PER_RUN,
    code_version=CODE_VERSION,
    deps=[clip_scene],
    metadata=table_metadata(RENDERED),
)
def clip_rendered(
    context: dg.AssetExecutionContext, workspace: WorkspaceResource
) -> dg.MaterializeResult[None]:
    """Clip files of one reel: lossless picture, opacity and sound in one MP4 each."""
    lake = workspace.open()
    clips = render_reel(lake, context.partition_key)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(clips),
            "size_bytes": sum(clip.written.size_bytes for clip in clips),
            "frame_count": sum(clip.written.frame_count for clip in clips),
            "clips": dg.MetadataValue.table([_clip_record(clip) for clip in clips[:10]]),
            "first_clip": dg.MetadataValue.path(
                f"{lake.settings.lake_location}/"
                f"{clip_key(context.partition_key, clips[0].scene.clip_id)}"
            ),
        }
    )


def _clip_record(clip: Rendering) -> dg.TableRecord:
    scene = clip.scene
    return dg.TableRecord(
        {
            "clip_id": scene.clip_id,
            "size_px": f"{scene.width_px}x{scene.height_px}",
            "duration_s": scene.duration_s,
            "size_bytes": clip.written.size_bytes,
        }
    )
