"""Coverage: how much of every registry's target was seen, and what is missing.

Put the arithmetic of both bars here. Planning clips for what is missing belongs in
``planner``; reading and writing tables in ``storage`` and ``steps``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, product
from typing import Final

from motion_assets.vocabulary.aspects import ASPECTS, BLENDED, NARRATIVE, Aspect, Evidence
from motion_assets.vocabulary.cells import (
    COLOR_CELL_COUNT,
    SOUND_CELL_COUNT,
    SOUND_PRIMITIVES,
    color_key,
    sound_key,
)
from motion_assets.vocabulary.impossible import Value, impossible_pairs

SAMPLE_SIZE: Final = 10
SPANS_WANTED: Final = 3

Pair = tuple[Value, Value]
"""Two values of two aspects of one registry, in the order of the vocabulary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the registries hold, as far as coverage asks.

    ``proven_color_cells``: cells that a prompt asked for by name and whose own clip showed
    them. ``spans``: distinct spans per canonical value. Prompts are kept as their texts.
    """

    color_cells: frozenset[int] = frozenset()
    proven_color_cells: frozenset[int] = frozenset()
    sound_cells: frozenset[int] = frozenset()
    sound_primitives: frozenset[str] = frozenset()
    values: frozenset[Value] = frozenset()
    pairs: frozenset[Pair] = frozenset()
    resolved_prompts: frozenset[str] = frozenset()
    unresolved_prompts: frozenset[str] = frozenset()
    spans: Mapping[Value, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One target: how many values are wanted and how many of them were seen."""

    registry: str
    aspect: str
    bar: int
    status: Evidence
    wanted: int
    seen: int
    missing_sample: tuple[str, ...]

    @property
    def missing(self) -> int:
        """Values still to be seen."""
        return self.wanted - self.seen

    @property
    def covered_share(self) -> float:
        """Seen over wanted, 0..1; a target of nothing is met."""
        return self.seen / self.wanted if self.wanted else 1.0


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """A target with values that no clip has shown yet, ``missing``, in vocabulary order."""

    registry: str
    aspect: str
    bar: int
    status: Evidence
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """What clips can be planned for today, ascending in vocabulary order."""

    color_cells: tuple[int, ...] = ()
    sound_cells: tuple[int, ...] = ()
    values: tuple[Value, ...] = ()
    pair_numbers: tuple[tuple[int, int], ...] = ()
    """Pairs by the places of their values in `all_values`: a fifth of their size as text."""

    named_cells: tuple[int, ...] = ()
    """Color cells that no prompt has asked for by name and shown."""

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Missing pairs of values."""
        values = all_values()
        return tuple((values[one], values[other]) for one, other in self.pair_numbers)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Both bars of every registry, every missing value, and what to plan for."""

    summary: tuple[CoverageRow, ...]
    gaps: tuple[OpenTarget, ...]
    plannable: Gaps


@dataclass(frozen=True, slots=True)
class _Target:
    registry: str
    aspect: str
    bar: int
    status: Evidence
    wanted: Sequence[str]
    missing: Sequence[str]

    def row(self) -> CoverageRow:
        seen = len(self.wanted) - len(self.missing)
        sample = tuple(self.missing[:SAMPLE_SIZE])
        return CoverageRow(
            self.registry, self.aspect, self.bar, self.status, len(self.wanted), seen, sample
        )

    def gaps(self) -> OpenTarget:
        return OpenTarget(self.registry, self.aspect, self.bar, self.status, tuple(self.missing))


def measure_coverage(seen: Seen) -> Coverage:
    """Compare what was seen with every target.

    The summary keeps the order registry, bar, aspect of the vocabulary; gaps come widest
    target first (most missing values), then by registry, aspect and vocabulary order.
    """
    targets = [
        *_color_targets(seen),
        *_sound_targets(seen),
        *_value_targets("blended", BLENDED, seen),
        *_value_targets("narrative", NARRATIVE, seen),
        _prompt_target(seen),
        _span_target(seen),
    ]
    widest = sorted(targets, key=lambda t: (t.bar, -len(t.missing), t.registry, t.aspect))
    return Coverage(
        summary=tuple(target.row() for target in targets),
        gaps=tuple(target.gaps() for target in widest if target.missing),
        plannable=plannable_gaps(seen),
    )


@cache
def _color_keys() -> tuple[str, ...]:
    return tuple(color_key(cell) for cell in range(COLOR_CELL_COUNT))


@cache
def _sound_keys() -> tuple[str, ...]:
    return tuple(sound_key(cell) for cell in range(SOUND_CELL_COUNT))


def _missing_keys(keys: Sequence[str], seen: frozenset[int]) -> list[str]:
    return [key for cell, key in enumerate(keys) if cell not in seen]


