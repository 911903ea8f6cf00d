"""Growth: what a reel added to the registries, in one line a run.

Put the line here. The numbers are counted in ``storage.fold``; who prints it is in ``defs``.
"""

from dataclasses import dataclass

import duckdb

from motion_assets.errors import StorageError
from motion_assets.steps.decisions import decision_of
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.reels import read_request
from motion_assets.vocabulary.workflows import WORKFLOW_ROWS, Focus


@dataclass(frozen=True, slots=True)
class Growth:
    """New entries of one reel by registry."""

    reel: str
    clips: int
    color: int
    sound: int
    blended: int
    narrative: int

    def line(self, focus: Focus) -> str:
        """The log line, the same when nothing grew.

        >>> Growth("sound-0", 2, 0, 301, 4, 0).line("sound")
        'Growth [sound] reel=sound-0 clips=2 new_color=0 new_sound=301 new_blended=4 \
new_narrative=0'
        """
        return (
            f"Growth [{focus}] reel={self.reel} clips={self.clips} new_color={self.color} "
            f"new_sound={self.sound} new_blended={self.blended} new_narrative={self.narrative}"
        )


NO_GROWTH = Growth("none", 0, 0, 0, 0, 0)
"""What a run without a clip adds."""


def growth_of(connection: duckdb.DuckDBPyConnection, reel: str) -> Growth:
    """New entries of a reel in the generation behind ``connection``; nothing if it is not there."""
    rows = connection.execute(
        "SELECT reel, clips, new_color, new_sound, new_blended, new_narrative "
        "FROM coverage.progress WHERE reel = ?",
        [reel],
    ).fetchall()
    return Growth(*rows[0]) if rows else Growth(reel, 0, 0, 0, 0, 0)


def growth_line(workspace: Workspace, connection: duckdb.DuckDBPyConnection, reel: str) -> str:
    """The log line of a reel that was just published."""
    own = WORKFLOW_ROWS[read_request(workspace.lake, reel).request.workflow].focus
    return growth_of(connection, reel).line(workspace.settings.loop_extraction_focus or own)


def choice_metadata(workspace: Workspace, reel: str) -> dict[str, str | float]:
    """Ratio, cap and reason that a reel was planned with; none for one that a person asked for."""
    try:
        decision = decision_of(workspace, reel)
    except StorageError:
        return {}
    return {
        "exploit_ratio": decision.exploit_ratio,
        "ratio_cap": decision.cap or "none",
        "ratio_reason": decision.reason,
    }
