"""Fields: prompts written as a form, "camera: static, mood: dark".

Put here which words of a prompt name a field, and which slots its value speaks for. What the
value means is decided in ``senses``, a field that says "none" in ``negation``. The words are the
classes ``field-...``.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from motion_assets.core.prompts.document import Document
from motion_assets.vocabulary import lexicon

LABEL_WORDS: Final = 3
_FIELD: Final = "field-"


@cache
def _slots() -> Mapping[str, frozenset[str]]:
    """Slots that a field speaks for, by the last word of its label."""
    found: dict[str, frozenset[str]] = {}
    for name, words in lexicon.word_classes().items():
        if name.startswith(_FIELD):
            for word in words:
                found[word] = found.get(word, frozenset()) | {name.removeprefix(_FIELD)}
    return found


def labels(document: Document) -> Iterator[tuple[int, int]]:
    """Token range of each label with a value after it; ``end`` is its colon."""
    for k, word in enumerate(document.words):
        if word == ":" and k + 1 < len(document) and document.clause[k][1] == k + 1:
            first = document.clause[k][0]
            if 0 < k - first <= LABEL_WORDS and all(document.is_word[first:k]):
                yield first, k


def field_slots(document: Document) -> dict[int, frozenset[str]]:
    """Slots that a token is asked to fill, for every token that is the value of a field."""
    if ":" not in document.words:
        return {}
    found: dict[int, frozenset[str]] = {}
    for _, colon in labels(document):
        slots = _slots().get(document.words[colon - 1])
        if slots:
            found.update(dict.fromkeys(range(*document.clause[colon + 1]), slots))
    return found
