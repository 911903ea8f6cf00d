import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motion_assets.core.coverage.choosing import (
    RECENT_PROMPTS,
    Made,
    Use,
    choose_prompts,
    choose_sound,
    good_prompts,
    underused,
    unlike,
)


def made(prompt: str = "a", **changed) -> Made:
    facts = {
        "precision_pct": 100.0,
        "quality": 1.0,
        "frozen": False,
        "black": False,
        "quiet": False,
    }
    return Made(prompt=prompt, **(facts | changed))


def test_a_good_prompt_is_good_in_every_way():
    assert good_prompts([made("a"), made("b"), made("a")]) == ("a", "b")
    assert good_prompts([]) == ()


@pytest.mark.parametrize(
    "flaw",
    [
        {"precision_pct": 99.9},
        {"precision_pct": None},
        {"frozen": True},
        {"black": True},
        {"quiet": True},
        {"quality": 0.4},
    ],
)
def test_one_flaw_is_enough(flaw):
    clips = [made("a", **flaw), made("b"), made("c", quality=0.9), made("d", quality=0.8)]
    assert "a" not in good_prompts(clips)
    assert "b" in good_prompts(clips)


def test_quality_is_held_against_the_median_of_all_clips():
    clips = [made("a", quality=0.2), made("b", quality=0.5), made("c", quality=0.9)]
    assert good_prompts(clips) == ("b", "c")


def test_the_newest_clip_of_a_prompt_counts():
    assert good_prompts([made("a"), made("b"), made("a", frozen=True)]) == ("b",)


@settings(max_examples=30)
@given(st.integers(1, 400), st.integers(0, 300), st.integers(1, 64), st.integers(0, 99))
def test_a_recent_prompt_never_comes_again_while_another_is_left(pool, history, count, seed):
    good = [f"prompt {number}" for number in range(pool)]
    rng = np.random.default_rng(seed)
    line = [good[int(rng.integers(pool))] for _ in range(history)]
    for prompt in choose_prompts(good, line, count, rng):
        recent = set(line[-RECENT_PROMPTS:])
        assert prompt not in recent or recent.issuperset(good)
        line.append(prompt)


def test_with_nothing_but_recent_ones_the_oldest_comes_first():
    chosen = choose_prompts(["a", "b", "c"], ["b", "c", "a", "b"], 3, np.random.default_rng(0))
    assert chosen == ("c", "a", "b")


def test_no_good_prompt_gives_none():
    assert choose_prompts([], ["a"], 3, np.random.default_rng(0)) == ()


def test_equal_seeds_choose_equally():
    good = [f"prompt {number}" for number in range(300)]
    first, second = (choose_prompts(good, [], 20, np.random.default_rng(5)) for _ in range(2))
    assert first == second
    assert first != choose_prompts(good, [], 20, np.random.default_rng(6))


def test_underused_weights_are_one_over_one_more_than_the_count():
    # Weights 1, 1/2 and 1/5: shares 10/17, 5/17 and 2/17.
    rng = np.random.default_rng(7)
    drawn = [underused("abc", {"b": 1, "c": 4}, rng) for _ in range(6_000)]
    shares = [drawn.count(letter) / len(drawn) for letter in "abc"]
    np.testing.assert_allclose(shares, [10 / 17, 5 / 17, 2 / 17], atol=0.02)


def test_sound_favors_the_recent_in_35_of_100_cases():
    # By count "new" is all but excluded, by age "old" is: the shares are those of the rule.
    rng = np.random.default_rng(8)
    uses = {"new": Use(99_999, 0.0), "old": Use(0, 99_999.0)}
    drawn = [choose_sound(uses, rng) for _ in range(6_000)]
    assert drawn.count("new") / len(drawn) == pytest.approx(0.35, abs=0.02)


def test_ages_that_lie_ahead_or_are_unknown_do_no_harm():
    rng = np.random.default_rng(9)
    assert choose_sound({"a": Use(0, -5.0)}, rng) == "a"
    assert {choose_sound({"a": Use(0), "b": Use(0)}, rng) for _ in range(50)} == {"a", "b"}


def test_near_duplicates_are_left_out():
    texts = ["a red circle on a blue ground", "red circle on blue ground!", "neon city at night"]
    assert unlike(texts, []) == (texts[0], texts[2])
    assert unlike(texts, ["the neon city at night"]) == (texts[0],)
