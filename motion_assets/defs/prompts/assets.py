"""Prompt assets: what every clip of a reel has to show, as its prompt says it.

Put the stage's assets here. Reading a prompt belongs in ``core.prompts``, the reading and
writing of records in ``steps.interpret``.
"""

import dagster as dg

from motion_assets.defs.partitions import CODE_VERSION, ONE_REEL_PER_RUN, REELS
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps.interpret import interpret_reel


@dg.asset(
    key=["prompt", "instruction"],
    group_name="prompts",
    kinds={"python"},
    partitions_def=REELS,
    backfill_policy=ONE_REEL_PER_RUN,
    code_version=CODE_VERSION,
)
def prompt_instruction(
    context: dg.AssetExecutionContext, workspace: WorkspaceResource
) -> dg.MaterializeResult[None]:
    """Instructions of one reel, one per clip: its request and the reading of its prompt."""
    instructions = interpret_reel(workspace.open(), context.partition_key)
    readings = [instruction.reading for instruction in instructions if instruction.reading]
    return dg.MaterializeResult(
        metadata={
            "clip_count": len(instructions),
            "prompt_count": len(readings),
            "slot_count": sum(len(reading.slots) for reading in readings),
            "unresolved_count": sum(len(reading.unresolved) for reading in readings),
            "prompts": dg.MetadataValue.json([r.prompt[:200] for r in readings[:10]]),
        }
    )
