"""Statements and patterns: what prompts say about words, and what they do not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.learned.patterns import ReadPrompt, find_patterns
from motion_assets.core.prompts.learned.rows import stamp
from motion_assets.core.prompts.learned.statements import remarks_of
from motion_assets_tests.core.prompts.learned.words import when


def told(prompt):
    return [
        (item.kind, item.span, f"{item.slot}={item.value}", item.agrees)
        for item in remarks_of(prompt, author="kim", at=when())
    ]


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("zorble means slow", "definition"),
        ("a harbor; by 'zorble' I mean slow", "definition"),
        ("when I say zorble, I mean slow", "definition"),
        ("zorble is slang for slow, and I want a city", "definition"),
        ("a city where zorble means slow and all is blue", "definition"),
        ("drift zorble, that is, slow", "apposition"),
        ("a zorble (i.e. slow) wave", "apposition"),
        ("make it zorble, not fast", "contrast"),
        ("zorble rather than fast", "contrast"),
    ],
)
def test_wordings_that_explain_a_word(prompt, kind):
    assert told(prompt) == [(kind, "zorble", "motion_speed=slow", True)]


def test_a_denial_speaks_against():
    assert told("zorble doesn't mean slow") == [
        ("definition", "zorble", "motion_speed=slow", False)
    ]


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param("a slow zorble harbor", id="side-by-side"),
        pytest.param("it means slow", id="no-span"),
        pytest.param("what I mean is slow", id="no-word-said"),
        pytest.param("zorble means frindle", id="meaning-unknown"),
        pytest.param("zorble means beach", id="two-values"),
        pytest.param("zorble means not slow", id="meaning-negated"),
        pytest.param("zorble, not a car", id="no-opposite"),
        pytest.param("a harbor, not fast", id="contrast-of-a-known-word"),
        pytest.param("a harbor that is slow", id="relative-clause"),
        pytest.param("", id="empty"),
        pytest.param("means " * 500, id="only-markers"),
    ],
)
def test_nothing_is_learned_from(prompt):
    assert told(prompt) == []


@given(st.text(max_size=200))
def test_no_text_raises(prompt):
    told(prompt)


def read(number, prompt, source="web", author=None):
    return ReadPrompt(interpret(prompt), source, author or f"author-{number}", stamp(when(number)))


BESIDE = ("a zorble slow wave at noon", "kitchen, zorble slow pots", "zorble slow dunes of sand")


def test_three_independent_prompts_with_one_shared_value_are_a_pattern():
    found = find_patterns([read(k, prompt) for k, prompt in enumerate(BESIDE)])
    assert {(t.kind, t.span, t.slot, t.value) for t in found} == {
        ("pattern", "zorble", "motion_speed", "slow")
    }
    assert len(found) == 3


@pytest.mark.parametrize(
    "prompts",
    [
        pytest.param(BESIDE[:2], id="two-prompts"),
        pytest.param(("a zorble slow wave",) * 5, id="one-prompt-five-times"),
        pytest.param((*BESIDE, "zorble boats in a harbor"), id="once-without-the-value"),
        pytest.param((*BESIDE, "zorble fast boats"), id="once-beside-another"),
        pytest.param(
            ("zorble waves, slow, at noon", "slow pots, zorble", "dunes, slow sand; zorble"),
            id="not-beside",
        ),
        pytest.param(
            ("a Zorble slow wave at noon", "kitchen, Zorble slow pots", "the Zorble slow dunes"),
            id="a-name",
        ),
        pytest.param(("a crispy slow wave", "crispy slow pots", "dunes crispy slow"), id="known"),
    ],
)
def test_less_than_that_is_no_pattern(prompts):
    assert find_patterns([read(k, prompt) for k, prompt in enumerate(prompts)]) == ()


@pytest.mark.parametrize("source", ["generated", "loop", "backfill"])
def test_prompts_of_the_machine_are_no_evidence(source):
    assert find_patterns([read(k, p, source) for k, p in enumerate(BESIDE)]) == ()
