"""A prompt as words: forms, kinds, clauses and sentences, with spans in the original.

Put what is true of the text before any meaning is looked up here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, TypeVar

from motion_assets.core.prompts.index import Index
from motion_assets.core.prompts.text import PlainText, canonical, plain, word_spans
from motion_assets.core.prompts.words import one_slip_away

T = TypeVar("T")

SENTENCE_MARKS: Final = frozenset(".!?;\n")
CLAUSE_MARKS: Final = frozenset(',:()[]{}|/"')
CLAUSE_WORDS: Final = frozenset({"then", "but", "finally", "while", "before", "afterwards"})
ABBREVIATIONS: Final = frozenset({"mr", "mrs", "ms", "dr", "st", "vs", "prof", "jr", "no"})
"""Words whose full stop ends no sentence before a name."""
SLIP_CHARS: Final = 7
LONG_SLIP_CHARS: Final = 9
"""Letters from which a capitalized word is taken for misspelled: with one slip, with two."""
_TWO_WORDS: Final = 7
"""Letters from which a word may be two that were typed as one."""
MAX_WORDS: Final = 2_500
"""Words read of one prompt; 10,000 characters of English hold about 2,000."""


@dataclass(slots=True)
class Document:
    """Words and marks of one prompt in order.

    ``words[k]`` is token ``k`` as read: typed, or repaired where it was misspelled, and
    ``typed[k]`` as it stands in the prompt. ``forms[k]`` are the spellings under which it may
    match, ``how[k]`` says whether that is its surface, a lemma or a repair. ``places[k]`` is its
    span in the folded text. ``clause[k]`` and ``sentence[k]`` are (first, end) token ranges;
    ``present`` are the forms of all tokens, ``fields`` the slots of tokens in a form: see
    ``fields``.
    """

    prompt: str
    text: PlainText
    words: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    forms: list[tuple[str, ...]] = field(default_factory=list)
    how: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    is_word: list[bool] = field(default_factory=list)
    capital: list[bool] = field(default_factory=list)
    clause: list[tuple[int, int]] = field(default_factory=list)
    sentence: list[tuple[int, int]] = field(default_factory=list)
    camera_subject: list[bool] | None = None
    shot_starts: list[int] | None = None
    phrases_found: dict[int, Any] = field(default_factory=dict)
    fields: Mapping[int, frozenset[str]] = field(default_factory=dict)
    present: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Offsets in the prompt of tokens ``first`` to ``end - 1``."""
        return self.starts[first], self.ends[end - 1]

    def phrases_at(
        self, first: int, table: Mapping[tuple[str, ...], T], most: int
    ) -> list[tuple[int, T]]:
        """Phrases of a table that stand at ``first``, longest first, each with its end.

        Hyphens inside a phrase are passed over; ``most`` is the most words a phrase has.
        """
        words: tuple[str, ...] = ()
        found: list[tuple[int, T]] = []
        for token in range(first, len(self.words)):
            if self.words[token] == "-" and words:
                continue
            words = (*words, self.words[token])
            value = table.get(words)
            if value is not None:
                found.append((token + 1, value))
            if len(words) == most:
                break
        found.reverse()
        return found

    def beside(self, token: int, step: int) -> int:
        """The next token in a direction (-1 or 1), past hyphens; it may lie outside the text."""
        token += step
        while 0 <= token < len(self.words) and self.words[token] == "-":
            token += step
        return token

    def is_any(self, token: int, members: frozenset[str]) -> bool:
        """Whether one of a token's forms is in ``members``; False outside the text."""
        return 0 <= token < len(self.words) and not members.isdisjoint(self.forms[token])


def _tokens(text: str, index: Index) -> Iterator[tuple[str, int, int]]:
    """Words and marks with their spans; two words typed as one are parted."""
    for found, start, end in word_spans(text)[:MAX_WORDS]:
        parts = None
        if len(found) >= _TWO_WORDS and found not in index.words.vocabulary:
            parts = index.words.split(found)
        if parts is None:
            yield "and" if found == "&" else canonical(found), start, end
        else:
            middle = start + len(parts[0])
            yield parts[0], start, middle
            yield parts[1], middle, end


