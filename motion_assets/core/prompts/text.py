"""Text of a prompt as matched: lower case, plain letters, with offsets into the original.

Put character-level rules here. Which words are known belongs in ``words``, what they mean
in the lexicon.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"#[0-9a-f]{6}\b|[^\W_]+(?:'[^\W_]+)*|[^\w\s]")
_SPELLING: Final = (
    ("grey", "gray"),
    ("colour", "color"),
    ("favour", "favor"),
    ("centre", "center"),
)
_FOLDS: Final = {
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u2014": ",",
    "\u2026": ".",
    "\u00df": "ss",
    "\u0131": "i",
    "_": " ",
    "\n": ";",
}
_DROPPED: Final = frozenset({"Mn", "Me", "Cf", "Cs", "Cc", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class PlainText:
    """Folded text; ``offsets[k]`` is the index in the original of its ``k``-th character."""

    text: str
    offsets: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of a non-empty span of the folded text."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if char in _FOLDS:
        return _FOLDS[char]
    if unicodedata.category(char) in _DROPPED:
        # Marks and joiners vanish; line breaks and broken characters part words.
        return "" if unicodedata.category(char) in {"Mn", "Me", "Cf"} else " "
    parts = unicodedata.normalize("NFKD", char)
    kept = "".join(part for part in parts if unicodedata.category(part) != "Mn")
    return unicodedata.normalize("NFC", kept).lower()


def plain(prompt: str) -> PlainText:
    r"""Fold case, accents, quotes and width; never raises, whatever the text holds.

    >>> plain("Café\u2019s").text
    "cafe's"
    """
    if prompt.isascii():
        return PlainText(prompt.lower().translate(_ASCII_FOLDS), None)
    pieces = [_fold(char) for char in prompt]
    offsets = tuple(index for index, piece in enumerate(pieces) for _ in piece)
    return PlainText("".join(pieces), offsets)


_ASCII_FOLDS: Final = dict.fromkeys(range(32), " ") | {127: " ", ord("_"): " ", ord("\n"): ";"}


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """Words, hex colors and single marks with their spans, left to right.

    >>> [word for word, _, _ in word_spans("close-up, #ff8800")]
    ['close', '-', 'up', ',', '#ff8800']
    """
    return [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]


def words_of(text: str) -> list[str]:
    """Words, hex colors and single marks without their spans."""
    return _WORD.findall(text)


@lru_cache(maxsize=1 << 14)
def canonical(word: str) -> str:
    """American spelling of the words that lexicon rows and prompts must share.

    >>> canonical("greyblue"), canonical("coloured")
    ('grayblue', 'colored')
    """
    for british, american in _SPELLING:
        word = word.replace(british, american)
    return word
