"""Counting evidence: what is independent, how much it weighs, and how sure that makes a row.

Put the arithmetic of evidence here. What state follows from it belongs in ``states``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb
from typing import Final

from motion_assets.core.prompts.learned.rows import Remark, content_words
from motion_assets.vocabulary.learning import (
    AUTHOR_MOST,
    BOUND_TAIL,
    DAILY_CAP,
    DUPLICATE_SHARE,
    EVIDENCE_WEIGHTS,
)

BOUND_STEPS: Final = 10_000
"""The bound is a whole number of these steps, found in integers: the same on any machine."""
MOST_COUNTED: Final = 200
"""Evidences counted on one side of a row; more of them decide nothing."""


@cache
def lower_bound(agree: int, disagree: int) -> float:
    """Share that agrees, at least, with 90 % confidence: a quantile of Beta(agree+1, disagree+1).

    Rounded down to four decimals. The distribution function of a Beta with whole parameters is
    a sum of binomial terms (Johnson, Kotz, Balakrishnan: Continuous Univariate Distributions 2,
    chapter 25).

    >>> lower_bound(0, 0), lower_bound(9, 0), lower_bound(10, 0)
    (0.1, 0.7943, 0.8111)
    """
    low, high = 0, BOUND_STEPS
    while high - low > 1:
        middle = (low + high) // 2
        if _below(agree, disagree, middle):
            low = middle
        else:
            high = middle
    return low / BOUND_STEPS


def _below(agree: int, disagree: int, steps: int) -> bool:
    """Whether at most a tenth of Beta(agree+1, disagree+1) lies below ``steps``, exactly."""
    trials = agree + disagree + 1
    mass = sum(
        comb(trials, k) * steps**k * (BOUND_STEPS - steps) ** (trials - k)
        for k in range(agree + 1, trials + 1)
    )
    return bool(mass * BOUND_TAIL <= BOUND_STEPS**trials)


def near_duplicates(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether more than 80 % of the smaller set of words is in both.

    >>> near_duplicates(frozenset("abcdef"), frozenset("abcdeg"))
    True
    >>> near_duplicates(frozenset("abcde"), frozenset("abcdf"))
    False
    """
    smaller = min(len(one), len(other))
    if not smaller:
        return len(one) == len(other)
    return len(one & other) > DUPLICATE_SHARE * smaller


def within_caps(remarks: Iterable[Remark]) -> list[Remark]:
    """Remarks in the order they were given, at most the daily cap of each author a day."""
    counts: Counter[tuple[str, str]] = Counter()
    kept: list[Remark] = []
    for item in sorted(remarks, key=lambda item: (item.at, item.id)):
        counts[item.author, item.day] += 1
        if counts[item.author, item.day] <= DAILY_CAP:
            kept.append(item)
    return kept


@dataclass(frozen=True, slots=True)
class Counted:
    """One independent remark with what it adds; 0 when its author has said enough."""

    remark: Remark
    weight: int


def independent(remarks: Sequence[Remark]) -> tuple[Counted, ...]:
    """Remarks of one side of one row that count, in order, each with its weight.

    Prompts that are near duplicates of an earlier one count once, whoever sends them and
    whenever: names of authors are not proven. An author adds at most ``AUTHOR_MOST``.
    """
    seen: list[frozenset[str]] = []
    known: set[frozenset[str]] = set()
    by_author: dict[str, int] = defaultdict(int)
    counted: list[Counted] = []
    for item in remarks:
        words = content_words(item.prompt)
        if words in known or any(near_duplicates(words, other) for other in seen):
            continue
        known.add(words)
        seen.append(words)
        weight = min(EVIDENCE_WEIGHTS[item.kind], AUTHOR_MOST - by_author[item.author])
        by_author[item.author] += weight
        counted.append(Counted(item, weight))
        if len(counted) == MOST_COUNTED:
            break
    return tuple(counted)


def total(counted: Iterable[Counted]) -> int:
    """Weights added up."""
    return sum(item.weight for item in counted)
