"""Building one generation: previous file plus new commits, into a new DuckDB file.

Put the order of the fold here. What each family of tables does is in the modules beside it;
what becomes of the file in ``storage.generations``.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import duckdb

from motion_assets.core.coverage.measure import Coverage
from motion_assets.core.registries.naming import color_names, sound_names
from motion_assets.storage.fold.imported import fold_imported
from motion_assets.storage.fold.inputs import attach_previous, open_inputs
from motion_assets.storage.fold.language import open_language
from motion_assets.storage.fold.logs import fold_logs
from motion_assets.storage.fold.renaming import REWRITTEN, rewrite_inputs
from motion_assets.storage.fold.reports import DeriveCoverage, report_coverage
from motion_assets.storage.fold.state import STATE_TABLES
from motion_assets.storage.fold.statics import fold_color, fold_sound
from motion_assets.storage.fold.values import fold_values
from motion_assets.storage.fold.words import fold_words
from motion_assets.storage.lake import Lake
from motion_assets.storage.published import PUBLISHED_TABLES
from motion_assets.storage.reels import Commit
from motion_assets.storage.renames import read_names
from motion_assets.storage.schema import literal
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.impossible import RULES
from motion_assets.vocabulary.slots import SLOT_ASPECTS

FOLD_VERSION: Final = "5"
"""Raise it when the same observations give other tables; every generation is then rebuilt."""

CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "python_enable_replacements": "false"
}
"""A missing table is an error, never a Python object that happens to have its name."""

BLOCK_SIZE_BYTES: Final = 65_536
"""Measured on a full color registry: smaller files than the default 262,144 (every column of
a small table takes a whole block), and faster than the smallest, 16,384."""


@cache
def rules_version() -> str:
    """Hash of all that the tables follow from beside the observations: names, lists, code."""
    names = (color_names(), sound_names(), lexicon.fingerprint())
    parts = (FOLD_VERSION, *names, ASPECTS, RULES, SLOT_ASPECTS)
    tables = (PUBLISHED_TABLES, STATE_TABLES)
    return hashlib.sha256(repr((parts, tables)).encode()).hexdigest()


def build_generation(
    lake: Lake,
    target: Path,
    *,
    previous: Path | None,
    commits: Sequence[Commit],
    language: Sequence[str] = (),
    derive_coverage: DeriveCoverage,
) -> Coverage:
    """Write the DuckDB file of a generation to ``target``; the coverage it holds.

    ``previous`` must hold every reel that is not in ``commits`` and none that is; ``language``
    names all objects beside the reels: people's language, renames and imports. A ``previous``
    must know the same renames. The tables depend on the reels and those objects
    alone, not on the order or the batches they were folded in. Files that are needed on the way
    lie beside ``target`` and are gone at the end.
    """
    ordered = sorted(commits, key=lambda commit: (commit.sequence, commit.reel))
    scratch = target.parent
    with (
        _new_database(target, previous) as connection,
        open_inputs(connection, lake, ordered, scratch),
    ):
        names = read_names(lake, language)
        open_language(connection, lake, language, scratch)
        rewrite_inputs(connection, names, REWRITTEN, scratch)
        fold_color(connection, names, scratch)
        fold_sound(connection, names, scratch)
        fold_values(connection, scratch)
        fold_words(connection, scratch)
        fold_imported(connection, lake, language, names, scratch)
        fold_logs(connection)
        return report_coverage(connection, derive_coverage, scratch)


@contextmanager
def _new_database(target: Path, previous: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty generation under construction, complete and closed when the block ends."""
    # One thread: the tables are small, and a second one costs more than it saves.
    with duckdb.connect(
        ":memory:", config={**CONFIG, "threads": 1, "checkpoint_threshold": "1KB"}
    ) as connection:
        attach_previous(connection, previous)
        connection.execute(
            f"ATTACH {literal(str(target))} AS generation (BLOCK_SIZE {BLOCK_SIZE_BYTES})"
        )
        # The previous file has the same tables, or the rules would differ and it were empty;
        # copying them with their comments takes a fortieth of the time of creating them.
        connection.execute("COPY FROM DATABASE previous TO generation (SCHEMA)")
        connection.execute("USE generation")
        # One transaction: without it every statement is written to the log and flushed.
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT generation")
