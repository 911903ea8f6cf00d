"""Counting evidence: the bound against a published quantile, and what is independent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaincinv

from motion_assets.core.prompts.learned.counting import (
    independent,
    lower_bound,
    near_duplicates,
    total,
    within_caps,
)
from motion_assets.vocabulary.learning import AUTHOR_MOST, DAILY_CAP
from motion_assets_tests.core.prompts.learned.words import said


@pytest.mark.parametrize(
    ("agree", "disagree"), [(0, 0), (3, 0), (8, 0), (10, 0), (9, 1), (20, 3), (1, 9), (40, 40)]
)
def test_the_bound_is_the_tenth_percentile_of_the_beta(agree, disagree):
    exact = betaincinv(agree + 1, disagree + 1, 0.1)
    assert lower_bound(agree, disagree) == pytest.approx(exact, abs=1e-4)
    assert lower_bound(agree, disagree) <= exact


def test_with_nothing_against_it_the_bound_is_a_root_of_a_tenth():
    # The distribution function of Beta(n + 1, 1) is x ** (n + 1).
    assert lower_bound(8, 0) == pytest.approx(0.1 ** (1 / 9), abs=1e-4)


def test_ten_agreeing_reach_four_fifths_and_nine_do_not():
    assert lower_bound(9, 0) < 0.8 < lower_bound(10, 0)


@given(st.integers(0, 40), st.integers(0, 20))
def test_every_agreement_raises_the_bound_and_every_contradiction_lowers_it(agree, disagree):
    bound = lower_bound(agree, disagree)
    assert lower_bound(agree + 1, disagree) > bound > lower_bound(agree, disagree + 1)


def test_more_than_four_fifths_of_the_smaller_set_is_a_near_duplicate():
    assert not near_duplicates(frozenset("abcd"), frozenset("abcx"))
    assert not near_duplicates(frozenset("abcde"), frozenset("abcdx"))
    assert near_duplicates(frozenset("abcdef"), frozenset("abcdex"))
    assert near_duplicates(frozenset("ab"), frozenset("abcdefgh"))
    assert near_duplicates(frozenset(), frozenset())


def test_the_same_author_day_and_prompt_is_one_remark():
    assert said(1).id == said(1, minutes=90).id
    assert said(1).id != said(1, author="else").id


def test_near_duplicates_count_once_whoever_sends_them():
    prompts = ["zorble means slow", "Zorble means slow!", "the zorble means slow, please"]
    same = [said(k, prompt=prompt) for k, prompt in enumerate(prompts)]
    assert total(independent(same)) == 1
    assert total(independent([said(k) for k in range(6)])) == 6


def test_a_correction_weighs_five_and_no_author_more_than_that():
    alone = [said(k, kind="correction", author="one") for k in range(4)]
    assert [item.weight for item in independent(alone)] == [AUTHOR_MOST, 0, 0, 0]
    together = [said(k, kind="correction") for k in range(2)]
    assert total(independent(together)) == 10


def test_an_author_adds_at_most_the_cap_in_a_day_and_more_the_next():
    day = [said(k, author="one", span=f"word{k}x") for k in range(DAILY_CAP + 9)]
    tomorrow = said(0, author="one", minutes=24 * 60 + 1)
    assert len(within_caps([tomorrow, *day])) == DAILY_CAP + 1


@given(st.permutations([said(k, author=f"a{k % 3}") for k in range(12)]))
def test_what_counts_does_not_depend_on_the_order_it_is_listed_in(listed):
    assert within_caps(listed) == within_caps(sorted(listed, key=lambda item: item.at))
