"""Recovery: clips that were made but not recorded, found, named and recorded again.

Put here what holds the files of the lake against the published rows. Learning from a clip
belongs in ``learn``, publishing in ``publish``; nothing is repaired but by ``recover``.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import duckdb

from motion_assets.core.clips.request import reel_of
from motion_assets.core.coverage.figures import Figure, recorded_figure
from motion_assets.steps.learn import learn_reel
from motion_assets.steps.observe import observe_reel
from motion_assets.steps.publish import publish_committed
from motion_assets.steps.verify import EXAMPLES, Verdict
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest, open_generation
from motion_assets.storage.reels import (
    Commit,
    get_table,
    has_table,
    list_reel_keys,
    read_commits,
    read_table,
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A rendered clip without its learning row (``learning``) or new-entry row (``discovery``)."""

    clip_id: str
    row: str

    @property
    def reel(self) -> str:
        """Reel of the clip."""
        return reel_of(self.clip_id)

    @property
    def text(self) -> str:
        """How it is named everywhere.

        >>> Missing("web-0123456789ab-00", "learning").text
        'Missing learning (clip=web-0123456789ab-00)'
        """
        return f"Missing {self.row} (clip={self.clip_id})"


@dataclass(frozen=True, slots=True)
class Records:
    """How many clips were rendered, and the rows that some of them lack, by clip."""

    clip_count: int
    missing: tuple[Missing, ...]

    @property
    def reels(self) -> tuple[str, ...]:
        """Reels of the clips that lack a row, sorted."""
        return tuple(sorted({item.reel for item in self.missing}))

    @property
    def figure(self) -> Figure:
        """Share of clips that lack nothing."""
        return recorded_figure(self.clip_count, len({item.clip_id for item in self.missing}))

    @property
    def verdict(self) -> Verdict:
        """Fails for every clip that lacks a row, naming it."""
        named = tuple(item.text for item in self.missing)
        return Verdict(self.clip_count, len(named), named[:EXAMPLES])


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a recovery found, which reels it recorded, and what is missing after it."""

    found: tuple[Missing, ...]
    reels: tuple[str, ...]
    generation: int
    left: tuple[Missing, ...]


def find_missing(workspace: Workspace, *, alive: AbstractSet[str] = frozenset()) -> Records:
    """Hold every rendered clip of the lake against the newest generation.

    What was rendered is taken from the reels themselves, so that a clip that never reached the
    registries shows. Reels that are ``alive``, in a run under way, are left out.
    """
    lake = workspace.lake
    commits = read_commits(lake)
    published = _published(workspace)
    total = 0
    missing: list[Missing] = []
    for reel in list_reel_keys(lake):
        if reel in alive or not has_table(lake, reel, "rendered"):
            continue
        rows = published.get(reel) or _unpublished(workspace, commits.get(reel))
        clips = _rendered(workspace, reel, rows, commits.get(reel))
        total += len(clips)
        missing += [Missing(clip, "learning") for clip in clips if clip not in rows.learning]
        missing += [Missing(clip, "discovery") for clip in clips if clip not in rows.discovery]
    return Records(total, tuple(missing))


def recover(workspace: Workspace, *, code_version: str, alive: AbstractSet[str]) -> Recovered:
    """Record what is missing: measure again where needed, learn, publish, and look again.

    Where the reels are whole and rows are missing all the same, the newest generation itself is
    spoiled: all reels are folded afresh. Recovering twice is harmless.
    """
    found = find_missing(workspace, alive=alive)
    commits = read_commits(workspace.lake)
    unlearned = [reel for reel in found.reels if reel not in commits]
    for reel in unlearned:
        if not all(has_table(workspace.lake, reel, kind) for kind in ("color", "sound", "window")):
            observe_reel(workspace, reel)
        learn_reel(workspace, reel, code_version=code_version)
    generation = publish_committed(workspace)
    left = find_missing(workspace, alive=alive)
    if left.missing:
        generation = publish_committed(workspace, afresh=True)
        left = find_missing(workspace, alive=alive)
    return Recovered(found.missing, tuple(unlearned), generation.number, left.missing)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Clips of a reel that have a learning row, and those that have a discovery row."""

    learning: frozenset[str]
    discovery: frozenset[str]


def _published(workspace: Workspace) -> dict[str, _Rows]:
    """Recorded clips of every reel of the newest generation; empty before the first."""
    generation = newest(workspace.lake)
    if generation is None:
        return {}
    with open_generation(workspace.lake, generation) as connection:
        learning = _by_reel(connection, "learning.log")
        discovery = _by_reel(connection, "learning.discovery")
    none: frozenset[str] = frozenset()
    return {
        reel: _Rows(learning.get(reel, none), discovery.get(reel, none))
        for reel in generation.reels
    }


def _by_reel(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, frozenset[str]]:
    rows = connection.table(table).aggregate("left(clip_id, -3), list(clip_id)").fetchall()
    return {reel: frozenset(clips) for reel, clips in rows}


def _unpublished(workspace: Workspace, commit: Commit | None) -> _Rows:
    """A reel that no generation holds: learned from when it is committed, discovered never."""
    if commit is None:
        return _Rows(frozenset(), frozenset())
    learning = read_table(workspace.lake, commit.objects["learning"])
    return _Rows(frozenset(learning["clip_id"]), frozenset())


def _rendered(workspace: Workspace, reel: str, rows: _Rows, commit: Commit | None) -> list[str]:
    """Clips of a reel; its table is opened only when the published rows are not as many."""
    count = commit.objects["rendered"].rows if commit is not None else -1
    if len(rows.learning) == len(rows.discovery) == count and rows.learning == rows.discovery:
        return sorted(rows.learning)
    return sorted(get_table(workspace.lake, reel, "rendered")["clip_id"])
