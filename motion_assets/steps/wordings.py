"""Wordings: prompts that name values which the prompts read so far name in too few ways.

Put the way from the coverage of words to new prompts here. Writing a sentence belongs in
``core.prompts.generate``; only prompts that are understood to the last word are entered.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType
from typing import Final

import numpy as np

from motion_assets.core.coverage.choosing import unlike
from motion_assets.core.prompts.generate.generator import Ask, prompts
from motion_assets.core.prompts.generate.plan import plan_asks
from motion_assets.core.prompts.generate.wishing import Value
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import is_complete
from motion_assets.errors import RequestError
from motion_assets.steps.generate import AUTHOR
from motion_assets.steps.readings import enqueue
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.fold.reports import spans_of
from motion_assets.storage.generations import newest, open_newest

PROMPTS_PER_RUN: Final = 150
"""Prompts that one run writes: what it reads in three batches, with room for people's own."""

TAKES: Final = 40
"""Sentences tried for one ask until one says what was not said so far."""

_MISSING: Final = "SELECT value FROM coverage.gap WHERE registry = 'linguistic' ORDER BY position"
_SAID: Final = "SELECT slot, value, span FROM registry.linguistic WHERE state = 'accepted'"

Said = Mapping[Value, AbstractSet[str]]
"""Spans in lower case that named each value."""


def values_to_name(workspace: Workspace) -> dict[Value, int]:
    """Values with fewer than three wordings, with how many wordings each has so far."""
    return {value: len(spans) for value, spans in _short_of_words(workspace).items()}


def _short_of_words(workspace: Workspace) -> dict[Value, AbstractSet[str]]:
    """Spans that name each value with too few of them; none before the first generation."""
    if newest(workspace.lake) is None:
        return {}
    with open_newest(workspace.settings) as connection:
        rows = connection.execute(_MISSING).fetchall()
        said = spans_of(connection.execute(_SAID).fetchall()) if rows else {}
    parts = (str(key).partition("=") for (key,) in rows)
    return {(aspect, value): said.get((aspect, value), set()) for aspect, _, value in parts}


def enter_wordings(workspace: Workspace, *, seed: int, at: datetime) -> int:
    """Write prompts that name what has too few words, and let them wait to be read.

    Returns
    -------
    int
        How many were written; the same generation and seed give the same prompts.
    """
    said = _short_of_words(workspace)
    texts = wordings(tuple(said), count=PROMPTS_PER_RUN, seed=seed, said=said)
    enqueue(workspace, texts, source="generated", author=AUTHOR, at=at)
    return len(texts)


def wordings(
    values: Sequence[Value], *, count: int, seed: int, said: Said = MappingProxyType({})
) -> tuple[str, ...]:
    """Up to ``count`` new prompts that name the first of the values as nobody ``said`` so far."""
    asks = plan_asks(values).asks[:count]
    made = tuple(
        text for place, ask in enumerate(asks) for text in _texts(ask, [seed, place], said)
    )
    return tuple(unlike(made, ()))[:count]


def _texts(ask: Ask, seed: Sequence[int], said: Said) -> Iterator[str]:
    """A prompt that names all of an ask, then one for each value that it says nothing new of."""
    left = frozenset(ask.values)
    for one in (ask, *(Ask(values=(value,)) for value in ask.values)):
        if left.isdisjoint(one.values):
            continue
        text, new = _understood(one, seed, said)
        if text is not None:
            left -= new
            yield text


def _understood(ask: Ask, seed: Sequence[int], said: Said) -> tuple[str | None, AbstractSet[Value]]:
    """A prompt that names all of an ask, and the values that it names in words that are new.

    None where no sentence came that says anything new and of which no word stays open.
    """
    for take in range(TAKES):
        # What no sentence can say is named by nobody, and stays missing.
        with suppress(RequestError):
            (prompt,), _ = prompts((ask,), np.random.default_rng([*seed, take]), expected=1)
            reading = interpret(prompt.text)
            spans = spans_of((e.slot, e.value, e.text) for e in reading.evidence)
            new = {each for each in ask.values if spans.get(each, set()) - said.get(each, set())}
            if new and is_complete(reading):
                return prompt.text, new
    return None, frozenset()
