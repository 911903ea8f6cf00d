"""Wordings: prompts for values that people's and generated prompts name in too few ways.

Put the way from the coverage of words to new prompts here. Writing a sentence belongs in
``core.prompts.generate``, reading it in ``readings``.
"""

from datetime import datetime

from motion_assets.core.coverage.measure import SPANS_WANTED
from motion_assets.core.prompts.generate.plan import plan_asks
from motion_assets.core.prompts.generate.wishing import Value
from motion_assets.steps.generate import AUTHOR, Batch, generate_prompts
from motion_assets.steps.readings import enqueue
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.generations import newest, open_newest

_MISSING = """
SELECT value FROM coverage.gap WHERE registry = 'linguistic' ORDER BY position
"""


def values_to_name(workspace: Workspace) -> tuple[Value, ...]:
    """Values that fewer than three wordings name in the newest generation; none before it."""
    if newest(workspace.lake) is None:
        return ()
    with open_newest(workspace.settings) as connection:
        rows = connection.execute(_MISSING).fetchall()
    found = (str(key).partition("=") for (key,) in rows)
    return tuple((aspect, value) for aspect, _, value in found)


def enqueue_wordings(workspace: Workspace, *, seed: int, at: datetime) -> Batch:
    """Let prompts wait to be read that name every such value, three times where a prompt can."""
    plan = plan_asks(values_to_name(workspace))
    asks = plan.asks * SPANS_WANTED
    if not asks:
        return Batch((), (), plan.unnamable)
    batch = generate_prompts(len(asks), seed=seed, asks=asks)
    enqueue(
        workspace,
        [prompt.text for prompt in batch.prompts],
        source="generated",
        author=AUTHOR,
        at=at,
    )
    return Batch(batch.prompts, batch.discards, plan.unnamable)
