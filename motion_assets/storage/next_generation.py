"""The next generation: folding what is new, and the race for its number.

Put publishing into the lake here. The data folder and its stable file are in ``upkeep``, what
a file holds is decided in ``fold``.
"""

import hashlib
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Final

from motion_assets.core.coverage.measure import Coverage
from motion_assets.errors import StorageError
from motion_assets.storage import exchange, renames
from motion_assets.storage.fold.build import build_generation, rules_version
from motion_assets.storage.fold.reports import DeriveCoverage
from motion_assets.storage.lake import Lake
from motion_assets.storage.language import language_objects
from motion_assets.storage.manifests import (
    CoverageReport,
    Generation,
    Publication,
    StoredFile,
    manifest_key,
    manifest_numbers,
    newest,
    object_key,
    read_generation,
)
from motion_assets.storage.records import to_json
from motion_assets.storage.reels import parse_commit, read_raw_commits

SCRATCH_PREFIX: Final = ".fold-"
ATTEMPTS: Final = 20
LOSER_WAIT_S: Final = 0.05


def publish_generation(
    lake: Lake, *, scratch_dir: Path, derive_coverage: DeriveCoverage, afresh: bool = False
) -> Publication:
    """Fold every commit of the lake into a new generation, unless the newest holds them all.

    The newest manifest is read before the commits, so a generation never lacks a reel that
    an earlier one has. Of publishers that race for a number one wins; the others read again
    and fold on top of it. Only new reels are folded onto the newest generation; everything is
    folded afresh when it is asked for (``afresh``), when a folded reel was committed again, when
    the rules changed, or when the newest file is damaged.

    Raises
    ------
    StorageError
        If an object is missing or torn, or the race is lost ``ATTEMPTS`` times.
    """
    for attempt in range(ATTEMPTS):
        before = newest(lake)
        commits = read_raw_commits(lake)
        language = objects_beside_reels(lake)
        inputs = fingerprint(commit_hashes(commits), language)
        if before is not None and before.fingerprint == inputs and not afresh:
            return _publication(before, published=False)
        made = _build(
            lake,
            before,
            commits,
            language,
            scratch_dir=scratch_dir,
            derive_coverage=derive_coverage,
            afresh=afresh,
        )
        if _take_number(lake, made):
            return _publication(made, published=True)
        _remove_lost(lake, made)
        time.sleep(random.SystemRandom().uniform(0, LOSER_WAIT_S * (attempt + 1)))
    raise StorageError(
        f"lost the race for the next generation of {lake!r} {ATTEMPTS} times: too many publish "
        "at once. What was committed is safe; publish again."
    )


def objects_beside_reels(lake: Lake) -> tuple[str, ...]:
    """Keys of all objects that tables follow from beside the reels; none ever changes."""
    imported = exchange.import_keys(lake.list(exchange.FOLDER))
    renamed = renames.rename_keys(lake.list(renames.FOLDER))
    return (*language_objects(lake), *imported, *renamed)


def rules_with(objects: Sequence[str]) -> str:
    """Version of the rules with the renames among ``objects``, which change folded texts."""
    renamed = " ".join(renames.rename_keys(objects))
    return f"{rules_version()} {renamed}".rstrip()


def fingerprint(reels: Mapping[str, str], language: Sequence[str]) -> str:
    """Hash of the commits by reel, the objects of language and the rules of the tables."""
    commits = (f"{reel} {commit}" for reel, commit in sorted(reels.items()))
    lines = [rules_version(), *commits, *sorted(language)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def commit_hashes(commits: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of every commit, by reel in order."""
    return {reel: hashlib.sha256(commits[reel]).hexdigest() for reel in sorted(commits)}


def _take_number(lake: Lake, made: Generation) -> bool:
    """Put the manifest; whether ``made`` is now the newest generation.

    A number can be free again after its generation was removed: then newer ones are there,
    and the manifest of a publisher that slept so long must not count.
    """
    won = lake.put_if_absent(manifest_key(made.number), to_json(made))
    return won and manifest_numbers(lake)[-1] == made.number


def _build(
    lake: Lake,
    before: Generation | None,
    commits: Mapping[str, bytes],
    language: Sequence[str],
    *,
    scratch_dir: Path,
    derive_coverage: DeriveCoverage,
    afresh: bool,
) -> Generation:
    """Fold and store the files of the generation after ``before``, without a manifest yet."""
    number = 1 if before is None else before.number + 1
    reels = commit_hashes(commits)
    with (
        tempfile.TemporaryDirectory(prefix=SCRATCH_PREFIX, dir=scratch_dir) as folder,
        _extendable(lake, None if afresh else before, reels, rules_with(language)) as previous,
    ):
        folded = {} if before is None or previous is None else before.reels
        target = Path(folder) / "generation.duckdb"
        coverage = build_generation(
            lake,
            target,
            previous=previous,
            commits=[parse_commit(r, content) for r, content in commits.items() if r not in folded],
            language=language,
            derive_coverage=derive_coverage,
        )
        database = StoredFile(*_key_and_hash(number, target.read_bytes(), "duckdb"))
        lake.put_file(database.key, target)
    return Generation(
        number=number,
        fingerprint=fingerprint(reels, language),
        rules=rules_with(language),
        database=database,
        coverage=_put_coverage(lake, number, coverage),
        reels=reels,
    )


@contextmanager
def _extendable(
    lake: Lake, before: Generation | None, reels: Mapping[str, str], rules: str
) -> Iterator[Path | None]:
    """File of ``before`` when more can be folded onto it, else None: fold everything."""
    if before is None or not _foldable(lake, before, reels, rules):
        yield None
    else:
        with lake.local_file(before.database.key) as path:
            whole = hashlib.sha256(path.read_bytes()).hexdigest() == before.database.sha256
            yield path if whole else None


def _foldable(lake: Lake, before: Generation, reels: Mapping[str, str], rules: str) -> bool:
    return (
        before.rules == rules
        and all(reels.get(reel) == commit for reel, commit in before.reels.items())
        and lake.exists(before.database.key)
    )


def _put_coverage(lake: Lake, number: int, coverage: Coverage) -> StoredFile:
    content = to_json(CoverageReport(coverage.summary, coverage.plannable))
    stored = StoredFile(*_key_and_hash(number, content, "json"))
    lake.put(stored.key, content)
    return stored


def _key_and_hash(number: int, content: bytes, suffix: str) -> tuple[str, str]:
    digest = hashlib.sha256(content).hexdigest()
    return object_key(number, digest, suffix), digest


def _remove_lost(lake: Lake, lost: Generation) -> None:
    """Remove the files of a generation whose number another publisher has taken."""
    if lost.number not in manifest_numbers(lake):
        return  # so long ago that it was removed, and our files with it at the next clearing up
    winner = read_generation(lake, lost.number)
    for ours, theirs in ((lost.database, winner.database), (lost.coverage, winner.coverage)):
        if ours.key != theirs.key:
            lake.delete(ours.key)


def _publication(generation: Generation, *, published: bool) -> Publication:
    stored = {field.name: getattr(generation, field.name) for field in fields(Generation)}
    return Publication(**stored, published=published)
