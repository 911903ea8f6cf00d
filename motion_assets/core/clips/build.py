"""Building: from a request and its reading to one scene, with every choice that was taken.

Put the order in which a clip is decided here. Single questions belong in ``decide``, the
picture in ``compose``, the sound in ``sounding``.
"""

import hashlib
from typing import Final, get_args

import numpy as np

from motion_assets.core.clips.card import SWATCH_PX, card_size_px
from motion_assets.core.clips.cast import Frame
from motion_assets.core.clips.choices import Built, Choice
from motion_assets.core.clips.compose import compose_view
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.layout import asked_duration_s, decide_layout
from motion_assets.core.clips.moves import cameras_of, decide_moves
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Card, Direction, GradientType, Scene, SoundCells, View
from motion_assets.core.clips.sounding import decide_soundtrack
from motion_assets.core.clips.wishes import wishes_of
from motion_assets.core.prompts.reading import Reading
from motion_assets.errors import RequestError
from motion_assets.vocabulary.cells import color_key, sound_key
from motion_assets.vocabulary.limits import (
    require_duration,
    require_fps,
    require_frame_count,
    require_size,
)

BULK_FPS: Final = 24
"""Frame rate of clips that show cells by address: 2,000 samples an instant."""

_GRADIENTS: Final[tuple[GradientType, ...]] = get_args(GradientType)
_DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)
_GRADIENT: Final = "gradient.gradient_type"
_SPEED: Final = "motion.speed"
_DIRECTION: Final = "motion.direction"


def build_scene(request: ClipRequest, reading: Reading | None, *, clip_id: str, seed: int) -> Built:
    """Scene of one clip and the choices behind it; the same arguments give the same scene.

    A request with cells and no prompt shows those cells by address. One with only sound cells
    or only values of sound has no picture. Everything else becomes a view.

    Raises
    ------
    LimitError
        If what is asked for is outside of the limits of a clip.
    RequestError
        If the request asks for nothing, or the prompt rules out everything.
    """
    wishes = wishes_of(request, reading)
    number = int.from_bytes(hashlib.sha256(clip_id.encode()).digest()[:8], "big")
    decider = Decider(wishes, np.random.default_rng([seed, number]))
    if request.prompt is None and (request.color_cells or request.sound_cells):
        scene = _cell_scene(decider, request, clip_id, seed)
    elif request.prompt is None and not request.values:
        raise RequestError(
            f"clip {clip_id} asks for nothing. Give a prompt, color or sound cells, or values."
        )
    elif _sound_alone(request):
        scene = _sound_scene(decider, request, clip_id, seed)
    else:
        scene = _view_scene(decider, request, clip_id, seed)
    return Built(scene, (*decider.choices, *wishes.unshown, *wishes.forbidden))


def require_buildable(request: ClipRequest, reading: Reading | None) -> None:
    """Refuse at the edge what no clip can be: a length, size or rate outside of the limits.

    Raises
    ------
    LimitError
        If the prompt or the request asks for such a length, size or rate.
    """
    asked_duration_s(request, wishes_of(request, reading))
    if request.width_px is not None and request.height_px is not None:
        require_size(request.width_px, request.height_px)
    if request.fps is not None:
        require_fps(request.fps)


def _view_scene(decider: Decider, request: ClipRequest, clip_id: str, seed: int) -> Scene:
    narrative = decider.narrative()
    kinds = decide_moves(decider)
    layout = decide_layout(decider, request, move_count=len(kinds))
    gradient = _gradient(decider.pick(_GRADIENT))
    speed, direction = _motion(decider)
    view: View = compose_view(
        decider,
        Frame(layout.width_px, layout.height_px),
        gradient=gradient,
        cameras=cameras_of(decider, kinds, layout),
        speed=speed,
        direction=direction,
    )
    plot = next((value for aspect, value in narrative if aspect == "plots"), None)
    soundtrack = decide_soundtrack(
        decider, frame_count=layout.frame_count, duration_s=layout.duration_s, plot=plot
    )
    return Scene(
        clip_id=clip_id,
        seed=seed,
        width_px=layout.width_px,
        height_px=layout.height_px,
        fps=layout.fps,
        frame_count=layout.frame_count,
        picture=view,
        soundtrack=soundtrack,
        narrative=narrative,
    )


