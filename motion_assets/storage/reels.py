"""Reels in the lake: their requests, records, observation tables and commits.

Put the layout of a reel's folder here. What the tables hold is in ``tables``; what is made
of all commits together in ``fold``. Layout of ``reels/<key>/``: ``request.json``,
``<record>.json``, ``clips/<clip>.mp4``, ``observation/<kind>-<hash>.parquet`` with the newest
of a kind named by ``observation/<kind>.json``, and ``commit.json``.
"""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import polars as pl

from motion_assets.core.clips.request import ReelRequest
from motion_assets.core.clips.uses import NO_USES, Uses
from motion_assets.errors import RequestError, StorageError
from motion_assets.storage.keys import require_id
from motion_assets.storage.lake import Lake
from motion_assets.storage.observed import KINDS
from motion_assets.storage.records import from_json, to_json
from motion_assets.storage.schema import TableSpec, checked
from motion_assets.vocabulary.aspects import RECORDED, require_value
from motion_assets.vocabulary.workflows import Workflow

RecordT = TypeVar("RecordT")

_FOLDER: Final = "reels"
_REQUEST: Final = "request"
_COMMIT: Final = "commit"
_VALUE_KINDS: Final = ("window", "narrative")


@dataclass(frozen=True, slots=True)
class StoredReel:
    """A request as it was written down.

    ``sequence``: reels that were there before it; ``generation``: fingerprint of the
    generation that its gaps were taken from, empty before the first one; ``uses``: how often
    values were shown by then, from which its open choices follow. They are no part of the plan:
    the same plan, asked for again later, is the same reel.
    """

    request: ReelRequest
    sequence: int
    generation: str
    uses: Uses = NO_USES


@dataclass(frozen=True, slots=True)
class TableObject:
    """One immutable Parquet object: its key in the lake, SHA-256 and row count."""

    key: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Commit:
    """What one reel contributes to the registries, as a whole.

    ``failures`` names the clips that could not be read back; ``objects`` holds one table of
    every kind.
    """

    reel: str
    sequence: int
    workflow: Workflow
    code_version: str
    failures: tuple[str, ...]
    objects: Mapping[str, TableObject]


def has_request(lake: Lake, reel: str) -> bool:
    """Whether a reel was written down."""
    return lake.exists(_reel_key(reel, _REQUEST))


def write_request(
    lake: Lake, request: ReelRequest, generation: str, uses: Uses = NO_USES
) -> StoredReel:
    """Write a request down once; the same plan again returns what is stored, unchanged."""
    key = _reel_key(request.key, _REQUEST)
    if not lake.exists(key):
        stored = StoredReel(request, len(lake.folders(_FOLDER)), generation, uses)
        lake.put_if_absent(key, to_json(stored))
    return read_request(lake, request.key)


def read_request(lake: Lake, reel: str) -> StoredReel:
    """Request of a reel; ``RequestError`` when none was written, ``BadNameError`` for no id."""
    key = _reel_key(reel, _REQUEST)
    if not lake.exists(key):
        raise RequestError(
            f"no request for reel {reel!r} in {lake!r}. A reel is planned before it is made: "
            "take a key that `list_reel_keys` returns, or plan it first."
        )
    stored = from_json(lake.get(key), StoredReel, key)
    if stored.request.key != reel:
        raise StorageError(f"{key} holds the request of reel {stored.request.key}.")
    return stored


def list_reel_keys(lake: Lake) -> tuple[str, ...]:
    """Keys of all reels that were begun, sorted; opens no request."""
    return lake.folders(_FOLDER)


def put_record(lake: Lake, reel: str, kind: str, record: object) -> None:
    """Write or replace a record of a reel: JSON of a frozen dataclass or a tuple of them."""
    if kind in {_REQUEST, _COMMIT}:
        raise StorageError(f"a record may not be called {kind!r}: the reel's own file is.")
    lake.put(_reel_key(reel, kind), to_json(record))


def get_record(lake: Lake, reel: str, kind: str, record_type: type[RecordT]) -> RecordT:
    """Read a record back; ``StorageError`` when it is missing or is not of ``record_type``."""
    key = _reel_key(reel, kind)
    return from_json(lake.get(key), record_type, key)


def clip_key(reel: str, clip_id: str) -> str:
    """Key of a clip file."""
    return f"{_reel_folder(reel)}/clips/{require_id(clip_id, what='clip')}.mp4"


def put_table(lake: Lake, reel: str, kind: str, frame: pl.DataFrame) -> str:
    """Write one kind of observations of a reel and make it the newest; its object key.

    Equal rows give equal bytes and so the same key, in whatever order they come. The reel's
    contribution changes only with ``commit_reel``.

    Raises
    ------
    StorageError
        If the kind is unknown, or the frame does not fit its table or names foreign clips.
    UnknownValueError
        If a window or a narrative row names a value outside the vocabulary.
    """
    ordered = checked(_spec(kind), frame)
    _refuse_foreign_clips(reel, kind, ordered)
    if kind in _VALUE_KINDS:
        for aspect, value in ordered.select("aspect", "value").unique(maintain_order=True).rows():
            require_value(aspect, value, among=RECORDED)
    buffer = io.BytesIO()
    ordered.write_parquet(buffer, compression="zstd", row_group_size=max(1, len(ordered)))
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    key = f"{_reel_folder(reel)}/observation/{kind}-{digest[:16]}.parquet"
    lake.put(key, content)
    lake.put(_pointer_key(reel, kind), to_json(TableObject(key, digest, len(ordered))))
    return key


