"""Learning words from people: states, sources, thresholds and the prompts that must not change.

Put here the lists and numbers that decide when a learned word is believed, and the loader of
the canary prompts. How evidence is found, counted and weighed belongs in
``core.prompts.learned``.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

from motion_assets.vocabulary.files import text_of

State = Literal["proposed", "trial", "accepted", "retired"]
STATES: Final[tuple[State, ...]] = get_args(State)
"""proposed: shown to reviewers; trial: resolves as a guess; accepted: resolves; retired: not."""

RESOLVING: Final[tuple[State, ...]] = ("accepted", "trial")

EvidenceKind = Literal["definition", "apposition", "contrast", "correction", "pattern"]
EVIDENCE_WEIGHTS: Final[Mapping[EvidenceKind, int]] = {
    "definition": 1,
    "apposition": 1,
    "contrast": 1,
    "correction": 5,
    "pattern": 1,
}
"""How many independent evidences one of a kind counts for."""

RowSource = Literal["seed", "user", "correction", "definition", "import", "generated"]
KIND_SOURCES: Final[Mapping[EvidenceKind, RowSource]] = {
    "definition": "definition",
    "apposition": "definition",
    "contrast": "definition",
    "correction": "correction",
    "pattern": "user",
}
"""Source of a row by the kind of its earliest evidence."""

Register = Literal["standard", "slang", "dialect"]
REGISTERS: Final[tuple[Register, ...]] = get_args(Register)

PromptSource = Literal["web", "sample", "loop", "generated", "backfill"]
PROMPT_SOURCES: Final[tuple[PromptSource, ...]] = get_args(PromptSource)
PEOPLE: Final[frozenset[PromptSource]] = frozenset({"web", "sample"})
"""Sources whose prompts a person wrote: only these are evidence of what words mean."""

TRIAL_AGREE: Final = 3
ACCEPT_AGREE: Final = 8
ACCEPT_BOUND: Final = 0.8
BOUND_TAIL: Final = 10
"""The lower bound leaves one part in ten below it: it holds at 90 %."""

AUTHOR_MOST: Final = 5
"""Most that one author counts toward or against one row, over all days: one correction. Names
of authors are not proven, so nobody can carry a word to acceptance alone; a review can."""
DAILY_CAP: Final = 20
"""Evidences that one author may add in one day, over all rows."""
DUPLICATE_SHARE: Final = 0.8
"""Prompts that share more than this of the smaller set of words are near duplicates."""

SPAN_CHARS: Final = (2, 40)
MAX_EXAMPLES: Final = 5
MAX_CUE_WORDS: Final = 12
CUE_REACH: Final = 4
"""Words on each side of a span that may become its context, as far as the cue ``near`` looks."""

PATTERN_PROMPTS: Final = 3
"""Independent prompts in which an unknown word must stand beside the same value."""

BATCH_PROMPTS: Final = 50
"""Prompts that one run of the interpretation queue reads."""
HEAD_START_S: Final[Mapping[PromptSource, int]] = {
    "web": 24 * 3600,
    "sample": 12 * 3600,
    "loop": 6 * 3600,
    "generated": 3600,
    "backfill": 0,
}
"""How much longer a prompt counts as waiting by its source; chosen so that a person waits for
nobody within a day, and a prompt of the machine for at most a day longer than a person."""

OPPOSITES: Final[Mapping[tuple[str, str], str]] = {
    (slot, value): other
    for slot, one, two in (
        ("motion_speed", "slow", "fast"),
        ("audio_tempo", "slow", "fast"),
        ("camera_direction", "left", "right"),
        ("camera_direction", "up", "down"),
        ("camera_direction", "in", "out"),
        ("camera_motion", "zoom", "zoom_out"),
        ("motion_smoothness", "smooth", "rough"),
        ("lighting", "bright", "dark"),
        ("lighting", "warm", "cool"),
        ("lighting", "soft", "hard"),
        ("lighting", "low_key", "high_key"),
        ("intensity", "low", "high"),
        ("mood", "calm", "tense"),
        ("mood", "peaceful", "chaotic"),
        ("mood", "soft", "harsh"),
        ("mood", "hopeful", "ominous"),
    )
    for value, other in ((one, two), (two, one))
}
"""Values that have exactly one opposite, for pairs such as "zorbly, not fast"."""


@dataclass(frozen=True, slots=True)
class Canary:
    """A prompt whose reading no learned word may change, with what it must at least say."""

    prompt: str
    expected: Mapping[str, tuple[str | float, ...]]


@cache
def canaries() -> tuple[Canary, ...]:
    """The canary prompts in file order."""
    text = text_of("canaries.csv")
    return tuple(
        Canary(
            row["prompt"],
            {slot: tuple(values) for slot, values in json.loads(row["expected"]).items()},
        )
        for row in csv.DictReader(io.StringIO(text, newline=""))
    )
