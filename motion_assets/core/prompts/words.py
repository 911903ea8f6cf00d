"""Single words: which are known, their dictionary form, and the repair of misspellings.

Put rules about one word here. Phrases and senses belong in ``senses``.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from string import ascii_lowercase
from typing import Final

from motion_assets.core.prompts.spelling import Speller
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.files import word_frequencies

REPAIR_MIN_CHARS: Final = 4
SHORTEST_CHARS: Final = 2
"""Words shorter than ``REPAIR_MIN_CHARS`` are repaired only beside a word that they go with."""
LONGEST_CHARS: Final = 24
"""No word of the lexicon is longer; every spelling near a longer one would be tried in vain."""
STEM_MIN_CHARS: Final = 3
"""A word of this many letters or fewer has no ending to take off."""
SHORT_WORD_CHARS: Final = 6
"""Up to this length one edit is repaired, above it two; measured on real misspellings."""

_START_CHARS: Final = 3
"""Letters that words share with their neighbors in the dictionary; chosen for small texts."""
_LONG_PLURALS: Final = ("ses", "xes", "zes", "ches", "shes", "oes")
"""Endings of words that take -es; others take -s."""
_RUN: Final = re.compile(r"([a-z])\1{2,}")
_LEET: Final = str.maketrans("013457", "oieast")
_VOWELS: Final = frozenset("aeiou")


class Dictionary:
    """English words by frequency, in little memory: words that share their start share a text."""

    __slots__ = ("_by_start", "_ranked")

    def __init__(self, ranked: str) -> None:
        """``ranked``: lines of a word and its count, the most frequent word first."""
        self._ranked = f"\n{ranked}"
        by_start: dict[str, list[str]] = defaultdict(list)
        for line in ranked.splitlines():
            word = line.partition(" ")[0]
            by_start[word[:_START_CHARS]].append(word)
        self._by_start = {start: f" {' '.join(words)} " for start, words in by_start.items()}

    def __contains__(self, word: str) -> bool:
        return f" {word} " in self._by_start.get(word[:_START_CHARS], "")

    def rank(self, word: str) -> int:
        """Place by frequency: the lower, the more frequent; the same for every unknown word."""
        place = self._ranked.find(f"\n{word} ")
        return place if place >= 0 else len(self._ranked)


@cache
def _known() -> Mapping[str, str]:
    """Names and newer words that the dictionary lacks, and that are not misspelled."""
    return lexicon.pairs("known", "word", "kind")


@cache
def dictionary() -> Dictionary:
    """The 82,834 English words that symspellpy ships; one outside may be misspelled."""
    return Dictionary(word_frequencies())


def stems(word: str) -> Iterator[str]:
    """Forms that ``word`` may be an inflection of, likeliest first; some are not words.

    >>> list(stems("panning"))
    ['pan', 'pann', 'panne']
    """
    if word.endswith("'s"):
        yield word[:-2]
        return
    if word.endswith("ies") and len(word) > STEM_MIN_CHARS + 1:
        yield word[:-3] + "y"
        yield word[:-1]
    elif word.endswith("es") and len(word) > STEM_MIN_CHARS + 1:
        yield word[:-1]
        if word.endswith(_LONG_PLURALS):
            yield word[:-2]
    elif word.endswith("s") and not word.endswith("ss") and len(word) > STEM_MIN_CHARS:
        yield word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield from _verb_stems(word[: -len(ending)])


def _verb_stems(root: str) -> Iterator[str]:
    if root[-1] == root[-2] and root[-1] not in _VOWELS:
        yield root[:-1]
    if root.endswith("i"):
        yield root[:-1] + "y"
    yield root
    yield root + "e"


def graded_stems(word: str) -> Iterator[str]:
    """Adjectives that ``word`` may be a degree of: comparative, superlative or "-ish".

    >>> list(graded_stems("moodier"))
    ['moody', 'moodi', 'moodie']
    """
    for ending in ("er", "est", "ish"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield from _verb_stems(word[: -len(ending)])


def _is_doubled(stem: str, word: str) -> bool:
    """Whether the form is that of a word with one more letter: "added" is of add, not of ad."""
    longer = stem + stem[-1]
    return word.startswith(longer) and longer in dictionary()


def _slip(typed: str, meant: str) -> tuple[bool, bool, int, str]:
    """Sort key of a correction, likeliest first.

    A slip rarely changes the first letter; swapped neighbors are likelier than a wrong
    letter, and the more frequent word is likelier than a rare one.
    """
    return (
        meant[0] != typed[0],
        sorted(meant) != sorted(typed),
        dictionary().rank(meant),
        meant,
    )


def one_slip_away(word: str) -> set[str]:
    """Every spelling that one dropped, doubled, wrong or swapped letter turns into ``word``.

    >>> {"pan", "zoom"} <= one_slip_away("pna") | one_slip_away("zom")
    True
    """
    cuts = [(word[:k], word[k:]) for k in range(len(word) + 1)]
    found = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    found |= {head + tail[1:] for head, tail in cuts if tail}
    found |= {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    found |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in ascii_lowercase}
    return found


class Words:
    """Looks up single words against the words of the lexicon.

    Parameters
    ----------
    vocabulary
        Every word that occurs in a phrase, a class or a cue of the lexicon.
    irregular
        Forms that no rule gives, with their dictionary form.
    gradable
        Adjectives of the lexicon that take -er and -est.
    is_pair
        Whether two words make a phrase, for words that were typed without their space.
    companions
        Words by the words that may follow them, where the two are no phrase of the lexicon.
    """

    __slots__ = (
        "_beside",
        "_cache",
        "_companions",
        "_gradable",
        "_halves",
        "_irregular",
        "_is_pair",
        "_misspelled",
        "_speller",
        "vocabulary",
    )

    def __init__(
        self,
        vocabulary: frozenset[str],
        irregular: dict[str, str],
        gradable: frozenset[str],
        is_pair: Callable[[str, str], bool],
        companions: Sequence[tuple[frozenset[str], frozenset[str]]] = (),
    ) -> None:
        self.vocabulary = vocabulary
        self._irregular = irregular
        self._gradable = gradable
        self._is_pair = is_pair
        self._companions = companions
        self._beside: dict[tuple[str, str, str, str], str | None] = {}
        self._misspelled: dict[str, bool] = {}
        self._halves: dict[str, tuple[str, str] | None] = {}
        self._cache: dict[str, tuple[tuple[str, ...], str]] = {}
        self._speller = Speller(
            term for term in vocabulary if len(term) >= REPAIR_MIN_CHARS and term.isalpha()
        )

    def forms(self, word: str, *, repairable: bool) -> tuple[tuple[str, ...], str]:
        """Forms to match, surface first, and how they were found: surface, lemma or repaired."""
        key = word if repairable else f"!{word}"
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) > 20_000:  # noqa: PLR2004 - bounds memory, not meaning
                self._cache.clear()
            found = self._cache[key] = self._look_up(word, repairable=repairable)
        return found

    def _look_up(self, word: str, *, repairable: bool) -> tuple[tuple[str, ...], str]:
        lemmas = tuple(dict.fromkeys(self._known_stems(word)))
        if word in self.vocabulary or lemmas:
            return (word, *lemmas), "surface" if word in self.vocabulary else "lemma"
        squeezed = self._squeeze(word)
        if squeezed:
            return (squeezed, *self._known_stems(squeezed), word), "surface"
        if repairable and self._is_unknown(word) and not self._is_near(word):
            fixed = self._repair(word)
            if fixed:
                return (fixed, *self._known_stems(fixed), word), "repaired"
        return (word,), "surface"

    def _is_near(self, word: str) -> bool:
        """Whether a word is made of a known one with "-ish", as "mauvish" is of "mauve"."""
        return word.endswith("ish") and not self.vocabulary.isdisjoint(_verb_stems(word[:-3]))

    def _known_stems(self, word: str) -> Iterator[str]:
        if word in self._irregular:
            # A word that is listed as its own form is no form of another: tracking, a track.
            yield from [self._irregular[word]] if self._irregular[word] != word else []
            return
        for stem in stems(word):
            if stem in self.vocabulary and not _is_doubled(stem, word):
                yield stem
        yield from (stem for stem in graded_stems(word) if stem in self._gradable)

    def _squeeze(self, word: str) -> str | None:
        """Undo drawn-out letters and digits that stand for letters."""
        tried: list[str] = []
        if _RUN.search(word):
            tried += [_RUN.sub(r"\1\1", word), _RUN.sub(r"\1", word)]
        if any(c.isdigit() for c in word) and any(c.isalpha() for c in word):
            tried.append(word.translate(_LEET))
        for candidate in tried:
            if candidate in self.vocabulary or any(self._known_stems(candidate)):
                return candidate
        return None

    def split(self, word: str) -> tuple[str, str] | None:
        """Two words of a phrase that were typed as one, as in ``slowmotion``."""
        if word in self.vocabulary or len(word) < 2 * REPAIR_MIN_CHARS - 1:
            return None
        if word not in self._halves:
            if len(self._halves) > 20_000:  # noqa: PLR2004 - bounds memory, not meaning
                self._halves.clear()
            self._halves[word] = self._split(word) if self._is_unknown(word) else None
        return self._halves[word]

    def _split(self, word: str) -> tuple[str, str] | None:
        for cut in range(3, len(word) - 2):
            halves = word[:cut], word[cut:]
            if self.vocabulary.issuperset(halves) and self._is_pair(*halves):
                return halves
        return None

    def is_misspelled(self, word: str) -> bool:
        """Whether a word of Latin letters is in neither the lexicon nor the dictionary."""
        if word in self.vocabulary:
            return False
        found = self._misspelled.get(word)
        if found is None:
            if len(self._misspelled) > 20_000:  # noqa: PLR2004 - bounds memory, not meaning
                self._misspelled.clear()
            found = self._misspelled[word] = self._is_misspelled(word)
        return found

    def _is_misspelled(self, word: str) -> bool:
        return (
            SHORTEST_CHARS <= len(word) <= LONGEST_CHARS
            and word.isascii()
            and word.isalpha()
            and word not in dictionary()
            and not any(self._known_stems(word))
        )

    def repair_beside(self, word: str, before: str, after: str, far: str) -> str | None:
        """The word one slip away that goes with a neighbor, likeliest first; None without one.

        ``far`` is the first word after it that is more than a link, as "right" in "to the right".
        """
        key = word, before, after, far
        if key not in self._beside:
            if len(self._beside) > 20_000:  # noqa: PLR2004 - bounds memory, not meaning
                self._beside.clear()
            near = sorted(
                self.vocabulary & one_slip_away(word),
                key=partial(_slip, word),
            )
            self._beside[key] = next(
                (meant for meant in near if self._goes_with(meant, before, after, far)), None
            )
        return self._beside[key]

    def _goes_with(self, meant: str, before: str, after: str, far: str) -> bool:
        return (
            bool(before and self._is_pair(before, meant))
            or bool(after and self._is_pair(meant, after))
            or any(
                meant in firsts and (after in nexts or far in nexts)
                for firsts, nexts in self._companions
            )
        )

    @staticmethod
    def _is_unknown(word: str) -> bool:
        return (
            len(word) >= REPAIR_MIN_CHARS
            and word.isascii()
            and word.isalpha()
            and word not in dictionary()
            and word not in _known()
        )

    def _repair(self, word: str) -> str | None:
        edits = 1 if len(word) <= SHORT_WORD_CHARS else 2
        tried = [word, *(stem for stem in stems(word) if len(stem) >= REPAIR_MIN_CHARS)]
        for candidate in tried:
            found = list(self._speller.near(candidate, edits))
            if found:
                least = min(found)[0]
                nearest = [term for far, term in found if far == least]
                return min(nearest, key=partial(_slip, candidate))
        replaced = [letter + word[1:] for letter in ascii_lowercase]
        return min(self.vocabulary & set(replaced), key=partial(_slip, word), default=None)
