"""Outlook: how far a bar is, read from the lake alone, for lines of progress and the end.

Put questions of the kind "is it done" here. All figures are in ``progress``.
"""

from dataclasses import dataclass

from motion_assets.core.coverage.measure import CoverageRow
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest, read_coverage


@dataclass(frozen=True, slots=True)
class Outlook:
    """Wanted and seen values of both bars in one generation; 0 is the empty beginning."""

    generation: int
    reels: int
    targets: tuple[CoverageRow, ...]

    def share_pct(self, bar: int) -> float:
        """Seen of wanted values of one bar, 0..100."""
        wanted = sum(row.wanted for row in self.targets if row.bar == bar)
        seen = sum(row.seen for row in self.targets if row.bar == bar)
        return 100.0 * seen / wanted if wanted else 0.0

    def missing(self, bar: int) -> tuple[CoverageRow, ...]:
        """Targets up to a bar that are not met."""
        return tuple(row for row in self.targets if row.bar <= bar and row.missing)

    def is_met(self, bar: int) -> bool:
        """Whether every target up to a bar is met."""
        return bool(self.targets) and not self.missing(bar)


def read_outlook(workspace: Workspace, before: Outlook | None = None) -> Outlook:
    """Coverage of the newest generation; that of ``before`` where it is the newest still."""
    generation = newest(workspace.lake)
    if generation is None:
        return Outlook(0, 0, ())
    if before is not None and before.generation == generation.number:
        return before
    report = read_coverage(workspace.lake, generation)
    return Outlook(generation.number, len(generation.reels), report.summary)
