"""Rows for indirect wording as they are looked up: by the word that prompts hold least often.

Put here which rows a word leads to; how a row is matched in a prompt belongs in ``indirect``.
A row is taken apart when a prompt holds the word that leads to it.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from motion_assets.core.prompts.text import canonical
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.lexicon import CueRow


class CueAt(NamedTuple):
    """A cue row as it is looked for: by its rarest group, number ``key``.

    ``sets`` are its groups of words, each in the spelling used for matching; ``others`` are
    those without the rarest, the shortest first.
    """

    key: int
    sets: tuple[frozenset[str], ...]
    guards: frozenset[str]
    in_order: bool
    span: int
    slot: str
    value: str
    others: tuple[frozenset[str], ...]


class Cues:
    """All cue rows by each word of the group that prompts hold least often."""

    __slots__ = ("_keyed", "_made", "words")

    def __init__(self, rows: Iterable[CueRow], small: frozenset[str]) -> None:
        self._keyed: dict[str, list[tuple[int, CueRow]]] = defaultdict(list)
        self._made: dict[str, tuple[CueAt, ...]] = {}
        groups: dict[tuple[str, ...], tuple[bool, int]] = {}
        self.words: set[str] = set()
        """Every word of every group."""
        for row in rows:
            for group in row.groups:
                if group not in groups:
                    words = _canonical_words(group)
                    groups[group] = not small.isdisjoint(words), len(words)
                    self.words.update(words)
            sizes = [groups[group] for group in row.groups]
            key = sizes.index(min(sizes))
            for word in _canonical_words(row.groups[key]):
                self._keyed[word].append((key, row))

    def at(self, word: str) -> tuple[CueAt, ...]:
        """Rows that a word leads to, in file order."""
        found = self._made.get(word)
        if found is None:
            if word not in self._keyed:
                return ()
            found = self._made[word] = tuple(_cue(*item) for item in self._keyed.pop(word))
        return found


@cache
def _canonical_words(group: tuple[str, ...]) -> frozenset[str]:
    return frozenset(canonical(" ".join(group)).split())


def _cue(key: int, row: CueRow) -> CueAt:
    groups = tuple(map(_canonical_words, row.groups))
    return CueAt(
        key=key,
        sets=groups,
        guards=row.guards,
        in_order=row.in_order,
        span=row.span,
        slot=row.slot,
        value=row.value,
        others=tuple(sorted(groups[:key] + groups[key + 1 :], key=len)),
    )


def lexicon_cues() -> Cues:
    """The cue rows of the lexicon."""
    return Cues(lexicon.cue_rows(), lexicon.word_classes()["small"])
