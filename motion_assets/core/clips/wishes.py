"""Wishes: what a request and its reading ask for, in the words of the vocabulary.

Put the step from slots and gaps to aspects here. Deciding what nobody asked for belongs in
``decide``, turning decisions into a picture in ``compose``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from motion_assets.core.clips.choices import Choice, Origin
from motion_assets.core.clips.refusals import ELEMENT, refused_color, refused_values
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.prompts.reading import Evidence, Negation, Reading, SlotValue
from motion_assets.vocabulary.aspects import ASPECTS, require_value
from motion_assets.vocabulary.cells import (
    LEVEL_STEP,
    color_cell_of_key,
    color_key,
    color_steps,
    sound_key,
)
from motion_assets.vocabulary.colors import Rgb, rgb_of_code
from motion_assets.vocabulary.force import LEVELS, OPPOSITE_LEVEL, QUIETING, Level
from motion_assets.vocabulary.forms import ANY_COLOR
from motion_assets.vocabulary.hues import hue_family
from motion_assets.vocabulary.refusals import GRAYS, UNAVOIDABLE
from motion_assets.vocabulary.slots import (
    BIRDS_EYE,
    CAMERA_OF_DIRECTION,
    FINER_VALUES,
    FRAMING_OF_VIEW,
    FROM_ABOVE,
    HEADING_SLOT,
    NO_WISH,
    SLOT_ASPECTS,
    lighting_values,
)
from motion_assets.vocabulary.stage_ranges import OVERLAY_INK, OVERLAY_OUTLINE

_TO_COMPOSE = ("intensity", "camera_direction", HEADING_SLOT, "duration_seconds", "sound_cells")


Slots = Mapping[str, tuple[SlotValue, ...]]

WAY: Final = "camera_direction"
VIEW: Final = "view"
SHAPE: Final = "subject_shape"
COUNT: Final = "subject_count"
GROUND: Final = "background_color"
_OF_A_COLOR: Final = frozenset({SHAPE, COUNT, GROUND})
_PART: Final = "audio_element"
_MOVE: Final = "camera.motion_type"
_OVERLAY: Final = "graphics.shape_overlay"
_DIM: Final = ("lighting.ambient_level", "0.2")
"""A light whose shadows turn black."""
_BLACK: Final = (0, 0, 0)
_NO_OVERLAY: Final = ASPECTS[_OVERLAY].values[0]
_FRAMING: Final = "composition.framing"


@dataclass(frozen=True, slots=True)
class Wish:
    """One asked value of an aspect, with where it came from.

    ``wording``: the words of the prompt that it rests on, None where it rests on none.
    """

    aspect: str
    value: str
    origin: Origin
    reason: str
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class ColorWish:
    """One asked color, exact; ``opacity`` is an opacity step, None where it was left open."""

    rgb: Rgb
    opacity: int | None
    origin: Origin
    reason: str


@dataclass(slots=True)
class Wishes:
    """Everything a clip is asked to show and not to show.

    ``slots``: values of slots that name no aspect, such as lighting, with their reasons.
    ``unshown``: asked values that cannot be drawn or played, as choices that say so;
    ``left_out``: those of parts that the clip has no room for. ``from_above``: reasons for a view
    that looks straight down. ``shapes``, ``counts``: shapes of subjects and how many there
    are, with their colors, if they are given any, and reasons;
    ``grounds``: colors of the background. ``force``: how strong picture and sound are to be where
    nothing else says so, from words of degree.
    """

    by_aspect: dict[str, list[Wish]] = field(default_factory=dict)
    colors: list[ColorWish] = field(default_factory=list)
    slots: dict[str, list[tuple[SlotValue, str]]] = field(default_factory=dict)
    unshown: list[Choice] = field(default_factory=list)
    forbidden: list[Choice] = field(default_factory=list)
    forbidden_colors: list[Rgb] = field(default_factory=list)
    left_out: list[Choice] = field(default_factory=list)
    from_above: list[str] = field(default_factory=list)
    shapes: list[tuple[str, Rgb | None, str]] = field(default_factory=list)
    counts: list[tuple[int, Rgb | None, str]] = field(default_factory=list)
    grounds: list[tuple[Rgb, str]] = field(default_factory=list)
    force: Level | None = None

    def asked(self, aspect: str) -> list[Wish]:
        """Asked values of one aspect, in the order of the prompt."""
        return self.by_aspect.get(aspect, [])

    def forbids(self, aspect: str, value: str) -> bool:
        """Whether the prompt rules the value out."""
        return any(each.aspect == aspect and each.value == value for each in self.forbidden)


def wishes_of(request: ClipRequest, reading: Reading | None) -> Wishes:
    """Everything the reading of the prompt and the request beside it ask for."""
    return wishes_from(request, reading, {} if reading is None else reading.slots)


def wishes_from(request: ClipRequest, reading: Reading | None, slots: Slots) -> Wishes:
    """Everything that some slots of a reading and the request beside it ask for."""
    wishes = Wishes()
    if reading is not None:
        for slot, value in ((s, v) for s, values in slots.items() for v in values):
            if slot not in NO_WISH:
                _ask(wishes, reading, slot, value)
        for negation in reading.negations:
            _forbid(wishes, reading, negation)
    for aspect, value in request.values:
        require_value(aspect, value)
        _wish(wishes, Wish(aspect, value, "gap", "a gap asks for it"))
    if request.prompt is not None:
        for cell in request.color_cells:
            _color_cell(wishes, color_key(cell), "gap", "a gap asks for it")
        for cell in request.sound_cells:
            wishes.slots.setdefault("sound_cells", []).append(
                (sound_key(cell), "a gap asks for it")
            )
    _imply_camera(wishes)
    return wishes


def _ask(wishes: Wishes, reading: Reading, slot: str, value: SlotValue) -> None:
    """Take in one value of one slot."""
    reason = _reason(reading, slot, value)
    if slot == "lighting":
        _ask_light(wishes, reading, str(value))
    elif slot in _TO_COMPOSE:
        if slot == "intensity" and wishes.force is None:
            wishes.force = _force(reading, str(value))
        wishes.slots.setdefault(slot, []).append((value, reason))
    elif slot == "colors":
        _color_hex(wishes, str(value), reason)
    elif slot == "color_cells":
        _color_cell(wishes, str(value), "asked", reason)
    elif slot in _OF_A_COLOR:
        _ask_form(wishes, slot, str(value), reason)
    elif slot == _PART:
        wording, reason = _wording(reading, slot, value), _reason(reading, slot, value)
        _wish(wishes, Wish(ELEMENT, str(value), "asked", reason, wording))
    elif slot in SLOT_ASPECTS:
        _ask_aspect(wishes, reading, slot, str(value))
    else:
        wishes.unshown.append(declined(slot, str(value), "no part of a clip shows it yet"))


def _ask_form(wishes: Wishes, slot: str, value: str, reason: str) -> None:
    """Ask for what has a color: a shape, a number of subjects or the background."""
    told, _, code = value.rpartition(" ")
    rgb = None if code == ANY_COLOR else rgb_of_code(code)
    if slot == SHAPE:
        wishes.shapes.append((told, rgb, reason))
    elif slot == COUNT:
        wishes.counts.append((int(told), rgb, reason))
    elif rgb is not None:
        wishes.grounds.append((rgb, reason))


def _ask_light(wishes: Wishes, reading: Reading, light: str) -> None:
    """Ask for the setup of a named light."""
    setup = lighting_values(light)
    if not setup:
        wishes.unshown.append(declined("lighting", light, "no setup of lamps stands for it"))
    wording, reason = _wording(reading, "lighting", light), _reason(reading, "lighting", light)
    for aspect, value in setup:
        _wish(wishes, Wish(aspect, value, "asked", f"{reason}, a light of {value}", wording))


def _ask_aspect(wishes: Wishes, reading: Reading, slot: str, value: str) -> None:
    wording, reason = _wording(reading, slot, value), _reason(reading, slot, value)
    canonical = FINER_VALUES.get(slot, {}).get(value, value)
    aspect = _canonical(slot, value)
    if aspect is None and _is_told_beside(reading, slot, value):
        return
    if aspect is None:
        wishes.unshown.append(declined(slot, value, "no look, move or sound stands for it yet"))
        return
    shown = reason if canonical == value else f"{reason}, shown as {canonical}"
    # A lamp by its own name is told more exactly than by the name of a light.
    lamp = aspect.startswith("lighting.")
    _wish(wishes, Wish(aspect, canonical, "asked", shown, wording), first=lamp)
    if slot == VIEW and value in FROM_ABOVE:
        wishes.from_above.append(reason)
    if slot == VIEW and value in FRAMING_OF_VIEW and aspect != _FRAMING:
        _wish(wishes, Wish(_FRAMING, FRAMING_OF_VIEW[value], "asked", reason, wording))


def _is_told_beside(reading: Reading, slot: str, value: str) -> bool:
    """Whether the same words ask for a value that has a look: a cabin is an interior as well."""
    places = {(e.start, e.end) for e in reading.evidence if (e.slot, e.value) == (slot, value)}
    return any(
        e.slot == slot and (e.start, e.end) in places and _canonical(slot, str(e.value)) is not None
        for e in reading.evidence
    )


def _canonical(slot: str, value: str) -> str | None:
    """The aspect that has a value of a slot, or the value that shows it; None where none has."""
    canonical = FINER_VALUES.get(slot, {}).get(value, value)
    return next((key for key in SLOT_ASPECTS[slot] if canonical in ASPECTS[key].values), None)


def _wish(wishes: Wishes, wish: Wish, *, first: bool = False) -> None:
    """Keep a wish, once; ``first`` before those that are told already.

    Words that stand for several values of what a picture or a track has once, as "menacing" does
    for a dark and an ominous mood, ask for one of them; the kept wish says for what else they
    stand.
    """
    known = wishes.by_aspect.setdefault(wish.aspect, [])
    if any(each.value == wish.value for each in known):
        return
    for place, each in enumerate(known):
        once = wish.aspect in ASPECTS and ASPECTS[wish.aspect].registry == "blended"
        if once and each.wording == wish.wording is not None:
            known[place] = replace(each, reason=f"{each.reason}, which could be {wish.value} too")
            return
    known.insert(0 if first else len(known), wish)


def _imply_camera(wishes: Wishes) -> None:
    """A camera that goes in or out without a named move zooms; one that looks down is a plan."""
    if wishes.asked(_MOVE):
        return
    for reason in wishes.from_above[:1]:
        _wish(wishes, Wish(_MOVE, BIRDS_EYE, "asked", reason))
    for value, reason in wishes.slots.get(WAY, []):
        move = CAMERA_OF_DIRECTION.get(str(value))
        if move is not None:
            _wish(wishes, Wish(_MOVE, move, "asked", reason))


def _color_hex(wishes: Wishes, value: str, reason: str) -> None:
    rgb = rgb_of_code(value)
    if all(level_steps(each.rgb) != level_steps(rgb) for each in wishes.colors):
        wishes.colors.append(ColorWish(rgb, None, "asked", reason))


def _color_cell(wishes: Wishes, key: str, origin: Origin, reason: str) -> None:
    """Ask for one exact cell; it replaces the same color asked without an opacity."""
    red, green, blue, opacity = color_steps(color_cell_of_key(key))
    rgb = red * LEVEL_STEP, green * LEVEL_STEP, blue * LEVEL_STEP
    same = [each for each in wishes.colors if level_steps(each.rgb) == (red, green, blue)]
    if any(each.opacity == opacity for each in same):
        return
    wishes.colors = [each for each in wishes.colors if each not in same or each.opacity is not None]
    wishes.colors.append(ColorWish(rgb, opacity, origin, reason))


def level_steps(rgb: Rgb) -> tuple[int, int, int]:
    """Level steps (0..10) of the cell that a color falls in.

    >>> level_steps((255, 12, 13))
    (10, 0, 1)
    """
    red, green, blue = (min((2 * channel + LEVEL_STEP) // (2 * LEVEL_STEP), 10) for channel in rgb)
    return red, green, blue


def opaque_key(rgb: Rgb) -> str:
    """Key of the color cell of an opaque color.

    >>> opaque_key((255, 12, 13))
    '250,0,25_1.00'
    """
    return f"{','.join(str(step * LEVEL_STEP) for step in level_steps(rgb))}_1.00"


def _force(reading: Reading, level: str) -> Level:
    """How strong picture and sound are to be by a degree: "very calm" makes them weak."""
    degree = next(each for each in reading.evidence if each.slot == "intensity")
    # A word of degree that is a claim as well, as "gentle" is, belongs to no other claim.
    owners = [
        each
        for each in reading.evidence
        if each.slot != "intensity" and (each.end <= degree.start or degree.end <= each.start)
    ]
    nearest = min((_apart(each, degree) for each in owners), default=0)
    if any(each.value in QUIETING for each in owners if _apart(each, degree) == nearest):
        return OPPOSITE_LEVEL[level]
    return next(each for each in LEVELS if each == level)


def _apart(claim: Evidence, degree: Evidence) -> int:
    """Characters between a claim and a degree."""
    return max(claim.start - degree.end, degree.start - claim.end, 0)


def _reason(reading: Reading, slot: str, value: SlotValue) -> str:
    """Where the prompt says it."""
    wording = _wording(reading, slot, value)
    return "the prompt asks for it" if wording is None else f'the prompt says "{wording}"'


def _wording(reading: Reading, slot: str, value: SlotValue) -> str | None:
    """The words of the prompt that a value rests on."""
    claims = (e.text for e in reading.evidence if e.slot == slot and e.value == value)
    return next(claims, None)


def declined(aspect: str, value: str, reason: str) -> Choice:
    """An asked value that cannot be shown."""
    return Choice(aspect, value, "asked", reason, rendered=False)


def _forbid(wishes: Wishes, reading: Reading, negation: Negation) -> None:
    """Take in one thing that must not appear."""
    reason = f'the prompt rules out "{negation.text}"'
    asked = {(wish.aspect, wish.value) for each in wishes.by_aspect.values() for wish in each}
    hits = list(refused_values(negation, asked))
    color = refused_color(negation)
    why = None if color is None else _unavoidable(color, asked)
    if color is not None and why is not None:
        wishes.forbidden_colors.append(color)
        wishes.unshown.append(declined("content", f"no {negation.value}", f"{reason}; but {why}"))
        return
    if color is not None:
        wishes.forbidden_colors.append(color)
        hits.append(("color", opaque_key(color)))
        # Whatever is laid over a picture is drawn in black and white.
        inks = {level_steps(ink) for ink in (OVERLAY_INK, OVERLAY_OUTLINE)}
        hits += _all_overlays() if level_steps(color) in inks else ()
        hits += [_DIM] if level_steps(color) == level_steps(_BLACK) else ()
    kept = UNAVOIDABLE.get(negation.value.lower().replace(" ", "_"))
    if kept is not None:
        wishes.unshown.append(declined("content", f"no {negation.value}", f"{reason}; but {kept}"))
    elif not hits:
        hits.append((negation.axis or "content", negation.value))
        reason = f"{reason}; {_instead(reading, negation)}"
    for aspect, value in hits:
        if not wishes.forbids(aspect, value):
            wishes.forbidden.append(Choice(aspect, value, "asked", reason, forbidden=True))


def _unavoidable(color: Rgb, asked: Collection[tuple[str, str]]) -> str | None:
    """Why a color cannot be kept out; None where it can."""
    low, high = GRAYS
    if hue_family(color) is None and low < min(color) and max(color) < high:
        return "the shades of every background pass by it"
    if level_steps(color) == level_steps(_BLACK) and _DIM in asked:
        return "the shadows of the light that is asked for are black"
    return None


def _all_overlays() -> tuple[tuple[str, str], ...]:
    return tuple((_OVERLAY, shape) for shape in ASPECTS[_OVERLAY].values if shape != _NO_OVERLAY)


def _instead(reading: Reading, negation: Negation) -> str:
    """What a refusal comes to that rules out no value of a clip."""
    for claim in reading.evidence:
        if claim.slot != "negations" and claim.start < negation.start < claim.end:
            return f"so it asks for {claim.slot} {claim.value}"
    return "nothing that is drawn or played stands for it"
