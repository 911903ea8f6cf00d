"""Phrases of the lexicon by their words, written out no further than a prompt goes.

Put here how patterns with alternatives become phrases. Writing out all wordings of all rows
takes a second and most memory, and one prompt walks some ten first words of several thousand;
so a node writes out the next word of its phrases when a prompt stands there.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from motion_assets.core.prompts.color_names import color_sense, color_values
from motion_assets.core.prompts.text import canonical, words_of
from motion_assets.core.prompts.trie import Node, Sense, phrase_words
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.lexicon import PhraseRow

_Way = tuple[PhraseRow, str, tuple[str, ...], tuple[str, ...]]
"""A row some words on: its wording so far, words of it that must follow, and further parts."""
_Color = tuple[str, tuple[str, ...]]
"""A color name some words on, with the words of it that must follow."""

_GLUED: Final = re.compile(r"[^\s{|]\{|\}[^\s}|]")
"""Alternatives that are only part of a word, as in ``sweep{s|ing}``."""
_CHOICE: Final = re.compile(r"\{[a-z]*(?:(?: (?=[a-z])|\|)[a-z]*)*\}")
"""Whole words to choose from, as in ``{very|ever so|}``: most alternatives that open a phrase."""


class Phrases:
    """All phrases by their first word."""

    __slots__ = ("_colors", "_nodes", "_rows", "heads", "words")

    def __init__(self, lines: Iterable[tuple[str, str]], colors: Iterable[str]) -> None:
        self._rows: dict[str, list[str]] = defaultdict(list)
        self._colors: dict[str, list[str]] = defaultdict(list)
        self._nodes: dict[str, Node | None] = {}
        patterns: list[str] = []
        for pattern, line in lines:
            patterns.append(pattern)
            first = pattern.partition(" ")[0]
            for head in _part_heads(first)[0] if first.isalpha() else _heads(pattern):
                self._rows[head].append(line)
        self.words = pattern_words(patterns)
        for name in colors:
            words = name.split()
            self._colors[words[0]].append(name)
            self.words.update(words)
        self.heads: frozenset[str] = frozenset(self._rows.keys() | self._colors.keys())
        """Every word that a phrase begins with."""

    def start(self, word: str) -> Node | None:
        """Where phrases that begin with ``word`` go on; None when there is none."""
        node = self._nodes.get(word)
        if node is None and (word in self._rows or word in self._colors):
            node = self._nodes[word] = self._first_node(word)
        return node

    def _first_node(self, head: str) -> Node | None:
        rows = lexicon.rows_of(self._rows.pop(head, ()))
        ways = [way for row in rows for way in _ways_from(row, head)]
        colors = [(name, tuple(name.split()[1:])) for name in self._colors.pop(head, ())]
        return _Growing(ways, colors) if ways or colors else None

    def is_pair(self, first: str, second: str) -> bool:
        """Whether two words make a phrase."""
        node = self.start(first)
        following = None if node is None else node.step(second)
        return following is not None and bool(following.senses)


class _Growing(Node):
    """A node that becomes the nodes after it when they are stepped to."""

    __slots__ = ("_ways",)

    def __init__(self, ways: Iterable[_Way], colors: Iterable[_Color]) -> None:
        self._ways: dict[str, tuple[list[_Way], list[_Color]]] = {}
        ended: list[tuple[str, PhraseRow]] = []
        for way in ways:
            for word, further in _steps(way):
                if word:
                    self._ways.setdefault(word, ([], []))[0].append(further)
                else:
                    ended.append((further[1], further[0]))
        named: list[str] = []
        for name, rest in colors:
            if rest:
                self._ways.setdefault(rest[0], ([], []))[1].append((name, rest[1:]))
            else:
                named.append(name)
        super().__init__(senses=(*_senses(ended), *map(color_sense, named)))

    def step(self, word: str) -> Node | None:
        found = self.next.get(word)
        if found is None and word in self._ways:
            found = self.next[word] = _Growing(*self._ways.pop(word))
        return found


def _steps(way: _Way) -> Iterator[tuple[str, _Way]]:
    """Every next word of a row with where it leads; an empty word where a wording ends."""
    row, text, words, rest = way
    if words:
        yield words[0], (row, text, words[1:], rest)
    elif not rest:
        yield "", way
    else:
        for wording, its_words in _worded(rest[0]):
            longer = f"{text} {wording}".strip()
            yield from _steps((row, longer, its_words, rest[1:]))


def _ways_from(row: PhraseRow, head: str) -> Iterator[_Way]:
    """Wordings of a row that begin with one word, each that word on."""
    if "{" not in row.pattern:
        yield row, row.pattern, phrase_words(row.pattern)[1:], ()
        return
    start = row, "", (), tuple(lexicon.parts(row.pattern))
    yield from (way for word, way in _steps(start) if word == head)


@cache
def _expanded(part: str) -> tuple[str, ...]:
    return lexicon.expand(part)


@cache
def _worded(part: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Wordings of a part of a pattern, each with its words."""
    return tuple((wording, phrase_words(wording)) for wording in _expanded(part))


def _heads(pattern: str) -> Iterable[str]:
    """Words that a wording of a phrase can begin with, in the order written."""
    heads: dict[str, None] = {}
    for part in lexicon.parts(pattern):
        words, always = _part_heads(part)
        heads.update(dict.fromkeys(words))
        if always:
            break
    return heads


@cache
def _part_heads(part: str) -> tuple[tuple[str, ...], bool]:
    """First words of a part of a pattern, and whether each of its wordings has one."""
    if part.isalpha():
        return (canonical(part),), True
    if _CHOICE.fullmatch(part):
        choices = part[1:-1].split("|")
        words = (canonical(choice).partition(" ")[0] for choice in choices if choice)
        return tuple(dict.fromkeys(words)), "" not in choices
    firsts = [words[:1] for _, words in _worded(part)]
    return tuple(dict.fromkeys(words[0] for words in firsts if words)), all(firsts)


def _senses(rows: Sequence[tuple[str, PhraseRow]]) -> Iterator[Sense]:
    by_sense: dict[str, list[tuple[str, PhraseRow]]] = {}
    for phrase, row in rows:
        by_sense.setdefault(row.sense_id, []).append((phrase, row))
    return map(_sense, by_sense.values())


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


def pattern_words(patterns: Iterable[str]) -> set[str]:
    """Every word of every wording of some phrases with alternatives."""
    plain: list[str] = []
    for pattern in dict.fromkeys(patterns):
        if "{" in pattern and _GLUED.search(pattern):
            for part in lexicon.parts(pattern):
                plain += _expanded(part) if _GLUED.search(part) else (part,)
        else:
            plain.append(pattern)
    text = canonical("\n".join(plain))
    for brace in "{|}":
        text = text.replace(brace, " ")
    pieces = set(text.split())
    odd = {piece for piece in pieces if not piece.isalpha()}
    words = words_of("\n".join(sorted(odd)))
    return (pieces - odd).union(word for word in words if word[0].isalnum() or not word.isascii())


def color_phrases() -> Phrases:
    """The phrases of all tables with the names of colors."""
    return Phrases(lexicon.phrase_lines(), color_values())