def _motion(decider: Decider) -> tuple[str, Direction]:
    """Speed and direction of the subjects, the asked one of the two decided first."""
    leaning = [value for look in decider.looks for value in look.speed]
    if decider.wishes.asked(_DIRECTION) and not decider.wishes.asked(_SPEED):
        direction = decider.pick(_DIRECTION)
        speed = decider.pick(_SPEED, leaning=leaning, beside=[(_DIRECTION, direction)])
    else:
        speed = decider.pick(_SPEED, leaning=leaning)
        direction = decider.pick(_DIRECTION, beside=[(_SPEED, speed)])
    if speed == "static":
        return speed, "none"
    return speed, _direction(direction)


def _sound_alone(request: ClipRequest) -> bool:
    return request.prompt is None and all(
        aspect.startswith("sound.") for aspect, _ in request.values
    )


def _sound_scene(decider: Decider, request: ClipRequest, clip_id: str, seed: int) -> Scene:
    """A track without a picture, for values of sound."""
    layout = decide_layout(decider, request)
    soundtrack = decide_soundtrack(
        decider, frame_count=layout.frame_count, duration_s=layout.duration_s, plot=None
    )
    return Scene(
        clip_id=clip_id,
        seed=seed,
        width_px=0,
        height_px=0,
        fps=layout.fps,
        frame_count=layout.frame_count,
        picture=None,
        soundtrack=soundtrack,
    )


def _cell_scene(decider: Decider, request: ClipRequest, clip_id: str, seed: int) -> Scene:
    """A card of color cells, sound cells one an instant, or both; the rest is silent."""
    fps = request.fps or BULK_FPS
    require_fps(fps)
    width, height = _card_size(request) if request.color_cells else (0, 0)
    frame_count = max(_card_frames(request, width, height), len(request.sound_cells))
    if request.duration_s is not None:
        require_duration(request.duration_s)
        frame_count = max(frame_count, round(request.duration_s * fps))
    require_frame_count(frame_count)
    require_duration(frame_count / fps)
    _note_cells(decider, request)
    silence = (0,) if frame_count > len(request.sound_cells) else ()
    return Scene(
        clip_id=clip_id,
        seed=seed,
        width_px=width,
        height_px=height,
        fps=fps,
        frame_count=frame_count,
        picture=Card(request.color_cells, SWATCH_PX) if request.color_cells else None,
        soundtrack=SoundCells((*request.sound_cells, *silence)),
    )


def _card_size(request: ClipRequest) -> tuple[int, int]:
    width, height = card_size_px()
    width, height = request.width_px or width, request.height_px or height
    require_size(width, height)
    return width, height


def _card_frames(request: ClipRequest, width_px: int, height_px: int) -> int:
    """Frames that hold all swatches of the request."""
    per_frame = (width_px // SWATCH_PX) * (height_px // SWATCH_PX)
    if not request.color_cells:
        return 0
    if not per_frame:
        raise RequestError(
            f"a card of {width_px} x {height_px} px holds no swatch of {SWATCH_PX} px. "
            "Ask for a larger one."
        )
    return -(-len(request.color_cells) // per_frame)


def _note_cells(decider: Decider, request: ClipRequest) -> None:
    reason = "a gap asks for it"
    decider.choices += [
        Choice("color", color_key(cell), "gap", reason) for cell in request.color_cells
    ]
    decider.choices += [
        Choice("sound", sound_key(cell), "gap", reason) for cell in request.sound_cells
    ]


def _gradient(value: str) -> GradientType:
    return next(each for each in _GRADIENTS if each == value)


def _direction(value: str) -> Direction:
    return next(each for each in _DIRECTIONS if each == value)
