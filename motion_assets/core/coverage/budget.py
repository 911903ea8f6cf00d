"""Budgets and pace: how many clips a day may bring, and how long to wait between launches.

Put limits on how fast the loop works here. Times come as arguments; a clock that is set back
never makes the loop wait for a time that already was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

RUNS_AHEAD: Final = 2
"""Runs of one workflow that wait or work at once: one works, one is ready."""
LEAST_DELAY_S: Final = 2.0
MOST_DELAY_S: Final = 600.0
DEPTH_DELAY_S: Final = 5.0
"""Wait for every run that waits already."""
ERROR_DOUBLINGS: Final = 8
"""Doublings of the wait were every run to fail: from 2 s to nearly the most."""
GRANTED_RUNS: Final = 4
"""Runs taken to have gone well before the first, so that one failure is no error rate of one."""


@dataclass(frozen=True, slots=True)
class Launch:
    """A launched run: when, and how many clips it makes."""

    at: datetime
    clips: int


def spent_today(launches: Iterable[Launch], now: datetime) -> int:
    """Clips of runs launched since midnight UTC; what seems to lie ahead counts too.

    Parameters
    ----------
    now
        The time, with a time zone of UTC, as the launches have.
    """
    return sum(launch.clips for launch in launches if launch.at.date() >= now.date())


def budget_left(limit: int, launches: Iterable[Launch], now: datetime) -> int:
    """Clips that may still be launched today, 0 or more."""
    return max(0, limit - spent_today(launches, now))


def delay_s(waiting: int, ended: int, failed: int) -> float:
    """Seconds to wait after a launch: longer with every waiting run, doubling with the error rate.

    ``failed`` of the ``ended`` newest runs failed.

    Examples
    --------
    >>> [delay_s(0, 0, 0), delay_s(2, 10, 0), delay_s(0, 4, 1), delay_s(0, 4, 4)]
    [2.0, 12.0, 4.0, 32.0]
    """
    doublings = ERROR_DOUBLINGS * failed / (ended + GRANTED_RUNS)
    return float(min(MOST_DELAY_S, LEAST_DELAY_S * 2.0**doublings + DEPTH_DELAY_S * waiting))


def is_due(last: datetime | None, now: datetime, wait_s: float) -> bool:
    """Whether the wait since the last launch is over; a launch that lies ahead is no reason."""
    if last is None or last > now:
        return True
    return (now - last).total_seconds() >= wait_s
