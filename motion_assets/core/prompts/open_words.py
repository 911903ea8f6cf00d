"""Open words: content words of a prompt that nothing could read, and why.

Put the account of what was not understood here, so that it is shown and never guessed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.fields import labels
from motion_assets.core.prompts.index import Index
from motion_assets.core.prompts.known_words import is_known, is_name
from motion_assets.core.prompts.reading import Evidence, Unresolved
from motion_assets.core.prompts.resolve import IMPLIED, SINGLE, ClaimAt
from motion_assets.core.prompts.senses import Mention, OpenPhrase

MAX_OPEN = 200
PART_OF_SUBJECT = "a known word that names no slot; part of the subject"
NAME = "a name; part of the subject"
FILMING = "what films; its movement is told beside it"
_DEGREES: Final = frozenset({"intensity"})
"""Slots that only say how strongly other values are asked for."""
_BOTH_EASINGS: Final = "ease_in_out"
"""Value that two others make together."""
_CAMERA_SLOTS = frozenset({"camera_motion", "camera_direction", "view"})
EXPLAINED = frozenset({PART_OF_SUBJECT, NAME})
"""Reasons that explain a word: all is known that there is to know of it."""


def _covered(document: Document, mentions: list[Mention], spans: list[tuple[int, int]]) -> set[int]:
    covered = {k for m in mentions for k in range(m.first, m.end)}
    for start, end in spans:
        covered.update(range(bisect_right(document.ends, start), bisect_left(document.starts, end)))
    return covered


def _reason(document: Document, k: int) -> str:
    word = document.words[k]
    letters = word.replace("'", "")
    if not letters.isalpha() or not letters.isascii():
        return "no row for this sign"
    if is_known(word):
        return PART_OF_SUBJECT
    # A sentence opens with a capital whatever its first word is.
    if is_name(word) or (document.capital[k] and k > document.sentence[k][0]):
        return NAME
    return "not a word of the lexicon or the dictionary; perhaps a name"


def passed_words(
    document: Document, index: Index, mentions: list[Mention], read: list[tuple[int, int]]
) -> list[Unresolved]:
    """Words that were understood and ask for nothing, in text order.

    ``read`` are the spans of what was claimed; what lies under one of them is not passed.
    """
    covered = _covered(document, [], read)
    found: list[Unresolved] = []
    for mention in mentions:
        if not mention.claims and covered.isdisjoint(range(mention.first, mention.end)):
            start, end = document.span(mention.first, mention.end)
            reason = f"read as {mention.sense}, which asks for nothing"
            found.append(Unresolved(document.prompt[start:end], start, end, reason))
    found += _filming(document, index, mentions, covered)
    spans = [(item.start, item.end) for item in found]
    found += _field_labels(document, _covered(document, [], spans) | covered)
    marks = index.classes["shotmark"]
    for k, word in enumerate(document.words):
        if word in marks or (word == "first" and document.clause[k][0] in {k, k - 1}):
            start, end = document.span(k, k + 1)
            text = document.prompt[start:end]
            found.append(Unresolved(text, start, end, "tells the order of shots"))
    return sorted(found, key=lambda item: (item.start, item.end))[:MAX_OPEN]


def _field_labels(document: Document, covered: set[int]) -> list[Unresolved]:
    """Labels of fields whose value was asked for: "style" in "style: anime"."""
    found: list[Unresolved] = []
    for first, colon in labels(document):
        if colon + 1 in document.fields and covered.isdisjoint(range(first, colon)):
            start, end = document.span(first, colon)
            found.append(Unresolved(document.prompt[start:end], start, end, "names a field"))
    return found


def _filming(
    document: Document, index: Index, mentions: list[Mention], covered: set[int]
) -> list[Unresolved]:
    """Words for what films, in sentences that tell a movement or view of it."""
    names = index.classes["cameranoun"]
    if names.isdisjoint(document.words):
        return []
    moves = [m for m in mentions if any(slot in _CAMERA_SLOTS for slot, _ in m.claims)]
    told = {k for m in moves for k in range(*document.sentence[m.first])} - covered
    found: list[Unresolved] = []
    for k in sorted(told):
        if document.words[k] in names:
            start, end = document.span(k, k + 1)
            found.append(Unresolved(document.prompt[start:end], start, end, FILMING))
    return found


def open_words(
    document: Document,
    index: Index,
    mentions: list[Mention],
    unclear: list[OpenPhrase],
    read: list[tuple[int, int]],
) -> tuple[Unresolved, ...]:
    """Words and phrases that make no claim, in text order, at most ``MAX_OPEN``.

    ``read`` are spans of the prompt that were read as something else than a claim.
    """
    covered = _covered(document, mentions, read)
    small = index.classes["small"]
    found: list[Unresolved] = []
    for phrase in unclear:
        if covered.issuperset(range(phrase.first, phrase.end)):
            continue
        start, end = document.span(phrase.first, phrase.end)
        readings = " or ".join(phrase.readings)
        text = document.prompt[start:end]
        found.append(Unresolved(text, start, end, f"could be {readings}"))
        covered.update(range(phrase.first, phrase.end))
    for k, word in enumerate(document.words):
        if k in covered or not document.is_word[k] or word in small:
            continue
        start, end = document.span(k, k + 1)
        found.append(Unresolved(document.prompt[start:end], start, end, _reason(document, k)))
    return in_order(found)[:MAX_OPEN]


def in_order(words: Iterable[Unresolved]) -> tuple[Unresolved, ...]:
    """Open words in the order of the text."""
    return tuple(sorted(words, key=lambda item: (item.start, item.end, item.reason)))


def overruled_words(
    document: Document,
    collected: Mapping[str, Sequence[ClaimAt]],
    evidence: Sequence[Evidence],
) -> Iterator[Unresolved]:
    """Words of a value that gave way to another value of the same slot: "a fast slow pan".

    What a slot holds once cannot be shown twice; the one that stands is named in the reason.
    """
    for slot in (SINGLE - _DEGREES) & collected.keys():
        kept = {str(item.value) for item in evidence if item.slot == slot}
        if not kept or kept == {_BOTH_EASINGS}:
            continue
        for value, mention in collected[slot]:
            start, end = document.span(mention.first, mention.end)
            stands = any(item.start < end and start < item.end for item in evidence)
            if value not in kept and mention.rule != IMPLIED and not stands:
                reason = f"asks for {slot} = {value} beside {', '.join(sorted(kept))}"
                yield Unresolved(document.prompt[start:end], start, end, reason)
