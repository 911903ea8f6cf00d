"""The interpretation queue: which waiting prompt is read next.

Put the order of waiting prompts here. Which prompts wait is found in ``steps.readings``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from motion_assets.vocabulary.learning import HEAD_START_S, PromptSource


@dataclass(frozen=True, slots=True)
class Queued:
    """A prompt that waits: ``since`` is when it entered, or was to be read again."""

    key: str
    source: PromptSource
    since: datetime


def urgency_s(item: Queued, now: datetime) -> float:
    """How long a prompt counts as waiting: its real wait and the head start of its source.

    A person's prompt has the longest head start, so it is read first; one of the machine that
    has waited longer than the difference goes ahead of it, so that none waits for ever.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> now = datetime(2026, 11, 21, tzinfo=UTC)
    >>> urgency_s(Queued("a", "web", now), now) / 3600
    24.0
    >>> urgency_s(Queued("b", "backfill", now - timedelta(hours=25)), now) / 3600
    25.0
    """
    return (now - item.since).total_seconds() + HEAD_START_S[item.source]


def next_in_line(items: Iterable[Queued], now: datetime, limit: int) -> tuple[Queued, ...]:
    """The most urgent prompts, most urgent first; equals by key."""
    ordered = sorted(items, key=lambda item: (-urgency_s(item, now), item.key))
    return tuple(ordered[:limit])
