"""Scenes: who does what in a world, as clauses and noun phrases.

Put the choice of cast, actions and details here. What a prompt asks for beside its scene
belongs in ``wishing``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np

from motion_assets.core.prompts.generate.choosing import chance, pick
from motion_assets.core.prompts.generate.inflect import (
    base_form,
    participle,
    plural,
    third_person,
)
from motion_assets.core.prompts.generate.reads import is_neutral
from motion_assets.vocabulary.grammar import Reads, SceneRow, qualities, scene_rows, worlds

_KINDS: Final = ("person", "person", "person", "person", "animal", "animal", "thing")
"""Kinds of subjects by how often they are drawn: prompts are mostly about people."""
_STEM_LETTERS: Final = 6
_ECHO_LETTERS: Final = 4
_NUMBERS: Final = ("two", "three", "a pair of", "several")
_NAMED_PERCENT: Final = 30
_PLURAL_PERCENT: Final = 12
_BARE_PERCENT: Final = 25
_MANNER_PERCENT: Final = 40
_MANNER_AFTER_WORDS: Final = 5
"""A longer action says enough by itself."""
_ATTIRE_PERCENT: Final = 20
"""Of manners, those that say what somebody wears."""
_NO_ATTIRE: Final = frozenset({"space", "underwater"})
"""Settings where clothes are not a matter of taste."""


@cache
def _rows(table: str, world: str, kind: str) -> tuple[SceneRow, ...]:
    return tuple(r for r in scene_rows(table) if r.world == world and r.kind == kind)


@cache
def _kinds(world: str) -> tuple[str, ...]:
    """Kinds of subjects that a world has, each as often as it is to be drawn."""
    return tuple(k for k in _KINDS if _rows("cast", world, k) and _rows("actions", world, k))


@cache
def suiting_worlds(settings: frozenset[str]) -> tuple[str, ...]:
    """Worlds that suit settings of the vocabulary; one that no world lists suits them all.

    >>> suiting_worlds(frozenset({"desert"}))
    ('desert',)
    """
    listed = {each for row in worlds() for each in row.suits}
    bound = settings & listed
    fitting = tuple(row.world for row in worlds() if bound <= set(row.suits))
    partly = tuple(row.world for row in worlds() if not bound.isdisjoint(row.suits))
    return fitting or partly


@cache
def settings_of(world: str) -> frozenset[str]:
    """Settings that a world suits."""
    return next(frozenset(row.suits) for row in worlds() if row.world == world)


@dataclass(slots=True)
class Subject:
    """Who or what acts: the full phrase, the phrase without an article, and its number."""

    full: str
    bare: str
    noun: str
    kind: str
    many: bool


@dataclass(slots=True)
class Stage:
    """Draws the parts of one scene; ``reads`` gathers what its words ask for.

    ``plain``: only words from which nothing is read.
    """

    rng: np.random.Generator
    world: str
    plain: bool
    reads: list[Reads] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    last: Subject | None = None

    def clause(self) -> str:
        """A subject and what it does: ``a weary deckhand coils a rope``."""
        subject = self._subject()
        return f"{subject.full} {self._finite(subject)}"

    def phrase(self) -> str:
        """The same as a noun phrase: ``a weary deckhand coiling a rope``."""
        subject = self._subject()
        return f"{subject.full} {participle(self._action(subject.kind))}"

    def bare_phrase(self) -> str:
        """The noun phrase without an article, as in a list of keywords."""
        subject = self._subject()
        return f"{subject.bare} {participle(self._action(subject.kind))}"

    def second_action(self) -> str:
        """Something else that the last subject does; empty when it does one thing only."""
        subject = self.last
        if subject is None or not self._unused_actions(subject):
            return ""
        return self._finite(subject)

    def _unused_actions(self, subject: Subject) -> bool:
        rows = _rows("actions", self.world, subject.kind)
        return any(r.text not in self.used and r.noun in {"", subject.noun} for r in rows)

    def doing(self) -> str:
        """Something that the last subject is doing."""
        if self.last is None or not self._unused_actions(self.last):
            self.last = Subject("", "", "", "person", many=False)
        return participle(self._action(self.last.kind))

    def noun(self) -> str:
        """A bare noun of this world."""
        return self._subject(named=False).noun

    def detail(self) -> str:
        """Something else that goes on: ``halyards tap against the masts``."""
        return self._draw("details", "")

    def name(self) -> str:
        """A person's name."""
        return self._quality("name", "person")

    def _finite(self, subject: Subject) -> str:
        action = self._action(subject.kind)
        text = base_form(action) if subject.many else third_person(action)
        if len(action.split()) <= _MANNER_AFTER_WORDS and chance(self.rng, _MANNER_PERCENT):
            text = f"{text} {self._manner(subject)}"
        return text

    def _manner(self, subject: Subject) -> str:
        dressed = _NO_ATTIRE.isdisjoint(settings_of(self.world)) and not subject.many
        if subject.kind == "person" and dressed and chance(self.rng, _ATTIRE_PERCENT):
            return self._quality("manner", "attire")
        return self._quality("manner", subject.kind)

    def _subject(self, *, named: bool = True) -> Subject:
        kind = pick(self.rng, _kinds(self.world))
        noun = self._draw("cast", kind)
        many = chance(self.rng, _PLURAL_PERCENT) and named and kind == "person"
        adjective = "" if chance(self.rng, _BARE_PERCENT) else self._quality("adjective", kind)
        described = f"{adjective} {noun}".strip()
        if many:
            full = f"{pick(self.rng, _NUMBERS)} {plural(described)}"
            subject = Subject(full, full.removeprefix("a "), noun, kind, many=True)
        elif named and kind == "person" and chance(self.rng, _NAMED_PERCENT):
            full = self._named(noun, described)
            subject = Subject(full, full, noun, kind, many=False)
        else:
            lead = "the" if chance(self.rng, _BARE_PERCENT) else "a"
            subject = Subject(f"{lead} {described}", described, noun, kind, many=False)
        self.last = subject
        return subject

    def _named(self, noun: str, described: str) -> str:
        name = self._quality("name", "person")
        form = int(self.rng.integers(3))
        return (name, f"{name} the {noun}", f"{name}, a {described},")[form]

    def _action(self, kind: str) -> str:
        text = self._draw("actions", kind, self.last.noun if self.last else "")
        return " ".join(text.replace("<thing>", self._thing_word(text)).split())

    def _thing_word(self, text: str) -> str:
        return self._quality("adjective", "thing") if "<thing>" in text else ""

    def _quality(self, name: str, kind: str) -> str:
        words = qualities(name, kind)
        for _ in words:
            word = pick(self.rng, words)
            if _stem(word) not in self.used and is_neutral(word):
                self.used.add(_stem(word))
                return word
        return pick(self.rng, words)

    def _draw(self, table: str, kind: str, noun: str = "") -> str:
        rows = _rows(table, self.world, kind)
        rows = tuple(row for row in rows if not row.noun or row.noun == noun)
        for _ in range(4 * len(rows)):
            row = pick(self.rng, rows)
            if row.text not in self.used and self._fits(row) and not _echoes(noun, row.text):
                break
        else:
            row = next((r for r in rows if self._fits(r)), rows[0])
        self.used.add(row.text)
        self.reads.append(row.reads)
        return row.text

    def _fits(self, row: SceneRow) -> bool:
        return not (self.plain and row.reads)


def _echoes(noun: str, action: str) -> bool:
    """Whether somebody would do what their name says already: a net mender who mends a net."""
    stems = {word[:_ECHO_LETTERS] for word in noun.split() if len(word) >= _ECHO_LETTERS}
    return any(word[:_ECHO_LETTERS] in stems for word in action.split())


def _stem(word: str) -> str:
    """What ``stubborn`` and ``stubbornly`` share; one of the two is enough for a prompt."""
    return word[:_STEM_LETTERS]


def stages(rng: np.random.Generator, settings: frozenset[str], *, plain: bool) -> Stage:
    """An empty stage in a world that suits the settings."""
    return Stage(rng, pick(rng, suiting_worlds(settings)), plain)


def reads_by_slot(reads: Reads) -> Mapping[str, frozenset[str]]:
    """Values by slot."""
    found: dict[str, set[str]] = {}
    for slot, value in reads:
        found.setdefault(slot, set()).add(value)
    return {slot: frozenset(values) for slot, values in found.items()}