def _color_targets(seen: Seen) -> list[_Target]:
    keys = _color_keys()
    shown = _missing_keys(keys, seen.color_cells)
    proven = _missing_keys(keys, seen.proven_color_cells)
    return [
        _Target("static_color", "cell", 1, "measured", keys, shown),
        _Target("static_color", "cell_asked_by_name", 2, "measured", keys, proven),
    ]


def _sound_targets(seen: Seen) -> list[_Target]:
    keys = _sound_keys()
    primitives = [name for name in SOUND_PRIMITIVES if name not in seen.sound_primitives]
    return [
        _Target("static_sound", "primitive", 1, "measured", SOUND_PRIMITIVES, primitives),
        _Target("static_sound", "cell", 2, "measured", keys, _missing_keys(keys, seen.sound_cells)),
    ]


def value_key(value: Value) -> str:
    """Registry key of a value.

    >>> value_key(("camera.motion_type", "pan"))
    'camera.motion_type=pan'
    """
    return f"{value[0]}={value[1]}"


def pair_key(pair: Pair) -> str:
    """Registry key of a pair of values.

    >>> pair_key((("genre", "drama"), ("mood", "calm")))
    'genre=drama & mood=calm'
    """
    return f"{value_key(pair[0])} & {value_key(pair[1])}"


def _value_targets(registry: str, aspects: Sequence[Aspect], seen: Seen) -> list[_Target]:
    first_bar = [
        _Target(
            registry,
            aspect.key,
            1,
            aspect.evidence,
            aspect.values,
            [value for value in aspect.values if (aspect.key, value) not in seen.values],
        )
        for aspect in aspects
    ]
    return first_bar + [_pair_target(registry, a, b, seen) for a, b in combinations(aspects, 2)]


def _pair_target(registry: str, first: Aspect, second: Aspect, seen: Seen) -> _Target:
    pairs = possible_pairs(first, second)
    return _Target(
        registry,
        f"{first.key} x {second.key}",
        2,
        first.evidence,
        [f"{a[1]} & {b[1]}" for a, b in pairs],
        [f"{a[1]} & {b[1]}" for a, b in pairs if (a, b) not in seen.pairs],
    )


@cache
def possible_pairs(first: Aspect, second: Aspect) -> tuple[Pair, ...]:
    """Pairs of values of two aspects that one window or clip can show together."""
    impossible = impossible_pairs()
    values = product(
        ((first.key, value) for value in first.values),
        tuple((second.key, value) for value in second.values),
    )
    return tuple((a, b) for a, b in values if frozenset({a, b}) not in impossible)


def _prompt_target(seen: Seen) -> _Target:
    wanted = sorted(seen.resolved_prompts | seen.unresolved_prompts)
    missing = sorted(seen.unresolved_prompts)
    return _Target("interpretation", "prompt_understood", 1, "measured", wanted, missing)


def _span_target(seen: Seen) -> _Target:
    wanted = [value_key((a.key, value)) for a in ASPECTS.values() for value in a.values]
    missing = [
        value_key((a.key, value))
        for a in ASPECTS.values()
        for value in a.values
        if seen.spans.get((a.key, value), 0) < SPANS_WANTED
    ]
    return _Target("linguistic", "value_named_three_ways", 1, "measured", wanted, missing)


@cache
def all_values() -> tuple[Value, ...]:
    """Every canonical value in the order of the vocabulary."""
    return tuple((aspect.key, value) for aspect in ASPECTS.values() for value in aspect.values)


@cache
def _plannable_pairs() -> tuple[tuple[Pair, tuple[int, int]], ...]:
    """Every pair that can be planned for, with the places of its values."""
    place = {value: number for number, value in enumerate(all_values())}
    return tuple(
        (pair, (place[pair[0]], place[pair[1]]))
        for aspects in (BLENDED, NARRATIVE)
        for first, second in combinations(aspects, 2)
        for pair in possible_pairs(first, second)
    )


def plannable_gaps(seen: Seen) -> Gaps:
    """Missing cells, and missing values and pairs that a clip can show today."""
    return Gaps(
        color_cells=tuple(c for c in range(COLOR_CELL_COUNT) if c not in seen.color_cells),
        sound_cells=tuple(c for c in range(SOUND_CELL_COUNT) if c not in seen.sound_cells),
        values=tuple(
            (aspect.key, value)
            for aspect in ASPECTS.values()
            for value in aspect.values
            if (aspect.key, value) not in seen.values
        ),
        named_cells=tuple(
            cell for cell in range(COLOR_CELL_COUNT) if cell not in seen.proven_color_cells
        ),
        pair_numbers=tuple(
            numbers for pair, numbers in _plannable_pairs() if pair not in seen.pairs
        ),
    )
