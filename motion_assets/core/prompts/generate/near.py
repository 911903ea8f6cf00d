"""Near duplicates: prompts that share almost all of their words with an earlier one.

Put the rule here; it is the rule of the specification: more than 80 % of the smaller set of
words shared, unless both prompts are understood completely and ask for different things.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from motion_assets.vocabulary.grammar import Reads

NEAR_SHARE: Final = 0.8
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


def word_set(text: str) -> frozenset[str]:
    """Words of a prompt of two letters or more, in lower case.

    >>> sorted(word_set("A two-man saw, a SAW!"))
    ['saw', 'two-man']
    """
    return frozenset(word for word in _WORD.findall(text.lower()) if len(word) > 1)


@dataclass(slots=True)
class Seen:
    """The prompts so far, by word."""

    sets: list[frozenset[str]] = field(default_factory=list)
    asked: list[Reads | None] = field(default_factory=list)
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def nearest(self, words: frozenset[str], asked: Reads | None) -> int | None:
        """Place of the first earlier prompt that is nearly the same; None when there is none.

        ``asked``: what the prompt asks for if all of its words are understood, else None.
        """
        shared = Counter(k for word in sorted(words) for k in self.by_word.get(word, ()))
        for k in sorted(shared):
            smaller = min(len(words), len(self.sets[k]))
            if shared[k] > NEAR_SHARE * smaller and not self._is_other_wish(k, asked):
                return k
        return None

    def _is_other_wish(self, k: int, asked: Reads | None) -> bool:
        earlier = self.asked[k]
        return asked is not None and earlier is not None and asked != earlier

    def add(self, words: frozenset[str], asked: Reads | None) -> None:
        """Keep a prompt."""
        for word in sorted(words):
            self.by_word[word].append(len(self.sets))
        self.sets.append(words)
        self.asked.append(asked)
