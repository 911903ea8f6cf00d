"""Language of a fold: readings and learned words of the lake, as tables to fold from.

Put opening here; what is counted from them belongs in ``words``. The connection then holds
the temporary tables ``new_interpretation``, ``learned``, ``said`` and ``version_use``, and
``fold.language`` with every object that was folded.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import polars as pl

from motion_assets.core.prompts.learned.rows import Decision, LearnedRow, Remark
from motion_assets.core.prompts.learned.states import learned_rows
from motion_assets.core.prompts.report import reading_to_dict
from motion_assets.storage import language
from motion_assets.storage.fold.inputs import insert_frame
from motion_assets.storage.fold.state import LANGUAGE
from motion_assets.storage.lake import Lake
from motion_assets.storage.language import StoredReading, VersionUse
from motion_assets.storage.schema import Column, TableSpec, frame_of, select_nothing
from motion_assets.storage.sealed import read_sealed

_READ = TableSpec(
    "fold",
    "new_interpretation",
    "Readings that no earlier fold has seen.",
    (
        Column("key", "VARCHAR", "Key of the interpretation."),
        Column("name", "VARCHAR", "The prompt."),
        Column("language", "VARCHAR", "ISO 639-1 code."),
        Column("version", "VARCHAR", "Version it was read under."),
        Column("source", "VARCHAR", "Who wrote the prompt."),
        Column("slots", "VARCHAR", "JSON."),
        Column("evidence", "VARCHAR", "JSON."),
        Column("unresolved", "VARCHAR", "JSON."),
        Column("negations", "VARCHAR", "JSON."),
        Column("complete", "BOOLEAN", "Whether every content word was understood."),
    ),
    ("key", "name"),
)
_SAID = TableSpec(
    "fold",
    "said",
    "Prompts in which people spoke of words.",
    (
        Column("span", "VARCHAR", "The word."),
        Column("prompt", "VARCHAR", "The prompt."),
    ),
    ("span", "prompt"),
)
_USE = TableSpec(
    "fold",
    "version_use",
    "First use of every version.",
    (
        Column("version", "VARCHAR", "Version."),
        Column("first_used", "VARCHAR", "When it was first used."),
    ),
    ("version",),
)
_LEARNED = TableSpec(
    "fold",
    "learned",
    "Learned words.",
    (
        *(
            Column(name, "VARCHAR", "As in registry.linguistic.")
            for name in (
                *("id", "span", "lemma_key", "sense_id", "slot", "value", "register"),
                *("dialect", "state", "first_seen", "last_seen", "source", "examples"),
                "reviewer",
            )
        ),
        Column("agree", "BIGINT", "Evidence."),
        Column("disagree", "BIGINT", "Evidence."),
        Column("confidence", "DOUBLE", "Bound."),
    ),
    ("id",),
)


def open_language(
    connection: duckdb.DuckDBPyConnection, lake: Lake, objects: Sequence[str], scratch: Path
) -> None:
    """Offer what ``objects`` hold; readings that were folded before are not opened again.

    A torn object counts for nothing, and for folded only once it is whole.
    """
    folded = {
        str(row[0])
        for row in connection.execute("SELECT object FROM previous.fold.language").fetchall()
    }
    new = [key for key in language.readings_among(objects) if key not in folded]
    readings = language.read_readings(lake, new)
    remarks = read_sealed(lake, language.remark_keys(objects), Remark)
    decisions = read_sealed(lake, language.decision_keys(objects), Decision)
    uses = read_sealed(lake, language.version_keys(objects), VersionUse)
    torn = {*readings.torn, *remarks.torn, *decisions.torn, *uses.torn}
    rows = learned_rows((r for _, r in remarks.records), (d for _, d in decisions.records))
    _offer(connection, _READ, (_read_row(stored, key) for key, stored in readings.records), scratch)
    said = {(remark.span, remark.prompt) for _, remark in remarks.records}
    spoken: list[dict[str, object]] = [{"span": s, "prompt": p} for s, p in sorted(said)]
    _offer(connection, _SAID, spoken, scratch)
    _offer(connection, _LEARNED, map(_learned_row, rows), scratch)
    _offer(
        connection,
        _USE,
        ({"version": u.version, "first_used": u.first_used} for _, u in uses.records),
        scratch,
    )
    whole = pl.DataFrame({"object": sorted({*objects} - torn)}, schema=LANGUAGE.polars_schema())
    insert_frame(connection, LANGUAGE.full_name, whole, scratch)


def _offer(
    connection: duckdb.DuckDBPyConnection,
    spec: TableSpec,
    rows: Iterable[dict[str, object]],
    scratch: Path,
) -> None:
    connection.execute(f"CREATE TEMP TABLE {spec.name} AS {select_nothing(spec)}")
    insert_frame(connection, spec.name, frame_of(spec, rows), scratch)


def _read_row(stored: StoredReading, key: str) -> dict[str, object]:
    said = reading_to_dict(language.reading_of(stored, key))
    return {
        "key": stored.key,
        "name": stored.prompt,
        "language": said["language"],
        "version": stored.version,
        "source": stored.source,
        **{
            column: json.dumps(said[column], ensure_ascii=True, sort_keys=True)
            for column in ("slots", "evidence", "unresolved", "negations")
        },
        "complete": stored.complete,
    }


def _learned_row(row: LearnedRow) -> dict[str, object]:
    named = {name: getattr(row, name) for name in _LEARNED.column_names if name != "examples"}
    return named | {"examples": json.dumps(row.examples, ensure_ascii=True)}
