"""Wordings: clips of prompts that name values which people's prompts name in too few ways.

Put the way from the coverage of words to new prompts here. Writing a sentence belongs in
``core.prompts.generate``; only prompts that are understood to the last word are made.
"""

from collections.abc import Mapping
from typing import Final

from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.coverage.measure import SPANS_WANTED
from motion_assets.core.coverage.planner import MAX_ATTEMPTS
from motion_assets.core.prompts.generate.plan import plan_asks
from motion_assets.core.prompts.generate.wishing import Value
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import is_complete
from motion_assets.steps.generate import generate_prompts
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
    if not asks:
        return ()
    made = generate_prompts(len(asks), seed=seed, asks=asks).prompts
    return tuple(
        ClipRequest(prompt=prompt.text, values=prompt.ask.values)
        for prompt in made
        if is_complete(interpret(prompt.text))
    )
