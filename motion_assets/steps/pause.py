"""Pause and resume: a note in the lake that every sensor of the loop looks at first.

Put the note here; what it stops is in ``defs``. Runs under way end as they are.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from motion_assets.core.prompts.learned.rows import stamp
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.records import from_json, to_json

_KEY: Final = "loop/paused.json"


@dataclass(frozen=True, slots=True)
class Paused:
    """Since when the loop starts nothing new, and who said so."""

    at: str
    by: str


def pause(workspace: Workspace, *, by: str, at: datetime) -> Paused:
    """Start nothing new until ``resume``; pausing again keeps the first time."""
    workspace.lake.put_if_absent(_KEY, to_json(Paused(stamp(at), by)))
    return paused(workspace) or Paused(stamp(at), by)


def resume(workspace: Workspace) -> None:
    """Go on; resuming what is not paused is harmless."""
    workspace.lake.delete(_KEY)


def paused(workspace: Workspace) -> Paused | None:
    """The note, or None while the loop may start new work."""
    if not workspace.lake.exists(_KEY):
        return None
    return from_json(workspace.lake.get(_KEY), Paused, _KEY)
