"""Poetic colors: what is told as a color without being the name of one.

Put here how "paint it cherry tart" and "the color of old bruises" become a color: the first
thing with a color of its own, shaded by the words beside it. Names of colors belong in
``color_names``.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

from motion_assets.core.prompts.color_names import color_values
from motion_assets.core.prompts.colors import MODIFIERS, shade
from motion_assets.core.prompts.cues import is_adverb
from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.senses import Mention

MOST_WORDS: Final = 4
POETIC_CONFIDENCE: Final = 0.6


def _phrase_from(document: Document, first: int) -> tuple[int, int] | None:
    """Words from ``first`` that can name a color together: no article, no stop inside."""
    small, end = load_index().classes["small"], first
    limit = min(document.clause[first][1], first + MOST_WORDS) if first < len(document) else first
    while end < limit and document.words[end] not in small and document.is_word[end]:
        if document.words[end] in _AFTER or _tells_how(document, end):
            break
        end += 1
    return (first, end) if end > first else None


def _tells_how(document: Document, token: int) -> bool:
    """Whether a word tells how or where something goes, and no color."""
    classes = load_index().classes
    return document.words[token] in classes["direction"] or is_adverb(document, token)


def _phrase_before(document: Document, head: int) -> tuple[int, int] | None:
    """Words right before a head such as "ink", up to an article or a small word."""
    small, first = load_index().classes["small"], head
    low = max(document.clause[head][0], head - MOST_WORDS)
    while first > low and (document.words[first - 1] == "-" or document.is_word[first - 1]):
        if document.words[first - 1] in small:
            break
        first -= 1
    return (first, head) if first < head else None


_AFTER: Final = frozenset(["please", "slowly", "now", "again", "gently"])


@cache
def _openers() -> frozenset[str]:
    """Words without one of which no color is told: see ``_told_phrases``."""
    classes = load_index().classes
    return frozenset({"in", "to", "of"}).union(
        *(classes[name] for name in ("paintverb", "colored", "inked"))
    )


def _told_phrases(document: Document) -> Iterable[tuple[int, int, bool]]:
    """Token ranges of what stands where a color is told, and whether only a color can stand there.

    "bathed in moonlight" tells a light as often as a color; "paint it moonlight" does not.
    """
    classes = load_index().classes
    for k, word in enumerate(document.words):
        found: tuple[int, int] | None = None
        if word in classes["paintverb"] and k + 2 < len(document):
            found = _after_object(document, k)
        elif word in classes["colored"]:
            skip = k + 1 < len(document) and document.words[k + 1] in {"in", "with"}
            found = _phrase_from(document, k + 1 + skip)
        elif k > 0 and _leads_to_color(document, k):
            found = _phrase_from(document, k + 1)
        elif word == "of" and k > 0 and document.words[k - 1] in classes["colornoun"]:
            found = _past_article(document, k + 1)
        elif word in classes["inked"]:
            found = _phrase_before(document, k)
        if found is not None:
            yield *found, word not in classes["colored"]
            if word in classes["inked"] and document.words[found[0] - 1] == "and":
                pair = _phrase_before(document, found[0] - 1)
                yield from [(*pair, True)] if pair else []


def _leads_to_color(document: Document, k: int) -> bool:
    """Whether a preposition at ``k`` opens a color: "shapes in X", "fade to X"."""
    if document.words[k] == "in":
        return document.words[k - 1] in load_index().classes["colorable"]
    return document.words[k] == "to" and document.is_any(k - 1, frozenset({"fade"}))


def _after_object(document: Document, verb: int) -> tuple[int, int] | None:
    """What follows the object of a verb: "paint it X", "color the walls X"."""
    if document.words[verb + 1] in {"it", "them", "this", "everything", "him", "her"}:
        return _phrase_from(document, verb + 2)
    if document.words[verb + 1] in {"the", "all", "every"} and verb + 3 < len(document):
        return _phrase_from(document, verb + 3)
    return None


def _past_article(document: Document, first: int) -> tuple[int, int] | None:
    if first < len(document) and document.words[first] in {"a", "an", "the", "old", "her", "his"}:
        first += 1
    return _phrase_from(document, first) if first < len(document) else None


def _color_of(words: list[str]) -> str | None:
    """Color of some words: the last color name, else the first thing, shaded by the rest."""
    values = color_values()
    for size in (3, 2):
        for start in range(len(words) - size, -1, -1):
            name = " ".join(words[start : start + size])
            if name in values:
                return _shaded(values[name], words[:start])
    colors = [k for k, word in enumerate(words) if word in load_index().classes["colorname"]]
    things = [k for k, word in enumerate(words) if word in values and word not in MODIFIERS]
    if not colors and not things:
        return None
    place = colors[-1] if colors else things[0]
    return _shaded(values[words[place]], [w for k, w in enumerate(words) if k != place])


def _shaded(value: str, others: list[str]) -> str:
    shades = load_index().shades
    words = tuple(shades.get(word, word) for word in others)
    modifiers = tuple(word for word in words if word in MODIFIERS)
    return shade(value, modifiers) if modifiers else value


def poetic_mentions(document: Document, taken: Iterable[Mention]) -> list[Mention]:
    """Colors told in other words, where no other color is claimed.

    Parameters
    ----------
    document
        The prompt.
    taken
        Mentions found so far; a phrase in which one of them is a color stays as it is.
    """
    if _openers().isdisjoint(document.words):
        return []
    colored = {k for m in taken for k in range(m.first, m.end) if _is_color(m)}
    claimed = {k for m in taken for k in range(m.first, m.end) if m.claims}
    found: list[Mention] = []
    for first, end, sure in _told_phrases(document):
        words = [document.forms[k][-1] for k in range(first, end) if document.is_word[k]]
        if not (colored if sure else claimed).isdisjoint(range(first, end)):
            continue
        value = _color_of([document.words[k] for k in range(first, end) if document.is_word[k]])
        value = value or _color_of(words)
        if value is not None:
            found.append(_mention(first, end, value))
            colored.update(range(first, end))
    return found


def _is_color(mention: Mention) -> bool:
    return any(slot == "colors" for slot, _ in mention.claims)


def _mention(first: int, end: int, value: str) -> Mention:
    return Mention(
        first=first,
        end=end,
        claims=(("colors", value),),
        sense=f"color.told.{value[1:]}",
        rule="indirect.color",
        confidence=POETIC_CONFIDENCE,
        reason="told as a color, which a thing named in it has",
    )
