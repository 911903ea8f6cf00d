"""The job `generate`: write prompts that name what is missing, and let them wait to be read.

Translate a batch into metadata here, nothing else. Sentences are written in
``core.prompts.generate``, what waits is read by the job ``interpret``.
"""

from datetime import UTC, datetime

import dagster as dg
from pydantic import Field

from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps.generate import Batch, enqueue_generated

SHOWN_DISCARDS = 20


class GenerateConfig(dg.Config):
    """How many prompts one run writes, and from which seed."""

    count: int = Field(default=100, ge=1, le=10_000, description="Prompts of one run.")
    seed: int | None = Field(
        default=None,
        ge=0,
        description="Seed of the batch; without one, the number of the newest generation, so "
        "that a repeated run writes the same prompts until something is published.",
    )


@dg.op(description="Writes prompts for missing values and enters them into the queue.")
def write_prompts(
    context: dg.OpExecutionContext, config: GenerateConfig, workspace: WorkspaceResource
) -> None:
    """Generate, check, enqueue; a draft that is read otherwise is listed in the metadata."""
    batch = enqueue_generated(
        workspace.open(), count=config.count, seed=config.seed, at=datetime.now(UTC)
    )
    context.add_output_metadata(_metadata(batch))


def _metadata(batch: Batch) -> dict[str, dg.MetadataValue | int]:
    wrong = [each for each in batch.discards if each.reason == "round trip"]
    rows = [
        dg.TableRecord({"text": each.text, "missing": str(each.missing), "extra": str(each.extra)})
        for each in wrong[:SHOWN_DISCARDS]
    ]
    columns = [dg.TableColumn(name) for name in ("text", "missing", "extra")]
    return {
        "prompt_count": len(batch.prompts),
        "read_otherwise_count": len(wrong),
        "too_alike_count": len(batch.discards) - len(wrong),
        "unnamable_count": len(batch.unnamable),
        "prompts": dg.MetadataValue.json([prompt.text for prompt in batch.prompts[:10]]),
        "read_otherwise": dg.MetadataValue.table(rows, dg.TableSchema(columns)),
    }


@dg.job(
    executor_def=dg.in_process_executor,
    description="Write prompts that name what no clip has shown yet, for the job interpret.",
)
def generate() -> None:
    """One step: gaps, sentences, queue."""
    write_prompts()
