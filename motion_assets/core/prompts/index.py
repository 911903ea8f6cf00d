"""The lexicon as it is looked up: phrases, single words, classes, cues and topics.

Put the building of look-up structures here; they are made once and never changed. How the
patterns of phrases are written out belongs in ``phrases``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from motion_assets.core.prompts.cue_rows import Cues, lexicon_cues
from motion_assets.core.prompts.phrases import Phrases, color_phrases, pattern_words
from motion_assets.core.prompts.text import canonical
from motion_assets.core.prompts.words import Words
from motion_assets.vocabulary import lexicon


@dataclass(frozen=True, slots=True)
class Topic:
    """Values that some words of a topic speak for together; ``number`` is its row."""

    number: int
    slot: str
    values: tuple[str, ...]
    weak: frozenset[str]
    """Words that count half: they are at home elsewhere too."""


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that is looked up while reading a prompt."""

    phrases: Phrases
    words: Words
    classes: Mapping[str, frozenset[str]]
    cues: Cues
    shades: Mapping[str, str]
    topics: Mapping[str, tuple[Topic, ...]]


def _other_words(classes: Mapping[str, frozenset[str]]) -> set[str]:
    """Words of classes, topics, degrees, negators and numbers."""
    found: set[str] = set().union(*classes.values())
    for topic in lexicon.read_table("topics"):
        found.update(map(canonical, f"{topic['words']} {topic['weak']}".split()))
    for table, column in (("degrees", "phrase"), ("negators", "phrase"), ("numbers", "word")):
        found |= pattern_words(lexicon.pairs(table, column, column))
    return found


def _topics() -> dict[str, tuple[Topic, ...]]:
    """Topics by each of their words."""
    found: dict[str, tuple[Topic, ...]] = {}
    for number, row in enumerate(lexicon.read_table("topics")):
        weak = frozenset(map(canonical, row["weak"].split()))
        topic = Topic(number, row["slot"], tuple(row["value"].split(";")), weak)
        for word in dict.fromkeys((*map(canonical, row["words"].split()), *sorted(weak))):
            found[word] = (*found.get(word, ()), topic)
    return found


def _shades(classes: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Words of poetic color names by the modifier that they shade a color like."""
    return {
        word: name[6:] for name in sorted(classes) if name[:6] == "shade-" for word in classes[name]
    }


@cache
def load_index() -> Index:
    """The lexicon's index, built on first use and kept."""
    classes = lexicon.word_classes()
    phrases, cues = color_phrases(), lexicon_cues()
    degrees = frozenset(row[0] for row in lexicon.columns("degrees", "phrase", "level"))
    words = Words(
        vocabulary=frozenset(phrases.words | cues.words | _other_words(classes)),
        irregular=dict(lexicon.pairs("irregular", "form", "lemma")),
        gradable=classes["gradable"],
        is_pair=phrases.is_pair,
        companions=(
            (classes["cammove"], classes["direction"]),
            (degrees, classes["gradable"]),
            (classes["negword"], classes["sayable"]),
        ),
    )
    return Index(
        phrases=phrases,
        words=words,
        classes=classes,
        cues=cues,
        shades=_shades(classes),
        topics=_topics(),
    )
