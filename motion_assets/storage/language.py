"""Language in the lake: prompts that entered, how they were read, and what people said of words.

Put the layout of ``language/`` here; every object is sealed, immutable and put if absent.
What is decided from them belongs in ``core.prompts.learned`` and ``steps.linguistic``. Layout:
``prompts/<text>-<source>-<time>-<author>.json``, ``readings/<version>/<text>-<words>.json``,
``versions/<version>.json``, ``remarks/<day>/<author>/<id>.json``,
``decisions/<row>/<id>.json`` ``swept/<version>-<words>.json`` and
``reels/<reel>.json``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, cast

from motion_assets.core.prompts.keys import interpretation_key, is_complete, text_digest
from motion_assets.core.prompts.learned.rows import Decision, LearnedRow, Remark, digest
from motion_assets.core.prompts.reading import Reading
from motion_assets.storage.keys import require_id
from motion_assets.storage.lake import Lake
from motion_assets.storage.records import from_json, to_json
from motion_assets.storage.sealed import Found, read_sealed, seal, unseal
from motion_assets.vocabulary.learning import PEOPLE, PromptSource

FOLDER: Final = "language"
_REMARKS: Final = f"{FOLDER}/remarks"
_DECISIONS: Final = f"{FOLDER}/decisions"
_PROMPTS: Final = f"{FOLDER}/prompts"
_READINGS: Final = f"{FOLDER}/readings"
_VERSIONS: Final = f"{FOLDER}/versions"
_SWEPT: Final = f"{FOLDER}/swept"
_PROMPT_NAME: Final = re.compile(r"([0-9a-f]{32})-([a-z]+)-(\d{14})-([0-9a-f]{8})\.json")
_NO_WORDS: Final = "00000000"


@dataclass(frozen=True, slots=True)
class Entered:
    """A prompt that entered the system: its text, who sent it from where, and when."""

    prompt: str
    source: PromptSource
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the name of an entered prompt says, without opening it; ``at`` to the second."""

    key: str
    text: str
    source: PromptSource
    at: str


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A prompt as it was read under one version; ``reading`` is the whole of it as JSON."""

    key: str
    prompt: str
    version: str
    source: PromptSource
    complete: bool
    reading: str


@dataclass(frozen=True, slots=True)
class VersionUse:
    """When a version of rules, lexicon and learned words was first used."""

    version: str
    first_used: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """When a reel was first read, and the learned words that its prompts were read with."""

    at: str
    rows: tuple[LearnedRow, ...]


def enter_prompt(lake: Lake, entered: Entered) -> None:
    """Record a prompt with its source; the same one again that second changes nothing."""
    lake.put_if_absent(_prompt_key(entered), seal(entered))


def waiting_prompts(lake: Lake) -> tuple[Waiting, ...]:
    """Every prompt that ever entered, from names alone, by key."""
    found = []
    for key in lake.list(_PROMPTS):
        name = _PROMPT_NAME.fullmatch(key.rpartition("/")[2])
        if name:
            at = name[3]
            stamp = f"{at[:4]}-{at[4:6]}-{at[6:8]}T{at[8:10]}:{at[10:12]}:{at[12:]}.000000Z"
            found.append(Waiting(key, name[1], cast("PromptSource", name[2]), stamp))
    return tuple(found)


def generated_among(lake: Lake, prompts: Iterable[str]) -> frozenset[str]:
    """Of some prompts those that the generator entered and no person did."""
    by_text = {text_digest(prompt): prompt for prompt in prompts}
    sources: dict[str, set[PromptSource]] = {}
    for item in waiting_prompts(lake):
        if item.text in by_text:
            sources.setdefault(item.text, set()).add(item.source)
    return frozenset(
        by_text[text]
        for text, found in sources.items()
        if "generated" in found and found.isdisjoint(PEOPLE)
    )


def read_entered(lake: Lake, keys: Iterable[str]) -> Found[Entered]:
    """Entered prompts under some keys."""
    return read_sealed(lake, keys, Entered)


def read_texts(lake: Lake, version: str) -> frozenset[str]:
    """Digests of the prompts that were read under a version, learned words or not."""
    keys = lake.list(f"{_READINGS}/{version}")
    return frozenset(key.rpartition("/")[2].partition("-")[0] for key in keys)


def used_versions(lake: Lake) -> tuple[VersionUse, ...]:
    """Versions in the order of their first use."""
    found = read_sealed(lake, lake.list(_VERSIONS), VersionUse).records
    return tuple(sorted((use for _, use in found), key=lambda use: (use.first_used, use.version)))


def note_version(lake: Lake, version: str, at: str) -> None:
    """Record the first use of a version."""
    key = f"{_VERSIONS}/{version}.json"
    if not lake.exists(key):
        lake.put_if_absent(key, seal(VersionUse(version, at)))


def find_reading(lake: Lake, prompt: str, version: str) -> Reading | None:
    """The reading of a prompt under a version; None when it was not read or is torn."""
    key = _reading_key(prompt, version)
    if not lake.exists(key):
        return None
    found = read_sealed(lake, [key], StoredReading).records
    return reading_of(found[0][1], key) if found else None


def reading_of(stored: StoredReading, key: str) -> Reading:
    """The whole reading that was stored."""
    return from_json(stored.reading.encode(), Reading, key)


def put_reading(lake: Lake, reading: Reading, source: PromptSource) -> None:
    """Keep a reading under its version; one that is there whole stays as it is."""
    stored = StoredReading(
        key=interpretation_key(reading.prompt, reading.version),
        prompt=reading.prompt,
        version=reading.version,
        source=source,
        complete=is_complete(reading),
        reading=to_json(reading).decode().rstrip("\n"),
    )
    key = _reading_key(reading.prompt, reading.version)
    if not lake.put_if_absent(key, seal(stored)) and read_readings(lake, [key]).torn:
        lake.put(key, seal(stored))


def read_readings(lake: Lake, keys: Iterable[str]) -> Found[StoredReading]:
    """Stored readings under some keys."""
    return read_sealed(lake, keys, StoredReading)


def readings_under(lake: Lake, version: str) -> tuple[str, ...]:
    """Keys of readings under a version of rules and lexicon, with learned words or without."""
    return lake.list(f"{_READINGS}/{version}")


def put_remark(lake: Lake, remark: Remark) -> bool:
    """Keep what somebody said; whether it is new."""
    return lake.put_if_absent(f"{_author_day(remark)}/{remark.id}.json", seal(remark))


def remarks_today(lake: Lake, remark: Remark) -> int:
    """How much the author of a remark has said on its day, this remark left out."""
    keys = lake.list(_author_day(remark))
    return sum(not key.endswith(f"/{remark.id}.json") for key in keys)


def read_remarks(lake: Lake) -> Found[Remark]:
    """Everything that was said of words."""
    return read_sealed(lake, lake.list(_REMARKS), Remark)


def put_decision(lake: Lake, decision: Decision) -> bool:
    """Keep a decision on a row; whether it is new."""
    key = f"{_DECISIONS}/{decision.row_id}/{decision.id}.json"
    return lake.put_if_absent(key, seal(decision))


def read_decisions(lake: Lake) -> Found[Decision]:
    """Everything that was decided on rows."""
    return read_sealed(lake, lake.list(_DECISIONS), Decision)


def language_objects(lake: Lake) -> tuple[str, ...]:
    """Keys of all objects that the registries follow from, sorted; none ever changes."""
    folders = (_DECISIONS, _READINGS, _REMARKS, _VERSIONS)
    return tuple(key for folder in folders for key in lake.list(folder))


def version_keys(objects: Iterable[str]) -> tuple[str, ...]:
    """Of some objects those that hold the first use of a version."""
    return tuple(key for key in objects if key.startswith(f"{_VERSIONS}/"))


def remark_keys(objects: Iterable[str]) -> tuple[str, ...]:
    """Of some objects those that hold remarks."""
    return tuple(key for key in objects if key.startswith(f"{_REMARKS}/"))


def decision_keys(objects: Iterable[str]) -> tuple[str, ...]:
    """Of some objects those that hold decisions."""
    return tuple(key for key in objects if key.startswith(f"{_DECISIONS}/"))


def readings_among(objects: Iterable[str]) -> tuple[str, ...]:
    """Of some objects those that hold readings."""
    return tuple(key for key in objects if key.startswith(f"{_READINGS}/"))


def pinned(lake: Lake, reel: str) -> Pinned | None:
    """What a reel was first read with; None before that."""
    key = _pin_key(reel)
    return unseal(lake.get(key), Pinned, key) if lake.exists(key) else None


def pin(lake: Lake, reel: str, first: Pinned) -> Pinned:
    """Keep what a reel is first read with; of several writers the first decides for all."""
    key = _pin_key(reel)
    lake.put_if_absent(key, seal(first))
    return unseal(lake.get(key), Pinned, key)


def is_swept(lake: Lake, version: str, words: str) -> bool:
    """Whether every prompt was read again under these rules and learned words."""
    return lake.exists(f"{_SWEPT}/{version}-{words}.json")


def note_swept(lake: Lake, version: str, words: str, at: str) -> None:
    """Record that every prompt was read again under these rules and learned words."""
    lake.put_if_absent(f"{_SWEPT}/{version}-{words}.json", seal(VersionUse(version, at)))


def _pin_key(reel: str) -> str:
    return f"{FOLDER}/reels/{require_id(reel, what='reel')}.json"


def _prompt_key(entered: Entered) -> str:
    time = re.sub(r"\D", "", entered.at)[:14]
    author = digest(entered.author)[:8]
    return f"{_PROMPTS}/{text_digest(entered.prompt)}-{entered.source}-{time}-{author}.json"


def _reading_key(prompt: str, version: str) -> str:
    """Readings under learned words lie beside those of the same rules without them."""
    rules, _, words = version.rpartition("-") if version.count("-") > 1 else (version, "", "")
    return f"{_READINGS}/{rules}/{text_digest(prompt)}-{words or _NO_WORDS}.json"


def _author_day(remark: Remark) -> str:
    return f"{_REMARKS}/{remark.day}/{digest(remark.author)[:16]}"
