"""Composing: from decided values to a view, with everything that was left open drawn.

Put the light, the background and the joining of looks here. Colors of stops and subjects are
chosen in ``inks``, places of subjects in ``cast``, values of aspects in ``decide``.
"""

from typing import Final

from motion_assets.core.clips.cast import Frame, subject_count, subjects_of
from motion_assets.core.clips.choices import Choice
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.inks import inks_and_stops, weighted_looks
from motion_assets.core.clips.scene import (
    Camera,
    Direction,
    Field,
    GradientType,
    Light,
    Opacity,
    Rgb,
    View,
)
from motion_assets.vocabulary.cells import OPACITY_COUNT
from motion_assets.vocabulary.definitions import (
    GRADIENT_DIAGONAL_DRAWN_DEG,
    GRADIENT_TILT_DRAWN_DEG,
)
from motion_assets.vocabulary.slots import INTENSITY, LIGHTING

_TEXTURE_LEVELS: Final = (10, 15)
_LOWEST_OPACITY: Final = 10


def compose_view(
    decider: Decider,
    frame: Frame,
    *,
    gradient: GradientType,
    cameras: tuple[Camera, ...],
    speed: str,
    direction: Direction,
) -> View:
    """A view that shows the decided values; what is left open is drawn and noted."""
    light = _light(decider)
    count = subject_count(decider, speed, direction)
    inks, stops = inks_and_stops(decider, light, count)
    return View(
        field=_field(decider, gradient, stops),
        camera=cameras,
        subjects=subjects_of(
            decider, frame, inks, cameras, count=count, speed=speed, direction=direction
        ),
        light=light,
        opacity=_opacity(decider),
    )


def _field(decider: Decider, gradient: GradientType, stops: tuple[Rgb, ...]) -> Field:
    rng = decider.rng
    if gradient == "angled":
        tilt = float(rng.uniform(-GRADIENT_DIAGONAL_DRAWN_DEG, GRADIENT_DIAGONAL_DRAWN_DEG))
        tilt += 90.0 * int(rng.integers(0, 4))
    elif gradient == "radial":
        tilt = float(rng.uniform(0.0, 360.0))
    else:
        tilt = float(rng.uniform(-GRADIENT_TILT_DRAWN_DEG, GRADIENT_TILT_DRAWN_DEG))
    levels = int(rng.integers(*_TEXTURE_LEVELS))
    for look, weight in weighted_looks(decider.looks):
        levels += round((look.texture - levels) * weight * 0.8)
    return Field(
        gradient_type=gradient,
        angle_deg=round(tilt, 1),
        stops=stops,
        texture_levels=levels,
        texture_seed=int(rng.integers(0, 2**32)),
    )


def _opacity(decider: Decider) -> Opacity:
    """Opacity of the background at either end of the clip, on the steps of the color cells."""
    steps = decider.rng.integers(_LOWEST_OPACITY, OPACITY_COUNT, size=2).tolist()
    start, end = (step / (OPACITY_COUNT - 1) for step in steps)
    decider.note("opacity", f"{start:.2f} to {end:.2f}", "left open; drawn from the upper half")
    return Opacity(start, end)


def _light(decider: Decider) -> Light:
    """Light of all looks and of asked lightings, within what leaves colors apart."""
    gain, contrast, warmth = 1.0, 1.0, float(decider.rng.uniform(-0.08, 0.08))
    for look, weight in weighted_looks(decider.looks):
        gain *= 1.0 + (look.gain - 1.0) * weight
        contrast *= 1.0 + (look.contrast - 1.0) * weight
        warmth += look.warmth * weight
    for value, reason in decider.wishes.slots.get("lighting", []):
        step = LIGHTING[str(value)]
        gain, contrast, warmth = gain * step[0], contrast * step[1], warmth + step[2]
        decider.choices.append(Choice("lighting", str(value), "asked", reason))
    for value, reason in decider.wishes.slots.get("intensity", []):
        contrast *= _intensity(value)
        decider.choices.append(Choice("intensity", str(value), "asked", reason))
    gain *= float(decider.rng.uniform(0.98, 1.02))
    curve = next((look.curve for look in decider.looks if len(look.curve) > 1), (1.0,))
    return Light(
        gain=round(min(max(gain, 0.6), 1.3), 3),
        contrast=round(min(max(contrast, 0.6), 1.5), 3),
        warmth=round(min(max(warmth, -0.9), 0.9), 3),
        curve=curve,
    )


def _intensity(value: str | float) -> float:
    """Contrast under a named intensity, or one given as a share of 0..1."""
    if isinstance(value, str) and value in INTENSITY:
        return INTENSITY[value]
    low, high = INTENSITY["low"], INTENSITY["high"]
    return low + (high - low) * min(max(float(value), 0.0), 1.0)
