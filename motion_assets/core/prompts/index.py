"""The lexicon as it is looked up: the trie of phrases, single words, classes and cues.

Put the building of look-up structures here; they are made once and never changed, the
phrases of a first word when that word is first met.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from motion_assets.core.prompts.color_names import color_senses
from motion_assets.core.prompts.text import canonical, words_of
from motion_assets.core.prompts.trie import Node, Sense, add_phrase, phrase_words
from motion_assets.core.prompts.words import Words
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.lexicon import CueRow, PhraseRow

ColorSense = tuple[tuple[str, ...], Sense]


class Phrases:
    """All phrases by their first word; what may follow it is written out on first use.

    Writing out all alternatives of all rows at once takes a second and most memory, and one
    prompt needs some ten first words of several thousand.
    """

    __slots__ = ("_colors", "_nodes", "_rows", "words")

    def __init__(self, rows: Sequence[PhraseRow], colors: Iterable[ColorSense]) -> None:
        self._rows: dict[str, list[PhraseRow]] = defaultdict(list)
        self._colors: dict[str, list[ColorSense]] = defaultdict(list)
        self._nodes: dict[str, Node | None] = {}
        self.words = pattern_words(row.pattern for row in rows)
        for row in rows:
            first = row.pattern.partition(" ")[0]
            for head in (canonical(first),) if first.isalpha() else _heads(row.pattern):
                self._rows[head].append(row)
        for words, sense in colors:
            self._colors[words[0]].append((words, sense))
            self.words.update(words)

    def start(self, word: str) -> Node | None:
        """Where phrases that begin with ``word`` go on; None when there is none."""
        if word not in self._nodes:
            self._nodes[word] = self._grow(word)
        return self._nodes[word]

    def _grow(self, head: str) -> Node | None:
        by_words: dict[tuple[str, ...], list[tuple[str, PhraseRow]]] = defaultdict(list)
        for row in self._rows.get(head, ()):
            for phrase in dict.fromkeys(_phrases_from(tuple(lexicon.parts(row.pattern)), head)):
                by_words[phrase_words(phrase)].append((phrase, row))
        root: dict[str, Node] = {}
        for words, rows in by_words.items():
            add_phrase(root, words, _senses(rows))
        for words, sense in self._colors.get(head, ()):
            add_phrase(root, words, (sense,))
        return root.get(head)

    def is_pair(self, first: str, second: str) -> bool:
        """Whether two words make a phrase."""
        node = self.start(first)
        return node is not None and second in node.next and bool(node.next[second].senses)


@dataclass(frozen=True, slots=True)
class CueAt:
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


@dataclass(frozen=True, slots=True)
class Topic:
    """Values that two words of a topic speak for together; ``number`` is its row."""

    number: int
    slot: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that is looked up while reading a prompt."""

    phrases: Phrases
    words: Words
    classes: Mapping[str, frozenset[str]]
    cues: Mapping[str, tuple[CueAt, ...]]
    shades: Mapping[str, str]
    topics: Mapping[str, tuple[Topic, ...]]


_GLUED: Final = re.compile(r"[^\s{|]\{|\}[^\s}|]")
"""Alternatives that are only part of a word, as in ``sweep{s|ing}``."""
_BRACES: Final = str.maketrans("{|}", "   ")


def pattern_words(patterns: Iterable[str]) -> set[str]:
    """Every word of every wording of some phrases with alternatives."""
    plain: list[str] = []
    for pattern in patterns:
        if "{" in pattern and _GLUED.search(pattern):
            plain += [wording for part in lexicon.parts(pattern) for wording in _wordings(part)]
        else:
            plain.append(pattern)
    words = set(words_of(canonical("\n".join(dict.fromkeys(plain))).translate(_BRACES)))
    return {word for word in words if word[0].isalnum() or not word.isascii()}


@cache
def _wordings(part: str) -> tuple[str, ...]:
    return lexicon.expand(part)


def _phrases_from(parts: tuple[str, ...], head: str) -> Iterator[str]:
    """Wordings of a phrase that begin with one word; the others are not written out."""
    if not parts:
        return
    for wording in _wordings(parts[0]):
        words = phrase_words(wording)
        if not words:
            yield from _phrases_from(parts[1:], head)
        elif words[0] == head:
            for rest in lexicon.expand(" ".join(parts[1:])):
                yield f"{wording} {rest}".rstrip()


