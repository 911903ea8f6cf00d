"""Phrases: walking the words of a pattern's wordings leads to its sense, and nothing else does."""

import pytest

from motion_assets.core.prompts.phrases import Phrases, pattern_words
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.vocabulary import lexicon

HEAVY = "{very|ever so|} slow{ly|} {-|} {push|creep {along|up}}"


def phrases(*patterns):
    rows = ((p, f"{p},id.{k},slot,v{k},,1,standard,own,camera") for k, p in enumerate(patterns))
    return Phrases(rows, ())


def walk(index, words):
    """Ids of the senses that some words lead to."""
    node = index.start(words[0])
    for word in words[1:]:
        node = None if node is None else node.step(word)
    return [] if node is None else [sense.sense_id for sense in node.senses]


@pytest.mark.parametrize("wording", lexicon.expand(HEAVY))
def test_every_wording_leads_to_its_sense(wording):
    assert walk(phrases(HEAVY, "slow"), phrase_words(wording)) == ["id.0"]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        pytest.param("slow", ["id.1"], id="a-shorter-phrase-on-the-way"),
        pytest.param("very", [], id="half-a-phrase"),
        pytest.param("slow creep", [], id="a-word-too-few"),
        pytest.param("slow push on", [], id="a-word-too-many"),
        pytest.param("push", [], id="not-from-the-middle"),
    ],
)
def test_other_words_lead_nowhere(words, ids):
    assert walk(phrases(HEAVY, "slow"), words.split()) == ids


def test_rows_of_one_phrase_keep_their_order():
    assert walk(phrases("pan", "{pan|tilt}", "pan"), ["pan"]) == ["id.0", "id.1", "id.2"]


def test_every_row_of_the_lexicon_can_be_walked():
    index = Phrases(lexicon.phrase_lines(), ())
    lost = [
        row.pattern
        for row in lexicon.phrase_rows()[::37]
        for wording in lexicon.expand(row.pattern)[:3]
        if row.sense_id not in walk(index, phrase_words(wording))
    ]
    assert lost == []


def test_words_of_patterns_are_those_of_their_wordings():
    patterns = [HEAVY, "sweep{s|ing|} o'clock", "{low-key|grey}", "🌊"]
    words = {w for p in patterns for wording in lexicon.expand(p) for w in phrase_words(wording)}
    assert pattern_words(patterns) == words
