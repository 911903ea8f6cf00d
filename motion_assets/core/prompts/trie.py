"""A trie of words with the senses of each phrase, as the interpreter walks it.

Put the shape of the trie here; which phrases it holds is decided in ``index``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from motion_assets.core.prompts.text import canonical, words_of

Claim = tuple[str, str]
"""A slot and one of its values."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a phrase; no claims means that it asks for nothing.

    ``trust`` is a factor of the confidence: below 1 for learned words that are on trial.
    """

    phrase: str
    sense_id: str
    claims: tuple[Claim, ...]
    prior: float
    cues: str
    register: str
    table: str
    trust: float = 1.0


@dataclass(slots=True)
class Node:
    """One word of a phrase: what may follow, and the senses of the phrase ending here."""

    next: dict[str, "Node"] = field(default_factory=dict)
    senses: tuple[Sense, ...] = ()


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Words of a phrase in the spelling used for matching; marks are left out."""
    if phrase.isascii() and phrase.replace(" ", "").isalpha():
        return tuple(canonical(phrase).split())  # most phrases; the same without the marks
    return tuple(
        canonical(word) for word in words_of(phrase) if word[0].isalnum() or not word.isascii()
    )


def add_phrase(root: dict[str, Node], words: Iterable[str], senses: tuple[Sense, ...]) -> None:
    """Add a phrase to a trie; senses of a phrase that is there already come first."""
    node = Node(root)
    for word in words:
        node = node.next.setdefault(word, Node())
    node.senses = (*node.senses, *senses)
