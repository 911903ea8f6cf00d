"""Explore or exploit: which share of clips uses good prompts again, and what caps it.

Put the ratio and its caps here. Which prompts are good is decided in ``choosing``, what is
missing in ``measure``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from motion_assets.errors import LimitError

BASE_RATIO: Final = 0.7
FEWEST_RUNS: Final = 3
"""Runs before which nothing is known well enough to cap the ratio."""
FEWEST_RUNS_TO_REPEAT: Final = 5
"""Runs before which repetition says nothing."""
REPETITIVE: Final = 0.35
FEW_DISCOVERIES_PCT: Final = 10.0
SOME_DISCOVERIES_PCT: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the loop knows of itself; None where nothing could be measured yet."""

    runs: int
    color_pct: float | None = None
    narrative_pct: float | None = None
    repetition_score: float | None = None
    discovery_rate_pct: float | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The share of clips that use good prompts again, and which cap brought it down.

    ``cap`` is None where the base held; ``reason`` says why in words and figures.
    """

    ratio: float
    base: float
    cap: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Cap:
    name: str
    ratio: float
    reason: str


def exploit_ratio(
    known: Known, *, base: float = BASE_RATIO, override: float | None = None
) -> Applied:
    """Ratio that applies now, 0 (only explore) to 1 (only exploit).

    Every cap that holds may bring the ratio down, never up. An ``override`` of the base is
    capped for repetition and few discoveries alone, and less.

    Raises
    ------
    LimitError
        If the base or the override is not in 0..1.

    Examples
    --------
    >>> exploit_ratio(Known(runs=3, color_pct=4.0)).ratio
    0.3
    >>> exploit_ratio(Known(runs=2, color_pct=4.0)).reason
    'base ratio: 2 of 3 runs done'
    """
    start = base if override is None else override
    if not 0.0 <= start <= 1.0:
        raise LimitError(f"an exploit ratio is 0 to 1, got {start}.")
    applied = Applied(start, start, None, _uncapped(known, override))
    if known.runs < FEWEST_RUNS:
        return applied
    for cap in _caps(known) if override is None else _caps_of_override(known):
        if cap.ratio < applied.ratio:
            applied = Applied(cap.ratio, start, cap.name, cap.reason)
    return applied


def _uncapped(known: Known, override: float | None) -> str:
    if override is not None:
        return "ratio set by hand"
    if known.runs < FEWEST_RUNS:
        return f"base ratio: {known.runs} of {FEWEST_RUNS} runs done"
    return "base ratio: no cap holds"


def _caps(known: Known) -> Iterator[_Cap]:
    """Caps of the base ratio that hold, in the order of the specification."""
    if _below(known.color_pct, 10.0):
        yield _Cap("color_coverage", 0.3, f"static color covered {known.color_pct:.1f} %, below 10")
    if _below(known.narrative_pct, 50.0):
        reason = f"lowest narrative aspect covered {known.narrative_pct:.1f} %, below 50"
        yield _Cap("narrative_coverage", 0.5, reason)
    if known.runs >= FEWEST_RUNS_TO_REPEAT and _repeats(known):
        yield _Cap("repetition", 0.5, _repetition(known))
    if _below(known.discovery_rate_pct, FEW_DISCOVERIES_PCT):
        yield _Cap("discovery", 0.4, _discovery(known, FEW_DISCOVERIES_PCT))


def _caps_of_override(known: Known) -> Iterator[_Cap]:
    """Caps that hold even for a ratio that was set by hand."""
    if _repeats(known):
        yield _Cap("repetition", 0.7, _repetition(known))
    if _below(known.discovery_rate_pct, FEW_DISCOVERIES_PCT):
        yield _Cap("discovery", 0.8, _discovery(known, FEW_DISCOVERIES_PCT))
    if _below(known.discovery_rate_pct, SOME_DISCOVERIES_PCT):
        yield _Cap("discovery", 0.9, _discovery(known, SOME_DISCOVERIES_PCT))


def _below(value: float | None, bound: float) -> bool:
    return value is not None and value < bound


def _repeats(known: Known) -> bool:
    return known.repetition_score is not None and known.repetition_score > REPETITIVE


def _repetition(known: Known) -> str:
    return f"repetition score {known.repetition_score:.2f}, above {REPETITIVE}"


def _discovery(known: Known, bound: float) -> str:
    return f"discovery rate {known.discovery_rate_pct:.1f} %, below {bound:.0f}"
