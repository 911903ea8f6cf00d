"""A trie of words with the senses of each phrase, as the interpreter walks it.

Put the shape of the trie here; which phrases it holds is decided in ``phrases``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

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


class Node:
    """One word of a phrase: what may follow, and the senses of the phrase ending here."""

    __slots__ = ("next", "senses")

    def __init__(self, senses: tuple[Sense, ...] = ()) -> None:
        self.next: dict[str, Node] = {}
        self.senses = senses

    def step(self, word: str) -> "Node | None":
        """Where phrases go on after a word; None when there is none."""
        return self.next.get(word)


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Words of a phrase in the spelling used for matching; marks are left out."""
    if phrase.isascii() and phrase.replace(" ", "").isalpha():
        return tuple(canonical(phrase).split())  # most phrases; the same without the marks
    return tuple(
        canonical(word) for word in words_of(phrase) if word[0].isalnum() or not word.isascii()
    )


def add_phrase(root: Node, words: Iterable[str], senses: tuple[Sense, ...]) -> None:
    """Add a phrase to a trie; senses of a phrase that is there already come first."""
    node = root
    for word in words:
        node = node.next.setdefault(word, Node())
    node.senses = (*node.senses, *senses)
