"""Health: whether the loop works, in one file that anything may read.

Put what makes the loop unhealthy here. Progress and precision are in ``progress``; this says
only whether somebody has to look.
"""

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from motion_assets.core.prompts.learned.rows import stamp
from motion_assets.steps.pause import paused
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest

FILE: Final = ".health.json"
_LOCK: Final = ".loop.lock"
"""Touched when a loop begins."""


@dataclass(frozen=True, slots=True)
class Health:
    """Verdict of one moment: ``problems`` is empty when nothing is wrong."""

    at: str
    healthy: bool
    working: bool
    problems: tuple[str, ...]
    generation: int
    generation_age_s: float | None
    free_bytes: int
    alive_runs: int


def check_health(
    workspace: Workspace, *, now: datetime, working: bool, alive_runs: int, since: datetime
) -> Health:
    """Health of this moment.

    Parameters
    ----------
    working
        Whether a loop is switched on: only then can it be stuck.
    alive_runs
        Runs that wait or work.
    since
        When the loop began; it gets as long for its first generation as for any other.
    """
    generation = newest(workspace.lake)
    age_s = _age_s(workspace, now)
    problems = [disk_problem(workspace)]
    if working and paused(workspace) is None:
        problems.append(_stuck(workspace, age_s, (now - since).total_seconds(), alive_runs))
    found = tuple(problem for problem in problems if problem is not None)
    return Health(
        at=stamp(now),
        healthy=not found,
        working=working,
        problems=found,
        generation=0 if generation is None else generation.number,
        generation_age_s=age_s,
        free_bytes=_free_bytes(workspace),
        alive_runs=alive_runs,
    )


def write_health(workspace: Workspace, health: Health) -> None:
    """Replace the health file whole: a reader sees the old verdict or the new one.

    A disk too full for the file changes nothing: the age of the old one tells.
    """
    folder = workspace.settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=f"{FILE}-", delete=False) as file:
        aside = Path(file.name)
        try:
            file.write(json.dumps(asdict(health), indent=1) + "\n")
            file.close()
            aside.replace(folder / FILE)
        finally:
            aside.unlink(missing_ok=True)


def loop_begun(workspace: Workspace, now: datetime) -> datetime:
    """When the newest loop of the data folder began; ``now`` if none ever did."""
    try:
        begun_s = (workspace.settings.data_dir / _LOCK).stat().st_mtime
    except FileNotFoundError:
        return now
    return datetime.fromtimestamp(begun_s, UTC)


def disk_problem(workspace: Workspace) -> str | None:
    """What is wrong with the disk of the data folder; None while it has room."""
    free, least = _free_bytes(workspace), workspace.settings.min_free_bytes
    if free >= least:
        return None
    return (
        f"The disk of {workspace.settings.data_dir} has {free / 1e6:.0f} MB free, less than "
        f"{least / 1e6:.0f} MB. Make room, or lower MOTION_ASSETS_MIN_FREE_BYTES."
    )


def _stuck(
    workspace: Workspace, age_s: float | None, working_s: float, alive_runs: int
) -> str | None:
    limit_s = workspace.settings.stale_after_s
    waited_s = working_s if age_s is None else min(age_s, working_s)
    if waited_s < limit_s:
        return None
    what = f"{alive_runs} runs wait or work" if alive_runs else "no run is under way"
    return (
        f"Nothing was published for {waited_s:.0f} s (limit {limit_s:.0f} s) and {what}. See the "
        "newest runs and sensor ticks in the UI (make ui)."
    )


def _age_s(workspace: Workspace, now: datetime) -> float | None:
    """Seconds since the newest generation was placed; None before the first."""
    try:
        placed_s = workspace.settings.database_path.stat().st_mtime
    except FileNotFoundError:
        return None
    # A clock that was set back would make the newest file lie ahead.
    return max(0.0, (now - datetime.fromtimestamp(placed_s, UTC)).total_seconds())


def _free_bytes(workspace: Workspace) -> int:
    folder = workspace.settings.data_dir.resolve()
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(nearest).free
