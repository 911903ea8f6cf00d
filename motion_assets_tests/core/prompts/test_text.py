import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.prompts.text import canonical, plain, word_spans


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("CAFÉ", "cafe", id="case-and-accent"),
        pytest.param("it\u2019s", "it's", id="typographic-apostrophe"),
        pytest.param("\uff33\uff4c\uff4f\uff57", "slow", id="full-width"),
        pytest.param("golden_hour", "golden hour", id="underscore-parts-words"),
        pytest.param("a\x00b", "a b", id="nul-parts-words"),
        pytest.param("a\ud800b", "a b", id="lone-surrogate-parts-words"),
        pytest.param("co\u00adop", "coop", id="soft-hyphen-vanishes"),
    ],
)
def test_plain_text(typed, read):
    assert plain(typed).text == read


@given(st.text(max_size=60))
def test_every_word_has_a_span_of_the_original(prompt):
    folded = plain(prompt)
    end_before = 0
    for word, start, end in word_spans(folded.text):
        first, last = folded.span(start, end)
        assert 0 <= first < last <= len(prompt)
        assert last >= end_before
        assert word == folded.text[start:end]
        end_before = last


def test_british_spellings_meet_american_rows():
    assert [canonical(word) for word in ("colour", "grey", "centre", "red")] == [
        "color",
        "gray",
        "center",
        "red",
    ]
