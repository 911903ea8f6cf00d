"""Learned rows beside the lexicon: the index that a prompt with learned words is read with.

Put here how accepted and trial rows join the look-up. The lexicon's own phrases, words and
repairs stay as they are: a learned word is known where it stands and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, cast

from motion_assets.core.prompts.index import Index, load_index
from motion_assets.core.prompts.learned.rows import LearnedRow
from motion_assets.core.prompts.phrases import Phrases
from motion_assets.core.prompts.registry_names import hex_of_color
from motion_assets.core.prompts.text import canonical, plain, words_of
from motion_assets.core.prompts.trie import Claim, Node, Sense, add_phrase, phrase_words
from motion_assets.core.prompts.words import Words, stems
from motion_assets.vocabulary.cells import OPACITY_COUNT, color_cell_of_key
from motion_assets.vocabulary.learning import RESOLVING

TABLE: Final = "learned"
TRUST: Final = {"accepted": 1.0, "trial": 0.75}
"""Factor of the confidence of a reading by the state of its row: a trial is shown as a guess."""

_PRIOR: Final = 1.0
_CUED_PRIOR: Final = 0.0
"""Below what a sense is claimed at, so that a row with context resolves only beside it."""


def forms_of(prompt: str) -> frozenset[str]:
    """Words of a prompt with the forms that each may be an inflection of."""
    words = [canonical(word) for word in words_of(plain(prompt).text) if word[0].isalnum()]
    return frozenset(words).union(*(stems(word) for word in words if len(word) > 1))


def holds(forms: frozenset[str], span: str) -> bool:
    """Whether a prompt with these forms has every word of a span."""
    return span in forms or (" " in span and forms.issuperset(span.split()))


def applicable(prompt: str, rows: Sequence[LearnedRow]) -> tuple[LearnedRow, ...]:
    """Rows that may resolve in a prompt, by id: the best of those that contradict each other.

    Only the states accepted and trial resolve. Of rows that give one span and sense different
    values of one slot, the accepted one counts, then the surer one.
    """
    if not rows:
        return ()
    forms = forms_of(prompt)
    held = [row for row in rows if row.state in RESOLVING and holds(forms, row.span)]
    chosen: dict[tuple[str, str, str], LearnedRow] = {}
    for row in sorted(held, key=lambda row: (row.state != "accepted", -row.confidence, row.id)):
        chosen.setdefault((row.span, row.sense_id, row.slot), row)
    return tuple(sorted(chosen.values(), key=lambda row: row.id))


@lru_cache(maxsize=256)
def index_with(rows: tuple[LearnedRow, ...]) -> Index:
    """The lexicon's index with some learned rows; what the lexicon says comes first."""
    base = load_index()
    words = cast("Words", _LearnedWords(base.words, rows))
    return replace(base, phrases=_LearnedPhrases(base.phrases, rows), words=words)


def _sense(row: LearnedRow) -> Sense:
    near = f"near={'|'.join(row.cues)}:1.5" if row.cues else ""
    return Sense(
        phrase=row.span,
        sense_id=row.id,
        claims=_claims(row),
        prior=_CUED_PRIOR if row.cues else _PRIOR,
        cues=near,
        register="learned" if row.state == "accepted" else "guess",
        table=TABLE,
        trust=TRUST[row.state],
    )


def _claims(row: LearnedRow) -> tuple[Claim, ...]:
    """What a row claims; the new name of a color cell says its color as well."""
    own = (row.slot, row.value)
    if row.slot != "color_cells":
        return (own,)
    color = color_cell_of_key(row.value) // OPACITY_COUNT
    return ("colors", hex_of_color(color)), own


class _LearnedPhrases(Phrases):
    """The lexicon's phrases with learned ones; nodes of the lexicon are never changed."""

    __slots__ = ("_base", "_learned")

    def __init__(self, base: Phrases, rows: Iterable[LearnedRow]) -> None:
        self._base = base
        self._learned = Node()
        for row in rows:
            add_phrase(self._learned, phrase_words(row.span), (_sense(row),))
        self.words = base.words
        self.heads = base.heads | self._learned.next.keys()

    def start(self, word: str) -> Node | None:
        return _joined(self._base.start(word), self._learned.step(word))


def _joined(base: Node | None, learned: Node | None) -> Node | None:
    return base or learned if base is None or learned is None else _Joined(base, learned)


class _Joined(Node):
    """Two nodes as one."""

    __slots__ = ("_base", "_learned")

    def __init__(self, base: Node, learned: Node) -> None:
        super().__init__(senses=(*base.senses, *learned.senses))
        self._base = base
        self._learned = learned

    def step(self, word: str) -> Node | None:
        return _joined(self._base.step(word), self._learned.step(word))


class _LearnedWords:
    """The lexicon's words with learned ones, which are never what a misspelling is read as.

    Everything but the look-up of a learned word itself is answered by the lexicon's words.
    """

    __slots__ = ("_base", "_own", "vocabulary")

    def __init__(self, base: Words, rows: Iterable[LearnedRow]) -> None:
        self._base = base
        self._own = frozenset(word for row in rows for word in row.span.split())
        self.vocabulary = base.vocabulary | self._own

    def __getattr__(self, name: str) -> object:
        return getattr(self._base, name)

    def forms(self, word: str, *, repairable: bool) -> tuple[tuple[str, ...], str]:
        own = tuple(form for form in (word, *stems(word)) if form in self._own)
        if not own:
            return self._base.forms(word, repairable=repairable)
        known, how = self._base.forms(word, repairable=False)
        how = "surface" if word in self._own else "lemma" if how == "surface" else how
        return tuple(dict.fromkeys((word, *known, *own))), how

    def split(self, word: str) -> tuple[str, str] | None:
        return None if word in self._own else self._base.split(word)

    def is_misspelled(self, word: str) -> bool:
        return self._own.isdisjoint((word, *stems(word))) and self._base.is_misspelled(word)
