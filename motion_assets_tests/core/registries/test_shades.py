import numpy as np
import pytest

from motion_assets.core.registries.colorspace import oklch_of_rgb
from motion_assets.core.registries.shades import apply_word, shades_of
from motion_assets.vocabulary.colors import OPACITY_WORDS, PublishedColor, published_colors
from motion_assets.vocabulary.field_words import field_words

WORDS = {word.word: word for word in field_words()}
TEAL = oklch_of_rgb(np.array([[0.0, 128.0, 128.0]]))


@pytest.mark.parametrize(
    ("word", "lighter", "stronger"),
    [
        pytest.param("pale", True, False, id="pale-is-lighter-and-weaker"),
        pytest.param("deep", False, None, id="deep-is-darker"),
        pytest.param("dark", False, False, id="dark-is-darker-and-weaker"),
        pytest.param("vivid", None, True, id="vivid-is-stronger"),
        pytest.param("muted", False, False, id="muted-is-weaker"),
    ],
)
def test_tones_do_what_they_say(word, lighter, stronger):
    lightness, chroma, hue_deg = apply_word(WORDS[word], TEAL)[0]
    changes = {True: 1, False: -1, None: 0}
    assert np.sign(round(lightness - TEAL[0, 0], 9)) == changes[lighter]
    assert np.sign(round(chroma - TEAL[0, 1], 9)) == changes[stronger]
    assert hue_deg == pytest.approx(TEAL[0, 2])


def test_a_tint_of_gray_has_the_hue_of_the_tint():
    gray = np.array([[0.6, 0.0, 123.0]])
    np.testing.assert_allclose(apply_word(WORDS["bluish"], gray), [[0.6, 0.045, 255.0]], atol=1e-12)


def test_one_head_is_said_in_many_ways():
    jade = PublishedColor("jade", "#1fa774", "a list", "jade green")
    phrases = shades_of([jade]).phrases
    assert {"dark jade green", "muted jade green", "bluish jade", "dark bluish jade"} <= set(
        phrases
    )
    # Yellowish green and reddish green differ: nobody says the second.
    assert "yellowish jade" in phrases
    assert not any("reddish" in phrase for phrase in phrases)


def test_phrases_are_free_distinct_and_can_be_shown():
    shades = shades_of(published_colors())
    assert len(set(shades.phrases)) == len(shades.phrases) == len(shades.rgb)
    assert set(shades.phrases).isdisjoint(color.spoken for color in published_colors())
    assert {phrase.split(maxsplit=1)[0] for phrase in shades.phrases}.isdisjoint(OPACITY_WORDS)
    assert shades.rgb.min() >= 0.0
    assert shades.rgb.max() <= 255.0
    assert shades.plainness.min() >= 0.0
