"""Topics: two words that go together speak, one does not, and nothing else is overruled."""

import pytest

from motion_assets.core.prompts.interpret import interpret


@pytest.mark.parametrize(
    ("prompt", "slot", "value"),
    [
        ("ferns, moss, a woodpecker", "setting", "forest"),
        ("the puck slides toward the scoreboard", "genre", "sports"),
        ("a mug and some knitting", "mood", "calm"),
    ],
)
def test_two_words_of_a_topic_speak_for_it(prompt, slot, value):
    reading = interpret(prompt)
    assert value in reading.slots[slot]
    assert {item.rule for item in reading.evidence if item.slot == slot} == {"indirect.topic"}


@pytest.mark.parametrize("prompt", ["a fern", "a referee", "a fern beside another fern"])
def test_one_word_of_a_topic_says_nothing(prompt):
    assert interpret(prompt).slots == {}


@pytest.mark.parametrize(
    ("prompt", "mood"),
    [
        pytest.param("a candle, a door, cold blood, thunder", None, id="shared-words-alone"),
        pytest.param("a candle and a creak", None, id="one-of-its-own-and-one-shared"),
        pytest.param("a candle, a door and a creak", "ominous", id="one-of-its-own-and-two-shared"),
    ],
)
def test_words_that_topics_share_count_half(prompt, mood):
    assert interpret(prompt).slots.get("mood", (None,))[0] == mood


def test_a_topic_narrows_a_place_that_is_told_broadly():
    assert interpret("a glacier").slots["setting"] == ("nature", "outdoor", "exterior")
    reading = interpret("a glacier, crampons, a sherpa")
    assert reading.slots["setting"] == ("nature", "outdoor", "exterior", "mountain")


def test_a_topic_does_not_overrule_what_is_said():
    assert interpret("a comedy about a puck and a scoreboard").slots["genre"] == ("comedy",)


def test_a_topic_needs_words_that_are_not_ruled_out():
    assert "genre" not in interpret("no referee and no overtime").slots
