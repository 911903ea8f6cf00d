"""Degrees: how strongly something is asked for ("very", "barely", "as bright as possible").

Put words of degree here; they are rows of ``degrees.csv``. A degree belongs to the claim
beside it, never to the whole prompt.
"""

from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.resolve import MADE
from motion_assets.core.prompts.senses import Mention
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.vocabulary import lexicon

_NAMES: Final = frozenset({"view", "genre"})
"""Slots whose phrases name a kind: "extreme" in "extreme close-up" is part of it, no degree."""
_HIGH_SHARE: Final = 0.66
_LOW_SHARE: Final = 0.34
"""Shares from which on, and down to which, a percentage is a high and a low degree."""
_MOST_DIGITS: Final = 3
REACH: Final = 2
"""Words that may stand between a degree and what it belongs to ("a very, very slow pan")."""


Degree = tuple[str, str]
"""Level and the side of its owner on which the phrase stands."""


@cache
def _phrases() -> tuple[dict[tuple[str, ...], tuple[Degree, ...]], frozenset[str], int]:
    """Degrees by phrase, the words that phrases begin with, and the most words of one."""
    degrees: dict[tuple[str, ...], tuple[Degree, ...]] = {}
    for row in lexicon.read_table("degrees"):
        for phrase in lexicon.expand(row["phrase"]):
            words = phrase_words(phrase)
            degrees[words] = (*degrees.get(words, ()), (row["level"], row["side"]))
    return degrees, frozenset(words[0] for words in degrees), max(map(len, degrees))


def _belongs_to(mentions: list[Mention], first: int, end: int, side: str) -> Mention | None:
    for mention in mentions:
        if mention.negated or not mention.claims or mention.claims[0][0] in MADE:
            continue
        gap = mention.first - end if side == "before" else first - mention.end
        inside = mention.first == first and end <= mention.end
        if inside and mention.claims[0][0] in _NAMES:
            return None
        if 0 <= gap <= REACH or (inside and mention.claims[0][0] != "colors"):
            return mention
    return None


def find_degrees(document: Document, mentions: list[Mention]) -> list[Mention]:
    """Degrees that stand beside a claim, each as a claim of the slot ``intensity``."""
    heads = _phrases()[1]
    found: list[Mention] = []
    token = 0
    for first, word in enumerate(document.words):
        if first >= token and (word in heads or word.isdigit()):
            degree = _share_at(document, first, mentions) or _degree_at(document, first, mentions)
            if degree is not None:
                found.append(degree)
                token = degree.end
    return found


def _share_at(document: Document, first: int, mentions: list[Mention]) -> Mention | None:
    """A degree in percent: "60 % energetic", "dark, 80 percent intensity"."""
    words = document.words
    if not words[first].isdigit() or words[first + 1 : first + 2] not in (["%"], ["percent"]):
        return None
    end = first + 2 + (words[first + 2 : first + 3] == ["intensity"])
    sides = [_belongs_to(mentions, first, end, side) for side in ("before", "after")]
    owner = next((one for one in sides if one is not None), None)
    if owner is None or len(words[first]) > _MOST_DIGITS:
        return None
    share = int(words[first]) / 100
    level = "high" if share >= _HIGH_SHARE else "low" if share <= _LOW_SHARE else "medium"
    return _degree(first, end, level, owner)


def _degree(first: int, end: int, level: str, owner: Mention) -> Mention:
    return Mention(
        first=first,
        end=end,
        claims=(("intensity", level),),
        sense=f"degree.{level}",
        rule="degree",
        confidence=0.8,
        reason=f"degree of {owner.claims[0][1]!r}",
    )


def _is_way(mention: Mention, token: int) -> bool:
    """Whether a word is the direction of a movement, as "right" is in "pan left, then right"."""
    is_word = mention.first == token and mention.end == token + 1
    return is_word and any(slot == "camera_direction" for slot, _ in mention.claims)


def _takes(mention: Mention, token: int) -> bool:
    """Whether a word belongs to a claim as a whole, as "intense" does to a name."""
    inside = mention.first < token < mention.end
    named = mention.rule == "registry.name" and mention.first == token
    return bool(mention.claims) and (inside or named)


def _degree_at(document: Document, first: int, mentions: list[Mention]) -> Mention | None:
    degrees, _, most = _phrases()
    phrases = document.phrases_at(first, degrees, most)
    if not phrases or any(_takes(m, first) or _is_way(m, first) for m in mentions):
        return None
    for end, choices in phrases:
        for level, side in choices:
            owner = _belongs_to(mentions, first, end, side)
            if owner is not None:
                return _degree(first, end, level, owner)
    return None
