"""Registers: what the finished text of a prompt looks like in each of them.

Put letter case, punctuation and misspelling here; the words of a register are rows of the
grammar.
"""

import re
from typing import Final

import numpy as np

from motion_assets.core.prompts.generate.choosing import pick
from motion_assets.core.prompts.generate.inflect import fix_articles

LOWER_CASE: Final = frozenset({"terse", "slang", "emoji"})
"""Registers of people who do not hold down the shift key; further wishes follow as words."""

_STOPS: Final = re.compile(r",\s*([.;:?!])")
_DOUBLE_COMMA: Final = re.compile(r",(\s*,)+")
_SPACES: Final = re.compile(r"\s+")
_START: Final = re.compile(r"(^|[.!?]\s+)([a-z])")
_LONG_WORD: Final = re.compile(r"\b[a-z]{5,}\b")
_MAX_TYPOS: Final = 3
_DOUBLED: Final = re.compile(r"\b(\w{2,})\W\1\b", re.IGNORECASE)


def finish(text: str, register: str, rng: np.random.Generator) -> str:
    """The text with its articles, punctuation, letter case and, where it belongs, misspellings.

    >>> finish("a owl sits, . it waits", "plain", np.random.default_rng(1))
    'An owl sits. It waits'
    """
    text = _SPACES.sub(" ", fix_articles(text)).strip()
    text = _STOPS.sub(r"\1", _DOUBLE_COMMA.sub(",", text))
    if register == "typo":
        text = _misspell(text, rng)
    if register in LOWER_CASE:
        return text
    return _START.sub(lambda found: found[1] + found[2].upper(), text)


def is_doubled(text: str) -> bool:
    """Whether a word stands twice in a row, as in "eighties-style style".

    >>> is_doubled("back on on tiptoe"), is_doubled("back on tiptoe")
    (True, False)
    """
    return bool(_DOUBLED.search(text))


def _misspell(text: str, rng: np.random.Generator) -> str:
    """The text with one to three longer words misspelt, as fingers do it."""
    for _ in range(1 + int(rng.integers(_MAX_TYPOS))):
        words = list(_LONG_WORD.finditer(text))
        if not words:
            break
        word = pick(rng, words)
        text = f"{text[: word.start()]}{slip(word[0], rng)}{text[word.end() :]}"
    return text


def slip(word: str, rng: np.random.Generator) -> str:
    """A word of five letters or more with two letters swapped, one left out or one doubled.

    The first and the last letter stay: that is where people notice.
    """
    at = 1 + int(rng.integers(len(word) - 3))
    kind = int(rng.integers(3))
    if kind == 0 and word[at] != word[at + 1]:
        return f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"
    if kind == 1:
        return f"{word[:at]}{word[at + 1 :]}"
    return f"{word[: at + 1]}{word[at]}{word[at + 1 :]}"
