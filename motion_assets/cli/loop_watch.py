"""Watching a loop at work: progress lines, health, and when it may end.

Put what happens at every look here. Commands are in ``loop``, processes in ``loop_process``.
"""

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import dagster as dg
from sqlalchemy.exc import OperationalError

from motion_assets.cli import output
from motion_assets.cli.arguments import Until
from motion_assets.cli.dagster_run import UNFINISHED
from motion_assets.cli.loop_process import Services, close_gone_runs
from motion_assets.errors import MotionAssetsError
from motion_assets.steps.health import check_health, write_health
from motion_assets.steps.outlook import Outlook, read_outlook
from motion_assets.steps.pause import paused
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import open_newest

LOOK_S: Final = 1.0
HEALTH_S: Final = 10.0
LINE_S: Final = 30.0
"""A line at least so often, also when nothing was published."""
IDLE_S: Final = 240.0
"""Without a run and without a generation for so long, nothing more will come: it is longer than
sensors wait after failures."""


class LoopIdleError(MotionAssetsError):
    """The loop has nothing left to try and its bar is not met."""


@dataclass(slots=True)
class Watch:
    """A loop at work: what is looked at, and when each thing was last told.

    Times are seconds of ``time.monotonic``.
    """

    workspace: Workspace
    instance: dg.DagsterInstance
    services: Services
    until: Until
    begun_s: float = field(default_factory=time.monotonic)
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    _outlook: Outlook | None = None
    _seen: int = -1
    _told_s: float = 0.0
    _busy_s: float = 0.0
    _checked_s: float = 0.0

    def __post_init__(self) -> None:
        """Every clock starts with the loop."""
        self._told_s = self._busy_s = self._checked_s = self.begun_s

    def until_stopped(self, stopped: threading.Event) -> None:
        """Keep the services alive and tell of progress until the bar is met or a signal came.

        Raises
        ------
        LoopIdleError
            If nothing is left to try and the bar is not met.
        """
        while not stopped.is_set():
            with _outlived():
                if self._look():
                    output.note(f"The {self.until.value.replace('-', ' ')} is met.")
                    return
            stopped.wait(LOOK_S)
        output.note("Stopped; what was finished is kept. Running it again goes on.")

    def _look(self) -> bool:
        """Look once; whether the loop may end."""
        for name in self.services.keep_alive():
            output.note(f"The {name} was gone; started it again.")
        now_s = time.monotonic()
        outlook = self._outlook = read_outlook(self.workspace, self._outlook)
        is_new = outlook.generation != self._seen
        if is_new or now_s - self._told_s >= LINE_S:
            output.note(_line(self.workspace, self.instance, outlook, now_s - self.begun_s))
            self._told_s = now_s
        if self.until is not Until.FOREVER and outlook.is_met(self.until.bar):
            return True
        if is_new or alive_count(self.instance) or paused(self.workspace) is not None:
            self._busy_s = now_s
        self._seen = outlook.generation
        refuse_idling(outlook, self.until, now_s - self._busy_s)
        if now_s - self._checked_s >= HEALTH_S:
            close_gone_runs(self.instance)
            _note_health(self.workspace, self.instance, self.since)
            self._checked_s = now_s
        return False


@contextmanager
def _outlived() -> Iterator[None]:
    """A full disk or a locked history is told and outlived: the next look may find it mended."""
    try:
        yield
    except OperationalError as error:
        output.note(f"Not healthy: Dagster's history cannot be used: {error.orig}.")
    except OSError as error:
        output.note(f"Not healthy: {error.filename}: {error.strerror}.")


def refuse_idling(outlook: Outlook, until: Until, idle_s: float) -> None:
    """Raise ``LoopIdleError``, naming the widest gap, when nothing came for too long."""
    if until is Until.FOREVER or idle_s < IDLE_S:
        return
    rows = outlook.missing(until.bar)
    worst = max(rows, key=lambda row: row.missing)
    raise LoopIdleError(
        f"nothing is left to try and {len(rows)} targets are not met; widest: {worst.registry} "
        f"{worst.aspect} lacks {worst.missing} of {worst.wanted}, such as "
        f"{', '.join(worst.missing_sample[:3])}. See the check every_gap_can_be_shown, and: "
        "motion-assets gaps"
    )


def _line(
    workspace: Workspace, instance: dg.DagsterInstance, outlook: Outlook, passed_s: float
) -> str:
    """One line: time, generation, both bars, clips, discovery per clip, runs."""
    clips, new = _clips(workspace) if outlook.generation else (0, 0)
    each = new / clips if clips else 0.0
    return (
        f"{passed_s:7.0f} s  generation {outlook.generation}  reels {outlook.reels}  "
        f"clips {clips}  first bar {floored(outlook.share_pct(1))} %  "
        f"second bar {floored(outlook.share_pct(2))} %  new per clip {each:.1f}  "
        f"runs {alive_count(instance)}"
    )


def floored(share_pct: float) -> str:
    """A share to two places, never more than it is: 100 says that nothing is missing.

    >>> floored(99.999), floored(100.0)
    ('99.99', '100.00')
    """
    return f"{math.floor(100 * share_pct) / 100:.2f}"


def _clips(workspace: Workspace) -> tuple[int, int]:
    """Clips so far, and entries that were first seen in them."""
    with open_newest(workspace.settings) as connection:
        ((clips, new),) = connection.execute(
            "select count(*), coalesce(sum(new_color + new_sound + new_blended + new_narrative), 0)"
            " from learning.discovery"
        ).fetchall()
    return int(clips), int(new)


def _note_health(workspace: Workspace, instance: dg.DagsterInstance, since: datetime) -> None:
    now = datetime.now(UTC)
    found = check_health(
        workspace, now=now, working=True, alive_runs=alive_count(instance), since=since
    )
    for problem in found.problems:
        output.note(f"Not healthy: {problem}")
    try:
        write_health(workspace, found)
    except OSError as error:
        output.note(f"Not healthy: the health file cannot be written: {error.strerror}.")


def alive_count(instance: dg.DagsterInstance) -> int:
    """Runs that wait or work."""
    statuses = [dg.DagsterRunStatus.QUEUED, *UNFINISHED]
    return instance.get_runs_count(dg.RunsFilter(statuses=statuses))
