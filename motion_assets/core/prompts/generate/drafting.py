"""Drafting: one attempt at a prompt, a shape whose sockets are filled with scene and wishes.

Put the assignment of wishes to sockets here. Whether a draft is good is decided in
``generator``, how a register changes the finished text in ``registers``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np

from motion_assets.core.prompts.generate.choosing import chance, pick
from motion_assets.core.prompts.generate.fillers import (
    ORNAMENT,
    contradicts,
    free_options,
    impossible_beside,
    suits,
    usual_percent,
)
from motion_assets.core.prompts.generate.reads import joined
from motion_assets.core.prompts.generate.registers import LOWER_CASE, finish, is_doubled
from motion_assets.core.prompts.generate.scenes import Stage, reads_by_slot, stages
from motion_assets.core.prompts.generate.wishing import STANDARD, Option, Options, Value
from motion_assets.vocabulary.grammar import Reads, ShapeRow, shapes

_SOCKET: Final = re.compile(r"\{([a-z0-9.]+)\}")
_WISH_FORMS: Final = frozenset({"tail", "do", "clause", "bit", "emoji", "lead", "step"})
_TRIES: Final = 12
"""Draws for one socket before the shape is given up."""
_EXTRA_SENTENCES: Final = ("clause", "do")
_EXTRA_WORDS: Final = ("bit", "tail")


@dataclass(frozen=True, slots=True)
class Target:
    """Something that the prompt has to say: its wordings by form, and the value they name."""

    value: Value
    options: Options


@dataclass(frozen=True, slots=True)
class Draft:
    """A finished text, what it is meant to be read as, and how it came about."""

    text: str
    register: str
    shape: str
    reads: Reads
    steps: tuple[Reads, ...]


@cache
def shapes_of(register: str) -> tuple[ShapeRow, ...]:
    """Shapes of one register, in file order."""
    return tuple(row for row in shapes() if row.register == register)


def _is_wish(socket: str) -> bool:
    return socket in _WISH_FORMS or socket == "not" or socket.startswith("not.")


def _form(socket: str) -> str:
    return "not.tail" if socket == "not" else socket


@dataclass(slots=True)
class Drafting:
    """The state of one attempt; ``run`` gives the draft, or None where a socket stays empty."""

    rng: np.random.Generator
    register: str
    shape: ShapeRow
    targets: Sequence[Target]
    settings: frozenset[str]
    chosen: dict[int, Option] = field(default_factory=dict)
    used: dict[str, frozenset[str]] = field(default_factory=dict)
    extras: list[Option] = field(default_factory=list)

    def run(self) -> Draft | None:
        """The draft of this shape for these targets."""
        sockets = sockets_of(self.shape.text)
        stage = stages(self.rng, self.settings, plain=bool(self.rng.integers(2)))
        scene = {k: scene_part(stage, s) for k, s in enumerate(sockets) if not _is_wish(s)}
        if not all(scene.values()):
            return None
        self._use(joined(stage.reads))
        open_sockets = [k for k, s in enumerate(sockets) if _is_wish(s)]
        if not all(self._place(target, sockets, open_sockets) for target in self.targets):
            return None
        for k in open_sockets:
            if k not in self.chosen and not self._fill(k, _form(sockets[k]), stage.world):
                return None
        words = scene | {k: option.text for k, option in self.chosen.items()}
        draft = self._draft(words, sockets, joined(stage.reads))
        return None if is_doubled(draft.text) else draft

    def _draft(self, words: dict[int, str], sockets: list[str], scene: Reads) -> Draft:
        counter = iter(range(len(sockets)))
        text = _SOCKET.sub(lambda _: words[next(counter)], self.shape.text)
        options = [*self.chosen.values(), *self.extras]
        steps = [self.chosen[k].reads for k, s in enumerate(sockets) if s == "step"]
        return Draft(
            text=finish(self._with_extras(text), self.register, self.rng),
            register=self.register,
            shape=self.shape.text,
            reads=joined([scene, *(option.reads for option in options)]),
            steps=tuple(steps),
        )

    def _with_extras(self, text: str) -> str:
        """The text with what found no socket after it, as words or as sentences."""
        if not self.extras:
            return text
        if self.register in LOWER_CASE:
            return ", ".join([text.rstrip("."), *(option.text for option in self.extras)])
        stop = "" if text.endswith((".", "!", "?")) else "."
        return " ".join([f"{text}{stop}", *(f"{option.text}." for option in self.extras)])

    def _place(self, target: Target, sockets: list[str], open_sockets: list[int]) -> bool:
        """Put a target into a free socket that has a form for it, else into a further sentence."""
        free = [k for k in open_sockets if k not in self.chosen]
        fitting = [k for k in free if _form(sockets[k]) in target.options]
        if fitting:
            k = pick(self.rng, fitting)
            option = self._wording(target.options[_form(sockets[k])])
            if option is not None:
                self.chosen[k] = option
                self._use(option.reads)
                return True
        forms = _EXTRA_WORDS if self.register in LOWER_CASE else _EXTRA_SENTENCES
        for form in (*forms, *_EXTRA_SENTENCES, *_EXTRA_WORDS):
            for name in (form, f"not.{form}"):
                option = self._wording(target.options.get(name, ()))
                if option is not None:
                    self.extras.append(option)
                    self._use(option.reads)
                    return True
        return False

    def _wording(self, options: Sequence[Option]) -> Option | None:
        """One wording in the register of the prompt, of those that are read as they are meant."""
        own = [option for option in options if option.register == self.register]
        usual = [option for option in options if option.register == STANDARD]
        pool = own if own and (self.register == "indirect" or self.rng.integers(2)) else usual
        pool = pool or own
        for _ in range(_TRIES if pool else 0):
            option = pick(self.rng, pool)
            if option.reliable:
                return option
        return None

    def _fill(self, socket: int, form: str, world: str) -> bool:
        """Give a free socket a wish of its own choice that disturbs none of the others."""
        for _ in range(_TRIES):
            option = self._wording(free_options(self.rng, form, self.register, self._steps_topic()))
            if option is not None and self._disturbs_nothing(option, form, world):
                self.chosen[socket] = option
                self._use(option.reads)
                return True
        return False

    def _steps_topic(self) -> str | None:
        """What the steps so far are about; those of one prompt are about one thing."""
        steps = (o.wish.aspect for o in self.chosen.values() if o.form == "step")
        return next(steps, None)

    def _disturbs_nothing(self, option: Option, form: str, world: str) -> bool:
        others = self.chosen.values()
        taken = {o.value for o in others} - {ORNAMENT}
        if option.value in taken or option.text in {o.text for o in others}:
            return False
        if form == "step" and self._is_next_step(option):
            return True
        values = [*(o.value for o in (*others, *self.extras)), *(t.value for t in self.targets)]
        return (
            self._new_slots(option)
            and chance(self.rng, usual_percent(option))
            and suits(option, world)
            and not impossible_beside(option, values)
            and not contradicts(option, self.used)
        )

    def _is_next_step(self, option: Option) -> bool:
        """A further value of the slot that changes, and of no slot that a target has taken."""
        steps = [o for o in self.chosen.values() if o.form == "step"]
        if not steps:
            return self._new_slots(option)
        shared = {slot for slot, _ in option.reads} & set(self.used)
        return shared <= {slot for o in steps for slot, _ in o.reads}

    def _new_slots(self, option: Option) -> bool:
        return all(slot == "negations" or slot not in self.used for slot, _ in option.reads)

    def _use(self, reads: Reads) -> None:
        for slot, values in reads_by_slot(reads).items():
            self.used[slot] = self.used.get(slot, frozenset()) | values


def sockets_of(text: str) -> list[str]:
    """Sockets of a shape in the order of its text.

    >>> sockets_of("{scene}, {tail}.")
    ['scene', 'tail']
    """
    return _SOCKET.findall(text)


def scene_part(stage: Stage, socket: str) -> str:
    """Words for a socket of the scene."""
    parts = {
        "scene": stage.clause,
        "np": stage.phrase,
        "np2": stage.phrase,
        "np0": stage.bare_phrase,
        "act": stage.second_action,
        "ing": stage.doing,
        "noun": stage.noun,
        "noun2": stage.noun,
        "detail": stage.detail,
        "detail2": stage.detail,
        "name": stage.name,
    }
    return parts[socket]()
