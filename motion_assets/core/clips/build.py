"""Building: from a request and its reading to one scene, with every choice that was taken.

Put the order in which a clip is decided here. Single questions belong in ``decide``, the
picture in ``compose``, the sound in ``sounding``.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from motion_assets.core.clips.card import SWATCH_PX, card_size_px
from motion_assets.core.clips.cast import TRAVEL
from motion_assets.core.clips.choices import Built, Choice
from motion_assets.core.clips.compose import compose_again, compose_shot, opacity_of
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.edit import Cut, decide_cut, decline_short, take_back
from motion_assets.core.clips.elements import parts_of
from motion_assets.core.clips.emphasis import NO_EMPHASIS, PARTS, Emphasis
from motion_assets.core.clips.layout import (
    asked_duration_s,
    decide_duration,
    decide_frame,
    note_duration,
)
from motion_assets.core.clips.moves import note_unfollowed
from motion_assets.core.clips.parts import wishes_of_parts
from motion_assets.core.clips.places import Frame
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Card, Scene, Shot, SoundCells, View
from motion_assets.core.clips.sounding import decide_soundtrack
from motion_assets.core.clips.uses import NO_USES, Uses
from motion_assets.core.clips.values import SHOT_ASPECTS, decide_values, note_force
from motion_assets.core.clips.wishes import Wishes, wishes_of
from motion_assets.core.prompts.reading import Reading
from motion_assets.errors import RequestError
from motion_assets.vocabulary.cells import color_key, sound_key
from motion_assets.vocabulary.limits import (
    require_duration,
    require_fps,
    require_frame_count,
    require_size,
)
from motion_assets.vocabulary.looks import Look
from motion_assets.vocabulary.sound_ranges import TEMPO_BPM, needed_duration_s
from motion_assets.vocabulary.time_ranges import LEAST_BREATH_S, needed_breath_s

BULK_FPS: Final = 24
"""Frame rate of clips that show cells by address: 2,000 samples an instant."""

LEAST_S: Final = 1.5
"""Least length of a composed clip, in which a gait and a camera move can be told."""

TENSION_SHARE: Final = 0.08
"""Furthest that the tension of a plot takes the light from its mean."""

_PACING: Final = "temporal.pacing"
_EASIER: Final = 1.1
"""How much longer than needed a clip is in which a pace is asked for."""

_LONGER: Final = 1.3
"""How much longer a clip is for every take whose pace was not told."""

_PLAIN_TRAVEL_S: Final = 2.9
"""Least length of a clip after a take that did not tell a travel."""

_EASY_PACE: Final = 0.9
"""Share of the fastest beat of a tempo that still fits where it is asked for."""


def build_scene(
    request: ClipRequest,
    reading: Reading | None,
    *,
    clip_id: str,
    seed: int,
    take: int = 0,
    uses: Uses = NO_USES,
    emphasis: Emphasis = NO_EMPHASIS,
) -> Built:
    """Scene of one clip and the choices behind it; the same arguments give the same scene.

    ``take``: which of several ways to show the same; what is asked for stays, what is left open
    is drawn anew. ``uses``: how often values were shown so far; what was shown least is likeliest
    to be drawn. ``emphasis``: what takes before this one taught.

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
    rng = np.random.default_rng([seed, number, take] if take else [seed, number])
    draws = {
        part: np.random.default_rng([seed, number, emphasis.drawn.get(part, take), 1 + place])
        for place, part in enumerate(PARTS)
    }
    quiet = request.prompt is not None
    decider = Decider(wishes, rng, quiet=quiet, uses=uses, draws=draws, emphasis=emphasis)
    if emphasis.misses:
        decider.note("emphasis", str(take), f"before this take, {emphasis.told()}")
    clip = _Clip(request, reading, clip_id, seed)
    if request.prompt is None and (request.color_cells or request.sound_cells):
        scene = _cell_scene(decider, request, clip_id, seed)
    elif request.prompt is None and not request.values:
        raise RequestError(
            f"clip {clip_id} asks for nothing. Give a prompt, color or sound cells, or values."
        )
    elif _sound_alone(request):
        scene = _sound_scene(clip, decider)
    else:
        scene = _view_scene(clip, decider)
    return Built(scene, (*decider.choices, *wishes.unshown, *wishes.forbidden))


@dataclass(frozen=True, slots=True)
class _Clip:
    """What one clip is built from."""

    request: ClipRequest
    reading: Reading | None
    clip_id: str
    seed: int


def require_buildable(request: ClipRequest, reading: Reading | None) -> None:
    """Refuse at the edge what no clip can be, whatever its seed.

    Raises
    ------
    LimitError
        If the prompt or the request asks for a length, size or rate outside of the limits.
    RequestError
        If the prompt rules out every value of what a clip always has.
    """
    build_scene(request, reading, clip_id="edge", seed=0)


def _view_scene(clip: _Clip, decider: Decider) -> Scene:
    request = clip.request
    parts = wishes_of_parts(request, clip.reading)
    width, height, fps = decide_frame(decider, request)
    asked = asked_duration_s(request, decider.wishes)
    if asked is not None:
        require_frame_count(max(1, round(asked[0] * fps)))
    frame = Frame(width, height)
    told = _parts(decider, parts, frame)
    pacing = decider.pick(_PACING)
    cut = decide_cut(
        decider.of("time"),
        request,
        fps=fps,
        part_count=len(parts),
        least_s=_needed_s(decider),
        asked_s=_asked_s(decider),
    )
    require_frame_count(cut.frame_count)
    _decline_breath(decider, cut.frame_count / fps)
    decline_short(decider, cut, fps)
    view = View(
        shots=_spread(decider, frame, told, cut),
        editing=cut.editing,
        parts=cut.parts,
        pacing=float(pacing),
        tension=_tension(decider.looks),
        opacity=opacity_of(decider),
    )
    size = width, height, fps, cut.frame_count
    return _scene(clip, decider, view, size=size, narrative=told.narrative)


