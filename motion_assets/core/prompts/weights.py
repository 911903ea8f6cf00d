"""Weights: how much the cues around a phrase speak for one of its senses.

Put here how the ``cues`` column of a row is taken apart and added up. What a cue is belongs in
``cues``.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final, NamedTuple

from motion_assets.core.prompts.cues import Cue, cue_of, members, token_after, token_before
from motion_assets.core.prompts.document import Document

THOUSANDTHS: Final = 1000


class Weights(NamedTuple):
    """Cues of one sense with their weights in thousandths, which add up alike in any order.

    ``alone`` weighs the word of a phrase of one word; ``after`` and ``before`` are the words
    that weigh right beside a phrase.
    """

    alone: Mapping[str, int]
    after: tuple[tuple[frozenset[str], int], ...]
    before: tuple[tuple[frozenset[str], int], ...]
    others: tuple[tuple[Cue, int], ...]


@cache
def compiled(cues: str) -> Weights:
    """Cues of one sense, those of no weight left out; UnknownValueError names a bad cue."""
    alone: dict[str, int] = {}
    beside: dict[str, list[tuple[frozenset[str], int]]] = {"next": [], "prev": []}
    others: list[tuple[Cue, int]] = []
    for part in cues.split():
        name, _, text = part.rpartition(":")
        weight = round(float(text) * THOUSANDTHS)
        where, equals, words = name.partition("=")
        if where == "is" and equals:
            for word in members(words):
                alone[word] = alone.get(word, 0) + weight
        elif where in beside and equals:
            beside[where].append((members(words), weight))
        else:
            others.append((cue_of(name, where, words), weight))
    kept = {where: tuple(row for row in rows if row[1]) for where, rows in beside.items()}
    return Weights(alone, kept["next"], kept["prev"], tuple(item for item in others if item[1]))


def weigh(document: Document, first: int, end: int, cues: str) -> int:
    """Weights of all cues that hold around tokens ``first`` to ``end - 1``, in thousandths."""
    if not cues:
        return 0
    weights = compiled(cues)
    total = weights.alone.get(document.words[first], 0) if end == first + 1 else 0
    if weights.after:
        total += _beside(document, token_after(document, first, end), weights.after)
    if weights.before:
        total += _beside(document, token_before(document, first), weights.before)
    for cue, weight in weights.others:
        if cue(document, first, end):
            total += weight
    return total


def _beside(document: Document, token: int, rows: tuple[tuple[frozenset[str], int], ...]) -> int:
    """Weights of the rows that hold a form of a token; none outside the sentence."""
    if token < 0:
        return 0
    forms, total = document.forms[token], 0
    for words, weight in rows:
        if not words.isdisjoint(forms):
            total += weight
    return total
