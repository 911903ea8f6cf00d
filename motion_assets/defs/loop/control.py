"""Jobs that pause and resume the loop: launch them from the UI, no form to fill.

Put controls for operators here. Sensors can be switched off one by one as well; pausing keeps
which of them were on.
"""

from datetime import UTC, datetime

import dagster as dg

from motion_assets.defs.resources import WorkspaceResource
from motion_assets.steps.pause import pause as pause_loop
from motion_assets.steps.pause import resume as resume_loop


@dg.op(description="Lets no sensor of the loop start anything new.")
def note_pause(context: dg.OpExecutionContext, workspace: WorkspaceResource) -> None:
    """Leave the note that every sensor looks at first."""
    note = pause_loop(workspace.open(), by="the job pause", at=datetime.now(UTC))
    context.log.info("Paused since %s by %s.", note.at, note.by)


@dg.op(description="Lets the sensors of the loop start new work again.")
def remove_pause(workspace: WorkspaceResource) -> None:
    """Take the note away."""
    resume_loop(workspace.open())


@dg.job(
    executor_def=dg.in_process_executor,
    description="Start nothing new; runs under way end as they are. Go on with the job resume.",
)
def pause() -> None:
    """One step: leave a note."""
    note_pause()


@dg.job(
    executor_def=dg.in_process_executor,
    description="Go on after the job pause.",
)
def resume() -> None:
    """One step: take the note away."""
    remove_pause()