def get_table(lake: Lake, reel: str, kind: str) -> pl.DataFrame:
    """The newest table of a kind that a step wrote for a reel, committed or not."""
    return read_table(lake, _newest_object(lake, reel, kind))


def has_table(lake: Lake, reel: str, kind: str) -> bool:
    """Whether a step wrote a kind of observations of a reel, committed or not."""
    _spec(kind)
    return lake.exists(_pointer_key(reel, kind))


def read_table(lake: Lake, table: TableObject) -> pl.DataFrame:
    """Rows of an object; ``StorageError`` names it when it is missing or torn."""
    content = lake.get(table.key)
    require_whole(content, table)
    return pl.read_parquet(io.BytesIO(content))


def require_whole(content: bytes, table: TableObject) -> None:
    """Raise ``StorageError`` unless ``content`` is what was written as ``table``."""
    found = hashlib.sha256(content).hexdigest()
    if found != table.sha256:
        raise StorageError(
            f"{table.key} is damaged: {len(content)} bytes with SHA-256 {found}, expected "
            f"{table.sha256}. Materialize its reel again to replace it."
        )


def commit_reel(
    lake: Lake, reel: str, tables: Mapping[str, pl.DataFrame], code_version: str
) -> Commit:
    """Make the newest table of every kind the reel's contribution, all at once.

    ``tables`` are written first; kinds that are not among them must have been written by
    ``put_table``. Committing the same tables again changes nothing.
    """
    request = read_request(lake, reel)
    for kind, frame in tables.items():
        put_table(lake, reel, kind, frame)
    learning = get_table(lake, reel, "learning")
    objects = {kind: _newest_object(lake, reel, kind) for kind in KINDS}
    for kind, table in objects.items():
        _refuse_unlogged_clips(kind, read_table(lake, table), learning)
    commit = Commit(
        reel=reel,
        sequence=request.sequence,
        workflow=request.request.workflow,
        code_version=code_version,
        failures=tuple(learning.drop_nulls("failure")["clip_id"]),
        objects=objects,
    )
    lake.put(_reel_key(reel, _COMMIT), to_json(commit))
    return commit


def read_commits(lake: Lake) -> dict[str, Commit]:
    """Commit of every reel that has one, by reel."""
    return {reel: parse_commit(reel, content) for reel, content in read_raw_commits(lake).items()}


def read_raw_commits(lake: Lake) -> dict[str, bytes]:
    """Bytes of every commit, by reel: enough to tell which reels are new or changed."""
    found = {}
    for reel in lake.folders(_FOLDER):
        key = _reel_key(reel, _COMMIT)
        if lake.exists(key):
            found[reel] = lake.get(key)
    return found


def parse_commit(reel: str, content: bytes) -> Commit:
    """Commit from its bytes; ``StorageError`` when they are something else."""
    return from_json(content, Commit, _reel_key(reel, _COMMIT))


def _spec(kind: str) -> TableSpec:
    if kind not in KINDS:
        raise StorageError(f"no observation kind {kind!r}. Known: {', '.join(KINDS)}.")
    return KINDS[kind]


def _newest_object(lake: Lake, reel: str, kind: str) -> TableObject:
    _spec(kind)
    key = _pointer_key(reel, kind)
    if not lake.exists(key):
        raise StorageError(
            f"reel {reel} has no {kind} table yet: the step that measures it must run first."
        )
    return from_json(lake.get(key), TableObject, key)


def _refuse_foreign_clips(reel: str, kind: str, frame: pl.DataFrame) -> None:
    own = pl.col("clip_id").str.contains(f"^{reel}-[0-9][0-9]$")
    foreign = frame.filter(~own)["clip_id"]
    if len(foreign):
        raise StorageError(f"the {kind} table of reel {reel} names clip {foreign[0]!r}.")


def _refuse_unlogged_clips(kind: str, frame: pl.DataFrame, learning: pl.DataFrame) -> None:
    unlogged = frame.join(learning, on="clip_id", how="anti")["clip_id"].sort()
    if len(unlogged):
        raise StorageError(f"Missing learning (clip={unlogged[0]}): its {kind} rows have no log.")


def _reel_folder(reel: str) -> str:
    return f"{_FOLDER}/{require_id(reel, what='reel')}"


def _reel_key(reel: str, kind: str) -> str:
    return f"{_reel_folder(reel)}/{require_id(kind, what='record')}.json"


def _pointer_key(reel: str, kind: str) -> str:
    return f"{_reel_folder(reel)}/observation/{kind}.json"
