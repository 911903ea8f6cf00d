"""Lights: what adjectives say of the light that they stand before, "cold harsh moonlight".

Put here how an adjective finds its noun of light. Adjectives are rows of ``light_words.csv``,
nouns the class ``lamp`` and whatever the lexicon reads as a light.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from motion_assets.core.prompts.cues import is_adverb
from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary import lexicon

SLOT: Final = "lighting"
_LAMPS: Final = frozenset({"key_intensity", "fill_ratio", "rim_strength", "ambient_level"})
"""Slots of single lamps: "strong" before one of them is its level."""
_OF_LIGHT: Final = frozenset({SLOT, "color_temperature", "contrast_ratio"}) | _LAMPS
_LINKS: Final = frozenset({",", "-", "and", "but", "yet"})


@cache
def _words() -> dict[str, str]:
    return dict(lexicon.pairs("light_words", "word", "value"))


@cache
def _hues() -> frozenset[str]:
    """Adjectives that say the color of a light, which a single lamp can have too."""
    return frozenset(word for word, value in _words().items() if value in {"warm", "cool"})


def find_lights(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """A claim for every adjective before a noun of light that the lexicon left unread."""
    if document.present.isdisjoint(_words()):
        return []
    read = {k for m in mentions if m.claims for k in range(m.first, m.end)}
    found: dict[int, Mention] = {}
    covered = {k for m in mentions for k in range(m.first, m.end)}
    for noun in range(1, len(document)):
        lamp = _lamp_at(document, noun, mentions)
        if lamp is None:
            continue
        told = [
            token
            for token in _adjectives(document, noun, mentions) + _told_after(document, noun)
            if token not in read and (not lamp or document.words[token] in _hues())
        ]
        found |= {token: _mention(document, token) for token in told}
        if told and noun not in covered:
            found[noun] = _lit(noun)
    return list(found.values())


def _lamp_at(document: Document, token: int, mentions: Sequence[Mention]) -> bool | None:
    """Whether a single lamp begins at a token; None where no light does."""
    begun = [m for m in mentions if m.first == token and not _OF_LIGHT.isdisjoint(dict(m.claims))]
    if begun:
        return any(not _LAMPS.isdisjoint(dict(m.claims)) for m in begun)
    return False if document.words[token] in load_index().classes["lamp"] else None


def _adjectives(document: Document, noun: int, mentions: Sequence[Mention]) -> list[int]:
    """Tokens of adjectives before a noun of light, past links, adverbs and other claims of it."""
    colored = {k for m in mentions if "colors" in dict(m.claims) for k in range(m.first, m.end)}
    lit = {
        k
        for m in mentions
        if not _OF_LIGHT.isdisjoint(dict(m.claims))
        for k in range(m.first, m.end)
    }
    found: list[int] = []
    token, low = noun - 1, document.sentence[noun][0]
    while token >= low:
        word = document.words[token]
        if word in _words():
            found.append(token)
        elif not (word in _LINKS or token in colored | lit or is_adverb(document, token)):
            break
        token -= 1
    return found


def _told_after(document: Document, noun: int) -> list[int]:
    """Tokens of adjectives that a light is told to be: "light that is cold and hard"."""
    token, end = noun + 1, document.sentence[noun][1]
    if token < end and document.words[token] in {"that", "which"}:
        token += 1
    if token >= end or document.words[token] not in load_index().classes["be"]:
        return []
    found: list[int] = []
    token += 1
    while token < end:
        if document.words[token] in _words():
            found.append(token)
        elif document.words[token] not in _LINKS and not is_adverb(document, token):
            break
        token += 1
    return found


def _mention(document: Document, token: int) -> Mention:
    word = document.words[token]
    return Mention(
        first=token,
        end=token + 1,
        claims=((SLOT, _words()[word]),),
        sense=f"lighting.{_words()[word]}",
        rule="light.adjective",
        confidence=0.85,
        reason=f"{word!r} tells of a light",
    )


def _lit(noun: int) -> Mention:
    """A light of which only its adjectives say what it is like."""
    return Mention(
        first=noun,
        end=noun + 1,
        claims=(),
        sense="light.told_beside_it",
        rule="light.adjective",
        confidence=0.85,
        reason="a light",
    )
