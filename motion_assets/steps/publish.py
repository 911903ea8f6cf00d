"""Learning -> registries: fold every committed reel and publish one generation.

Folding and the race between publishers belong in ``storage``; what coverage means in
``core.coverage``.
"""

from motion_assets.core.coverage.measure import measure_coverage
from motion_assets.errors import StorageError
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import Publication, publish


def publish_committed(workspace: Workspace, *, afresh: bool = False) -> Publication:
    """Publish what all committed reels contribute; unchanged inputs publish nothing new.

    ``afresh`` folds everything again into a new generation, whatever the newest one holds.
    """
    return publish(
        workspace.lake,
        settings=workspace.settings,
        derive_coverage=measure_coverage,
        afresh=afresh,
    )


def publish_reel(workspace: Workspace, reel: str) -> Publication:
    """Publish, and make sure that ``reel`` is part of the newest generation."""
    generation = publish_committed(workspace)
    if reel not in generation.reels:
        raise StorageError(
            f"reel {reel} is not part of generation {generation.number}: it was never committed. "
            "Materialize learning/log for it first."
        )
    return generation
