"""Uses: how often values were shown when a reel was planned, and what that does to open choices.

Put the weighing of open choices by use here. Which values are open is decided in ``decide``;
counting what the registries hold belongs in ``steps.uses``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from motion_assets.vocabulary.impossible import Value

RECENT_SHARE_PCT: Final = 35
"""Of the choices of sound, how many favor what was heard lately over what was heard little."""

_SOUND: Final = "sound."
_ONE: Final = 10**12
"""Weight of a value that was never shown. Weights are whole numbers, so that no rounding of
floats can decide between two values."""

Row = tuple[str, tuple[tuple[str, int], ...]]
"""An aspect, and a number for each of its values that has one."""


@dataclass(frozen=True)
class Uses:
    """The registries as far as open choices ask, at the time a reel was planned.

    ``counts``: clips that showed a value, by aspect; a value without a number was never shown.
    ``ages_days``: whole days since a value of sound was last heard, where that is known.
    """

    counts: tuple[Row, ...] = ()
    ages_days: tuple[Row, ...] = ()

    @cached_property
    def _counted(self) -> Mapping[str, Mapping[str, int]]:
        return {aspect: dict(row) for aspect, row in self.counts}

    @cached_property
    def _aged(self) -> Mapping[str, Mapping[str, int]]:
        return {aspect: dict(row) for aspect, row in self.ages_days}

    def count(self, aspect: str, value: str) -> int:
        """Clips that showed a value."""
        return self._counted.get(aspect, {}).get(value, 0)

    def ages(self, aspect: str) -> Mapping[str, int]:
        """Days since values of an aspect were last heard."""
        return self._aged.get(aspect, {})

    def after(self, shown: Iterable[Value]) -> "Uses":
        """Uses once a clip more has shown these values, each counted once."""
        counts = {aspect: dict(row) for aspect, row in self.counts}
        for aspect, value in dict.fromkeys(shown):
            row = counts.setdefault(aspect, {})
            row[value] = row.get(value, 0) + 1
        return Uses(rows_of(counts), self.ages_days)


NO_USES: Final = Uses()
"""An empty registry: nothing was shown."""


def rows_of(numbers: Mapping[str, Mapping[str, int]]) -> tuple[Row, ...]:
    """Numbers by aspect and value as rows, in order of their names.

    >>> rows_of({"b": {"y": 2, "x": 1}, "a": {}})
    (('b', (('x', 1), ('y', 2))),)
    """
    return tuple(
        (aspect, tuple(sorted(numbers[aspect].items())))
        for aspect in sorted(numbers)
        if numbers[aspect]
    )


def choose(
    aspect: str,
    values: Sequence[str],
    base: Mapping[str, int],
    uses: Uses,
    rng: np.random.Generator,
) -> str:
    """One of ``values`` by the weight 1 / (1 + count), times its base weight of 1 or more.

    Of the values of sound, in `RECENT_SHARE_PCT` of 100 cases one that was heard lately: then
    the weight is 1 / (1 + age in days), among those whose age is known.
    """
    ages = uses.ages(aspect) if aspect.startswith(_SOUND) else {}
    aged = [value for value in values if value in ages]
    if aged and int(rng.integers(100)) < RECENT_SHARE_PCT:
        # A clock that was set back makes what was just heard seem to lie ahead.
        parts = [1 + max(0, ages[value]) for value in aged]
        return _weighted(aged, parts, base, rng)
    parts = [1 + uses.count(aspect, value) for value in values]
    return _weighted(values, parts, base, rng)


def _weighted(
    values: Sequence[str],
    parts: Sequence[int],
    base: Mapping[str, int],
    rng: np.random.Generator,
) -> str:
    """One value by its base weight in so many parts."""
    weights = [
        max(1, base.get(value, 1) * _ONE // part) for value, part in zip(values, parts, strict=True)
    ]
    left = int(rng.integers(sum(weights)))
    for value, weight in zip(values, weights, strict=True):
        left -= weight
        if left < 0:
            return value
    return values[-1]
