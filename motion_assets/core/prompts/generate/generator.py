"""The generator: prompts that name given values, each read back exactly as it was meant.

Put the order of drafting and checking here. A draft that the interpreter reads otherwise is
discarded, never kept, and handed back with what was wrong: it shows where the interpreter or
the grammar errs.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from motion_assets.core.prompts.generate.choosing import pick, pick_weighted
from motion_assets.core.prompts.generate.drafting import Draft, Drafting, Target, shapes_of
from motion_assets.core.prompts.generate.near import Seen, word_set
from motion_assets.core.prompts.generate.reads import reads_of
from motion_assets.core.prompts.generate.scenes import reads_by_slot
from motion_assets.core.prompts.generate.wishing import (
    Options,
    Value,
    color_options,
    duration_options,
    options_for,
    require_wording,
    sound_options,
)
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.keys import is_complete
from motion_assets.core.prompts.reading import Reading
from motion_assets.errors import RequestError
from motion_assets.vocabulary.aspects import require_value
from motion_assets.vocabulary.grammar import Reads, shares

MAX_DRAFTS: Final = 200
"""Drafts for one prompt; the usual number is below two."""
MAX_OPENING_SHARE: Final = 0.03
"""Of all prompts of a session, the share that may begin with the same three words."""
OPENING_WORDS: Final = 3
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")

Reason = Literal["round trip", "not understood", "near duplicate", "opening"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a prompt has to name, and what it has to rule out.

    ``colors``, ``sounds``: registry names of cells. ``values``, ``forbidden``: canonical
    ``(aspect, value)`` pairs.
    """

    values: tuple[Value, ...] = ()
    forbidden: tuple[Value, ...] = ()
    colors: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class GeneratedPrompt:
    """A prompt, what it asks for (which is what is read from it), and its making."""

    text: str
    register: str
    shape: str
    ask: Ask
    reads: Reads
    source: Literal["generated"] = "generated"


@dataclass(frozen=True, slots=True)
class Discard:
    """A draft that was not kept: what was meant and not read, and what was read and not meant."""

    text: str
    register: str
    reason: Reason
    missing: Reads = ()
    extra: Reads = ()


@dataclass(slots=True)
class Session:
    """Prompts from one seeded generator that differ from each other.

    ``expected``: how many prompts will be asked for; openings are rationed by it.
    """

    rng: np.random.Generator
    expected: int
    discards: list[Discard] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    openings: Counter[str] = field(default_factory=Counter)

    def prompt(self, ask: Ask | None = None, *, register: str | None = None) -> GeneratedPrompt:
        """A new prompt that names everything asked for and is read back exactly.

        Raises
        ------
        UnknownValueError
            If a value, color or sound is not in the vocabulary.
        RequestError
            If no prompt can name what is asked for, or no draft of many was read as meant.
        """
        ask = ask or Ask()
        targets = targets_of(ask)
        require_register(register)
        settings = frozenset(value for aspect, value in ask.values if aspect == "settings")
        for _ in range(MAX_DRAFTS):
            tone = register or pick_weighted(self.rng, shares("register"))
            draft = self._draft(tone, targets, settings)
            if draft is not None and self._accept(draft):
                return GeneratedPrompt(draft.text, tone, draft.shape, ask, draft.reads)
        raise RequestError(
            f"none of {MAX_DRAFTS} drafts that name {ask} was read as it was meant. Ask for less "
            f"at once; last discard: {self.discards[-1] if self.discards else 'none'}."
        )

    def _draft(
        self, register: str, targets: tuple[Target, ...], settings: frozenset[str]
    ) -> Draft | None:
        shape = pick(self.rng, shapes_of(register))
        return Drafting(self.rng, register, shape, targets, settings).run()

    def _accept(self, draft: Draft) -> bool:
        """Keep a draft, or note why not."""
        reading = interpret(draft.text)
        discard = _wrong(draft, reading) or _open(draft, reading) or self._too_alike(draft, reading)
        if discard is not None:
            self.discards.append(discard)
            return False
        self.seen.add(word_set(draft.text), _complete(reading))
        self.openings[opening(draft.text)] += 1
        return True

    def _too_alike(self, draft: Draft, reading: Reading) -> Discard | None:
        most = max(1, int(MAX_OPENING_SHARE * self.expected))
        if self.openings[opening(draft.text)] >= most:
            return Discard(draft.text, draft.register, "opening")
        if self.seen.nearest(word_set(draft.text), _complete(reading)) is not None:
            return Discard(draft.text, draft.register, "near duplicate")
        return None


