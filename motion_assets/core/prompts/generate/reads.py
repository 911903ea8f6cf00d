"""What a phrase or prompt is read as, in the terms of the grammar; remembered by text.

Put the comparison of what was meant with what was read here. Reading itself is
``core.prompts.interpret``.
"""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.reading import Reading
from motion_assets.vocabulary import lexicon
from motion_assets.vocabulary.grammar import Reads
from motion_assets.vocabulary.slots import HEADING_SLOT

REMEMBERED: Final = 1 << 14
"""Fragments whose reading is kept; the grammar has some ten thousand."""


def reads_of(reading: Reading) -> Reads:
    """Slots and values of a reading, sorted and each once; another language reads nothing.

    Which way round a travel goes is left out: it comes with the words of a direction.
    """
    pairs = {
        (slot, f"{value:g}" if isinstance(value, float) else value)
        for slot, values in reading.slots.items()
        for value in values
        if slot != HEADING_SLOT
    }
    return tuple(sorted(pairs))


@cache
def _implied() -> Mapping[tuple[str, str], tuple[str, str]]:
    """What a value says in another slot as well: a close-up is a framing."""
    return {
        (row["slot"], row["value"]): (row["implied_slot"], row["implied_value"])
        for row in lexicon.read_table("implied")
    }


def joined(parts: Iterable[Reads]) -> Reads:
    """Everything that some phrases ask for together, with what that implies.

    >>> joined([(("mood", "calm"),), (("view", "closeup"),)])
    (('framing', 'close'), ('mood', 'calm'), ('view', 'closeup'))
    """
    pairs = {pair for part in parts for pair in part}
    return tuple(sorted(pairs | {_implied()[pair] for pair in pairs if pair in _implied()}))


@lru_cache(maxsize=REMEMBERED)
def fragment_reads(text: str) -> Reads:
    """What a piece of a prompt is read as by itself.

    >>> fragment_reads("in a calm mood"), fragment_reads("a weary deckhand")
    ((('mood', 'calm'),), ())
    """
    return reads_of(interpret(text))


def is_neutral(text: str) -> bool:
    """Whether the interpreter reads nothing from a piece of a prompt."""
    return not fragment_reads(text)
