"""Replay: what a learned word would change, before it is believed.

Put here the comparison of readings with and without a row. Prompts that cannot hold the row
are not read again: a learned word is known only where it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.learned.overlay import applicable
from motion_assets.core.prompts.learned.rows import LearnedRow
from motion_assets.core.prompts.reading import Reading
from motion_assets.vocabulary.learning import canaries


@dataclass(frozen=True, slots=True)
class Change:
    """One prompt that would be read otherwise; ``before`` and ``after`` name what differs."""

    prompt: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """What accepting a row changes; it may be accepted when no canary does."""

    canaries: tuple[Change, ...]
    prompts: tuple[Change, ...]


def replay(row: LearnedRow, rows: Sequence[LearnedRow], prompts: Iterable[str]) -> Replay:
    """Read canaries and prompts with ``row`` accepted beside ``rows``, and without it at all."""
    others = tuple(other for other in rows if other.id != row.id)
    accepted = replace(row, state="accepted")
    return Replay(
        canaries=tuple(_changes((canary.prompt for canary in canaries()), accepted, others)),
        prompts=tuple(_changes(sorted(set(prompts)), accepted, others)),
    )


def _changes(
    prompts: Iterable[str], row: LearnedRow, others: tuple[LearnedRow, ...]
) -> Iterable[Change]:
    for prompt in prompts:
        if applicable(prompt, (row,)):
            before, after = interpret(prompt, others), interpret(prompt, (*others, row))
            change = difference(before, after)
            if change is not None:
                yield change


def difference(before: Reading, after: Reading) -> Change | None:
    """What two readings of one prompt say differently; None when they say the same."""
    old, new = _said(before), _said(after)
    if old == new:
        return None
    return Change(after.prompt, _only_in(old, new), _only_in(new, old))


def _only_in(one: list[str], other: list[str]) -> tuple[str, ...]:
    left = tuple(item for item in one if item not in other)
    return left or tuple(one if sorted(one) == sorted(other) else ())


def _said(reading: Reading) -> list[str]:
    """Values by slot in order, and what must not appear."""
    said = [f"{slot}={value}" for slot, values in reading.slots.items() for value in values]
    return [f"language={reading.language}", *said, *(f"no {n.value}" for n in reading.negations)]
