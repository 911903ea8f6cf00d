"""Gates: what may become evidence at all, decided before it is written down.

Put a rule here when a span or value must never be learned. How evidence is counted belongs
in ``counting``; the daily cap of an author is in ``vocabulary.learning``.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile
from typing import Final

from motion_assets.core.prompts.document import SENTENCE_MARKS, Document, read_document
from motion_assets.core.prompts.index import load_index
from motion_assets.core.prompts.learned.rows import LearnedRow, Remark, content_words, span_words
from motion_assets.core.prompts.registry_names import cell_mentions
from motion_assets.core.prompts.senses import find_phrases
from motion_assets.core.prompts.text import canonical, plain, words_of
from motion_assets.core.prompts.trie import Claim, phrase_words
from motion_assets.core.prompts.words import dictionary, stems
from motion_assets.errors import RefusedWordError, UnknownValueError
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.learning import CUE_REACH, SPAN_CHARS
from motion_assets.vocabulary.slots import FINER_VALUES, NO_WISH, SLOT_ASPECTS

_HEX: Final = re.compile(r"#[0-9a-f]{6}")
_UNLEARNABLE: Final = NO_WISH | {"duration_seconds", "color_cells", "sound_cells"}
_SENSE_ID: Final = re.compile(r"[a-z0-9][a-z0-9_.]{0,62}")


@cache
def learnable_values() -> dict[str, frozenset[str]]:
    """Values that a word may be learned to name, by slot; colors are any ``#rrggbb``."""
    values: dict[str, set[str]] = {}
    for row in lexicon.phrase_rows():
        if row.slot and row.slot not in _UNLEARNABLE:
            values.setdefault(row.slot, set()).update(row.value.split(";"))
    for slot, aspects in SLOT_ASPECTS.items():
        for aspect in aspects:
            values.setdefault(slot, set()).update(ASPECTS[aspect].values)
        values[slot].update(FINER_VALUES.get(slot, ()))
    return {slot: frozenset(known) for slot, known in sorted(values.items())}


def require_target(slot: str, value: str) -> None:
    """Refuse a slot or value that no prompt can ask for.

    Raises
    ------
    UnknownValueError
        If the slot or value is not known; the message lists what is.
    """
    known = learnable_values()
    if slot not in known:
        raise UnknownValueError(
            f"no slot {slot!r} that a word can name. Known: {', '.join(known)}."
        )
    if slot == "colors" and _HEX.fullmatch(value):
        return
    if value not in known[slot] or slot == "colors":
        listed = "#rrggbb" if slot == "colors" else ", ".join(sorted(known[slot]))
        raise UnknownValueError(f"{slot} has no value {value!r}. Known: {listed}.")


def admit(remark: Remark) -> None:
    """Let a remark pass, or refuse it with the rule it breaks.

    Raises
    ------
    RefusedWordError
        If the span is too short or long, of several scripts, holds a word of grammar, is read
        by the lexicon in this slot, or needs a sense or a context that is not given.
    UnknownValueError
        If the slot or value is not known.
    """
    require_target(remark.slot, remark.value)
    _require_form(remark.span)
    _require_meaningful(remark.span)
    _require_no_override(remark)
    if remark.sense_id and not _SENSE_ID.fullmatch(remark.sense_id):
        raise RefusedWordError(
            f"{remark.sense_id!r} is no sense id: expected a-z, 0-9, _ and ., "
            "for example lowkey.mood."
        )


def admit_row(row: LearnedRow) -> None:
    """Let a row pass as if it were said today: the lexicon may have grown since.

    Raises
    ------
    RefusedWordError
        If the lexicon has come to read the span, or another gate is closed to it.
    UnknownValueError
        If the slot or value is no longer known.
    """
    admit(
        Remark(
            kind="correction",
            span=row.span,
            slot=row.slot,
            value=row.value,
            author="",
            at=row.last_seen,
            prompt="",
            cues=row.cues,
        )
    )


def _require_form(span: str) -> None:
    low, high = SPAN_CHARS
    if not low <= len(span) <= high:
        raise RefusedWordError(
            f"{span[:60]!r} has {len(span)} characters; a learned span has {low} to {high}."
        )
    folded = unicodedata.normalize("NFKC", span)
    scripts = {_script(char) for char in folded if char.isalpha()}
    if len(scripts) != 1:
        found = ", ".join(sorted(scripts)) or "no letters"
        raise RefusedWordError(f"{span!r} mixes scripts ({found}); a learned span is of one.")
    odd = sorted({char for char in folded if not (char.isalnum() or char in " '-")})
    if odd or span_words(span) == ():
        raise RefusedWordError(f"{span!r} may hold letters, digits, ' and - only.")


