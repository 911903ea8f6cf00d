"""Views: from composed shots to their frames.

Put the order in which a picture is put together here: light over ground, subjects, the overlay,
changes between shots. The parts live in ``ground``, ``lamps``, ``backdrop``, ``subject``,
``overlay`` and ``transitions``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.actor import Actor, actor
from motion_assets.core.clips.backdrop import backdrop
from motion_assets.core.clips.finish import finish_patches
from motion_assets.core.clips.gait import Span
from motion_assets.core.clips.ground import GroundFrames, ground_frames
from motion_assets.core.clips.lamps import GROUND_RMS, UNIT, stage_light
from motion_assets.core.clips.overlay import Patch, draw_overlay, put_overlay
from motion_assets.core.clips.pulse import pulse
from motion_assets.core.clips.scene import Opacity, Scene, Shot, View
from motion_assets.core.clips.subject import CHANNELS
from motion_assets.core.clips.texture import Shades
from motion_assets.core.clips.transitions import mixed, mixed_alpha, moment, shot_span
from motion_assets.core.clips.travel import as_in_the_middle, held, travel
from motion_assets.core.observations.frames import Plane, RgbaFrame

Float32s = NDArray[np.float32]

_LOOKS: Final = 4
"""Frames of a shot by which its light makes up for large shades of its ground."""


def view_frames(scene: Scene, view: View) -> Iterator[RgbaFrame]:
    """Frames of ``view``, which is the picture of ``scene``, in order."""
    light = _light(scene, view)
    sets: dict[int, _Set] = {}
    for index in range(scene.frame_count):
        now = moment(view.editing, index)
        for number in [number for number in sets if number < now.shot]:
            del sets[number]
        alpha = _alpha(view.opacity, index, scene.frame_count)
        before = _frame(_set(scene, view, sets, now.shot), index, light[index], alpha)
        if now.next_shot is None:
            yield before
            continue
        after = _frame(_set(scene, view, sets, now.next_shot), index, light[index], alpha)
        yield RgbaFrame(
            mixed(before.rgb, after.rgb, view.editing, now.share),
            mixed_alpha(before.alpha, after.alpha, view.editing, now.share),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Set:
    """One shot ready to be drawn.

    ``lit``: its backdrop under its lamps, float32 (row, column, channel), levels of 255;
    ``seen``: frames of its ground that were drawn before, each for its one turn; ``depth``: what
    one step of the ground adds, in shares of the level. ``brightest``: 255 in the shape of
    ``lit``, against which numpy compares four times as fast as against one number.
    """

    first: int
    lit: Float32s
    ground: Callable[[int], Shades]
    seen: dict[int, Shades]
    depth: float
    actors: tuple[Actor, ...]
    patches: tuple[Patch, ...]
    brightest: Float32s

    def shades(self, place: int) -> Shades:
        """Shades of the ground in one frame of the shot; not to be written to."""
        shades = self.seen.pop(place, None)
        return self.ground(place) if shades is None else shades


def _set(scene: Scene, view: View, sets: dict[int, _Set], number: int) -> _Set:
    """The shot ``number``, made ready when it is first seen."""
    if number not in sets:
        sets[number] = _made_ready(scene, view, view.shots[number], number)
    return sets[number]


def _made_ready(scene: Scene, view: View, shot: Shot, number: int) -> _Set:
    size = {"width_px": scene.width_px, "height_px": scene.height_px}
    first, last = shot_span(view.editing, number, scene.frame_count)
    ground = ground_frames(shot.ground, fps=scene.fps, frame_count=last - first, **size)
    looks = [i * (last - first - 1) // (_LOOKS - 1) for i in range(_LOOKS)]
    seen = {look: ground.plane(look) for look in looks}
    light = stage_light(
        shot.lamps,
        shot.composition,
        grounds=[seen[look] for look in looks],
        **size,
    )
    bounds = (*view.editing.starts, scene.frame_count)
    span = Span(first, last, bounds[number], bounds[number + 1])
    lit = _lit(backdrop(shot.field, **size), light.gain)
    return _Set(
        first=first,
        lit=lit,
        ground=ground.plane,
        seen=seen,
        depth=light.contrast / GROUND_RMS,
        actors=tuple(_actors(scene, shot, ground, span)),
        patches=tuple(_patches(shot, **size)),
        brightest=np.full_like(lit, 255.0),
    )


def _patches(shot: Shot, *, width_px: int, height_px: int) -> Iterator[Patch]:
    """What lies over every frame of a shot, in the order in which it is laid there."""
    overlay = draw_overlay(shot.overlay, width_px=width_px, height_px=height_px)
    if overlay is not None:
        yield overlay
    yield from finish_patches(shot.finish, width_px=width_px, height_px=height_px)


def _actors(scene: Scene, shot: Shot, ground: GroundFrames, span: Span) -> Iterator[Actor]:
    """Subjects of a shot; the one that the camera tracks comes last, on top."""
    width, height = scene.width_px, scene.height_px
    fluid = shot.gait.smoothness == "fluid"
    places = cache(as_in_the_middle(ground.path))
    for subject in shot.subjects:
        way = travel(
            subject,
            shot.gait,
            places,
            span,
            width_px=width,
            height_px=height,
            fps=scene.fps,
        )
        yield actor(subject, way, fluid=fluid)
    if shot.tracked is not None:
        way = held(shot.tracked, span, width_px=width, height_px=height)
        yield actor(shot.tracked, way, fluid=False)


def _frame(made: _Set, index: int, light: float, alpha: int) -> RgbaFrame:
    """One frame of one shot.

    Single products and sums of single precision are the same on every machine.
    """
    place = index - made.first
    shades = made.shades(place).astype(np.float32)
    shades *= np.float32(made.depth * light)
    shades += np.float32(light)
    shown = np.empty_like(made.lit)
    for channel in range(CHANNELS):  # faster than to repeat every shade
        shown[..., channel] = shades
    shown *= made.lit
    shown += np.float32(0.5)
    rgb = np.minimum(shown, made.brightest, out=shown).astype(np.uint8)
    opacity: Plane = np.full(shades.shape, alpha, np.uint8)
    for each in made.actors:
        each.put(place, rgb, opacity)
    for patch in made.patches:
        put_overlay(rgb, patch)
    return RgbaFrame(rgb, opacity)


def _lit(colors: Plane, gain: NDArray[np.uint16]) -> Float32s:
    """A backdrop under its lamps, (row, column, channel); whole products of at most 24 bits."""
    flat = colors.reshape(len(gain), -1).astype(np.float32)
    lit = flat * gain.repeat(CHANNELS, axis=1) * np.float32(1 / UNIT)
    return np.asarray(lit.reshape(colors.shape))


def _light(scene: Scene, view: View) -> list[float]:
    """Gain of the light in every frame: its breath and the plot's tension, in parts of `UNIT`."""
    breath = pulse(view.pacing, scene.fps, scene.frame_count)
    both = breath * gains(view.tension, scene.frame_count)
    return [round(float(gain) * UNIT) / UNIT for gain in both]


def gains(knots: tuple[float, ...], frame_count: int) -> NDArray[np.float64]:
    """Gain of every frame along knots at equal steps, float64 of shape (time,).

    >>> gains((0.5, 1.0), 3).tolist()
    [0.5, 0.75, 1.0]
    """
    if len(knots) == 1 or frame_count == 1:
        return np.full(frame_count, knots[0])
    places = np.linspace(0.0, len(knots) - 1.0, frame_count)
    line: NDArray[np.float64] = np.interp(places, np.arange(len(knots)), np.array(knots))
    return np.round(line, 6)


def _alpha(opacity: Opacity, index: int, frame_count: int) -> int:
    """Alpha of the background in one frame, 0..255."""
    share = index / (frame_count - 1) if frame_count > 1 else 0.0
    level = opacity.start + (opacity.end - opacity.start) * share
    return int(level * 255 + 0.5)
