"""Covering: rows of values that show as many open pairs as possible, in few rows.

Put the covering-array search here. What is open is found in ``measure``, reels are made of the
rows in ``planner``, pairs that no clip can show are listed in ``vocabulary.impossible``.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.coverage.measure import Pair
from motion_assets.vocabulary.impossible import Value, impossible_pairs, impossible_triples

Row = tuple[Value, ...]
Bools = NDArray[np.bool_]
Int32s = NDArray[np.int32]
Starts = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Numbers of the two values of every pair that a row may start from, int64 (pair,) each."""

DRAFTS: Final = 12
"""Rows drawn up for every one that is kept; more drafts save few rows and cost time."""

_BEYOND_ANY_COUNT: Final = 1 << 12
"""Weight of a pair gained now against a value's open pairs, of which there are fewer."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Values by number, and which of them can be seen together.

    ``aspect``: aspect number of every value, int32 (value,). ``possible``: bool (value, value),
    false for two values of one aspect. ``thirds``: values that two others leave no room for.
    """

    values: tuple[Value, ...]
    aspect: Int32s
    possible: Bools
    thirds: Mapping[frozenset[int], list[int]]

    def allowed(self, row: Sequence[int]) -> Bools:
        """Which values can be seen with all of a row, bool (value,)."""
        found: Bools = np.logical_and.reduce(self.possible[list(row)], axis=0)
        for pair in map(frozenset, combinations(row, 2)):
            found[self.thirds.get(pair, [])] = False
        return found


def lower_bound(pairs: Collection[Pair]) -> int:
    """Rows that no plan can do without: the most open pairs of any two aspects.

    A row holds one value an aspect, and so at most one pair of any two aspects.

    >>> lower_bound([(("a", "1"), ("b", "1")), (("a", "1"), ("b", "2")), (("a", "1"), ("c", "1"))])
    2
    """
    counts: dict[tuple[str, str], int] = {}
    for (one, _), (other, _) in pairs:
        counts[one, other] = counts.get((one, other), 0) + 1
    return max(counts.values(), default=0)


def cover(
    pairs: Collection[Pair],
    values: Collection[Value] = (),
    *,
    rng: np.random.Generator,
    max_rows: int | None = None,
) -> tuple[Row, ...]:
    """Rows, at most one value an aspect, that hold every pair and value: widest gaps first.

    A greedy search after Cohen, Dalal, Fredman and Patton (1997): every row starts from the
    two aspects with the most open pairs, and takes value after value by the pairs it closes.
    Equal arguments, in any order, give equal rows.

    Parameters
    ----------
    pairs : collection of pairs of values
        Open pairs, each of two aspects; impossible ones are left out.
    values : collection of values
        Open values, to be shown with or without a partner.
    max_rows : int, optional
        Stop after so many rows.

    Examples
    --------
    >>> pairs = [(("a", x), ("b", y)) for x in "12" for y in "12"]
    >>> len(cover(pairs, rng=np.random.default_rng(1)))
    4
    """
    grid = _grid(sorted({value for pair in pairs for value in pair} | set(values)))
    left = _open(grid, pairs)
    alone = np.zeros(len(grid.values), dtype=bool)
    place = {value: number for number, value in enumerate(grid.values)}
    alone[[place[value] for value in values]] = True
    rows: list[Row] = []
    while (left.any() or alone.any()) and (max_rows is None or len(rows) < max_rows):
        starts = _starts(grid, left)
        drafts = [_draft(grid, left, alone, starts, rng) for _ in range(DRAFTS)]
        best = max(drafts, key=lambda row: _closed(left, alone, row))
        left[np.ix_(best, best)] = False
        alone[best] = False
        rows.append(tuple(grid.values[number] for number in sorted(best)))
    return tuple(rows)


def _grid(values: Sequence[Value]) -> Grid:
    names = sorted({aspect for aspect, _ in values})
    aspect = np.array([names.index(name) for name, _ in values], dtype=np.int32)
    possible: Bools = aspect[:, None] != aspect[None, :]
    place = {value: number for number, value in enumerate(values)}
    for pair in impossible_pairs():
        one, other = (place.get(value) for value in pair)
        if one is not None and other is not None:
            possible[one, other] = possible[other, one] = False
    thirds: dict[frozenset[int], list[int]] = {}
    for triple in impossible_triples():
        three = [place[value] for value in triple if value in place]
        for third in three if len(three) == len(triple) else ():
            thirds.setdefault(frozenset(three) - {third}, []).append(third)
    return Grid(tuple(values), aspect, possible, thirds)


def _open(grid: Grid, pairs: Collection[Pair]) -> Bools:
    """Open pairs as a symmetric table, bool (value, value)."""
    place = {value: number for number, value in enumerate(grid.values)}
    left = np.zeros_like(grid.possible)
    for one, other in pairs:
        left[place[one], place[other]] = left[place[other], place[one]] = True
    return left & grid.possible


def _draft(
    grid: Grid, left: Bools, alone: Bools, starts: Starts, rng: np.random.Generator
) -> list[int]:
    """One row: numbers of values that can all be seen together."""
    degree = left.sum(axis=1, dtype=np.int32) + alone
    row = _start(starts, degree, rng)
    allowed = grid.allowed(row)
    gained = left[row].sum(axis=0, dtype=np.int32) + alone
    while allowed.any():
        merit = gained * _BEYOND_ANY_COUNT + degree + rng.random(len(degree))
        best = int(np.where(allowed, merit, -1.0).argmax())
        # What closes nothing and has nothing open is left to the one who draws the clip.
        if not degree[best]:
            break
        allowed &= grid.possible[best]
        for other in row:
            allowed[grid.thirds.get(frozenset({other, best}), [])] = False
        row.append(best)
        gained += left[best]
    return row


def _starts(grid: Grid, left: Bools) -> Starts:
    """Open pairs of the two aspects that have most of them; empty where no pair is open."""
    one, other = np.nonzero(np.triu(left))
    if not len(one):
        return one, other
    count = int(grid.aspect.max()) + 1
    between = grid.aspect[one].astype(np.int64) * count + grid.aspect[other]
    widest = between == np.bincount(between).argmax()
    return one[widest], other[widest]


def _start(starts: Starts, degree: Int32s, rng: np.random.Generator) -> list[int]:
    """The neediest of ``starts``, else the neediest value."""
    one, other = starts
    if not len(one):
        return [int((degree + rng.random(len(degree))).argmax())]
    need = degree[one] + degree[other] + rng.random(len(one))
    chosen = int(need.argmax())
    return [int(one[chosen]), int(other[chosen])]


def _closed(left: Bools, alone: Bools, row: Sequence[int]) -> int:
    """Open pairs and values that a row would close."""
    return int(left[np.ix_(row, row)].sum()) // 2 + int(alone[list(row)].sum())
