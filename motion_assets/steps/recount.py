"""Recount: every published table held against a fold of all observations from the beginning.

Put the comparison here; folding belongs in ``storage.fold``.
"""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from motion_assets.core.coverage.measure import measure_coverage
from motion_assets.errors import StorageError
from motion_assets.steps.verify import EXAMPLES, Verdict
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.fingerprints import table_fingerprints
from motion_assets.storage.fold.build import build_generation
from motion_assets.storage.generations import Generation, newest, open_newest
from motion_assets.storage.reels import parse_commit, read_raw_commits


def full_recount(workspace: Workspace) -> Verdict:
    """Fold the newest generation's reels again from nothing and compare table by table.

    Raises
    ------
    StorageError
        If nothing was published yet, or a commit of the generation is gone.
    """
    generation = newest(workspace.lake)
    if generation is None:
        raise StorageError("nothing was published yet, so there is nothing to count again.")
    with open_newest(workspace.settings) as connection:
        published = table_fingerprints(connection)
        found = connection.execute("SELECT object FROM fold.language").fetchall()
    language = [str(row[0]) for row in found]
    recounted = _recounted(workspace, generation, language)
    wrong = [table for table, rows in published.items() if recounted[table] != rows]
    return Verdict(len(published), len(wrong), tuple(wrong[:EXAMPLES]))


def _recounted(
    workspace: Workspace, generation: Generation, language: Sequence[str]
) -> dict[str, str]:
    commits = read_raw_commits(workspace.lake)
    for reel, commit in generation.reels.items():
        if hashlib.sha256(commits.get(reel, b"")).hexdigest() != commit:
            raise StorageError(
                f"reel {reel} was committed again since generation {generation.number}. "
                "Publish first (materialize any registry), then count again."
            )
    with tempfile.TemporaryDirectory(prefix="motion-assets-") as folder:
        target = Path(folder) / "recount.duckdb"
        build_generation(
            workspace.lake,
            target,
            previous=None,
            commits=[parse_commit(reel, commits[reel]) for reel in generation.reels],
            language=language,
            derive_coverage=measure_coverage,
        )
        with duckdb.connect(str(target), read_only=True) as connection:
            return table_fingerprints(connection)
