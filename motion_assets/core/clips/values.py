"""Values: one value of every aspect that a shot or the editing of a clip has.

Put the order in which aspects are decided and what suits the looks here. How one value is
picked belongs in ``decide``; sound is decided in ``sounding``, sizes and lengths in ``layout``.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider, conflict
from motion_assets.vocabulary.aspects import ASPECTS, BLENDED
from motion_assets.vocabulary.force import FORCED, forced
from motion_assets.vocabulary.looks import Look

SHOT_ASPECTS: Final = tuple(aspect.key for aspect in BLENDED if aspect.scope == "shot")

_KEY: Final = "lighting.key_intensity"
_AMBIENT: Final = "lighting.ambient_level"
_CONTRAST: Final = "lighting.contrast_ratio"
_TEMPERATURE: Final = "lighting.color_temperature"
_FRAMING: Final = "composition.framing"
_GAIN_SWING: Final = 1.67
"""Looks differ in gain by 0.7 to 1.2; levels of the key light lie twice as far apart."""

_EVEN_LIGHT: Final = 0.6
"""Level of the surroundings under a look of plain gain."""

_WARM: Final = 0.1
_CONTRASTS: Final = (0.9, 1.08, 1.2)
_SIZES: Final = (0.19, 0.225, 0.26)
"""Between neighboring values of contrast and framing, in the units of the looks."""


def decide_values(
    decider: Decider, aspects: Iterable[str], *, kept: Mapping[str, str] | None = None
) -> dict[str, str]:
    """One value of each of ``aspects``, asked ones decided first; none where none is possible.

    ``kept``: values of the part before, which stay where nothing new is asked for.
    """
    before = kept or {}
    values: dict[str, str] = {}
    asked_first = sorted(aspects, key=lambda aspect: not decider.wishes.asked(aspect))
    for aspect in asked_first:
        beside = tuple(values.items())
        stays = before.get(aspect)
        if not decider.wishes.asked(aspect) and stays and not conflict(aspect, stays, beside):
            values[aspect] = stays
        elif decider.open_values(aspect, beside):
            values[aspect] = decider.pick(aspect, leaning=suiting(decider, aspect), beside=beside)
        else:
            decider.require_free(aspect)
            decider.decline_all(aspect, beside)
    return values


def note_force(decider: Decider) -> None:
    """Record the words of degree of a part, and what they lean."""
    told = decider.wishes.slots.get("intensity", [])
    leant = [aspect for aspect in FORCED if not decider.wishes.asked(aspect)]
    for number, (level, reason) in enumerate(told):
        if number:
            why, acts = "a shot has one force, that of the first words", False
        elif leant:
            why, acts = f"it leans {', '.join(leant)} to {decider.wishes.force} force", True
        else:
            why, acts = "all that it could lean is asked for by name", False
        choice = Choice("intensity", str(level), "asked", f"{reason}; {why}", rendered=acts)
        decider.keep(choice)


def suiting(decider: Decider, aspect: str) -> tuple[str, ...]:
    """Values of an aspect that suit the looks and the force that words of degree ask for."""
    if aspect == _TEMPERATURE and decider.wishes.grounds:
        red, _, blue = decider.wishes.grounds[0][0]
        return (_temperature((red - blue) / 255),)
    found = leaning(decider.looks, aspect)
    force = decider.wishes.force
    return found if force is None else forced(aspect, force, found)


def leaning(looks: Iterable[Look], aspect: str) -> tuple[str, ...]:
    """Values of an aspect that suit the looks; none where the looks have no opinion.

    The first look that is warm or cool decides about the light: a desert by day stays a desert.
    """
    found = dict.fromkeys(value for look in looks for value in _suiting(look, aspect))
    if aspect == _TEMPERATURE:
        tinted = [value for value in found if value != _temperature(0.0)]
        return tuple(tinted[:1]) or tuple(found)
    return tuple(found)


def _suiting(look: Look, aspect: str) -> tuple[str, ...]:
    opinions: dict[str, Callable[[], tuple[str, ...]]] = {
        "camera.motion_type": lambda: look.camera,
        "motion.speed": lambda: look.speed,
        _KEY: lambda: (_nearest(_KEY, 1.0 + (look.gain - 1.0) * _GAIN_SWING),),
        _AMBIENT: lambda: (_nearest(_AMBIENT, _EVEN_LIGHT + (look.gain - 1.0) * _GAIN_SWING),),
        _CONTRAST: lambda: (_stepped(_CONTRAST, look.contrast, _CONTRASTS),),
        _FRAMING: lambda: (_stepped(_FRAMING, look.size, _SIZES),),
        _TEMPERATURE: lambda: (_temperature(look.warmth),),
    }
    return opinions[aspect]() if aspect in opinions else ()


def _temperature(warmth: float) -> str:
    warm, neutral, cool = ASPECTS[_TEMPERATURE].values
    if abs(warmth) <= _WARM:
        return neutral
    return warm if warmth > 0 else cool


def _nearest(aspect: str, number: float) -> str:
    return min(ASPECTS[aspect].values, key=lambda value: abs(float(value) - number))


def _stepped(aspect: str, measure: float, steps: tuple[float, ...]) -> str:
    return ASPECTS[aspect].values[sum(measure >= step for step in steps)]
