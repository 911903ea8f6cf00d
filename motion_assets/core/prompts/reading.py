"""Readings: what the interpreter says a prompt asks for, and where in the text it says so.

Put the result types of interpretation here. The rules live in ``interpret`` and beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SlotValue = str | float


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim with the span it rests on; ``start``/``end`` are offsets into the prompt."""

    slot: str
    value: SlotValue
    start: int
    end: int
    text: str
    sense: str
    rule: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Negation:
    """Something that must not appear; ``axis`` is a slot name where one is known.

    ``claims`` are the slots and values that its words would ask for if nothing ruled them out.
    """

    axis: str | None
    value: str
    start: int
    end: int
    text: str
    claims: tuple[tuple[str, SlotValue], ...] = ()


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A content word or span that no row or rule could read, with the reason."""

    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One prompt read under one version of rules and lexicon.

    ``slots`` maps a slot name to its values in the order of the text; only what the prompt
    says is there, never a default. ``language`` is an ISO 639-1 code; for a language that is
    not supported everything else is empty and ``notice`` says so kindly.

    ``shots`` parts the same claims by what follows what: one mapping for each clause of a told
    sequence ("first ..., then ..."), in order, and a single one where none is told. A slot that
    a shot does not name stays as it was in the shot before it. ``passed`` are words that were
    understood and ask for nothing: another sense, an idiom, or the order of a sequence.
    """

    prompt: str
    language: str
    slots: Mapping[str, tuple[SlotValue, ...]]
    evidence: tuple[Evidence, ...]
    unresolved: tuple[Unresolved, ...]
    negations: tuple[Negation, ...]
    version: str
    notice: str = ""
    shots: tuple[Mapping[str, tuple[SlotValue, ...]], ...] = ()
    passed: tuple[Unresolved, ...] = ()
