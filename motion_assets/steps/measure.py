"""Registries -> coverage: headlines, summary, gaps and progress of a generation, for people.

Put queries that the UI and the command line show here. The tables themselves are made when
a generation is published; the arithmetic belongs in ``core.coverage``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import duckdb

TABLE_LIMIT: Final = 20

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Headline:
    """One registry in one line: entries, first bar, and the entries seen last."""

    registry: str
    entry_count: int
    wanted: int
    seen: int
    newest: tuple[Row, ...]

    @property
    def covered_share(self) -> float:
        """Seen of wanted over the first-bar targets (for sound: all cells), 0..1."""
        return self.seen / self.wanted if self.wanted else 0.0

    @property
    def label(self) -> str:
        """Text beside the bar."""
        return f"{self.registry}: {self.seen:,} of {self.wanted:,}"


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Coverage of one generation with the tables the UI shows."""

    summary: tuple[Row, ...]
    gap_count: int
    widest: tuple[Row, ...]
    progress_count: int
    clip_count: int
    newest_reels: tuple[Row, ...]

    @property
    def first_bar_share(self) -> float:
        """Seen of wanted over all first-bar targets, 0..1."""
        return _share(row for row in self.summary if row["bar"] == 1)

    @property
    def first_bar(self) -> tuple[Row, ...]:
        """First-bar targets."""
        return tuple(row for row in self.summary if row["bar"] == 1)

    def shares_pct(self) -> dict[str, float]:
        """Covered share of every registry and bar in percent, for charts without holes."""
        keys = sorted({(row["registry"], row["bar"]) for row in self.summary})
        return {
            f"{registry}_bar_{bar}_pct": 100.0
            * _share(r for r in self.summary if (r["registry"], r["bar"]) == (registry, bar))
            for registry, bar in keys
        }


def rows_of(connection: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> list[Row]:
    """Rows of a statement as dictionaries."""
    cursor = connection.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def registry_headlines(connection: duckdb.DuckDBPyConnection) -> tuple[Headline, ...]:
    """Headline of every registry, in the order of the tables."""
    targets = rows_of(
        connection,
        """
        select registry, sum(wanted) as wanted, sum(seen) as seen from coverage.summary
        where bar = 1 and registry <> 'static_sound' or (registry = 'static_sound' and bar = 2)
        group by registry order by min(position)
        """,
    )
    return tuple(_headline(connection, row) for row in targets)


def _headline(connection: duckdb.DuckDBPyConnection, target: Row) -> Headline:
    table = connection.table(f"registry.{target['registry']}")
    entries = table.aggregate("count(*)").fetchall()[0][0]
    last = table.order("last_clip desc, key").limit(10).project("key, name, clips, last_clip")
    newest = tuple(dict(zip(last.columns, row, strict=True)) for row in last.fetchall())
    return Headline(
        str(target["registry"]), entries, int(target["wanted"]), int(target["seen"]), newest
    )


def coverage_report(connection: duckdb.DuckDBPyConnection) -> CoverageReport:
    """Coverage, widest gaps and growth of the generation behind ``connection``."""
    counts = rows_of(
        connection,
        """
        select (select count(*) from coverage.gap) as gaps,
               (select count(*) from coverage.progress) as reels,
               (select count(*) from clip.rendered) as clips
        """,
    )[0]
    return CoverageReport(
        summary=tuple(rows_of(connection, "from coverage.summary order by position")),
        gap_count=counts["gaps"],
        widest=tuple(
            rows_of(connection, "from coverage.gap order by position limit ?", TABLE_LIMIT)
        ),
        progress_count=counts["reels"],
        clip_count=counts["clips"],
        newest_reels=tuple(
            rows_of(
                connection,
                "from coverage.progress order by sequence desc, reel desc limit ?",
                TABLE_LIMIT,
            )
        ),
    )


def _share(rows: Any) -> float:
    listed = list(rows)
    wanted = sum(row["wanted"] for row in listed)
    return sum(row["seen"] for row in listed) / wanted if wanted else 0.0
