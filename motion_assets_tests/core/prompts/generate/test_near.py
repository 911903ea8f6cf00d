"""Near duplicates: the rule at its edge, and its exception."""

from motion_assets.core.prompts.generate.near import Seen, word_set

FIVE = frozenset({"aa", "bb", "cc", "dd", "ee"})
CALM = (("mood", "calm"),)
TENSE = (("mood", "tense"),)


def seen(words, asked=None):
    earlier = Seen()
    earlier.add(words, asked)
    return earlier


def test_words_are_folded_and_single_letters_left_out():
    assert word_set("A tram, a TRAM: I wait") == {"tram", "wait"}


def test_four_of_five_shared_words_are_not_yet_near():
    assert seen(FIVE).nearest(frozenset({"aa", "bb", "cc", "dd", "xx"}), None) is None


def test_all_words_of_the_smaller_set_are_near_however_long_the_other_is():
    longer = FIVE | {"vv", "ww", "xx", "yy", "zz"}
    assert seen(longer).nearest(FIVE, None) == 0
    assert seen(FIVE).nearest(longer, None) == 0


def test_prompts_that_are_understood_completely_may_differ_in_what_they_ask_for():
    assert seen(FIVE, CALM).nearest(FIVE, TENSE) is None
    assert seen(FIVE, CALM).nearest(FIVE, CALM) == 0
    assert seen(FIVE, None).nearest(FIVE, TENSE) == 0


def test_the_first_near_prompt_is_named():
    earlier = seen(frozenset({"qq", "rr"}))
    earlier.add(FIVE, None)
    earlier.add(FIVE, None)
    assert earlier.nearest(FIVE, None) == 1
