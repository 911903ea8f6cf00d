"""Deciding: one value for every question, asked for, forbidden, kept or left open.

Put the rules that pick a value here. What was asked belongs in ``wishes``, the order of the
questions in ``values``, the drawing that follows in ``compose``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from motion_assets.core.clips import uses as weighing
from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.emphasis import NO_EMPHASIS, Emphasis, Part
from motion_assets.core.clips.uses import Uses
from motion_assets.core.clips.wishes import Wish, Wishes
from motion_assets.errors import RequestError
from motion_assets.vocabulary.aspects import NARRATIVE
from motion_assets.vocabulary.impossible import impossible_pairs
from motion_assets.vocabulary.looks import Look, look_of
from motion_assets.vocabulary.slots import QUIET, RENDERED

LOOK_ORDER = ("settings", "mood", "style", "genre", "themes", "scene_type", "plots")
"""Narrative aspects, the one that shapes the picture most first."""


@dataclass(slots=True)
class Decider:
    """Wishes of one part of a clip, the looks they bring, and the choices taken so far.

    ``part``: number of the part of a told sequence; choices of a part that others do not share
    carry it. ``quiet``: whether open values are drawn by `QUIET`, as suits a prompt; a clip
    that fills gaps draws all alike. ``uses``: how often values were shown so far; the less, the
    likelier they are drawn. ``draws``: what each part of the scene is drawn from, ``rng`` where
    it has none of its own; ``emphasis``: what is drawn otherwise than in the takes before.
    """

    wishes: Wishes
    rng: np.random.Generator
    looks: tuple[Look, ...] = ()
    choices: list[Choice] = field(default_factory=list)
    part: int | None = None
    quiet: bool = False
    uses: Uses = field(default_factory=Uses)
    draws: Mapping[Part, np.random.Generator] = field(default_factory=dict)
    emphasis: Emphasis = NO_EMPHASIS

    def of(self, part: Part) -> "Decider":
        """The same decider, drawing from what belongs to one part of the scene."""
        return replace(self, rng=self.draws.get(part, self.rng))

    def narrative(self, kept: Sequence[tuple[str, str]] = ()) -> tuple[tuple[str, str], ...]:
        """Record the narrative values that are asked for, and take up their looks.

        ``kept``: values of the part before, which stay where nothing new is told.
        """
        told: list[tuple[str, str]] = []
        for aspect in NARRATIVE:
            asked = self.wishes.asked(aspect.key)
            able = [wish for wish in asked if self._conflict(wish, ()) is None]
            for wish in asked:
                if wish in able:
                    self.record(wish)
                else:
                    self._decline(wish, (), able)
            told += [(wish.aspect, wish.value) for wish in able]
            told += [each for each in kept if each[0] == aspect.key and not able]
        self.looks = tuple(
            look_of(aspect, value) for key in LOOK_ORDER for aspect, value in told if aspect == key
        )
        return tuple(told)

    def pick(
        self, aspect: str, *, leaning: Iterable[str] = (), beside: Sequence[tuple[str, str]] = ()
    ) -> str:
        """One value of ``aspect``: the asked one, or one drawn from those left open.

        ``leaning``: values that suit the looks. ``beside``: values already decided, with which
        the picked one must be able to occur.
        """
        asked = self.wishes.asked(aspect)
        able = [wish for wish in asked if self._conflict(wish, beside) is None]
        for wish in asked:
            if wish not in able[:1]:
                self._decline(wish, beside, able)
        if able:
            self.record(able[0])
            return able[0].value
        return self._draw(aspect, tuple(leaning), beside)

    def note(self, aspect: str, value: str, reason: str) -> None:
        """Record a value that was left open and has no aspect to pick from."""
        self.keep(Choice(aspect, value, "chosen", reason))

    def record(self, wish: Wish) -> None:
        """Record an asked value that is shown."""
        self.keep(Choice(wish.aspect, wish.value, wish.origin, wish.reason))

    def keep(self, choice: Choice) -> None:
        """Record a choice of the part that is decided."""
        self.choices.append(replace(choice, part=self.part))

    def decline(self, wish: Wish, reason: str) -> None:
        """Record an asked value that is not shown, and why."""
        reason = f"{wish.reason}; {reason}"
        self.keep(Choice(wish.aspect, wish.value, wish.origin, reason, rendered=False))

    def choose(self, aspect: str, values: Sequence[str]) -> str:
        """One of ``values``, the likelier the less it was shown, unrecorded."""
        base = QUIET.get(aspect, {}) if self.quiet else {}
        return weighing.choose(aspect, values, base, self.uses, self.rng)

    def _decline(self, wish: Wish, beside: Sequence[tuple[str, str]], able: list[Wish]) -> None:
        reason = self._conflict(wish, beside)
        if reason is None:
            shown = able[0].value if able else "no value of it"
            reason = f"one clip shows one value of it, here {shown}"
        self.decline(wish, reason)

    def _conflict(self, wish: Wish, beside: Sequence[tuple[str, str]]) -> str | None:
        if self.wishes.forbids(wish.aspect, wish.value):
            return "but it is ruled out as well, and what is ruled out is never shown"
        return conflict(wish.aspect, wish.value, beside)

    def open_values(self, aspect: str, beside: Sequence[tuple[str, str]]) -> list[str]:
        """Values that can be shown beside the decided ones and are not ruled out."""
        return [
            value
            for value in RENDERED[aspect]
            if not self.wishes.forbids(aspect, value) and conflict(aspect, value, beside) is None
        ]

    def require_free(self, aspect: str) -> None:
        """Refuse a prompt that rules out every value of an aspect.

        Raises
        ------
        RequestError
            If no value is left.
        """
        if all(self.wishes.forbids(aspect, value) for value in RENDERED[aspect]):
            raise RequestError(
                f"the prompt rules out every value of {aspect} that can be shown "
                f"({', '.join(RENDERED[aspect])}). Allow one of them."
            )

    def decline_all(
        self, aspect: str, beside: Sequence[tuple[str, str]], why: str | None = None
    ) -> None:
        """Record that no asked value of ``aspect`` is shown, as a rule of ``beside`` or ``why``."""
        for wish in self.wishes.asked(aspect):
            if why is None:
                self._decline(wish, beside, [])
            else:
                self.decline(wish, why)

    def _draw(
        self, aspect: str, leaning: tuple[str, ...], beside: Sequence[tuple[str, str]]
    ) -> str:
        self.require_free(aspect)
        free = self.open_values(aspect, beside)
        if not free:
            raise RequestError(
                f"no value of {aspect} can be shown beside {', '.join(v for _, v in beside)}. "
                "Ask for less, or allow one of what is ruled out."
            )
        suiting = [value for value in free if value in leaning]
        pool = suiting or free
        value = self.choose(aspect, pool)
        if suiting:
            names = ", ".join(dict.fromkeys(look.value for look in self.looks))
            reason = f"left open; drawn from {len(suiting)} values that suit {names}"
        else:
            reason = f"left open; drawn from {len(free)} values"
        self.keep(Choice(aspect, value, "chosen", reason))
        return value


def conflict(aspect: str, value: str, beside: Sequence[tuple[str, str]]) -> str | None:
    """Why a value cannot occur beside the decided ones; None when it can."""
    pairs = impossible_pairs()
    reasons = (pairs.get(frozenset({(aspect, value), other})) for other in beside)
    return next((reason for reason in reasons if reason is not None), None)
