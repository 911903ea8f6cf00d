"""Refusals: from what a prompt rules out to the values that a clip must not show.

Put the step from a negation to aspects here. What is asked for is taken in by ``wishes``; that
a ruled out value is not drawn is up to ``decide``, that it is not seen to ``proof``.
"""

from collections.abc import Collection, Iterator
from typing import Final

from motion_assets.core.prompts.reading import Negation, SlotValue
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.colors import (
    COLOR_TERMS,
    PRIMITIVES,
    Rgb,
    published_colors,
    rgb_of_code,
)
from motion_assets.vocabulary.impossible import Value
from motion_assets.vocabulary.refusals import (
    FORBIDDEN_WORDS,
    LOUD,
    NARROWED,
    SHAKY,
    VOICES,
    WITH_IT,
)
from motion_assets.vocabulary.slots import (
    CAMERA_DIRECTION,
    FINER_VALUES,
    FRAMING_OF_VIEW,
    RENDERED,
    SLOT_ASPECTS,
    lighting_values,
)
from motion_assets.vocabulary.sound_elements import ELEMENT_PARTS, ELEMENT_WORDS

ELEMENT: Final = "sound.element"
_DIRECTION: Final = "camera_direction"
_SPEED: Final = "camera.speed"
_HANDHELD: Final = "handheld"
_SEVERAL: Final = frozenset({"lighting", "setting", "theme", "style", "view"})
"""Slots of which one word may claim several values, as "forest" claims nature as well."""


def refused_values(negation: Negation, asked: Collection[Value]) -> tuple[Value, ...]:
    """Aspects and values that a negation rules out, each once.

    ``asked``: what the prompt asks for. Of several values that one word stands for, those that are
    asked for by other words stay.
    """
    value = negation.value.lower().replace(" ", "_").replace("-", "_")
    found = [*_by_word(value), *((ELEMENT, element) for element in elements_of(value))]
    if not found:
        found = [*_by_claims(negation, asked), *_by_name(negation, value)]
    widened = dict.fromkeys(each for hit in found for each in (hit, *WITH_IT.get(hit, ())))
    if SHAKY in widened and not value.startswith(_HANDHELD):
        # A view that is held by hand and does not shake is one that hardly does.
        return tuple(each for each in widened if each == SHAKY or each not in asked)
    return tuple(widened)


def refused_color(negation: Negation) -> Rgb | None:
    """Color that a negation rules out: what it claims, a hex code, a color term or a name."""
    told = [str(value) for slot, value in _narrowed(negation) if slot == "colors"]
    text = told[0] if told else negation.value.lower().replace("_", " ")
    if text.startswith("#") and len(text) == len("#rrggbb"):
        return rgb_of_code(text)
    if text in PRIMITIVES:
        return PRIMITIVES[text]
    # Published names hold "dark" and "sand"; alone, those are not about a color.
    if negation.axis != "colors" and text not in COLOR_TERMS:
        return None
    return next((each.rgb for each in published_colors() if each.name == text), None)


def elements_of(value: str) -> Iterator[str]:
    """Elements of sound that what is ruled out names.

    >>> [list(elements_of(phrase)) for phrase in ("loud_drums", "bass_line", "bass_boat")]
    [['kick', 'snare'], ['bass'], []]
    """
    words = value.split("_")
    for place, word in enumerate(words):
        pair = " ".join(words[place : place + 2])
        if pair in ELEMENT_WORDS and set(words[place + 2 :]) <= set(ELEMENT_PARTS):
            yield from ELEMENT_WORDS[pair]
            return
        if word in ELEMENT_WORDS and set(words[place + 1 :]) <= set(ELEMENT_PARTS):
            yield from ELEMENT_WORDS[word]
            return


def _by_word(value: str) -> tuple[Value, ...]:
    """What the phrase as a whole, without an "any" or "a", rules out."""
    return FORBIDDEN_WORDS.get(value, ())


def _by_name(negation: Negation, value: str) -> Iterator[Value]:
    """Values whose own name the phrase is, and what a word of it rules out that claims nothing."""
    if not negation.claims and not set(value.split("_")) & LOUD:
        words = (word for word in value.split("_") if word in FORBIDDEN_WORDS)
        yield from FORBIDDEN_WORDS.get(next(words, ""), ())
    for aspect in SLOT_ASPECTS.get(negation.axis or "", RENDERED):
        if value in ASPECTS[aspect].values:
            yield aspect, value


def _narrowed(negation: Negation) -> list[tuple[str, SlotValue]]:
    """Claims of what is ruled out, without those that other claims of it narrow down."""
    slots = {slot for slot, _ in negation.claims}
    kept = [
        (slot, value)
        for slot, value in negation.claims
        if not slots.intersection(NARROWED.get(slot, ())) and not str(value).startswith("@")
    ]
    if set(negation.value.lower().split()) & (VOICES | LOUD):
        kept = [(slot, value) for slot, value in kept if not slot.startswith("audio")]
    return kept


def _by_claims(negation: Negation, asked: Collection[Value]) -> Iterator[Value]:
    claims = _narrowed(negation)
    moves = {"camera_motion", "motion_speed"} <= {slot for slot, _ in claims}
    several: list[Value] = []
    for slot, value in claims:
        if moves and slot == "camera_motion":
            continue
        if moves and slot == "motion_speed":
            yield _SPEED, str(value)
        elif slot == _DIRECTION and "camera_motion" not in dict(claims):
            yield CAMERA_DIRECTION, str(value)
        elif slot in _SEVERAL:
            several += _of_claim(slot, str(value))
        else:
            yield from _of_claim(slot, str(value))
    yield from [each for each in several if each not in asked] or several


def _of_claim(slot: str, value: str) -> Iterator[Value]:
    """Values of all aspects that a claim may ask for."""
    if slot == "lighting":
        yield from lighting_values(value)
        return
    canonical = FINER_VALUES.get(slot, {}).get(value, value)
    for aspect in SLOT_ASPECTS.get(slot, ()):
        if canonical in ASPECTS[aspect].values:
            yield aspect, canonical
    if slot == "view" and value in FRAMING_OF_VIEW:
        yield "composition.framing", FRAMING_OF_VIEW[value]
