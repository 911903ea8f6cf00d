"""Word forms: articles by sound, verbs and plurals, against forms from any English grammar."""

import pytest

from motion_assets.core.prompts.generate.inflect import (
    article,
    base_form,
    fix_articles,
    participle,
    plural,
    third_person,
    with_article,
)
from motion_assets.vocabulary.grammar import scene_rows


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("hour", "an"),
        ("honest", "an"),
        ("heirloom", "an"),
        ("umbrella", "an"),
        ("X-ray", "an"),
        ("8-second", "an"),
        ("18", "an"),
        ("one-shot", "a"),
        ("one-eyed", "a"),
        ("university", "a"),
        ("unicyclist", "a"),
        ("European", "a"),
        ("ukulele", "a"),
        ("user", "a"),
        ("hotel", "a"),
        ("yak", "a"),
        ("Owl", "an"),
        ("untuned", "an"),
        ("undaunted", "an"),
        ("ibex", "an"),
        ("80", "an"),
        ("12", "a"),
    ],
)
def test_the_article_follows_the_sound(word, expected):
    assert article(word) == expected


def test_articles_are_set_right_in_the_middle_of_a_text_and_at_its_start():
    text = "A otter and an tailor wait a hour; A one-eyed pilot has an unicorn."
    assert fix_articles(text) == (
        "An otter and a tailor wait an hour; A one-eyed pilot has a unicorn."
    )


def test_an_article_that_stands_already_stays():
    assert with_article("a feud") == "a feud"
    assert with_article("the passage of time") == "the passage of time"


@pytest.mark.parametrize(
    ("base", "third", "ing"),
    [
        ("carry a crate", "carries a crate", "carrying a crate"),
        ("toss a melon", "tosses a melon", "tossing a melon"),
        ("buzz", "buzzes", "buzzing"),
        ("play", "plays", "playing"),
        ("stir", "stirs", "stirring"),
        ("tie a knot", "ties a knot", "tying a knot"),
        ("begin again", "begins again", "beginning again"),
        ("do a barrel roll", "does a barrel roll", "doing a barrel roll"),
        ("measure twice and ~cut once", "measures twice and cuts once",
         "measuring twice and cutting once"),
    ],
)  # fmt: skip
def test_verbs_are_inflected(base, third, ing):
    assert (third_person(base), participle(base)) == (third, ing)


def test_the_mark_of_a_second_verb_is_never_printed():
    assert base_form("sit and ~wait") == "sit and wait"


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("mouse", "mice"),
        ("lab mouse", "lab mice"),
        ("crossing guard", "crossing guards"),
        ("fish", "fishes"),
        ("spy", "spies"),
        ("lynx", "lynxes"),
        ("girl with a hose", "girls with a hose"),
        ("signalman", "signalmen"),
    ],
)
def test_nouns_have_a_plural(one, many):
    assert plural(one) == many


def test_every_verb_of_the_grammar_that_doubles_its_consonant_is_listed():
    """One syllable, one vowel letter and one consonant at the end: such a verb doubles it."""
    consonants = set("bdgklmnprtvz")
    undoubled = set()
    for row in scene_rows("actions"):
        verb = row.text.split()[0]
        vowels = [letter in "aeiou" for letter in verb]
        if verb[-1] in consonants and sum(vowels) == 1 and len(verb) > 2 and vowels[-2]:
            form = participle(verb)
            if not form.startswith(verb + verb[-1]):
                undoubled.add(form)
    assert undoubled == set()
