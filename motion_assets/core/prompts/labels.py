"""Labels: values named beside their aspect, "contrast flat", "temp: warm" or "shaky steadiness".

Put the reading of terse notes here. Labels are rows of ``labels.csv``, what may stand beside one
the rows of ``label_values.csv``. Fields whose value is a sentence of its own belong in ``fields``,
numbers in ``measures``.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from motion_assets.core.prompts.document import Document
from motion_assets.core.prompts.measures import MEASURE
from motion_assets.core.prompts.senses import Mention
from motion_assets.core.prompts.trie import phrase_words
from motion_assets.vocabulary import lexicon

LABELLED: Final = "label.value"
"""Rule of the claims that are made here."""

_COMPOSITION: Final = frozenset({"balance", "symmetry"})
"""Aspects of the slot ``composition``."""
_BARE: Final = "bare"
_AFTER: Final = frozenset({_BARE, "after"})
"""Forms of a label: a value stands on either side of a bare one, or only after it."""
_FIELD_MARKS: Final = frozenset({":", "="})
_GIVEN: Final = _FIELD_MARKS | {"is", "at", "to"}
"""What may stand between a label and its value."""
_PARTS: Final = frozenset({",", "/", "+", "and"})
"""What may stand between the values of one field."""

Words = tuple[str, ...]


class _Label(NamedTuple):
    slots: Words
    form: str


@cache
def _labels() -> tuple[dict[Words, _Label], frozenset[str], int]:
    """Labels by phrase, the words that they begin with, and the most words of one."""
    found: dict[Words, _Label] = {}
    for row in lexicon.read_table("labels"):
        for phrase in lexicon.expand(row["phrase"]):
            label = _Label(tuple(row["slots"].split()), row["form"])
            found.setdefault(phrase_words(phrase), label)
    return found, frozenset(words[0] for words in found), max(map(len, found))


@cache
def _values(slot: str, *, field: bool) -> tuple[dict[Words, str], int]:
    """Values of a slot by the words for them, and the most words of one.

    A word after a colon is one in a ``field`` only: "up" alone is much else.
    """
    found = {
        phrase_words(phrase.removeprefix(":")): value
        for name, value, words in lexicon.columns("label_values", "slot", "value", "words")
        if name == slot
        for phrase in words.split("|")
        if field or phrase[0] != ":"
    }
    return found, max(map(len, found))


def find_labelled(document: Document, mentions: Sequence[Mention]) -> list[Mention]:
    """Values that stand beside the label of their aspect, left to right.

    A value that its words claim anyway is left to them; a field may say further things, "camera:
    static" that it stands and that it is steady. A field, with a colon, may hold several
    values; without one a value stands right after its label or, if it is one word, before it.
    """
    labels, heads, most = _labels()
    if heads.isdisjoint(document.words):
        return []
    found: list[Mention] = []
    for first, word in enumerate(document.words):
        hits = document.phrases_at(first, labels, most) if word in heads else []
        if not hits or (found and first < found[-1].end):
            continue
        end, label = hits[0]
        told = list(_told(document, label, first, end))
        kept = [m for m in mentions if not any(_replaces(document, each, m) for each in told[:1])]
        found += told[:1] if told and not _is_said(told[0], mentions) else []
        found += [each for each in told[1:] if not _is_said(each, kept)]
    return found


def _told(document: Document, label: _Label, first: int, end: int) -> Iterator[Mention]:
    """Claims of one label in tokens ``first`` to ``end - 1``."""
    low, high = document.sentence[first]
    given = end < high and document.words[end] in _GIVEN
    if given and document.words[end] in _FIELD_MARKS:
        if first == document.clause[first][0] or document.words[end] == "=":
            yield from _field(document, label, first, end + 1, _PARTS)
    elif label.form in _AFTER:
        after = list(_field(document, label, first, end + given, frozenset()))
        if after:
            yield from after
        elif first > low and label.form == _BARE:
            before = _value_at(document, label, first - 1)
            if before is not None and before[2] == first:
                yield _mention(first - 1, end, before)


def _field(
    document: Document, label: _Label, first: int, token: int, parts: frozenset[str]
) -> Iterator[Mention]:
    """Values of a label one after the other, with ``parts`` between, the first with its label."""
    high = document.sentence[first][1]
    while token < high:
        value = _value_at(document, label, token, field=bool(parts))
        if value is None:
            return
        yield _mention(first, value[2], value)
        first = token = value[2]
        while token < high and document.words[token] in parts:
            token += 1
            first = token


def _value_at(
    document: Document, label: _Label, token: int, *, field: bool = False
) -> tuple[str, str, int] | None:
    """Slot, value and end of the longest value of a label at a token; None where none is."""
    if token >= len(document):
        return None
    hits = [
        (end, slot, value)
        for slot in label.slots
        for end, value in document.phrases_at(token, *_values(slot, field=field))
    ]
    best = max(hits, key=lambda hit: hit[0], default=None)
    if best is None or best[0] > document.sentence[token][1]:
        return None
    end, slot, value = best
    return ("composition" if slot in _COMPOSITION else slot), value, end


def beside_labelled(
    document: Document, mentions: list[Mention], labelled: Sequence[Mention]
) -> list[Mention]:
    """All mentions in order, without those that labelled values say better."""
    if not labelled:
        return mentions
    kept = [m for m in mentions if not any(_replaces(document, new, m) for new in labelled)]
    return sorted([*kept, *labelled], key=lambda m: (m.first, m.end))


def _replaces(document: Document, new: Mention, old: Mention) -> bool:
    """Whether a phrase under a labelled value says nothing that its field is also about."""
    if not new.first <= old.first < new.end or old.rule == MEASURE:
        return False
    others = {slot for slot, _ in old.claims} - {new.claims[0][0]}
    return others.isdisjoint(document.fields.get(old.first, ()))


def _is_said(found: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a phrase that holds the same words claims a value of the same slot already."""
    slot = found.claims[0][0]
    return any(
        m.first <= found.first and found.end <= m.end and slot in dict(m.claims) for m in mentions
    )


def _mention(first: int, end: int, told: tuple[str, str, int]) -> Mention:
    slot, value, _ = told
    return Mention(
        first=first,
        end=end,
        claims=((slot, value),),
        sense=f"{slot}.{value}",
        rule=LABELLED,
        confidence=0.9,
        reason=f"named beside its label, {slot.replace('_', ' ')}",
    )
