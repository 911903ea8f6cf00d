"""Heading: which way round the words of a direction send what travels.

Put the step from a claimed direction to its ways here: "falling" is vertical, and down. Which
direction a verb claims is told in ``travel`` and by the lexicon, drawing it belongs in
``core.clips.heading``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.slots import HEADINGS

HEADING: Final = "heading"
"""Rule of the claims that are made here; they may reach beyond the words of their direction."""

_OPPOSITE: Final[Mapping[str, str]] = {
    way: other
    for pair in (HEADINGS["horizontal"], HEADINGS["vertical"], HEADINGS["radial"])
    for way, other in (pair, pair[::-1])
}
_GOALS: Final = frozenset({"to", "toward", "towards", "into", "onto"})
_ORIGIN: Final = "from"
_LINKS: Final = _GOALS | {"the", "and", "a", "of", _ORIGIN}
"""Words that a way may go on with behind the words of its direction."""

Ways = Sequence[tuple[str, ...]]


@cache
def _words(kind: str) -> tuple[tuple[frozenset[str], str], ...]:
    """Words for each way: ``way`` names it, a ``verb`` goes it where nothing else is named."""
    rows = [row for row in lexicon.read_table("headings") if row["kind"] == kind]
    return tuple((frozenset(row["words"].split()), row["value"]) for row in rows)


def find_headings(
    document: Document, directions: Iterable[tuple[str, Mention]]
) -> list[tuple[str, Mention]]:
    """Ways that the words of claimed ``directions`` tell, none where they tell both of a pair."""
    found: list[tuple[str, Mention]] = []
    for direction, mention in directions:
        end = _end(document, mention)
        words = document.words[mention.first : end]
        named, gone = (
            [_ways(document, k, kind) for k in range(mention.first, end)]
            for kind in ("way", "verb")
        )
        able = HEADINGS.get(direction, ())
        told = [way for way in _told(words, named) if way in able]
        told = told or [way for way in _one_way(_flat(gone)) if way in able]
        reason = f"{' '.join(words)!r} tells the way"
        found += [(way, replace(mention, end=end, rule=HEADING, reason=reason)) for way in told]
    return found


def _end(document: Document, mention: Mention) -> int:
    """Token after the words of a direction and those that go on about its way."""
    last = document.clause[mention.end - 1][1]
    end = token = mention.end
    while token < last and (document.words[token] in _LINKS or _ways(document, token, "way")):
        token += 1
        end = token if _ways(document, token - 1, "way") else end
    return end


def _ways(document: Document, token: int, kind: str) -> tuple[str, ...]:
    return tuple(way for words, way in _words(kind) if document.is_any(token, words))


def _told(words: Sequence[str], ways: Ways) -> tuple[str, ...]:
    """Ways that words name, a goal before all else, and away from an origin.

    >>> left, right = ("left",), ("right",)
    >>> _told(["from", "left", "to", "right"], [(), left, (), right])
    ('right',)
    >>> _told(["from", "the", "left"], [(), (), left]), _told(["left", "right"], [left, right])
    (('right',), ())
    """
    goal = max((k for k, word in enumerate(words) if word in _GOALS), default=len(words))
    origin = words.index(_ORIGIN) if _ORIGIN in words else len(words)
    goals = _flat(ways[goal:])
    if goals:
        before = _flat(ways[: min(origin, goal)])
        return _one_way([way for way in before if _OPPOSITE[way] not in goals] + goals)
    away = [_OPPOSITE[way] for way in _flat(ways[origin:])]
    return _one_way(_flat(ways[:origin]) + away)


def _one_way(ways: Sequence[str]) -> tuple[str, ...]:
    """Ways without those that are told together with their opposite, each once."""
    return tuple(way for way in dict.fromkeys(ways) if _OPPOSITE[way] not in ways)


def _flat(ways: Ways) -> list[str]:
    return [way for each in ways for way in each]
