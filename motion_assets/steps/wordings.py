"""Wordings: prompts that name values which the prompts read so far name in too few ways.

Put the way from the coverage of words to new prompts here. Writing a sentence belongs in
``core.prompts.generate``; only prompts that are understood to the last word are entered.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

import numpy as np

from motion_assets.core.coverage.choosing import unlike
from motion_assets.core.coverage.measure import SPANS_WANTED
from motion_assets.core.coverage.planner import MAX_ATTEMPTS
from motion_assets.core.prompts.generate.generator import Ask, prompts
from motion_assets.core.prompts.generate.plan import plan_asks
from motion_assets.core.prompts.generate.wishing import Value
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import is_complete
from motion_assets.errors import RequestError
from motion_assets.steps.generate import AUTHOR
from motion_assets.steps.readings import enqueue
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest, open_newest
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.slots import SLOT_ASPECTS

MOST_PROMPTS: Final = MAX_ATTEMPTS * SPANS_WANTED
"""Generated prompts that name a value before it is taken to have too few words."""
PROMPTS_PER_RUN: Final = 150
"""Prompts that one run writes: what it reads in three batches, with room for people's own."""

_MISSING: Final = "SELECT value FROM coverage.gap WHERE registry = 'linguistic' ORDER BY position"
_WRITTEN: Final = "SELECT slots FROM registry.interpretation WHERE source = 'generated'"


def values_to_name(workspace: Workspace) -> dict[Value, int]:
    """Values with fewer than three wordings, with how many generated prompts named each so far.

    Those that `MOST_PROMPTS` prompts named in vain are left out.
    """
    if newest(workspace.lake) is None:
        return {}
    with open_newest(workspace.settings) as connection:
        rows = connection.execute(_MISSING).fetchall()
        written = connection.execute(_WRITTEN).fetchall() if rows else []
    tries = _named(json.loads(slots) for (slots,) in written)
    parts = (str(key).partition("=") for (key,) in rows)
    found = ((aspect, value) for aspect, _, value in parts)
    return {value: tries[value] for value in found if tries[value] < MOST_PROMPTS}


def enter_wordings(workspace: Workspace, *, seed: int, at: datetime) -> int:
    """Write prompts that name what has too few words, and let them wait to be read.

    Returns
    -------
    int
        How many were written; the same generation and seed give the same prompts.
    """
    texts = wordings(tuple(values_to_name(workspace)), count=PROMPTS_PER_RUN, seed=seed)
    enqueue(workspace, texts, source="generated", author=AUTHOR, at=at)
    return len(texts)


def wordings(values: Sequence[Value], *, count: int, seed: int) -> tuple[str, ...]:
    """Up to ``count`` new prompts that name the first of the values."""
    asks = plan_asks(values).asks[:count]
    made = tuple(text for place, ask in enumerate(asks) for text in _texts(ask, [seed, place]))
    return tuple(unlike(made, ()))[:count]


def _named(readings: Iterator[Mapping[str, Sequence[object]]]) -> Counter[Value]:
    """How many readings name each canonical value."""
    tries: Counter[Value] = Counter()
    for slots in readings:
        tries.update(
            {
                (aspect, str(value))
                for slot, values in slots.items()
                for aspect in SLOT_ASPECTS.get(slot, ())
                for value in values
                if value in ASPECTS[aspect].values
            }
        )
    return tries


def _texts(ask: Ask, seed: Sequence[int]) -> Iterator[str]:
    """A prompt that names all of an ask, else one for each of its values that has one."""
    whole = _understood(ask, seed)
    singles = () if whole is not None else (Ask(values=(value,)) for value in ask.values)
    yield from (found for found in (whole, *(_understood(one, seed) for one in singles)) if found)


def _understood(ask: Ask, seed: Sequence[int]) -> str | None:
    """A prompt that names all of an ask and of which no word stays open; None where none came."""
    for take in range(MAX_ATTEMPTS):
        # What no sentence can say is named by nobody, and stays missing.
        with suppress(RequestError):
            (prompt,), _ = prompts((ask,), np.random.default_rng([*seed, take]), expected=1)
            if is_complete(interpret(prompt.text)):
                return prompt.text
    return None
