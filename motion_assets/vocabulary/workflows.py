"""Workflows: what may start work in the loop, what each looks for, and what goes first.

Put a way of starting work here once. How clips are chosen belongs in ``core.coverage``, what
launches runs in ``defs``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Workflow = Literal["sweep", "sound", "web", "explorer", "exploiter", "balanced", "interpret"]
ClipFocus = Literal["frame", "window", "sound", "all"]
"""What clips are made for: cells of frames, values of windows, sound, everything."""
Focus = ClipFocus | Literal["none"]
"""The same of a workflow, which may make no clip."""


@dataclass(frozen=True, slots=True)
class WorkflowRow:
    """One workflow: its focus, its place among waiting runs (higher goes first), its purpose."""

    focus: Focus
    priority: int
    description: str


WORKFLOW_ROWS: Final[Mapping[Workflow, WorkflowRow]] = {
    "web": WorkflowRow("all", 50, "Make the clips of people's prompts and record what they show."),
    "interpret": WorkflowRow(
        "none", 40, "Read waiting prompts: people's first, and last what older rules have read."
    ),
    "sweep": WorkflowRow(
        "frame", 30, "Show color and sound cells that no file has shown yet, planned by address."
    ),
    "sound": WorkflowRow(
        "sound", 20, "Play sounds that no file has played yet, in clips without a picture."
    ),
    "explorer": WorkflowRow(
        "frame", 10, "Show what no clip has shown yet: missing values first, then new prompts."
    ),
    "balanced": WorkflowRow(
        "window", 10, "Show what is missing or use good prompts again, by the ratio of the day."
    ),
    "exploiter": WorkflowRow(
        "frame", 0, "Use good prompts again, none of the newest while another is left."
    ),
}
"""Every workflow, the most urgent first."""

WORKFLOWS: Final[tuple[Workflow, ...]] = get_args(Workflow)
REEL_WORKFLOWS: Final = tuple(name for name, row in WORKFLOW_ROWS.items() if row.focus != "none")
"""Workflows that make clips."""
FOCUSES: Final[tuple[ClipFocus, ...]] = get_args(ClipFocus)
