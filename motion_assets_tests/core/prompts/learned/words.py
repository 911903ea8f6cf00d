"""Remarks for tests: who said what about which word, and when."""

from datetime import UTC, datetime, timedelta

from motion_assets.core.prompts.learned.rows import (
    Decision,
    Remark,
    Verdict,
    row_id,
    stamp,
)
from motion_assets.vocabulary.learning import EvidenceKind

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
PLACES = (
    *("harbor boats", "desert dunes", "kitchen pots", "meadow flowers", "alley rain"),
    *("castle towers", "library shelves", "glacier ice", "orchard apples", "subway trains"),
    *("theater curtains", "vineyard grapes", "workshop tools", "lagoon coral", "attic trunks"),
)
"""Pairs of words that share none: prompts with them are no near duplicates."""


def when(minutes: float = 0) -> datetime:
    return START + timedelta(minutes=minutes)


def said(
    number: int,
    *,
    span: str = "zorble",
    slot: str = "motion_speed",
    value: str = "slow",
    kind: EvidenceKind = "definition",
    author: str | None = None,
    minutes: float | None = None,
    agrees: bool = True,
    prompt: str | None = None,
) -> Remark:
    """The ``number``-th independent remark: its own author, prompt and minute."""
    return Remark(
        kind=kind,
        span=span,
        slot=slot,
        value=value,
        author=author or f"author-{number}",
        at=stamp(when(number if minutes is None else minutes)),
        prompt=prompt or f"{span} {PLACES[number % len(PLACES)]} {number}",
        agrees=agrees,
    )


def decided(verdict: Verdict, minutes: float, reviewer: str = "", span: str = "zorble") -> Decision:
    return Decision(
        row_id=row_id(span, "", "motion_speed", "slow"),
        verdict=verdict,
        at=stamp(when(minutes)),
        reviewer=reviewer,
    )
