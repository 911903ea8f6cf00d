"""Gaps -> requests: which reels to make next, and writing them down before they are made.

Deciding belongs in ``core.coverage.planner``; starting runs in ``defs`` and ``cli``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from motion_assets.core.clips.request import ReelRequest
from motion_assets.core.clips.uses import NO_USES
from motion_assets.core.coverage.measure import Gaps, Seen, plannable_gaps
from motion_assets.core.coverage.planner import Plan, plan_gaps, prompt_reels
from motion_assets.steps.uses import leaves_open, read_uses
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import Generation, newest, read_gaps
from motion_assets.storage.lake import open_lake
from motion_assets.storage.language import generated_among
from motion_assets.storage.reels import (
    StoredReel,
    has_request,
    read_commits,
    read_request,
    write_request,
)

_GAPS: Final[dict[tuple[str, str], Gaps]] = {}
"""Gaps of the generation that was read last: its object never changes and takes long to parse."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the newest generation still lacks; generation 0 is the empty beginning."""

    generation: int
    fingerprint: str
    gaps: Gaps
    folded: frozenset[str]


def standing(workspace: Workspace) -> Standing:
    """Read the newest generation's gaps from the lake; never opens DuckDB."""
    generation = newest(workspace.lake)
    if generation is None:
        return Standing(0, "", plannable_gaps(Seen()), frozenset())
    return Standing(
        generation.number,
        generation.fingerprint,
        _gaps_of(str(workspace.settings.lake_location), generation),
        frozenset(generation.reels),
    )


def _gaps_of(location: str, generation: Generation) -> Gaps:
    key = (location, generation.coverage.key)
    if key not in _GAPS:
        # One generation is enough: sensors of one process ask for the newest, again and again.
        _GAPS.clear()
        _GAPS[key] = read_gaps(open_lake(location), generation)
    return _GAPS[key]


def plan_static(now: Standing) -> Plan:
    """Reels for missing color and sound cells alone."""
    cells = Gaps(color_cells=now.gaps.color_cells, sound_cells=now.gaps.sound_cells)
    return plan_gaps(cells, now.folded)


def plan_prompts(
    workspace: Workspace, now: Standing, prompts: Sequence[str]
) -> tuple[ReelRequest, ...]:
    """Reels of prompts that are not in the newest generation, or there with unreadable clips.

    A prompt that the generator entered and no person did says so in its request.
    """
    retried = {key for key, commit in read_commits(workspace.lake).items() if commit.failures}
    made = now.folded - retried
    reels = prompt_reels(prompts, generated=generated_among(workspace.lake, prompts))
    return tuple(reel for reel in reels if reel.key not in made)


def write_down(
    workspace: Workspace, reel: ReelRequest, now: Standing, *, at: datetime | None = None
) -> StoredReel:
    """Keep a reel's request in the lake, so that its partition can be made and made again.

    A reel that leaves anything open keeps how often every value was shown ``at`` that time, now
    when not given. One that was written down before stays as it is.
    """
    if has_request(workspace.lake, reel.key):
        return read_request(workspace.lake, reel.key)
    uses = read_uses(workspace, at or datetime.now(UTC)) if leaves_open(reel) else NO_USES
    return write_request(workspace.lake, reel, now.fingerprint, uses)
