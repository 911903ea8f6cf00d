"""Progress: every figure of the newest generation, and those that only a run can know.

Put here what gathers figures for people, checks and scrapers. The arithmetic belongs in
``core.coverage.figures``, the published table in ``storage.fold.figures``.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import duckdb

from motion_assets.core.coverage.exposition import exposition
from motion_assets.core.coverage.figures import (
    RECENT_CLIPS,
    Figure,
    cost_figure,
    requirement_of,
)
from motion_assets.steps.costs import costs_of
from motion_assets.steps.recover import Records, find_missing
from motion_assets.steps.verify import Verdict
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest_published, open_generation

_PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the loop stands: all figures, and how much they rest on."""

    generation: int
    clip_count: int
    reel_count: int
    figures: tuple[Figure, ...]
    records: Records

    def metadata(self) -> dict[str, float]:
        """Every figure as a number under a name of its own, 0 where nothing can be measured.

        Charts have no holes then; ``<figure>_of`` says how much a figure of the loop rests on.
        """
        values = {_label(figure): float(figure.value or 0.0) for figure in self.figures}
        wholes = {f"{f.name}_of": float(f.whole) for f in self.figures if not f.scope}
        return values | wholes

    def totals(self) -> dict[str, int]:
        """Counts beside the figures."""
        return {
            "clips": self.clip_count,
            "reels": self.reel_count,
            "clips_not_recorded": len({item.clip_id for item in self.records.missing}),
            "generation": self.generation,
        }

    def verdict(self, name: str) -> Verdict:
        """Whether a figure keeps to what it must, in every scope; wrong ones are listed."""
        named = [figure for figure in self.figures if figure.name == name]
        bounds = [requirement_of(figure, clip_count=self.clip_count) for figure in named]
        wrong = tuple(
            f"{_label(figure)} is {figure.value:.4g}"
            for figure, bound in zip(named, bounds, strict=True)
            if bound is not None and not bound.is_met(figure)
        )
        return Verdict(len(named), len(wrong), wrong)


def read_progress(workspace: Workspace, *, alive: AbstractSet[str] = frozenset()) -> Progress:
    """Figures of the newest generation with the costs and the recorded share of the lake.

    Raises
    ------
    StorageError
        If nothing was published yet.
    """
    generation = newest_published(workspace.lake)
    with open_generation(workspace.lake, generation) as connection:
        figures = published_figures(connection)
        new_by_reel = _recent_new(connection)
        counts = connection.execute(
            "select (select count(*) from clip.rendered), (select count(*) from fold.reel)"
        ).fetchall()[0]
    records = find_missing(workspace, alive=alive)
    return Progress(
        generation=generation.number,
        clip_count=int(counts[0]),
        reel_count=int(counts[1]),
        figures=(*_loop_first(figures, records, _cost(workspace, new_by_reel)),),
        records=records,
    )


def published_figures(connection: duckdb.DuckDBPyConnection) -> tuple[Figure, ...]:
    """Figures that the generation behind ``connection`` carries."""
    rows = connection.execute(
        "select figure, scope, part, whole, unit from coverage.figure order by position"
    ).fetchall()
    return tuple(
        Figure(name, scope, part, whole, unit, 100.0 if unit == _PERCENT else 1.0)
        for name, scope, part, whole, unit in rows
    )


def metrics_text(progress: Progress) -> str:
    """All figures and totals as Prometheus text."""
    return exposition(progress.figures, progress.totals())


def _loop_first(figures: tuple[Figure, ...], records: Records, cost: Figure) -> tuple[Figure, ...]:
    loop = tuple(figure for figure in figures if not figure.scope)
    scoped = tuple(figure for figure in figures if figure.scope)
    return (*loop, cost, records.figure, *scoped)


def _cost(workspace: Workspace, new_by_reel: dict[str, int]) -> Figure:
    costs_s = costs_of(workspace, new_by_reel)
    return cost_figure(sum(new_by_reel[reel] for reel in costs_s), sum(costs_s.values()))


def _recent_new(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """New entries of the reels that the newest clips belong to, newest reel first."""
    return dict(
        connection.execute(
            """
            select reel, sum(new_color + new_sound + new_blended + new_narrative)::bigint
            from learning.discovery where reel in (
              select reel from learning.discovery
              order by sequence desc, clip_id desc limit ?
            ) group by reel order by max(sequence) desc, reel
            """,
            [RECENT_CLIPS],
        ).fetchall()
    )


def _label(figure: Figure) -> str:
    """Name of a figure with its scope.

    >>> _label(Figure("first_bar_pct", "motion.speed", 1, 4, "%", 100.0))
    'first_bar_pct/motion.speed'
    """
    return f"{figure.name}/{figure.scope}" if figure.scope else figure.name
