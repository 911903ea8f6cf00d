"""Fillers: what a prompt may say beside its targets, and what would spoil it.

Put rules of co-occurrence here; the pairs that contradict each other are rows of
``grammar_clashes.csv``. How sockets are filled belongs in ``drafting``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np

from motion_assets.core.prompts.generate.choosing import pick, pick_weighted
from motion_assets.core.prompts.generate.scenes import settings_of
from motion_assets.core.prompts.generate.wishing import (
    Option,
    Value,
    free_negations,
    options_for,
    topics,
)
from motion_assets.vocabulary.grammar import clashes, shares, worlds
from motion_assets.vocabulary.impossible import impossible_pairs

ORNAMENT: Final = ("ornament", "")
"""An emoji that says nothing; others may stand beside it."""
_OUTDOORS: Final = frozenset({"outdoor", "nature", "ocean", "city", "exterior"})
_STEP_TOPICS: Final = ("camera.motion_type", "camera.motion_type", "mood", "scene_type")
"""What changes in a told sequence, the camera twice as often as the rest."""


def free_options(
    rng: np.random.Generator, form: str, register: str, steps: str | None
) -> Sequence[Option]:
    """Wordings of one form that a prompt may choose from; ``steps``: what its steps are about."""
    if form.startswith("not."):
        return free_negations().get(form, ())
    if form == "emoji":
        return _with_form("emoji")
    if form == "step":
        topic = steps or pick(rng, _STEP_TOPICS)
        return options_for(pick(rng, _step_values(topic))).get(form, ())
    if register == "indirect" and form == "clause":
        return _indirect_clauses()
    topic = pick_weighted(rng, shares("topic"))
    return options_for(pick(rng, topics()[topic])).get(form, ())


def usual_percent(option: Option) -> int:
    """In how many of a hundred draws people would ask for this value."""
    return shares("rare").get("=".join(option.value), 100)


def suits(option: Option, world: str) -> bool:
    """Whether a wish for a place or the weather makes sense in a world."""
    settings = settings_of(world)
    if option.wish.aspect == "weather":
        return not settings.isdisjoint(_OUTDOORS)
    if option.wish.aspect == "settings" and option.wish.value in _listed_settings():
        return option.wish.value in settings
    named = {value for slot, value in option.reads if slot == "setting"}
    return named.isdisjoint(_listed_settings()) or not named.isdisjoint(settings)


def contradicts(option: Option, said: Mapping[str, frozenset[str]]) -> bool:
    """Whether a wish contradicts what a prompt says so far, by slot."""
    return any(
        frozenset((one, (slot, value))) in clashes()
        for one in option.reads
        for slot, values in said.items()
        for value in sorted(values)
    )


def impossible_beside(option: Option, others: Iterable[Value]) -> bool:
    """Whether no clip can show a value together with one of the others."""
    return any(frozenset((option.value, other)) in impossible_pairs() for other in others)


@cache
def _listed_settings() -> frozenset[str]:
    return frozenset(each for row in worlds() for each in row.suits)


@cache
def _with_form(form: str) -> tuple[Option, ...]:
    return tuple(_every(topics().values(), form))


@cache
def _indirect_clauses() -> tuple[Option, ...]:
    options = _every(topics().values(), "clause")
    return tuple(option for option in options if option.register == "indirect")


@cache
def _step_values(topic: str) -> tuple[Value, ...]:
    return tuple(value for value in topics()[topic] if "step" in options_for(value))


def _every(values: Iterable[Iterable[Value]], form: str) -> Iterator[Option]:
    for group in values:
        for value in group:
            yield from options_for(value).get(form, ())
