"""Known words: built, inflected and spelled in ways that no list holds, and names."""

import pytest

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import is_complete
from motion_assets.core.prompts.known_words import is_known
from motion_assets.core.prompts.open_words import NAME


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("boatbuilder", id="two-words-in-one"),
        pytest.param("raftsman", id="joined-by-an-s"),
        pytest.param("crewmate's", id="of-somebody"),
        pytest.param("repurposed", id="with-a-prefix"),
        pytest.param("disheveled", id="American-spelling"),
        pytest.param("patrollers", id="who-does-it"),
        pytest.param("tardigrade", id="a-row"),
    ],
)
def test_an_english_word_is_known(word):
    assert is_known(word)
    assert is_complete(interpret(f"a {word}"))


@pytest.mark.parametrize("word", ["zorble", "hrring", "xyzzys"])
def test_a_coined_or_misspelled_word_is_not_known(word):
    assert not is_known(word)
    assert not is_complete(interpret(f"a {word}"))


@pytest.mark.parametrize(
    "prompt",
    [
        pytest.param("Ottilie paints a door", id="a-given-name-opens-a-sentence"),
        pytest.param("a door in Zorbleham", id="a-capital-inside-a-sentence"),
    ],
)
def test_a_name_is_explained(prompt):
    reading = interpret(prompt)
    assert NAME in {item.reason for item in reading.unresolved}
    assert is_complete(reading)


def test_a_capital_that_opens_a_sentence_tells_no_name():
    assert not is_complete(interpret("Zorble the door"))
