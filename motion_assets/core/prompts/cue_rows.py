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

    __slots__ = ("_keyed", "_made", "_seconds", "heads", "words")

    def __init__(self, rows: Iterable[CueRow], small: frozenset[str]) -> None:
        self._keyed: dict[str, list[tuple[int, CueRow]]] = defaultdict(list)
        self._made: dict[str, tuple[CueAt, ...]] = {}
        self._seconds: dict[str, tuple[tuple[int, ...], dict[str, list[int]]]] = {}
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
        self.heads = frozenset(self._keyed)
        """Every word that leads to a row."""

    def at(self, word: str) -> tuple[CueAt, ...]:
        """Rows that a word leads to, in file order."""
        found = self._made.get(word)
        if found is None:
            if word not in self._keyed:
                return ()
            found = self._made[word] = tuple(_cue(*item) for item in self._keyed.pop(word))
        return found

    def told(self, word: str, present: frozenset[str]) -> list[CueAt]:
        """Rows that a word leads to and of which ``present`` holds every group, in file order."""
        rows = self.at(word)
        if word not in self._seconds:
            self._seconds[word] = _by_second(rows)
        alone, seconds = self._seconds[word]
        numbers = set(alone)
        for second in present & seconds.keys():
            numbers.update(seconds[second])
        return [
            rows[number]
            for number in sorted(numbers)
            if not any(map(present.isdisjoint, rows[number].others[1:]))
        ]


def _by_second(rows: tuple[CueAt, ...]) -> tuple[tuple[int, ...], dict[str, list[int]]]:
    """Numbers of the rows of one group, and of the others by each word of their second."""
    seconds: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for word in row.others[0] if row.others else ():
            seconds[word].append(number)
    return tuple(k for k, row in enumerate(rows) if not row.others), dict(seconds)


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
