"""Forms: what a prompt gives a color, a flat shape as in "a red circle" or the background.

Put the reading of what stands right after a color here. A word such as "square" alone may be a
place; right after a color it is what has the color. The words are in ``vocabulary.forms``.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.senses import Mention
from motion_assets.vocabulary.forms import FORM_WORDS, GROUND_WORDS, PLAIN_ADJECTIVES

_SHAPE: Final = "subject_shape"
_GROUND: Final = "background_color"


def find_forms(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """A claim ``<shape> <color>`` for every color of a shape, and one for that of a background."""
    found: list[Mention] = []
    for color, token in _followed(document, mentions):
        word = document.words[token]
        if word in FORM_WORDS:
            found.append(_mention(token, (_SHAPE, f"{FORM_WORDS[word]} {color}"), word))
        elif word in GROUND_WORDS:
            found.append(_mention(token, (_GROUND, color), word))
    return found


def _mention(token: int, claim: tuple[str, str], word: str) -> Mention:
    return Mention(
        first=token,
        end=token + 1,
        claims=(claim,),
        sense=f"{claim[0]}.{word}",
        rule="form.after_color",
        confidence=0.9,
        reason="what has the color before it",
    )


def _followed(document: Document, mentions: Sequence[Mention]) -> Iterator[tuple[str, int]]:
    """Colors with the token of the word after them."""
    for mention in mentions:
        colors = [str(value) for slot, value in mention.claims if slot == "colors"]
        token = mention.end
        while token < len(document) and document.words[token] in PLAIN_ADJECTIVES:
            token += 1
        if len(colors) == 1 and not mention.negated and token < len(document):
            yield colors[0], token
