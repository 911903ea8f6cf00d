"""Sound words: what a mixture and a strength of pure sound are called.

Put words that stand for a sound cell here, in the order of ``cells.py``. Putting them together
and reading them back belongs in ``core.registries.naming``; moods and tempos are aspects.
"""

from typing import Final

SILENCE_WORD: Final = "silence"

STRENGTH_WORDS: Final = (
    "subliminal", "hushed", "whispered", "feeble", "quiet", "subdued", "soft", "gentle", "mild",
    "moderate", "clear", "full", "firm", "bold", "strong", "loud", "powerful", "intense",
    "blaring", "deafening",
)  # fmt: skip
"""One word per strength step 1..20, from -57.5 dBFS to -10 dBFS; step 0 is ``SILENCE_WORD``."""

MIXTURE_WORDS: Final = {
    (4, 0, 0): "deep rumble",
    (3, 1, 0): "humming rumble",
    (3, 0, 1): "gravelly rumble",
    (2, 2, 0): "rumbling drone",
    (2, 1, 1): "growling drone",
    (2, 0, 2): "surging roar",
    (1, 3, 0): "rumbling hum",
    (1, 2, 1): "raspy hum",
    (1, 1, 2): "whirring rush",
    (1, 0, 3): "rumbling rush",
    (0, 4, 0): "pure tone",
    (0, 3, 1): "breathy tone",
    (0, 2, 2): "airy whistle",
    (0, 1, 3): "whistling hiss",
    (0, 0, 4): "plain hiss",
}
"""Quarters of (rumble, tone, hiss) to the words for that mixture, in the order of ``MIXTURES``."""
