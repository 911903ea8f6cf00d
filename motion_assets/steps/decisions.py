"""Decisions: why a reel was planned as it was, kept beside its request.

Put the record here. It lies under ``reels/<reel>/decision.json``, so that every row of the
learning log can be joined with it by its reel; it changes no byte of the reel itself.
"""

from dataclasses import dataclass
from typing import Final

from motion_assets.steps.workspace import Workspace
from motion_assets.storage.reels import get_record, put_record
from motion_assets.vocabulary.workflows import Focus, Workflow

_KIND: Final = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a workflow knew and chose when it planned a reel.

    ``exploit_ratio``: share of clips that use good prompts again, after every cap; ``cap``:
    which one holds, empty for none. ``promised``: gaps that reels under way were to show;
    ``given_up``: gaps that three attempts did not show. ``at``: ISO 8601, UTC.
    """

    workflow: Workflow
    focus: Focus
    at: str
    generation: int
    exploit_ratio: float
    base_ratio: float
    cap: str
    reason: str
    promised: int = 0
    given_up: int = 0


def keep_decision(workspace: Workspace, reel: str, decision: Decision) -> None:
    """Write a decision down, or replace it: a reel that is asked for again has a newer one."""
    put_record(workspace.lake, reel, _KIND, decision)


def decision_of(workspace: Workspace, reel: str) -> Decision:
    """Decision behind a reel; ``StorageError`` when none was kept."""
    return get_record(workspace.lake, reel, _KIND, Decision)