def _decline_breath(decider: Decider, duration_s: float) -> None:
    """Take an asked pacing back where the clip is too short to show it."""
    if duration_s < LEAST_BREATH_S and decider.wishes.asked(_PACING):
        why = f"a clip of {duration_s:.3g} s is too short for a breath of its light"
        take_back(decider, (_PACING,), why)


@dataclass(frozen=True, slots=True)
class _Told:
    """The parts of a clip: all narrative values, and the shot and the values of each part."""

    narrative: tuple[tuple[str, str], ...]
    shots: tuple[Shot, ...]
    values: tuple[dict[str, str], ...]


def _parts(decider: Decider, parts: tuple[Wishes, ...], frame: Frame) -> _Told:
    told: list[tuple[str, str]] = []
    shots: list[Shot] = []
    every: list[dict[str, str]] = [{}]
    before: tuple[tuple[str, str], ...] = ()
    for number, wishes in enumerate(parts):
        part = replace(decider, wishes=wishes, part=number if len(parts) > 1 else None)
        before = part.narrative(before)
        told += [value for value in before if value not in told]
        if not number:
            decider.looks = part.looks
        every.append(decide_values(part, SHOT_ASPECTS, kept=every[-1]))
        note_force(part)
        shots.append(compose_shot(part, frame, every[-1]))
    decider.choices += parts[-1].left_out
    note_unfollowed(decider)
    return _Told(tuple(told), tuple(shots), tuple(every[1:]))


def _spread(decider: Decider, frame: Frame, told: _Told, cut: Cut) -> tuple[Shot, ...]:
    """A shot for every cut: those of the parts, seen anew where one part is cut again."""
    every: list[Shot] = []
    for number in range(len(cut.editing.starts)):
        part = sum(first <= number for first in cut.parts) - 1
        if number in cut.parts:
            every.append(told.shots[part])
        else:
            every.append(compose_again(decider, frame, every[-1], told.values[part]))
    return tuple(every)


def _tension(looks: Sequence[Look]) -> tuple[float, ...]:
    """Gains of the light over the clip: the curve of the plot, else of the first look, evened."""
    curve = next((look.curve for look in looks if len(look.curve) > 1), (1.0,))
    mean = sum(curve) / len(curve)
    swing = max(abs(gain - mean) for gain in curve)
    reach = TENSION_SHARE / swing if swing > TENSION_SHARE else 1.0
    return tuple(round(1.0 + (gain - mean) * reach, 4) for gain in curve)


def _scene(
    clip: _Clip,
    decider: Decider,
    view: View | None,
    *,
    size: tuple[int, int, int, int],
    narrative: tuple[tuple[str, str], ...],
) -> Scene:
    """The scene of a view, or of sound alone, with its soundtrack decided."""
    width, height, fps, frame_count = size
    plot = next((value for aspect, value in narrative if aspect == "plots"), None)
    return Scene(
        clip_id=clip.clip_id,
        seed=clip.seed,
        width_px=width,
        height_px=height,
        fps=fps,
        frame_count=frame_count,
        picture=view,
        soundtrack=decide_soundtrack(
            decider.of("sound"), frame_count=frame_count, duration_s=frame_count / fps, plot=plot
        ),
        narrative=narrative,
    )


def _needed_s(decider: Decider) -> float:
    """Least length in which everything that is asked for can be told."""
    tempos = [TEMPO_BPM[wish.value][1] for wish in decider.wishes.asked("sound.tempo")]
    parts = parts_of(decider.wishes)
    beats = tempos or [TEMPO_BPM["fast"][1]] * bool(parts.asked)
    needed = [LEAST_S, *(needed_duration_s(_EASY_PACE * bpm, onsets=parts.onsets) for bpm in beats)]
    needed += [_EASIER * breath_s for breath_s in _breaths_s(decider)]
    # Where a pace or a travel was missed, the next takes last longer.
    needed += [_PLAIN_TRAVEL_S] if decider.emphasis.room(*TRAVEL) else []
    return max(needed) * _LONGER ** decider.emphasis.room(_PACING)


def _asked_s(decider: Decider) -> float:
    """Length below which some asked pace or tempo cannot be told at all."""
    tempos = [TEMPO_BPM[wish.value][1] for wish in decider.wishes.asked("sound.tempo")]
    return max([0.0, *_breaths_s(decider), *(needed_duration_s(tempo) for tempo in tempos)])


def _breaths_s(decider: Decider) -> list[float]:
    """How long the light takes to breathe often enough at every asked pace."""
    return [needed_breath_s(float(wish.value)) for wish in decider.wishes.asked(_PACING)]


def _sound_alone(request: ClipRequest) -> bool:
    return request.prompt is None and all(
        aspect.startswith("sound.") for aspect, _ in request.values
    )


def _sound_scene(clip: _Clip, decider: Decider) -> Scene:
    """A track without a picture, for values of sound."""
    _, _, fps = decide_frame(decider, clip.request)
    duration_s, fixed = decide_duration(
        decider.of("time"), clip.request, least_s=_needed_s(decider)
    )
    if not fixed:
        note_duration(decider, duration_s)
    frame_count = max(1, round(duration_s * fps))
    require_frame_count(frame_count)
    return _scene(clip, decider, None, size=(0, 0, fps, frame_count), narrative=())


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
    for aspect, _ in request.values:
        decider.decline_all(aspect, (), "a clip of cells by address shows nothing else")
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
