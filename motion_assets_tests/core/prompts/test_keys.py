"""Keys of interpretations: which prompts are the same, and when a reading is complete."""

import pytest

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import interpretation_key, is_complete, text_digest


@pytest.mark.parametrize("same", ["slow pan", "Slow  PAN", " slow\npan", "\uff53low pan"])
def test_width_case_and_white_space_do_not_change_the_key(same):
    assert interpretation_key(same, "1") == interpretation_key("slow pan", "1")


def test_words_and_versions_do():
    keys = {interpretation_key(p, v) for p in ("slow pan", "slowpan") for v in ("1", "2")}
    assert len(keys) == 4


def test_the_text_as_typed_has_its_own_digest():
    assert text_digest("Slow pan") != text_digest("slow pan")
    assert len(text_digest("\ud800")) == 32


@pytest.mark.parametrize(
    ("prompt", "complete"),
    [
        pytest.param("slow pan left", True, id="all-read"),
        pytest.param("a fox sleeps", True, id="subject"),
        pytest.param("a zorble sleeps", False, id="unknown-word"),
        pytest.param("ein ruhiger Ozean bei Sonnenuntergang", False, id="another-language"),
        pytest.param("", True, id="empty"),
    ],
)
def test_a_reading_is_complete_when_every_word_is_read_or_explained(prompt, complete):
    assert is_complete(interpret(prompt)) is complete
