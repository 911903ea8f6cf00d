"""Known words: English words that need no row, because the clip is simply about them.

Put here how a word is recognized that neither the lexicon nor the dictionary lists as it
stands: inflected, built from two others, spelled the American way, or a name. What a word
asks for is never decided here.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.text import canonical
from motion_assets.core.prompts.words import dictionary, graded_stems, stems
from motion_assets.vocabulary import lexicon

HALF_CHARS: Final = 3
"""Letters that each half of a compound has at least, as in "raftsman"."""
COMMON_RANK: Final = 1_000_000
"""Rank up to which a word is a half of others: three quarters of the list, chosen so that
"cheesemonger" is two words and coined ones are not."""
_PREFIXES: Final = ("re", "un", "dis", "mis", "non", "pre", "out", "over", "under", "mid", "co")
_AMERICAN: Final = (("led", "lled"), ("ling", "lling"), ("log", "logue"), ("ice", "ise"))
"""Endings as Americans write them, and as the dictionary does."""


@lru_cache(maxsize=8192)
def is_known(word: str) -> bool:
    """Whether a word in matching spelling is English, though it may ask for nothing.

    >>> [is_known(word) for word in ("boatbuilder's", "repurposed", "disheveled", "zorble")]
    [True, True, True, False]
    """
    long = (form for form in _forms(word) if len(form) >= min(len(word), HALF_CHARS))
    return any(map(_is_listed, long)) or _is_compound(word)


def is_name(word: str) -> bool:
    """Whether a word in matching spelling is a given name.

    >>> is_name("ottilie"), is_name("harbor")
    (True, False)
    """
    return word.removesuffix("'s") in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(name for name, in_use in lexicon.pairs("known", "word", "kind").items()
                     if in_use == "name")  # fmt: skip


def _is_listed(word: str) -> bool:
    return (
        word in load_index().words.vocabulary
        or word in dictionary()
        or lexicon.pairs("known", "word", "kind").get(word) == "word"
    )


def _forms(word: str) -> Iterator[str]:
    """The word, what it may be an inflection of, who does it, and its other spellings."""
    bare = word.removesuffix("'s").removesuffix("'")
    plain = (bare, *stems(bare))
    yield from plain
    for form in plain:
        yield from graded_stems(form)
        yield from (
            form.removesuffix(ours) + theirs for ours, theirs in _AMERICAN if form.endswith(ours)
        )
    for prefix in _PREFIXES:
        rest = bare.removeprefix(prefix)
        if rest != bare and len(rest) > HALF_CHARS:
            yield from (rest, *stems(rest))


def _is_compound(word: str) -> bool:
    """Whether two English words stand in one, with or without an s between them."""
    bare = canonical(word.removesuffix("'s"))
    return any(
        _is_common(bare[:cut]) and any(_is_common(form) for form in _second(bare[cut:]))
        for cut in range(HALF_CHARS, len(bare) - HALF_CHARS + 1)
    )


def _is_common(word: str) -> bool:
    return word in dictionary() and dictionary().rank(word) < COMMON_RANK


def _second(rest: str) -> Iterator[str]:
    """The second half of a compound, past the s of "raftsman", and what it inflects."""
    for half in (rest, rest.removeprefix("s")):
        if len(half) >= HALF_CHARS:
            yield from (half, *stems(half))
