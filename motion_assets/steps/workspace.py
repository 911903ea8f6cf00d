"""Workspace: what every step reads from and writes to.

Put opening the lake and the settings here; what is done with them belongs in the step files.
"""

from dataclasses import dataclass

from motion_assets.settings import Settings
from motion_assets.storage.lake import Lake, open_lake


@dataclass(frozen=True, slots=True)
class Workspace:
    """The lake with the settings it was opened from."""

    settings: Settings
    lake: Lake


def open_workspace(settings: Settings) -> Workspace:
    """Open the lake that the settings name."""
    return Workspace(settings, open_lake(settings.lake_location))
