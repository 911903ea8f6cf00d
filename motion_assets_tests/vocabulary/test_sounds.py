from motion_assets.vocabulary.cells import MIXTURES, STRENGTH_COUNT
from motion_assets.vocabulary.sounds import MIXTURE_WORDS, SILENCE_WORD, STRENGTH_WORDS


def test_each_strength_has_its_own_word():
    assert len(set(STRENGTH_WORDS)) == len(STRENGTH_WORDS) == STRENGTH_COUNT
    assert SILENCE_WORD not in STRENGTH_WORDS


def test_mixtures_are_named_in_the_order_of_their_cells():
    assert tuple(MIXTURE_WORDS) == MIXTURES
    assert len(set(MIXTURE_WORDS.values())) == len(MIXTURES)


def test_a_mixture_is_named_after_what_it_has_most_of():
    for (rumble, tone, hiss), words in MIXTURE_WORDS.items():
        if rumble > max(tone, hiss) and rumble > 2:
            assert words.endswith("rumble")
        if tone > max(rumble, hiss):
            assert words.endswith(("tone", "hum"))
        if hiss > max(rumble, tone):
            assert words.endswith(("hiss", "rush"))


def test_no_strength_word_starts_a_mixture():
    starts = {words.split(maxsplit=1)[0] for words in MIXTURE_WORDS.values()}
    assert starts.isdisjoint(STRENGTH_WORDS)
