"""Costs: CPU-seconds that the steps of a reel took, kept apart from what the reel is.

Put the measuring of work here. A cost is a fact of one run on one machine, so it lies under
``costs/<reel>/<step>.json`` and never in a folder or table whose bytes follow from the plan.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from motion_assets.errors import StorageError
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.keys import require_id
from motion_assets.storage.records import from_json, to_json

Step = Literal["render", "observe"]
_STEPS: tuple[Step, ...] = ("render", "observe")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU-seconds of one step of one reel, its ended child processes included."""

    cpu_s: float


@contextmanager
def spent(workspace: Workspace, reel: str, step: Step) -> Iterator[None]:
    """Keep what the block costs; making the reel again replaces it."""
    before = _cpu_s()
    yield
    workspace.lake.put(_key(reel, step), to_json(Cost(_cpu_s() - before)))


def reel_cost_s(workspace: Workspace, reel: str) -> float | None:
    """CPU-seconds of a reel; None unless both steps kept theirs whole."""
    try:
        costs = [_read(workspace, reel, step) for step in _STEPS]
    except StorageError:
        return None
    return sum(cost.cpu_s for cost in costs)


def costs_of(workspace: Workspace, reels: Iterable[str]) -> dict[str, float]:
    """CPU-seconds by reel, for the reels whose cost is known."""
    found = ((reel, reel_cost_s(workspace, reel)) for reel in reels)
    return {reel: cost_s for reel, cost_s in found if cost_s is not None}


def _read(workspace: Workspace, reel: str, step: Step) -> Cost:
    key = _key(reel, step)
    return from_json(workspace.lake.get(key), Cost, key)


def _key(reel: str, step: Step) -> str:
    return f"costs/{require_id(reel, what='reel')}/{step}.json"


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