def _tokenize(document: Document, index: Index) -> None:
    tokens = list(_tokens(document.text.text, index))
    document.words = [word for word, _, _ in tokens]
    document.typed = document.words.copy()
    document.places = [(start, end) for _, start, end in tokens]
    spans = document.places
    if document.text.offsets is not None:
        spans = [document.text.span(start, end) for start, end in spans]
    document.starts = [start for start, _ in spans]
    document.ends = [end for _, end in spans]
    document.is_word = [word[0].isalnum() or word[0] == "#" for word in document.words]
    document.capital = [document.prompt[start].isupper() for start in document.starts]


def _ranges(document: Document) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Clause and sentence range of every token; a mark belongs to the clause it closes."""
    count = len(document.words)
    clause_starts, sentence_starts = [0], [0]
    for k, word in enumerate(document.words):
        if not document.is_word[k]:
            if _inside_number(document, k) or _shortens(document, k):
                continue
            if word in SENTENCE_MARKS:
                sentence_starts.append(k + 1)
                clause_starts.append(k + 1)
            elif word in CLAUSE_MARKS:
                clause_starts.append(k + 1)
        elif word in CLAUSE_WORDS:
            clause_starts.append(k)
    return _fill(clause_starts, count), _fill(sentence_starts, count)


def _inside_number(document: Document, k: int) -> bool:
    return (
        0 < k < len(document.words) - 1
        and document.words[k - 1].isdigit()
        and document.words[k + 1][:1].isdigit()
        and document.ends[k - 1] == document.starts[k]
        and document.ends[k] == document.starts[k + 1]
    )


def _shortens(document: Document, k: int) -> bool:
    """Whether the mark at ``k`` closes an abbreviation before a name, as in "Mr. Brown"."""
    return (
        document.words[k] == "."
        and 0 < k < len(document.words) - 1
        and document.words[k - 1] in ABBREVIATIONS
        and document.capital[k + 1]
    )


def _fill(starts: list[int], count: int) -> list[tuple[int, int]]:
    bounds = sorted(set(starts) | {count})
    return [(first, end) for first, end in pairwise(bounds) for _ in range(first, end)]


def _is_slip(typed: str, meant: str) -> bool:
    """Whether a capitalized word is misspelled rather than a name, as at a sentence's start.

    Names are short and differ from words by a letter or two; swapped letters and long words
    with one slip are typed by mistake.
    """
    if sorted(typed) == sorted(meant) or len(typed) >= LONG_SLIP_CHARS:
        return True
    return len(typed) >= SLIP_CHARS and meant in one_slip_away(typed)


def _look_up(document: Document, index: Index) -> None:
    for k, word in enumerate(document.words):
        if not document.is_word[k]:
            document.forms.append((word,))
            document.how.append("surface")
            continue
        # A capitalized word inside a sentence is a name; names are not misspelled words.
        is_name = document.capital[k] and k > document.sentence[k][0]
        forms, how = index.words.forms(word, repairable=not is_name)
        if how == "repaired" and document.capital[k] and not _is_slip(word, forms[0]):
            forms, how = index.words.forms(word, repairable=False)
        document.forms.append(forms)
        document.how.append(how)
        document.words[k] = forms[0]


def _repair_beside(document: Document, index: Index) -> None:
    """Repair words that only their neighbor makes safe: "pna left", "goldn hour", "zom in"."""
    for k, typed in enumerate(document.typed):
        is_name = document.capital[k] and k > document.sentence[k][0]
        if is_name or not index.words.is_misspelled(typed):
            continue
        before, after = document.beside(k, -1), document.beside(k, 1)
        last = document.words[before] if before >= document.sentence[k][0] else ""
        limit = document.sentence[k][1]
        next_ = document.words[after] if after < limit else ""
        far = next((w for w in document.words[after:limit] if w not in index.classes["bridge"]), "")
        meant = index.words.repair_beside(typed, last, next_, far)
        if meant is not None:
            document.words[k] = meant
            document.forms[k] = (meant, *index.words.forms(meant, repairable=False)[0][1:], typed)
            document.how[k] = "repaired"


def read_document(prompt: str, index: Index) -> Document:
    """Tokens of a prompt with everything that is known of single words."""
    document = Document(prompt=prompt, text=plain(prompt))
    _tokenize(document, index)
    document.clause, document.sentence = _ranges(document)
    _look_up(document, index)
    _repair_beside(document, index)
    document.present = frozenset().union(*document.forms)
    return document
