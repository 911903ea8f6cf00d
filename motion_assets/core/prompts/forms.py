"""Forms: what a prompt gives a color, a flat shape as in "a red circle" or the background.

Put the reading of what stands right after a color or a count here. A word such as "square" alone
may be a place; right after a color, or counted, it is a subject. How many of them there are is
read from what stands before. The words are in ``vocabulary.forms``.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.quantities import number_words
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary.forms import (
    ANY_COLOR,
    COUNT_JOINTS,
    COUNT_WORDS,
    COUNTED_FORMS,
    FORM_WORDS,
    GROUND_WORDS,
    PLAIN_ADJECTIVES,
    UNCOUNTED,
)

SHAPE: Final = "subject_shape"
_COUNT: Final = "subject_count"
_GROUND: Final = "background_color"
_REASONS: Final = {
    SHAPE: "what has the color or the count before it",
    _COUNT: "how many there are of what follows",
    _GROUND: "what has the color before it",
}
_LONG_NUMBER: Final = 4
"""Digits of a number that counts no subjects."""


def find_forms(
    document: Document, mentions: Sequence[Mention], ruled_out: Collection[int]
) -> list[Mention]:
    """Claims for every color of a shape or a background, and for every counted shape.

    ``<shape> <color>``, the color of the background, and ``<count> <color>``; the color is
    `ANY_COLOR` where a counted shape is given none. ``ruled_out``: tokens of what is not wanted.
    """
    found: list[Mention] = []
    for color, first, token in _followed(document, mentions):
        word = document.words[token]
        if word in FORM_WORDS:
            found.append(_mention(token, (SHAPE, f"{FORM_WORDS[word]} {color}"), word))
            found += _counted(document, first, color)
        elif word in GROUND_WORDS:
            found.append(_mention(token, (_GROUND, color), word))
    taken = {*ruled_out, *(mention.first for mention in found)}
    for token, word in enumerate(document.words):
        counted = word in COUNTED_FORMS and token not in taken
        for count in _counted(document, token, ANY_COLOR) if counted else ():
            shape = (SHAPE, f"{FORM_WORDS[word]} {ANY_COLOR}")
            found += [count, _mention(token, shape, word)]
    return found


def _counted(document: Document, first: int, color: str) -> list[Mention]:
    """How many there are of what begins at the token ``first``; none where nothing says so."""
    token = first - 1
    while token >= 0 and document.words[token] in PLAIN_ADJECTIVES | COUNT_JOINTS:
        if _number(document.words[token]) is not None:
            break
        token -= 1
    number = _number(document.words[token]) if token >= 0 else None
    if number is None or document.sentence[token] != document.sentence[first]:
        return []
    return [_mention(token, (_COUNT, f"{number} {color}"), str(number))]


def _number(word: str) -> int | None:
    """How many a word counts; None where it counts nothing."""
    if word.isdecimal() and len(word) < _LONG_NUMBER:
        return int(word)
    number = None if word in UNCOUNTED else COUNT_WORDS.get(word, number_words().get(word))
    return None if number is None or number != int(number) else int(number)


def _mention(token: int, claim: tuple[str, str], word: str) -> Mention:
    return Mention(
        first=token,
        end=token + 1,
        claims=(claim,),
        sense=f"{claim[0]}.{word}",
        rule=f"form.{claim[0]}",
        confidence=0.9,
        reason=_REASONS[claim[0]],
    )


def _followed(document: Document, mentions: Sequence[Mention]) -> Iterator[tuple[str, int, int]]:
    """Colors with their first token and that of the word after them."""
    for mention in mentions:
        colors = [str(value) for slot, value in mention.claims if slot == "colors"]
        token = mention.end
        while token < len(document) and document.words[token] in PLAIN_ADJECTIVES:
            token += 1
        if len(colors) == 1 and not mention.negated and token < len(document):
            yield colors[0], mention.first, token
