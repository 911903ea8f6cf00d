"""Figures: how well the loop asks, finds and shows, each as a part of a whole.

Put a figure of progress here when it follows from clips, counts and coverage alone. Where the
rows come from belongs in ``storage.fold`` and ``steps.progress``, what a figure must reach in
``REQUIREMENTS`` below.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from motion_assets.core.coverage.measure import CoverageRow

RECENT_CLIPS: Final = 100
"""Clips that figures of the newest clips look back on."""
FREQUENT_ENTRIES: Final = 20
"""Entries whose share of all counts is the repetition of a registry."""
REPETITION_CLIPS: Final = 1_000
"""Clips from which repetition says something: fewer fill twenty entries whatever is made."""
PERCENT: Final = 100.0
_BARS: Final = {1: "first_bar_pct", 2: "second_bar_pct"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRow:
    """What one clip was asked, showed and added; ``planned`` for gaps, not for a prompt."""

    clip_id: str
    planned: bool
    measured_count: int
    passed_count: int
    new_entries: int
    duration_s: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: ``part`` of ``whole``, times ``scale``, in ``unit``.

    ``scope`` is a registry or an aspect, and empty for the loop as a whole.
    """

    name: str
    scope: str
    part: float
    whole: float
    unit: str
    scale: float = 1.0

    @property
    def value(self) -> float | None:
        """The figure; None where there is nothing to measure it on."""
        return self.scale * self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a figure must reach, once its whole is at least ``from_whole``."""

    figure: str
    at_least: float | None = None
    at_most: float | None = None
    from_whole: float = 1.0

    def is_met(self, figure: Figure) -> bool:
        """Whether ``figure`` keeps to it; one that has too little to stand on does."""
        value = figure.value
        if value is None or figure.whole < self.from_whole:
            return True
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)


REQUIREMENTS: Final[Mapping[str, Requirement]] = {
    requirement.figure: requirement
    for requirement in (
        Requirement("precision_pct", at_least=95.0),
        Requirement("wasted_pct", at_most=5.0),
        Requirement("repetition_score", at_most=0.35),
        Requirement("recorded_pct", at_least=100.0),
    )
}
"""Bounds of the loop. Discovery has none: when everything is found, nothing can be."""


def clip_figures(clips: Sequence[ClipRow], *, gaps_open: bool) -> tuple[Figure, ...]:
    """Figures of the newest ``RECENT_CLIPS`` clips; ``clips`` come oldest first.

    ``wasted_pct`` is the share of clips planned for gaps that added nothing, and has nothing to
    stand on while no gap is open.

    Examples
    --------
    >>> shown = ClipRow(
    ...     clip_id="a", planned=True, measured_count=4, passed_count=3, new_entries=6,
    ...     duration_s=30.0)
    >>> {figure.name: figure.value for figure in clip_figures([shown], gaps_open=True)}
    {'precision_pct': 75.0, 'discovery_rate_pct': 100.0, 'novel_per_clip': 6.0,
     'novel_per_video_minute': 12.0, 'wasted_pct': 0.0}
    """
    recent = clips[-RECENT_CLIPS:]
    planned = [clip for clip in recent if clip.planned] if gaps_open else []
    new = sum(clip.new_entries for clip in recent)
    measured = sum(clip.measured_count for clip in recent)
    passed = sum(clip.passed_count for clip in recent)
    found = sum(clip.new_entries > 0 for clip in recent)
    wasted = sum(clip.new_entries == 0 for clip in planned)
    minutes = sum(clip.duration_s for clip in recent) / 60.0
    return (
        Figure("precision_pct", "", passed, measured, "%", PERCENT),
        Figure("discovery_rate_pct", "", found, len(recent), "%", PERCENT),
        Figure("novel_per_clip", "", new, len(recent), "entries"),
        Figure("novel_per_video_minute", "", new, minutes, "entries"),
        Figure("wasted_pct", "", wasted, len(planned), "%", PERCENT),
    )


def repetition_figures(counts: Mapping[str, Sequence[int]]) -> tuple[Figure, ...]:
    """Share of all counts that the most frequent entries hold: the highest, then by registry.

    Parameters
    ----------
    counts
        Clips of every entry, by registry.

    Examples
    --------
    >>> [(f.scope, f.value) for f in repetition_figures({"blended": [5] * 40, "narrative": []})]
    [('', 0.5), ('blended', 0.5), ('narrative', None)]
    """
    figures = [
        Figure(
            "repetition_score",
            registry,
            sum(heapq.nlargest(FREQUENT_ENTRIES, listed)),
            sum(listed),
            "share",
        )
        for registry, listed in counts.items()
    ]
    highest = max(figures, key=lambda figure: (figure.value or 0.0, figure.scope), default=None)
    if highest is None:
        return ()
    headline = Figure("repetition_score", "", highest.part, highest.whole, highest.unit)
    return (headline, *figures)


def coverage_figures(targets: Iterable[CoverageRow]) -> tuple[Figure, ...]:
    """Both bars of every registry, then of every aspect, in the order of the targets.

    A pair of aspects counts for both of them.
    """
    seen: dict[tuple[int, str, int], list[int]] = {}
    for row in targets:
        scopes = [(0, row.registry), *((1, aspect) for aspect in row.aspect.split(" x "))]
        for level, scope in scopes:
            added = seen.setdefault((level, scope, row.bar), [0, 0])
            added[0] += row.seen
            added[1] += row.wanted
    return tuple(
        Figure(_BARS[bar], scope, part, whole, "%", PERCENT)
        for (level, scope, bar), (part, whole) in sorted(
            seen.items(), key=lambda item: (item[0][0], item[0][2])
        )
    )


def recorded_figure(clip_count: int, missing_count: int) -> Figure:
    """Clips that have a learning row and a discovery row, of all clips that were made."""
    return Figure("recorded_pct", "", clip_count - missing_count, clip_count, "%", PERCENT)


def cost_figure(new_entries: int, cpu_s: float) -> Figure:
    """New entries of the clips whose cost is known, by the CPU-seconds they took."""
    return Figure("novel_per_cpu_second", "", new_entries, cpu_s, "entries")


def requirement_of(figure: Figure, *, clip_count: int) -> Requirement | None:
    """What a figure must keep to; repetition has to only from ``REPETITION_CLIPS`` on."""
    if figure.name == "repetition_score" and clip_count < REPETITION_CLIPS:
        return None
    return REQUIREMENTS.get(figure.name)


def gaps_are_open(targets: Iterable[CoverageRow]) -> bool:
    """Whether a target is not met."""
    return any(row.missing for row in targets)
