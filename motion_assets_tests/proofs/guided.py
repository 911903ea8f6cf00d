"""Guided against unguided: what a clip adds when gaps decide, and when nothing does.

Run by hand: ``python -m motion_assets_tests.proofs.guided 1`` grows two empty folders side by
side to the same number of clips: one by the turns of sweep, sound and explorer until every color,
sound and value is seen, one by prompts that the generator writes with nothing to aim at. It prints
what a clip added to the first bars in each.
"""

import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.coverage.measure import Gaps
from motion_assets.settings import Settings
from motion_assets.steps.generate import generate_prompts
from motion_assets.steps.loop import next_turn
from motion_assets.steps.plan import standing
from motion_assets.steps.publish import publish_reel
from motion_assets.steps.workspace import Workspace, open_workspace
from motion_assets.storage.generations import open_newest
from motion_assets.vocabulary.workflows import Workflow
from motion_assets_tests.conftest import make_reel

WORKFLOWS: Final[tuple[Workflow, ...]] = ("sweep", "sound", "explorer")
REGISTRIES: Final = ("static_color", "static_sound", "blended", "narrative")
CLIPS_PER_REEL: Final = 16
NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Grown:
    """Clips of a folder, first-bar entries seen in them by registry, and what they took."""

    clips: int
    seen: dict[str, int]
    cpu_s: float

    def each(self, registries: Iterable[str]) -> float:
        """Entries of some registries a clip."""
        return sum(self.seen[registry] for registry in registries) / self.clips

    def __str__(self) -> str:
        seen = ", ".join(f"{count} {registry}" for registry, count in self.seen.items())
        return f"{self.clips} clips show {seen}; {self.cpu_s:.0f} CPU-s"


def guided(workspace: Workspace) -> Iterator[ReelRequest]:
    """What the workflows make next, in turn, until no color, sound or value is missing."""
    while has_gaps(standing(workspace).gaps):
        for name in WORKFLOWS:
            yield from next_turn(workspace, name, live=frozenset(), at=NOW, bar=1).reels


def has_gaps(gaps: Gaps) -> bool:
    """Whether a color, a sound or a value was never seen."""
    return bool(gaps.color_cells or gaps.sound_cells or gaps.values)


def unguided(seed: int) -> Iterator[ReelRequest]:
    """Reels of prompts that the generator writes with nothing to aim at."""
    for number in count():
        batch = generate_prompts(CLIPS_PER_REEL, seed=1_000 * seed + number)
        clips = tuple(ClipRequest(prompt=prompt.text) for prompt in batch.prompts)
        yield ReelRequest(workflow="web", seed=seed, clips=clips)


def grow(workspace: Workspace, reels: Iterable[ReelRequest], most_clips: int | None) -> Grown:
    """Make and publish reels, to their end or until there are ``most_clips`` clips."""
    begun = time.process_time()
    made = 0
    for reel in reels:
        publish_reel(workspace, make_reel(workspace, reel))
        made += len(reel.clips)
        if most_clips is not None and made >= most_clips:
            break
    with open_newest(workspace.settings) as connection:
        rows = connection.execute(
            "SELECT registry, sum(seen) FROM coverage.summary WHERE bar = 1 GROUP BY registry"
        ).fetchall()
    seen = {str(registry): int(count) for registry, count in rows}
    kept = {registry: seen.get(registry, 0) for registry in REGISTRIES}
    return Grown(made, kept, time.process_time() - begun)


def main(seed: int) -> None:
    """Print what both ways show, and the ratio a clip."""
    with tempfile.TemporaryDirectory() as folder:
        led, free = (
            open_workspace(Settings(data_dir=Path(folder) / name)) for name in ("guided", "free")
        )
        with_gaps = grow(led, guided(led), None)
        without = grow(free, unguided(seed), with_gaps.clips)
    sys.stdout.write(f"guided: {with_gaps}\nunguided: {without}\n")
    for scope in (REGISTRIES, *((registry,) for registry in REGISTRIES)):
        ratio = with_gaps.each(scope) / max(without.each(scope), 1 / without.clips)
        sys.stdout.write(f"{ratio:8.1f} times as many a clip: {', '.join(scope)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
