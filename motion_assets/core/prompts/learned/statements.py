"""Statements: what a prompt says in so many words that a word means.

Put here wordings that explain a word: definitions, appositions and contrast pairs. That two
words stand in one prompt says nothing and is never read here; what several prompts show
together is in ``patterns``.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.learned.gates import (
    context_of,
    grammar_words,
    is_unknown,
    needs_context,
)
from motion_assets.core.prompts.learned.rows import Remark, stamp
from motion_assets.core.prompts.text import plain, words_of
from motion_assets.vocabulary.learning import OPPOSITES, EvidenceKind, Register
from motion_assets.vocabulary.slots import NO_WISH

Words = tuple[str, ...]

MAX_STATEMENTS: Final = 20
"""Statements that are read of one prompt; what explains more words is no prompt."""

_SIDE_WORDS: Final = 4
"""Words that the explained span, and its explanation, may have."""
_QUOTES: Final = frozenset("\"'`*")
_MARKS: Final = frozenset(".,;:!?()[]{}|/")

_DEFINES: Final[tuple[Words, ...]] = (
    ("means",),
    ("is", "slang", "for"),
    ("is", "short", "for"),
    ("is", "another", "word", "for"),
    ("is", "my", "word", "for"),
    ("is", "our", "word", "for"),
    ("stands", "for"),
    ("i", "mean"),
    ("we", "mean"),
)
_DENIES: Final[tuple[Words, ...]] = (
    ("does", "not", "mean"),
    ("doesn't", "mean"),
    ("never", "means"),
    ("is", "not", "slang", "for"),
)
_EXPLAINS: Final[tuple[Words, ...]] = (
    ("aka",),
    *(
        (mark, *words)
        for mark in (",", "(")
        for words in (("meaning",), ("ie",), ("that", "is", ","), ("in", "other", "words"))
    ),
)
_CONTRASTS: Final[tuple[Words, ...]] = (
    (",", "not"),
    ("instead", "of"),
    ("rather", "than"),
)
_SPEAKERS: Final = frozenset({"by", "say"})
_TERMS: Final = frozenset({"word", "term", "means", *_SPEAKERS})
_PEOPLE: Final = frozenset({"i", "we"})


class Statement(NamedTuple):
    """A span beside the words that explain it, as a prompt puts them."""

    kind: EvidenceKind
    span: str
    meaning: str
    agrees: bool
    register: Register


def find_statements(prompt: str) -> Iterator[Statement]:
    """Statements about words in a prompt, in text order; the span may turn out to be nothing.

    >>> [s[:4] for s in find_statements("a zorble harbor, by zorble I mean slow")]
    [('definition', 'zorble', 'slow', True)]
    """
    tokens = [t for t in words_of(plain(prompt).text.replace("i.e.", "ie")) if t not in _QUOTES]
    for place in range(len(tokens)):
        for kind, marker, agrees in _markers_at(tokens, place):
            left = _left(tokens, place, kind, marker)
            right = _right(tokens, place + len(marker))
            if left and right:
                register: Register = "slang" if "slang" in marker else "standard"
                yield Statement(kind, " ".join(left), " ".join(right), agrees, register)


def _markers_at(tokens: Sequence[str], place: int) -> Iterator[tuple[EvidenceKind, Words, bool]]:
    groups: tuple[tuple[EvidenceKind, tuple[Words, ...], bool], ...] = (
        ("definition", _DEFINES, True),
        ("definition", _DENIES, False),
        ("apposition", _EXPLAINS, True),
        ("contrast", _CONTRASTS, True),
    )
    for kind, markers, agrees in groups:
        for marker in markers:
            if tuple(tokens[place : place + len(marker)]) == marker:
                yield kind, marker, agrees


def _left(tokens: Sequence[str], place: int, kind: EvidenceKind, marker: Words) -> Words:
    """Words that a marker explains: the last ones of its clause without a word of grammar."""
    if marker[0] in _PEOPLE:
        place -= tokens[place - 1 : place] == [","]
    start = place
    stops = _MARKS | grammar_words() | _TERMS
    while start > 0 and tokens[start - 1] not in stops:
        start -= 1
    if marker[0] in _PEOPLE and (start == 0 or tokens[start - 1] not in _SPEAKERS):
        return ()
    words = tuple(tokens[start:place])
    if kind != "definition":
        words = words[-1:]
    return words if len(words) <= _SIDE_WORDS else ()


def _right(tokens: Sequence[str], start: int) -> Words:
    """Words of the explanation: up to the next mark or word of grammar."""
    grammar = grammar_words()
    while start < len(tokens) and tokens[start] in {",", ":", "a", "an", "the"}:
        start += 1
    end = start
    while end < len(tokens) and tokens[end] not in _MARKS and tokens[end] not in grammar:
        end += 1
    return tuple(tokens[start:end]) if end - start <= _SIDE_WORDS else ()


def remarks_of(prompt: str, *, author: str, at: datetime) -> tuple[Remark, ...]:
    """What a person's prompt says about words: one remark a statement that can be read.

    The explanation must be read as exactly one value of one slot. Of a contrast, the span must
    be a word that nothing knows, and names the opposite where the value has one. What may not
    be learned is left to ``gates.admit``.
    """
    found: dict[str, Remark] = {}
    for item in islice(find_statements(prompt), MAX_STATEMENTS):
        claim = _claim_of(item)
        if claim is None:
            continue
        # A definition may stand far from where the word is used: nothing around it is its context.
        used = item.kind != "definition" and needs_context(item.span)
        remark = Remark(
            kind=item.kind,
            span=item.span,
            slot=claim[0],
            value=claim[1],
            author=author,
            at=stamp(at),
            prompt=prompt,
            agrees=item.agrees,
            cues=context_of(prompt, item.span) if used else (),
            register=item.register,
        )
        found.setdefault(remark.id, remark)
    return tuple(found.values())


def _claim_of(item: Statement) -> tuple[str, str] | None:
    """The value that a statement gives its span; None when it cannot be told."""
    claim = _only_claim(item.meaning)
    if claim is None or item.kind != "contrast":
        return claim
    if not is_unknown(item.span) or claim not in OPPOSITES:
        return None
    return claim[0], OPPOSITES[claim]


def _only_claim(words: str) -> tuple[str, str] | None:
    """The one value that some words are read as by the lexicon; None when there is another."""
    reading = interpret(words)
    if reading.unresolved or reading.negations or reading.language != "en":
        return None
    claims = {(slot, str(v)) for slot, values in reading.slots.items() for v in values}
    claims = {claim for claim in claims if claim[0] not in NO_WISH}
    return claims.pop() if len(claims) == 1 else None