def opening(text: str) -> str:
    """The first three words of a prompt, in lower case.

    >>> opening("Yo, gimme a tram!")
    'yo gimme a'
    """
    return " ".join(_WORD.findall(text.lower())[:OPENING_WORDS])


def require_register(register: str | None) -> None:
    """Refuse a register that there is none of; None leaves the choice open."""
    known = shares("register")
    if register is not None and register not in known:
        raise RequestError(f"no register {register!r}. Known: {', '.join(known)}.")


def targets_of(ask: Ask) -> tuple[Target, ...]:
    """What the wordings of a prompt have to cover, the value with the fewest forms first."""
    for value in ask.values:
        require_wording(value)
    targets = [Target(value, options_for(value)) for value in ask.values]
    targets += [Target(value, _forbidding(value)) for value in ask.forbidden]
    targets += [Target(("color", name), color_options(name)) for name in ask.colors]
    targets += [Target(("sound", name), sound_options(name)) for name in ask.sounds]
    if ask.duration_s is not None:
        targets.append(Target(("duration", ""), duration_options(ask.duration_s)))
    return tuple(sorted(targets, key=lambda target: (len(target.options), target.value)))


def _forbidding(value: Value) -> Options:
    require_value(*value)
    options = options_for(value, ruling_out=True)
    if not options:
        raise RequestError(
            f"no prompt can rule out {value[0]}={value[1]}: the grammar has no row for it."
        )
    return options


def _wrong(draft: Draft, reading: Reading) -> Discard | None:
    """What a reading lacks or adds against what was meant; None when it is the same."""
    meant, read = set(draft.reads), set(reads_of(reading))
    missing, extra = tuple(sorted(meant - read)), tuple(sorted(read - meant))
    if missing or extra:
        return Discard(draft.text, draft.register, "round trip", missing, extra)
    if not _in_order(draft.steps, reading):
        return Discard(draft.text, draft.register, "round trip", draft.steps[0], draft.steps[-1])
    return None


def _open(draft: Draft, reading: Reading) -> Discard | None:
    """Discard a draft with a word that nobody could explain, such as one misspelled too far."""
    return None if is_complete(reading) else Discard(draft.text, draft.register, "not understood")


def _in_order(steps: tuple[Reads, ...], reading: Reading) -> bool:
    """Whether what changes is read in the order in which it was said."""
    for slot in sorted({slot for step in steps for slot, _ in step}):
        said = [v for step in steps for v in sorted(reads_by_slot(step).get(slot, ()))]
        read = [str(value) for value in reading.slots.get(slot, ())]
        if [v for v in read if v in said] != list(dict.fromkeys(said)):
            return False
    return True


def _complete(reading: Reading) -> Reads | None:
    """What a reading asks for, if no word of the prompt stayed open."""
    return None if reading.unresolved else reads_of(reading)


def prompts(
    asks: Iterable[Ask], rng: np.random.Generator, *, expected: int
) -> tuple[tuple[GeneratedPrompt, ...], tuple[Discard, ...]]:
    """One prompt for each ask, and every draft that was discarded on the way."""
    session = Session(rng, expected)
    made = tuple(session.prompt(ask) for ask in asks)
    return made, tuple(session.discards)