def _heads(pattern: str) -> Iterable[str]:
    """Words that a wording of a phrase can begin with, in the order written."""
    heads: dict[str, None] = {}
    for part in lexicon.parts(pattern):
        if part.isalpha():
            heads[canonical(part)] = None
            break
        firsts = [phrase_words(wording)[:1] for wording in _wordings(part)]
        heads.update((words[0], None) for words in firsts if words)
        if all(firsts):
            break
    return heads


def _senses(rows: Iterable[tuple[str, PhraseRow]]) -> tuple[Sense, ...]:
    by_sense: dict[str, list[tuple[str, PhraseRow]]] = defaultdict(list)
    for phrase, row in rows:
        by_sense[row.sense_id].append((phrase, row))
    return tuple(_sense(group) for group in by_sense.values())


def _sense(group: list[tuple[str, PhraseRow]]) -> Sense:
    phrase, row = group[0]
    claims = [(r.slot, value) for _, r in group if r.slot for value in r.value.split(";")]
    return Sense(
        phrase=phrase,
        sense_id=row.sense_id,
        claims=tuple(dict.fromkeys(claims)),
        prior=row.prior,
        cues=row.cues,
        register=row.register,
        table=row.table,
    )


def _cue_index(rows: Sequence[CueRow], small: frozenset[str]) -> dict[str, tuple[CueAt, ...]]:
    """Cue rows by each word of the group that prompts hold least often."""
    by_word: dict[str, list[CueAt]] = defaultdict(list)
    for row in rows:
        groups = tuple(_canonical_words(group) for group in row.groups)
        key = min(range(len(groups)), key=lambda k: (len(groups[k] & small) > 0, len(groups[k]), k))
        cue = CueAt(
            key=key,
            sets=groups,
            guards=row.guards,
            in_order=row.in_order,
            span=row.span,
            slot=row.slot,
            value=row.value,
            others=tuple(sorted(groups[:key] + groups[key + 1 :], key=len)),
        )
        for word in sorted(groups[key]):
            by_word[word].append(cue)
    return {word: tuple(rows) for word, rows in by_word.items()}


@cache
def _canonical_words(group: tuple[str, ...]) -> frozenset[str]:
    return frozenset(canonical(" ".join(group)).split())


def _other_words(classes: Mapping[str, frozenset[str]], rows: Sequence[CueRow]) -> set[str]:
    """Words of classes, cues, degrees, negators and numbers."""
    found: set[str] = set().union(*classes.values())
    for row in rows:
        found.update(*(_canonical_words(group) for group in row.groups))
    for topic in lexicon.read_table("topics"):
        found.update(map(canonical, topic["words"].split()))
    for table, column in (("degrees", "phrase"), ("negators", "phrase"), ("numbers", "word")):
        found |= pattern_words(lexicon.pairs(table, column, column))
    return found


def _topics() -> dict[str, tuple[Topic, ...]]:
    """Topics by each of their words."""
    found: dict[str, tuple[Topic, ...]] = {}
    for number, row in enumerate(lexicon.read_table("topics")):
        topic = Topic(number, row["slot"], tuple(row["value"].split(";")))
        for word in row["words"].split():
            found[canonical(word)] = (*found.get(canonical(word), ()), topic)
    return found


def _shades(classes: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Words of poetic color names by the modifier that they shade a color like."""
    return {
        word: name[6:] for name in sorted(classes) if name[:6] == "shade-" for word in classes[name]
    }


@cache
def load_index() -> Index:
    """The lexicon's index, built on first use and kept."""
    classes, rows = lexicon.word_classes(), lexicon.cue_rows()
    phrases = Phrases(lexicon.phrase_rows(), color_senses())
    degrees = frozenset(row[0] for row in lexicon.columns("degrees", "phrase", "level"))
    words = Words(
        vocabulary=frozenset(phrases.words | _other_words(classes, rows)),
        irregular=dict(lexicon.pairs("irregular", "form", "lemma")),
        gradable=classes["gradable"],
        is_pair=phrases.is_pair,
        companions=(
            (classes["cammove"], classes["direction"]),
            (degrees, classes["gradable"]),
            (classes["negword"], classes["sayable"]),
        ),
    )
    return Index(
        phrases=phrases,
        words=words,
        classes=classes,
        cues=_cue_index(rows, classes["small"]),
        shades=_shades(classes),
        topics=_topics(),
    )