def _script(char: str) -> str:
    return unicodedata.name(char, "UNNAMED").split()[0].lower()


@cache
def grammar_words() -> frozenset[str]:
    """Words that build sentences, deny, count or order; none is ever learned anew."""
    words = set(lexicon.word_classes()["small"] | lexicon.word_classes()["sequence"])
    for row in lexicon.read_table("negators"):
        words.update(phrase for phrase in lexicon.expand(row["phrase"]) if " " not in phrase)
    words.update(row["word"] for row in lexicon.read_table("numbers") if row["word"])
    return frozenset(canonical(word) for word in words)


def _require_meaningful(span: str) -> None:
    found = [word for word in span_words(span) if word in grammar_words()]
    if found:
        raise RefusedWordError(
            f"{span!r} holds {found[0]!r}, a word of grammar; learned spans hold none."
        )


def _require_no_override(remark: Remark) -> None:
    """The lexicon's own rows stand: a learned row may add a sense, in another slot."""
    span = remark.span
    document = read_document(span, load_index())
    whole, parts = seed_claims(document)
    if cell_mentions(document):
        raise RefusedWordError(f"{span!r} is the name of a color or sound in the registry.")
    _require_free(remark, whole, parts)
    if needs_context(span) and not remark.cues:
        raise RefusedWordError(
            f"{span!r} is an English word with a meaning of its own: say what stands beside it "
            "when it means this (--near WORD), or correct a prompt in which it does."
        )


def _require_free(remark: Remark, whole: frozenset[Claim], parts: frozenset[Claim]) -> None:
    """Refuse a span that the lexicon reads in this slot, in part, or in no other sense."""
    span = remark.span
    same = sorted(value for slot, value in whole if slot == remark.slot)
    if same:
        raise RefusedWordError(
            f"the lexicon already reads {span!r} as {remark.slot}={', '.join(same)}; its rows "
            "cannot be overridden."
        )
    if parts:
        slot, value = min(parts)
        raise RefusedWordError(
            f"a part of {span!r} is read as {slot}={value} by the lexicon, which cannot be "
            "overridden. Teach the other words alone."
        )
    if whole and not remark.sense_id and remark.kind != "correction":
        slot, value = min(whole)
        raise RefusedWordError(
            f"the lexicon reads {span!r} as {slot}={value}; a further meaning needs a sense id."
        )


def seed_claims(document: Document) -> tuple[frozenset[Claim], frozenset[Claim]]:
    """What lexicon rows may claim of a text as a whole, and of parts of it, in any context."""
    phrases = load_index().phrases
    whole: set[Claim] = set()
    parts: set[Claim] = set()
    for first in range(len(document)):
        for end, node in find_phrases(document, first, phrases):
            claims = {claim for sense in node.senses for claim in sense.claims}
            if (first, end) == (0, len(document)):
                whole |= claims
            else:
                parts |= claims
    return frozenset(whole), frozenset(parts)


def context_of(prompt: str, span: str) -> tuple[str, ...]:
    """Words of meaning around the first place of a span in a prompt, in alphabetical order.

    >>> context_of("a zorble harbor with boats, at night", "zorble")
    ('boats', 'harbor')
    """
    tokens = [canonical(word) for word in words_of(plain(prompt).text)]
    words = phrase_words(span)
    meaning = content_words(prompt) - grammar_words() - set(words)
    for first in range(len(tokens) - len(words) + 1):
        if tuple(tokens[first : first + len(words)]) == words:
            end = first + len(words)
            before = tokens[max(0, first - CUE_REACH) : first][::-1]
            around = [*_same_sentence(before), *_same_sentence(tokens[end : end + CUE_REACH])]
            return tuple(sorted({word for word in around if word in meaning and word.isalpha()}))
    return ()


def _same_sentence(tokens: Sequence[str]) -> Iterator[str]:
    return takewhile(lambda word: word not in SENTENCE_MARKS, tokens)


def is_unknown(word: str) -> bool:
    """Whether neither the lexicon nor the dictionary has a word, in whatever form."""
    known = load_index().words.vocabulary
    return not any(form in known or form in dictionary() for form in (word, *stems(word)))


def needs_context(span: str) -> bool:
    """Whether a span is one word of the dictionary, so that it means something else as well."""
    words = span_words(span)
    return len(words) == 1 and any(word in dictionary() for word in (words[0], *stems(words[0])))
