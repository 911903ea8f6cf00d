"""The job `recover`: record clips that were made but never reached the registries.

Put the job here, nothing else; what is missing and how it is recorded is in ``steps.recover``.
"""

import dagster as dg

from motion_assets.defs.partitions import CODE_VERSION
from motion_assets.defs.resources import WorkspaceResource
from motion_assets.defs.runs import alive_reels
from motion_assets.errors import StorageError
from motion_assets.steps.recover import recover as recover_reels


@dg.op(description="Learns from rendered clips that lack their rows, publishes, looks again.")
def record_missing_clips(context: dg.OpExecutionContext, workspace: WorkspaceResource) -> None:
    """Log every missing row by name, repair it, and fail when one is still missing."""
    alive = alive_reels(context.instance, context.run_id)
    done = recover_reels(workspace.open(), code_version=CODE_VERSION, alive=alive)
    for item in done.found:
        context.log.warning(item.text)
    context.add_output_metadata(
        {
            "missing_count": len(done.found),
            "reels_recorded": len(done.reels),
            "left_count": len(done.left),
            "generation": done.generation,
        }
    )
    if done.left:
        raise StorageError(f"{len(done.left)} rows are still missing: {done.left[0].text}.")


@dg.job(
    executor_def=dg.in_process_executor,
    description="Record clips that were made but have no learning or discovery row yet.",
)
def recover() -> None:
    """One step: find, repair, look again."""
    record_missing_clips()
