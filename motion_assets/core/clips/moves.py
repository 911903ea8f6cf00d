"""Moves: which camera moves a clip makes, how fast and which way round.

Put the choice of camera moves here. The path that follows from them belongs in ``camera``.
"""

from typing import Final, get_args

from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.layout import Layout
from motion_assets.core.clips.scene import Camera, CameraKind
from motion_assets.vocabulary.definitions import (
    CAMERA_DRAWN,
    CAMERA_REACH,
    ZOOM_DRAWN,
    ZOOM_REACH,
)
from motion_assets.vocabulary.slots import CAMERA_SIGNS

_KINDS: Final[tuple[CameraKind, ...]] = get_args(CameraKind)
_ZOOMS: Final = frozenset({"zoom", "zoom_out"})
_ASPECT: Final = "camera.motion_type"
MAX_MOVES: Final = 4


def decide_moves(decider: Decider) -> tuple[CameraKind, ...]:
    """Camera moves in the order of the prompt; one when it names none.

    A prompt that names only moves that cannot be rendered yet gets a still view.
    """
    asked = decider.wishes.asked(_ASPECT)
    if len(asked) > 1:
        for wish in asked[:MAX_MOVES]:
            decider.choices.append(Choice(_ASPECT, wish.value, wish.origin, wish.reason))
        for wish in asked[MAX_MOVES:]:
            reason = f"{wish.reason}; a clip makes {MAX_MOVES} moves"
            decider.choices.append(Choice(_ASPECT, wish.value, wish.origin, reason, rendered=False))
        return tuple(_kind(wish.value) for wish in asked[:MAX_MOVES])
    unshown = [each.value for each in decider.wishes.unshown if each.aspect == _ASPECT]
    if not asked and unshown and not decider.wishes.forbids(_ASPECT, "static"):
        reason = f"{', '.join(unshown)} cannot be rendered yet; the view is held still instead"
        decider.note(_ASPECT, "static", reason)
        return ("static",)
    leaning = [kind for look in decider.looks for kind in look.camera]
    return (_kind(decider.pick(_ASPECT, leaning=leaning)),)


def cameras_of(
    decider: Decider, kinds: tuple[CameraKind, ...], layout: Layout
) -> tuple[Camera, ...]:
    """Camera moves with a speed that the reach of the view allows, and a turn."""
    share_s = layout.duration_s / len(kinds)
    zoom_s = share_s * sum(kind in _ZOOMS for kind in kinds)
    signs = _signs(decider)
    cameras = []
    for kind in kinds:
        draw = float(decider.rng.uniform())
        sign = 1 if int(decider.rng.integers(0, 2)) else -1
        if kind in {"pan", "tilt"}:
            sign = signs.get(kind, sign)
            speed = _travel(draw, kind, share_s, layout)
        elif kind in _ZOOMS:
            speed, sign = _zoom(draw, zoom_s), 1
        else:
            speed, sign = 0.0, 1
        cameras.append(Camera(kind, round(speed, 4), sign))
    return tuple(cameras)


def _travel(draw: float, kind: CameraKind, share_s: float, layout: Layout) -> float:
    """Travel in frame widths a second: without a turn in a short clip, never too slow to see."""
    side = layout.width_px if kind == "pan" else layout.height_px
    unturned = 2 * CAMERA_REACH * side / layout.width_px / share_s
    highest = max(min(CAMERA_DRAWN.high, unturned), CAMERA_DRAWN.low)
    return CAMERA_DRAWN.low + draw * (highest - CAMERA_DRAWN.low)


def _zoom(draw: float, zoom_s: float) -> float:
    """Log scale a second, such that all zooms together stay within the reach."""
    highest = min(ZOOM_DRAWN.high, ZOOM_REACH / zoom_s)
    lowest = min(ZOOM_DRAWN.low, highest)
    return lowest + draw * (highest - lowest) * 0.95


def _signs(decider: Decider) -> dict[str, int]:
    """Turn of pan and tilt by the directions the prompt names, which are recorded."""
    signs: dict[str, int] = {}
    for value, reason in decider.wishes.slots.get("camera_direction", []):
        sign = CAMERA_SIGNS.get(str(value))
        kind = "tilt" if value in {"up", "down"} else "pan"
        if sign is not None and kind not in signs:
            signs[kind] = sign
        decider.choices.append(Choice("camera_direction", str(value), "asked", reason))
    return signs


def _kind(value: str) -> CameraKind:
    return next(kind for kind in _KINDS if kind == value)
