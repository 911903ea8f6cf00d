from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motion_assets.core.coverage.covering import cover, lower_bound
from motion_assets.core.coverage.measure import possible_pairs
from motion_assets.vocabulary.aspects import BLENDED, NARRATIVE
from motion_assets.vocabulary.impossible import impossible_pairs, impossible_triples


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def all_pairs(sizes: list[int]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    aspects = [[(f"a{i}", str(v)) for v in range(size)] for i, size in enumerate(sizes)]
    return [pair for a, b in combinations(aspects, 2) for pair in product(a, b)]


def held(rows):
    return {pair for row in rows for pair in combinations(sorted(row), 2)}


@given(st.lists(st.integers(1, 5), min_size=2, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_every_open_pair_lies_in_a_row_and_no_row_holds_two_values_of_an_aspect(sizes, shuffler):
    pairs = all_pairs(sizes)
    kept = shuffler.sample(pairs, k=max(1, len(pairs) // 2))
    rows = cover(kept, rng=rng())
    assert set(kept) <= held(rows)
    assert all(len({aspect for aspect, _ in row}) == len(row) for row in rows)
    assert len(rows) >= lower_bound(kept)


@given(st.permutations(all_pairs([3, 4, 2])))
@settings(max_examples=10)
def test_the_order_of_the_gaps_changes_nothing(pairs):
    assert cover(pairs, rng=rng()) == cover(all_pairs([3, 4, 2]), rng=rng())


@pytest.mark.parametrize(("aspects", "ratio"), [(BLENDED, 1.1), (NARRATIVE, 1.02)])
def test_all_pairs_of_a_registry_need_hardly_more_rows_than_the_lower_bound(aspects, ratio):
    pairs = [pair for a, b in combinations(aspects, 2) for pair in possible_pairs(a, b)]
    rows = cover(pairs, rng=rng())
    place = {a.key: i for i, a in enumerate(aspects)}
    shown = {
        tuple(sorted(pair, key=lambda value: place[value[0]]))
        for row in rows
        for pair in combinations(row, 2)
    }
    assert set(pairs) <= shown
    assert len(rows) <= ratio * lower_bound(pairs)
    impossible = impossible_pairs()
    assert not any(frozenset(pair) in impossible for pair in shown)
    assert not any(triple <= set(row) for triple in impossible_triples() for row in rows)


def test_values_without_an_open_partner_are_shown_too():
    rows = cover([], [("a", "1"), ("a", "2"), ("b", "1")], rng=rng())
    assert sorted(value for row in rows for value in row) == [("a", "1"), ("a", "2"), ("b", "1")]
    assert len(rows) == 2


def test_a_plan_can_be_cut_short_and_begins_alike():
    pairs = all_pairs([4, 4, 4])
    assert cover(pairs, rng=rng(), max_rows=3) == cover(pairs, rng=rng())[:3]


def test_nothing_open_needs_no_row():
    assert cover([], rng=rng()) == ()
    assert lower_bound([]) == 0
