"""Wordings: clips of prompts that name values which people's prompts name in too few ways.

Put the way from the coverage of words to new prompts here. Writing a sentence belongs in
``core.prompts.generate``; only prompts that are understood to the last word are made.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

import numpy as np

from motion_assets.core.clips.request import MAX_CLIPS, ClipRequest
from motion_assets.core.coverage.choosing import unlike
from motion_assets.core.coverage.measure import SPANS_WANTED
from motion_assets.core.coverage.planner import MAX_ATTEMPTS
from motion_assets.core.prompts.generate.generator import Ask, GeneratedPrompt, prompts
from motion_assets.core.prompts.generate.plan import plan_asks
from motion_assets.core.prompts.generate.wishing import Value
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import is_complete
from motion_assets.errors import RequestError
from motion_assets.steps.prompts import refusal_of
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest, open_newest

MOST_PROMPTS: Final = MAX_ATTEMPTS * SPANS_WANTED
"""Prompts that name a value before it is taken to have too few words."""

_MISSING: Final = "SELECT value FROM coverage.gap WHERE registry = 'linguistic' ORDER BY position"


def values_to_name(
    workspace: Workspace, *, made: Mapping[Value, int], live: Mapping[Value, int]
) -> tuple[Value, ...]:
    """Values with fewer than three wordings, without those named in vain or about to be named.

    ``made``, ``live``: how many prompts named each value so far, and how many under way do.
    """
    if newest(workspace.lake) is None:
        return ()
    with open_newest(workspace.settings) as connection:
        rows = connection.execute(_MISSING).fetchall()
    parts = (str(key).partition("=") for (key,) in rows)
    found = ((aspect, value) for aspect, _, value in parts)
    return tuple(
        value for value in found if made.get(value, 0) < MOST_PROMPTS and not live.get(value, 0)
    )


def wording_clips(values: tuple[Value, ...], *, count: int, seed: int) -> tuple[ClipRequest, ...]:
    """Clips of up to ``count`` new prompts that name the first of the values."""
    asks = plan_asks(values).asks[:count]
    made = (prompt for place, ask in enumerate(asks) for prompt in _named(ask, [seed, place]))
    fit = {prompt.text: prompt for prompt in made}
    return tuple(
        ClipRequest(prompt=text, values=fit[text].ask.values) for text in unlike(tuple(fit), ())
    )[:MAX_CLIPS]


def _named(ask: Ask, seed: Sequence[int]) -> Iterator[GeneratedPrompt]:
    """A prompt that names all of an ask, else one for each of its values that has one."""
    whole = _understood(ask, seed)
    singles = () if whole is not None else (Ask(values=(value,)) for value in ask.values)
    yield from (found for found in (whole, *(_understood(one, seed) for one in singles)) if found)


def _understood(ask: Ask, seed: Sequence[int]) -> GeneratedPrompt | None:
    """A prompt that names all of an ask and of which no word stays open; None where none came."""
    for take in range(MAX_ATTEMPTS):
        # What no sentence can say is named by nobody, and stays missing.
        with suppress(RequestError):
            (prompt,), _ = prompts((ask,), np.random.default_rng([*seed, take]), expected=1)
            if is_complete(interpret(prompt.text)) and refusal_of(prompt.text) is None:
                return prompt
    return None
