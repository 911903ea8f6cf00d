"""Moves: how fast, which way round and through how many layers a shot's ground moves.

Put the step from camera and depth values to a ground here. The drawing that follows belongs in
``ground``, figures of the values in ``vocabulary.camera_ranges``.
"""

from collections.abc import Collection, Mapping
from typing import Final, get_args

import numpy as np

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.emphasis import Emphasis, shifted
from motion_assets.core.clips.scene import CameraKind, Ground
from motion_assets.vocabulary.camera_ranges import (
    LAYERED,
    LEVER_WIDTHS,
    PARALLAX,
    PARALLAX_DRAWN,
    SHAKE,
    SHAKE_DRAWN,
    SPEED,
    SPEED_DRAWN,
    SPEEDLESS,
    WHIP_DRAWN,
)
from motion_assets.vocabulary.definitions import Range
from motion_assets.vocabulary.looks import PLAIN, Texture
from motion_assets.vocabulary.slots import (
    CAMERA_DIRECTION,
    CAMERA_SAME_WAYS,
    CAMERA_SIGNS,
    CAMERA_WAYS,
    HEADING,
    HEADING_SLOT,
    TURNING_BACK,
)
from motion_assets.vocabulary.stage_ranges import VISOR_CLEAR

KIND: Final = "camera.motion_type"
_SPEED: Final = "camera.speed"
_STEADINESS: Final = "camera.steadiness"
_PARALLAX: Final = "depth.parallax_strength"
_LAYERS: Final = "depth.layer_count"
VIEW_ASPECTS: Final = (KIND, _SPEED, _STEADINESS, _PARALLAX, _LAYERS)
_KINDS: Final[tuple[CameraKind, ...]] = get_args(CameraKind)
_BY_LEVER: Final = frozenset({"zoom", "zoom_out", "dolly", "roll", "rotate"})
"""Moves whose speed is a growth or a turn; it is seen as travel at a lever from the middle."""

_WITHOUT_TEXTURE: Final = frozenset({"whip_pan", "birds_eye"})
"""Moves over streaks and over streets, which are what they are told by."""

_SLOWEST: Final = next(iter(SPEED))
_DIRECTION: Final = "camera_direction"


def ground_of(decider: Decider, values: Mapping[str, str]) -> Ground:
    """Ground of one shot that shows the decided values of camera and depth."""
    kind, steady, emphasis = values[KIND], values[_STEADINESS], decider.emphasis
    # The less a view shakes and grows, the plainer is what else it does.
    calmer = -emphasis.room(KIND, _PARALLAX, _LAYERS)
    steps = emphasis.moved(_STEADINESS, more=calmer)
    shake = _within(decider.rng, shifted(SHAKE_DRAWN[steady], SHAKE[steady], steps))
    steps = _faster(emphasis, kind, values.get(_SPEED), calmer)
    return Ground(
        motion_type=next(each for each in _KINDS if each == kind),
        speed=_speed(decider.rng, kind, values.get(_SPEED), steps),
        sign=_sign(decider, kind),
        shake_widths=shake,
        layer_count=int(values[_LAYERS]),
        parallax_widths_s=_parallax(values[_PARALLAX], emphasis),
        seed=int(decider.rng.integers(0, 2**32)),
        clear_share=VISOR_CLEAR if values["composition.framing"] == "pov" else 1.0,
        texture=_texture(decider, kind),
    )


def _texture(decider: Decider, kind: str) -> Texture:
    """What the ground is made of: as the first look that has its own, while takes succeed.

    What is measured comes first: clouds are followed best, and take over after two misses.
    """
    look = next((each for each in decider.looks if each.texture != PLAIN), None)
    missed = max(decider.emphasis.misses.values(), default=0)
    if look is None or missed > 1 or kind in _WITHOUT_TEXTURE:
        return PLAIN
    decider.note("texture", look.texture, f"left open; suits {look.value}")
    return look.texture


def note_unfollowed(decider: Decider) -> None:
    """Record the named ways of camera and subjects that no shot of the clip goes."""
    for slot, aspect in ((_DIRECTION, CAMERA_DIRECTION), (HEADING_SLOT, HEADING)):
        gone = {choice.value for choice in decider.choices if choice.aspect in {slot, aspect}}
        gone |= _other_words(decider, gone) if slot == _DIRECTION else set()
        for value, reason in decider.wishes.slots.get(slot, []):
            if str(value) not in gone:
                why = f"{reason}; no move of the clip goes that way"
                decider.choices.append(Choice(aspect, str(value), "asked", why, rendered=False))


def _other_words(decider: Decider, gone: Collection[str]) -> set[str]:
    """Other words for the ways that the moves of a clip go: an arc to the left goes clockwise."""
    moves = {choice.value for choice in decider.choices if choice.aspect == KIND}
    same = (pair for move in moves for pair in CAMERA_SAME_WAYS.get(move, {}).items())
    return {told for told, way in same if way in gone}


def _faster(emphasis: Emphasis, kind: str, speed: str | None, calmer: int) -> int:
    """Steps that a move is drawn faster.

    Where layers of a slow move are missed it is the farthest ones, which hardly part from standing
    light; what is read as the speed of the view is then that of one before them.
    """
    if kind in LAYERED and speed == _SLOWEST and emphasis.room(_LAYERS):
        return emphasis.moved(_LAYERS)
    slower = (calmer if kind in _BY_LEVER else 0) + min(emphasis.moved(_STEADINESS), 0)
    return emphasis.moved(_SPEED, more=slower)


def _parallax(value: str, emphasis: Emphasis) -> float:
    """How far layers run apart, frame widths a second."""
    drawn = PARALLAX_DRAWN[value]
    moved = shifted(Range(drawn, drawn), PARALLAX[value], emphasis.moved(_PARALLAX, _LAYERS))
    return round(moved.low, 4)


def _speed(rng: np.random.Generator, kind: str, value: str | None, steps: int) -> float:
    """Speed in the unit of the kind; 0 for kinds without travel."""
    if kind in SPEEDLESS or value is None:
        return 0.0
    if kind == "whip_pan":
        return _within(rng, WHIP_DRAWN)
    speed = _within(rng, shifted(SPEED_DRAWN[value], SPEED[value], steps))
    return round(speed / LEVER_WIDTHS, 4) if kind in _BY_LEVER else speed


def _within(rng: np.random.Generator, span: Range) -> float:
    return round(float(rng.uniform(span.low, span.high)), 4)


def _sign(decider: Decider, kind: str) -> int:
    """Which way round a move goes: as the prompt says, else as drawn; either is recorded."""
    every = CAMERA_WAYS.get(kind, ())
    ways = tuple(way for way in every if not decider.wishes.forbids(CAMERA_DIRECTION, way)) or every
    drawn = int(decider.rng.integers(0, 2)) % max(len(ways), 1)
    aspect = _DIRECTION if kind in TURNING_BACK else CAMERA_DIRECTION
    same = CAMERA_SAME_WAYS.get(kind, {})
    asked = decider.wishes.slots.get(_DIRECTION, [])
    for way, reason in ((same.get(str(told), str(told)), reason) for told, reason in asked):
        if way in ways:
            decider.keep(Choice(aspect, way, "asked", reason))
            return CAMERA_SIGNS[way]
    if len(every) > 1:
        decider.note(aspect, ways[drawn], f"left open; drawn from {len(ways)} ways")
    return CAMERA_SIGNS.get(ways[drawn], 1) if len(every) > 1 else 1
