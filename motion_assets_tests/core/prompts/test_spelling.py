"""Near words: published pairs of words and their distance, and what a slip leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motion_assets.core.prompts.spelling import Speller, distance
from motion_assets.core.prompts.words import dictionary, one_slip_away

WORDS = st.text("abcde", min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        pytest.param("kitten", "sitting", 3, id="Levenshtein-of-the-textbooks"),
        pytest.param("saturday", "sunday", 3, id="Levenshtein-dropped"),
        pytest.param("ca", "abc", 3, id="no-letter-is-edited-twice"),
        pytest.param("balck", "black", 1, id="neighbors-swapped"),
        pytest.param("same", "same", 0, id="equal"),
        pytest.param("", "pan", 3, id="from-nothing"),
    ],
)
def test_distance(one, other, edits):
    assert distance(one, other) == distance(other, one) == edits


@given(WORDS, WORDS)
def test_what_one_slip_turns_into_a_word_is_one_edit_away(typed, meant):
    assert (distance(typed, meant) == 1) == (meant in one_slip_away(typed) and typed != meant)


@given(st.sets(WORDS, max_size=30), WORDS, st.integers(1, 2))
def test_no_near_word_with_one_of_the_first_letters_is_missed(terms, typed, edits):
    expected = {
        (distance(typed, term), term)
        for term in terms
        if term[0] in typed[:2] and distance(typed, term) <= edits
    }
    assert set(Speller(terms).near(typed, edits)) == expected


def test_the_dictionary_ranks_by_frequency():
    ranks = [dictionary().rank(word) for word in ("the", "water", "zebra", "zorble")]
    assert ranks == sorted(ranks)
    assert [word in dictionary() for word in ("the", "zebra", "zorble", "th", "")] == [
        *(True, True, False, False, False),
    ]
