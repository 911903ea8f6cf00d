"""Spelling: words of a vocabulary that are a slip or two away from a misspelled one.

Put the search for near words here. Whether a word is misspelled, and which near one is meant,
is decided in ``words``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

Letters = int
"""Letters of a word as bits: one edit changes at most two of them."""
_BITS = 31


def distance(one: str, other: str) -> int:
    """Edits between two words: a letter dropped, added or wrong, or two neighbors swapped.

    Optimal string alignment: no letter is edited twice.

    >>> distance("slwo", "slow"), distance("panning", "pannning"), distance("kitten", "sitting")
    (1, 1, 3)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if before and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def letters_of(word: str) -> Letters:
    """Bits of the letters that a word holds; letters beyond a to z may share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & _BITS)
    return bits


class Speller:
    """Words by first letter and length, sorted out on first use of a letter."""

    __slots__ = ("_sorted", "_terms")

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = tuple(terms)
        self._sorted: dict[str, dict[int, list[tuple[str, Letters]]]] = {}

    def near(self, word: str, edits: int) -> Iterator[tuple[int, str]]:
        """Words at most ``edits`` away with how far, of those that a slip leads to.

        A slip may swap, drop or double the first letter, but rarely is it a wrong one: words
        that begin with one of the first two letters are tried.
        """
        bits = letters_of(word)
        for first in dict.fromkeys(word[:2]):
            by_length = self._of(first)
            for length in range(len(word) - edits, len(word) + edits + 1):
                for term, letters in by_length.get(length, ()):
                    if (bits ^ letters).bit_count() > 2 * edits:
                        continue
                    found = distance(word, term)
                    if found <= edits:
                        yield found, term

    def _of(self, first: str) -> dict[int, list[tuple[str, Letters]]]:
        found = self._sorted.get(first)
        if found is None:
            found = self._sorted[first] = defaultdict(list)
            for term in self._terms:
                if term[0] == first:
                    found[len(term)].append((term, letters_of(term)))
        return found
