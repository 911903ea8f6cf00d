"""Manifests: the small objects that say what a published generation is made of.

Put the form of a generation in the lake here. Folding and the race for a number are in
``next_generation``. Layout of ``generations/``: a manifest ``<8 digits>.json`` per
generation, and its files under ``objects/``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from motion_assets.core.coverage.measure import CoverageRow, Gaps
from motion_assets.storage.lake import Lake
from motion_assets.storage.records import from_json

FOLDER: Final = "generations"
FILES_PER_GENERATION: Final = 2
_MANIFEST: Final = re.compile(rf"{FOLDER}/(\d{{8}})\.json")
_OBJECT: Final = re.compile(rf"{FOLDER}/objects/(\d{{8}})-[0-9a-f]{{64}}\.[a-z]+")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One immutable object of a generation."""

    key: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """A manifest: which reels are folded in, and where the result lies.

    ``fingerprint`` follows from the commits and the rules alone; ``reels`` maps every folded
    reel to the hash of its commit.
    """

    number: int
    fingerprint: str
    rules: str
    database: StoredFile
    coverage: StoredFile
    reels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Generation):
    """The generation that holds everything committed, and whether this call published it."""

    published: bool


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Coverage of a generation without DuckDB: targets, and what can be planned for."""

    summary: tuple[CoverageRow, ...]
    plannable: Gaps


def manifest_numbers(lake: Lake) -> list[int]:
    """Numbers of the generations in the lake, ascending."""
    return sorted(number for number, key in _numbered(lake, _MANIFEST))


def object_keys(lake: Lake) -> list[tuple[int, str]]:
    """Files of generations with the number each belongs to, in order."""
    return sorted(_numbered(lake, _OBJECT))


def newest(lake: Lake) -> Generation | None:
    """The generation with the highest number, or None before the first."""
    numbers = manifest_numbers(lake)
    return read_generation(lake, numbers[-1]) if numbers else None


def read_generation(lake: Lake, number: int) -> Generation:
    """The generation of a number; ``StorageError`` when it was never there or is removed."""
    key = manifest_key(number)
    return from_json(lake.get(key), Generation, key)


def read_gaps(lake: Lake, generation: Generation) -> Gaps:
    """What clips can be planned for after a generation; opens no database."""
    return read_coverage(lake, generation).plannable


def read_coverage(lake: Lake, generation: Generation) -> CoverageReport:
    """Coverage of a generation; opens no database."""
    key = generation.coverage.key
    return from_json(lake.get(key), CoverageReport, key)


def manifest_key(number: int) -> str:
    """Key of the manifest of a generation.

    >>> manifest_key(7)
    'generations/00000007.json'
    """
    return f"{FOLDER}/{number:08d}.json"


def object_key(number: int, sha256: str, suffix: str) -> str:
    """Key of a file of a generation; the number tells whether it may be removed."""
    return f"{FOLDER}/objects/{number:08d}-{sha256}.{suffix}"


def _numbered(lake: Lake, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for key in lake.list(FOLDER):
        found = pattern.fullmatch(key)
        if found:
            yield int(found[1]), key
