"""Gaps -> prompts: sentences that name what is missing, and a list of what went wrong.

Writing and checking sentences belongs in ``core.prompts.generate``; here is where missing
values come from and where discards go.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import cycle, islice
from typing import Final

import numpy as np

from motion_assets.core.prompts.generate.generator import Ask, Discard, GeneratedPrompt, prompts
from motion_assets.core.prompts.generate.plan import plan_asks
from motion_assets.core.prompts.generate.wishing import Value
from motion_assets.errors import LimitError
from motion_assets.steps.plan import standing
from motion_assets.steps.readings import enqueue
from motion_assets.steps.workspace import Workspace

MAX_PROMPTS: Final = 100_000
"""Near duplicates are looked for among all of a batch, so a batch has an end."""

AUTHOR: Final = "generator"
"""Who a generated prompt is by; its words count as seen, never as evidence."""

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """Generated prompts, every draft that was read otherwise, and what no prompt can name."""

    prompts: tuple[GeneratedPrompt, ...]
    discards: tuple[Discard, ...]
    unnamable: tuple[Value, ...] = ()


def generate_prompts(count: int, *, seed: int, asks: Sequence[Ask] = ()) -> Batch:
    """Prompts from a seed: the same count, seed and asks give the same batch.

    Parameters
    ----------
    count
        How many; asks are taken in turn until that many are made.
    seed
        Of the one generator that all choices come from, 0 or more.
    asks
        What the prompts have to name; none leaves everything to the generator.

    Raises
    ------
    LimitError
        If ``count`` is outside of 1 to 100,000 or ``seed`` is negative.
    RequestError
        If no prompt can name what is asked for.
    """
    if not 1 <= count <= MAX_PROMPTS:
        raise LimitError(f"a batch holds 1 to {MAX_PROMPTS:,} prompts, got {count:,}.")
    if seed < 0:
        raise LimitError(f"a seed is 0 or more, got {seed}.")
    turns = islice(cycle(asks or (Ask(),)), count)
    made, discards = prompts(turns, np.random.default_rng(seed), expected=count)
    _log(discards)
    return Batch(made, discards)


def generate_for_gaps(workspace: Workspace, *, count: int, seed: int) -> Batch:
    """Prompts for the first gaps of the newest generation, at most ``count`` of them.

    Missing values come before missing sounds and colors: a sweep shows cells faster than
    prompts do, but nothing else shows values in other words.
    """
    gaps = standing(workspace).gaps
    plan = plan_asks(
        gaps.values, color_cells=gaps.color_cells[:count], sound_cells=gaps.sound_cells[:count]
    )
    asks = plan.asks[:count]
    if not asks:
        return Batch((), (), plan.unnamable)
    batch = generate_prompts(len(asks), seed=seed, asks=asks)
    return Batch(batch.prompts, batch.discards, plan.unnamable)


def enqueue_generated(workspace: Workspace, *, count: int, seed: int | None, at: datetime) -> Batch:
    """Write prompts and let them wait to be read, marked as generated.

    Missing values come first; where nothing that a prompt can name is missing, the generator
    chooses. Without a ``seed`` it is the number of the newest generation: a repeated call
    enters the same prompts until something new is published.
    """
    if seed is None:
        seed = standing(workspace).generation
    batch = generate_for_gaps(workspace, count=count, seed=seed)
    if not batch.prompts:
        batch = replace(generate_prompts(count, seed=seed), unnamable=batch.unnamable)
    texts = [prompt.text for prompt in batch.prompts]
    enqueue(workspace, texts, source="generated", author=AUTHOR, at=at)
    return batch


def _log(discards: Sequence[Discard]) -> None:
    """Write down every draft that was read otherwise than meant: each is a bug somewhere."""
    for discard in discards:
        if discard.reason == "round trip":
            _LOG.info(
                "Discarded %r: meant but not read %s, read but not meant %s",
                discard.text,
                discard.missing,
                discard.extra,
            )
