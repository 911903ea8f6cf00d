"""The lexicon as it is looked up: the trie of phrases, single words, classes and cues.

Put the building of look-up structures here; they are made once and never changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from motion_assets.core.prompts.color_names import color_senses
from motion_assets.core.prompts.text import canonical
from motion_assets.core.prompts.trie import Node, Sense, add_phrase, phrase_words
from motion_assets.core.prompts.words import Words
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.lexicon import CueRow, PhraseRow


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that is looked up while reading a prompt."""

    root: dict[str, Node]
    words: Words
    classes: Mapping[str, frozenset[str]]
    cues: Mapping[str, tuple[CueRow, ...]]


def _senses(rows: Iterable[PhraseRow]) -> tuple[Sense, ...]:
    by_sense: dict[str, list[PhraseRow]] = defaultdict(list)
    for row in rows:
        by_sense[row.sense_id].append(row)
    return tuple(
        Sense(
            phrase=group[0].phrase,
            sense_id=sense_id,
            claims=tuple(
                dict.fromkeys(
                    (row.slot, value) for row in group if row.slot for value in row.value.split(";")
                )
            ),
            prior=group[0].prior,
            cues=group[0].cues,
            register=group[0].register,
            table=group[0].table,
        )
        for sense_id, group in by_sense.items()
    )


def _trie() -> tuple[dict[str, Node], set[str], set[tuple[str, str]]]:
    by_words: dict[tuple[str, ...], list[PhraseRow]] = defaultdict(list)
    for row in lexicon.phrase_rows():
        by_words[phrase_words(row.phrase)].append(row)
    root: dict[str, Node] = {}
    for words, rows in by_words.items():
        add_phrase(root, words, _senses(rows))
    colors = list(color_senses())
    for words, sense in colors:
        add_phrase(root, words, (sense,))
    known = {word for words in by_words for word in words}
    known.update(word for words, _ in colors for word in words)
    pairs = {(words[0], words[1]) for words in by_words if len(words) == 2}  # noqa: PLR2004 - a pair
    return root, known, pairs


def _cue_index() -> dict[str, tuple[CueRow, ...]]:
    """Cue rows by each word of their first group."""
    by_word: dict[str, list[CueRow]] = defaultdict(list)
    for row in lexicon.cue_rows():
        for word in row.groups[0]:
            by_word[canonical(word)].append(row)
    return {word: tuple(rows) for word, rows in by_word.items()}


@cache
def load_index() -> Index:
    """The lexicon's index, built on first use and kept."""
    root, vocabulary, pairs = _trie()
    classes = lexicon.word_classes()
    for members in classes.values():
        vocabulary |= members
    for row in lexicon.cue_rows():
        vocabulary.update(canonical(word) for group in row.groups for word in group)
    for table, column in (("degrees", "phrase"), ("negators", "phrase"), ("numbers", "word")):
        for phrase in lexicon.pairs(table, column, column):
            vocabulary.update(phrase_words(phrase))
    words = Words(
        vocabulary=frozenset(vocabulary),
        irregular=dict(lexicon.pairs("irregular", "form", "lemma")),
        gradable=classes["gradable"],
        pairs=frozenset(pairs),
    )
    return Index(root=root, words=words, classes=classes, cues=_cue_index())
