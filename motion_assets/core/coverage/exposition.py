"""Exposition: figures as Prometheus text, for whatever scrapes them.

Put the text format here. The figures are computed in ``figures``; which registries and aspects
there are follows from them.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from motion_assets.core.coverage.figures import Figure

PREFIX: Final = "motion_assets_"
_HELP: Final[Mapping[str, str]] = {
    "precision_pct": "Asked, measurable values that the file shows, of the newest clips.",
    "discovery_rate_pct": "Newest clips that added at least one entry.",
    "novel_per_clip": "New entries per clip, of the newest clips.",
    "novel_per_video_minute": "New entries per minute of video, of the newest clips.",
    "novel_per_cpu_second": "New entries per CPU-second, of the newest clips.",
    "wasted_pct": "Clips planned for gaps that added nothing while gaps were open.",
    "repetition_score": "Share of all counts that the 20 most frequent entries hold.",
    "recorded_pct": "Clips that have a learning row and a discovery row.",
    "first_bar_pct": "Covered share of the first bar.",
    "second_bar_pct": "Covered share of the second bar.",
}


def exposition(figures: Iterable[Figure], totals: Mapping[str, int]) -> str:
    """Prometheus text format 0.0.4: a gauge per figure, and one per total.

    A figure that nothing can be measured on is left out: an absent sample is what Prometheus
    has for it. Samples of one name stand together, as the format asks.

    Examples
    --------
    >>> print(exposition([Figure("precision_pct", "", 3, 4, "%", 100.0)], {"clips": 4}), end="")
    # HELP motion_assets_precision_pct Asked, measurable values that the file shows, ...
    # TYPE motion_assets_precision_pct gauge
    motion_assets_precision_pct 75.0
    # HELP motion_assets_clips Rows of clips in the newest generation.
    # TYPE motion_assets_clips gauge
    motion_assets_clips 4
    """
    by_name: dict[str, list[Figure]] = {}
    for figure in figures:
        by_name.setdefault(figure.name, []).append(figure)
    lines = [line for name, listed in by_name.items() for line in _family(name, listed)]
    for name, count in totals.items():
        lines += _head(name, f"Rows of {name.replace('_', ' ')} in the newest generation.")
        lines.append(f"{PREFIX}{name} {count}")
    return "\n".join(lines) + "\n"


def _family(name: str, figures: Iterable[Figure]) -> list[str]:
    samples = [
        f"{PREFIX}{name}{_labels(figure.scope)} {figure.value!r}"
        for figure in figures
        if figure.value is not None
    ]
    return [*_head(name, _HELP[name]), *samples]


def _head(name: str, text: str) -> list[str]:
    return [f"# HELP {PREFIX}{name} {text}", f"# TYPE {PREFIX}{name} gauge"]


def _labels(scope: str) -> str:
    escaped = scope.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{{scope="{escaped}"}}' if scope else ""
