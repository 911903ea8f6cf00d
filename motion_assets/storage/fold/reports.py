"""Coverage tables: what the registries hold, measured against every target.

Put here the way from the registries to ``core.coverage`` and back into tables; the
arithmetic itself belongs there.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import duckdb
import polars as pl

from motion_assets.core.coverage.measure import Coverage, CoverageRow, OpenTarget, Seen
from motion_assets.storage.fold.figures import report_figures
from motion_assets.storage.fold.inputs import insert_frame
from motion_assets.storage.published import GAP, SUMMARY
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.impossible import Value
from motion_assets.vocabulary.slots import SLOT_ASPECTS

DeriveCoverage = Callable[[Seen], Coverage]

# A prompt counts as its newest reading understands it.
_PROMPTS = """
SELECT name, arg_max(complete,
  coalesce(first_used, '') || '/' || coalesce(last_seen, '') || '/' || version || '/' || key)
FROM all_interpretation LEFT JOIN version_use USING (version) GROUP BY name
"""
_COLORS = "SELECT cell_id, named_clips > 0 AS proven FROM registry.static_color"
_SOUNDS = "SELECT cell_id, map_keys(depth) FROM registry.static_sound"
_VALUES = """
SELECT kind, aspect, value, other_aspect, other_value FROM registry.blended
UNION ALL SELECT kind, aspect, value, other_aspect, other_value FROM registry.narrative
"""
_SPANS = "SELECT DISTINCT slot, value, span FROM registry.linguistic WHERE state = 'accepted'"


def report_coverage(
    connection: duckdb.DuckDBPyConnection, derive: DeriveCoverage, scratch: Path
) -> Coverage:
    """Fill ``coverage.summary``, ``gap`` and ``figure``; what they were filled from."""
    coverage = derive(read_seen(connection))
    insert_frame(connection, SUMMARY.full_name, _summary_frame(coverage.summary), scratch)
    insert_frame(connection, GAP.full_name, _gap_frame(coverage.gaps), scratch)
    report_figures(connection, coverage.summary, scratch)
    return coverage


def read_seen(connection: duckdb.DuckDBPyConnection) -> Seen:
    """What the registries of this connection hold, as far as coverage asks."""
    colors = connection.execute(_COLORS).fetchnumpy()
    sounds = connection.execute(_SOUNDS).fetchall()
    values = connection.execute(_VALUES).fetchall()
    prompts = connection.execute(_PROMPTS).fetchall()
    return Seen(
        color_cells=frozenset(colors["cell_id"].tolist()),
        proven_color_cells=frozenset(colors["cell_id"][colors["proven"]].tolist()),
        sound_cells=frozenset(cell for cell, _ in sounds),
        sound_primitives=frozenset(name for _, names in sounds for name in names),
        values=frozenset((a, v) for kind, a, v, _, _ in values if kind == "value"),
        pairs=frozenset(((a, v), (b, w)) for kind, a, v, b, w in values if kind == "pair"),
        resolved_prompts=frozenset(name for name, complete in prompts if complete),
        unresolved_prompts=frozenset(name for name, complete in prompts if not complete),
        spans=span_counts(connection.execute(_SPANS).fetchall()),
    )


def span_counts(claims: Iterable[tuple[str, object, str]]) -> dict[Value, int]:
    """Distinct spans per canonical value, from (slot, value, span) claims.

    >>> span_counts([("motion_speed", "slow", "sluggish"), ("motion_speed", "slow", "slowly")])
    {('motion.speed', 'slow'): 2}
    """
    return {value: len(spans) for value, spans in sorted(spans_of(claims).items())}


def spans_of(claims: Iterable[tuple[str, object, str]]) -> dict[Value, set[str]]:
    """Spans of every canonical value in lower case, from (slot, value, span) claims.

    A slot stands for the first of its aspects that has the value; claims of open slots and
    finer values that no aspect has count for none.

    >>> spans_of([("motion_speed", "slow", "Sluggish"), ("setting", "kitchen", "galley")])
    {('motion.speed', 'slow'): {'sluggish'}}
    """
    spans: dict[Value, set[str]] = {}
    for slot, value, span in claims:
        aspects = (key for key in SLOT_ASPECTS.get(slot, ()) if value in ASPECTS[key].values)
        aspect = next(aspects, None)
        if aspect is not None:
            spans.setdefault((aspect, str(value)), set()).add(span.casefold())
    return spans


def _summary_frame(rows: Sequence[CoverageRow]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "position": range(len(rows)),
            "registry": [row.registry for row in rows],
            "aspect": [row.aspect for row in rows],
            "bar": [row.bar for row in rows],
            "status": [row.status for row in rows],
            "wanted": [row.wanted for row in rows],
            "seen": [row.seen for row in rows],
            "missing": [row.missing for row in rows],
            "covered_pct": [100 * row.covered_share for row in rows],
            "missing_sample": [json.dumps(row.missing_sample) for row in rows],
        },
        schema=SUMMARY.polars_schema(),
    )


def _gap_frame(gaps: Sequence[OpenTarget]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "position": range(sum(len(target.missing) for target in gaps)),
            "registry": [target.registry for target in gaps for _ in target.missing],
            "aspect": [target.aspect for target in gaps for _ in target.missing],
            "bar": [target.bar for target in gaps for _ in target.missing],
            "status": [target.status for target in gaps for _ in target.missing],
            "value": [value for target in gaps for value in target.missing],
        },
        schema=GAP.polars_schema(),
    )
