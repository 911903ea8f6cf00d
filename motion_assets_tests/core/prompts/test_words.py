import pytest

from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.words import graded_stems, stems


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("slwo", "slow"),
        ("balck", "black"),
        ("puprle", "purple"),
        ("docmentary", "documentary"),
        ("cinimatic", "cinematic"),
        ("horor", "horror"),
        ("dreamyy", "dreamy"),
    ],
)
def test_a_misspelling_is_repaired(typed, meant):
    assert load_index().words.forms(typed, repairable=True)[0][0] == meant


def test_a_repair_is_told_in_the_reason():
    (evidence,) = interpret("puprle").evidence
    assert (evidence.value, evidence.reason) == ("#800080", "misspelled, read as 'purple'")
    assert evidence.confidence < interpret("purple").evidence[0].confidence


@pytest.mark.parametrize("word", ["panda", "robot", "kitchen", "violet", "tilted", "cranes"])
def test_a_known_word_is_never_repaired(word):
    assert load_index().words.forms(word, repairable=True)[1] != "repaired"


def test_a_name_in_a_sentence_is_not_repaired():
    assert load_index().words.forms("Slwo".lower(), repairable=False)[1] == "surface"
    assert "motion_speed" not in interpret("we meet Slwo there").slots


@pytest.mark.parametrize(("run_together", "value"), [("slowmotion", "slow"), ("timelapse", "fast")])
def test_words_typed_without_their_space(run_together, value):
    assert interpret(f"{run_together} of clouds").slots["motion_speed"] == (value,)


@pytest.mark.parametrize(
    ("word", "stem"),
    [("panning", "pan"), ("zooms", "zoom"), ("skies", "sky"), ("faded", "fade"), ("cat's", "cat")],
)
def test_stems_hold_the_dictionary_form(word, stem):
    assert stem in list(stems(word))


def test_graded_adjectives():
    assert "moody" in list(graded_stems("moodiest"))
