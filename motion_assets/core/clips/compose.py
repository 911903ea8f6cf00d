"""Composing: from decided values to the parts of one shot, with everything left open drawn.

Put the joining of decided values to a shot here. Colors of stops and subjects are chosen in
``inks``, places of subjects in ``cast``, the ground in ``moves``, values of aspects in ``values``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar, get_args

from motion_assets.core.clips.cast import subject_count, subjects_of, tracked_subject
from motion_assets.core.clips.decide import Decider
from motion_assets.core.clips.emphasis import NO_EMPHASIS, Emphasis, between
from motion_assets.core.clips.finish import finishing
from motion_assets.core.clips.inks import (
    Against,
    Ink,
    inks_and_stops,
    open_ink,
    other_stops,
)
from motion_assets.core.clips.moves import VIEW_ASPECTS, ground_of
from motion_assets.core.clips.overlay import place_overlay
from motion_assets.core.clips.places import Frame
from motion_assets.core.clips.scene import (
    Acceleration,
    Balance,
    Composition,
    Direction,
    Field,
    Framing,
    Gait,
    GradientType,
    Ground,
    Lamps,
    Opacity,
    Overlay,
    OverlayShape,
    Rhythm,
    Shot,
    Smoothness,
    Subject,
    Symmetry,
)
from motion_assets.core.clips.set_pieces import light_deg
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.cells import OPACITY_COUNT
from motion_assets.vocabulary.definitions import (
    GRADIENT_DIAGONAL_DRAWN_DEG,
    GRADIENT_TILT_DRAWN_DEG,
)
from motion_assets.vocabulary.refusals import TRANSPARENT
from motion_assets.vocabulary.stage_ranges import (
    AMBIENT_LOG2,
    CONTRAST,
    FILL_LOG2,
    KEY_LOG2,
    LEVEL_LUMA,
    RIM_STRENGTH,
    Steps,
)

_Name = TypeVar("_Name", bound=str)

_LOWEST_OPACITY: Final = 10
_GRADIENTS: Final[tuple[GradientType, ...]] = get_args(GradientType)
_DIRECTIONS: Final[tuple[Direction, ...]] = get_args(Direction)
_SMOOTHNESS: Final[tuple[Smoothness, ...]] = get_args(Smoothness)
_RHYTHMS: Final[tuple[Rhythm, ...]] = get_args(Rhythm)
_ACCELERATIONS: Final[tuple[Acceleration, ...]] = get_args(Acceleration)
_FRAMINGS: Final[tuple[Framing, ...]] = get_args(Framing)
_BALANCES: Final[tuple[Balance, ...]] = get_args(Balance)
_OVERLAYS: Final[tuple[OverlayShape, ...]] = get_args(OverlayShape)
_SYMMETRIES: Final[tuple[Symmetry, ...]] = get_args(Symmetry)


def compose_shot(decider: Decider, frame: Frame, values: Mapping[str, str]) -> Shot:
    """A shot that shows the decided values; what is left open is drawn and noted."""
    stage, motion = decider.of("stage"), decider.of("motion")
    composition = _composition(stage, values)
    lamps = lamps_of(values, composition, decider.emphasis)
    gradient = _gradient(stage, values)
    against = _against(frame, lamps, gradient, values)
    direction = _one(_DIRECTIONS, values["motion.direction"])
    count = subject_count(motion, values["motion.speed"], direction)
    inks, stops = inks_and_stops(stage, against, count)
    ground = ground_of(decider.of("camera"), values)
    subjects = _cast(motion, frame, inks, ground, count=count, values=values)
    tracked = None
    if ground.motion_type == "tracking":
        ink = inks[0] if inks else open_ink(stage, against)
        tracked = tracked_subject(motion, frame, ink)
    return Shot(
        field=Field(*gradient, stops),
        ground=ground,
        lamps=lamps,
        composition=composition,
        overlay=_overlay(values, composition, frame),
        subjects=subjects,
        gait=_gait(motion, values),
        tracked=tracked,
        finish=finishing(values),
    )


def _cast(
    motion: Decider,
    frame: Frame,
    inks: Sequence[Ink],
    ground: Ground,
    *,
    count: int,
    values: Mapping[str, str],
) -> tuple[Subject, ...]:
    """Subjects that travel as decided."""
    return subjects_of(
        motion,
        frame,
        inks,
        ground,
        count=count,
        speed=values["motion.speed"],
        direction=_one(_DIRECTIONS, values["motion.direction"]),
        trailing=values["motion.smoothness"] == "fluid",
    )


def _overlay(values: Mapping[str, str], composition: Composition, frame: Frame) -> Overlay:
    """The decided shape on top, where it hides nothing of the composition."""
    return place_overlay(
        _one(_OVERLAYS, values["graphics.shape_overlay"]),
        composition,
        width_px=frame.width_px,
        height_px=frame.height_px,
    )


def compose_again(decider: Decider, frame: Frame, shot: Shot, values: Mapping[str, str]) -> Shot:
    """The same shot seen anew, as after a cut: another texture, and other hues on the way."""
    against = _against(frame, shot.lamps, (shot.field.gradient_type, shot.field.angle_deg), values)
    field = replace(shot.field, stops=other_stops(decider.of("stage"), shot.field.stops, against))
    seed = int(decider.of("camera").rng.integers(0, 2**32))
    ground = replace(shot.ground, seed=seed)
    return replace(shot, field=field, ground=ground)


def _against(
    frame: Frame, lamps: Lamps, gradient: tuple[GradientType, float], values: Mapping[str, str]
) -> Against:
    """What inks and stops of a shot are seen against."""
    return Against(
        gradient=gradient,
        temperature=values["lighting.color_temperature"],
        levels=tuple(LEVEL_LUMA * x for x in (lamps.ambient, lamps.key, lamps.key * lamps.fill)),
        frame_px=(frame.width_px, frame.height_px),
    )


def _composition(decider: Decider, values: Mapping[str, str]) -> Composition:
    yes, _ = ASPECTS["composition.rule_of_thirds"].values
    return Composition(
        framing=_one(_FRAMINGS, values["composition.framing"]),
        balance=_one(_BALANCES, values["composition.balance"]),
        symmetry=_one(_SYMMETRIES, values["composition.symmetry"]),
        on_thirds=values["composition.rule_of_thirds"] == yes,
        seed=int(decider.rng.integers(0, 2**32)),
    )


def lamps_of(
    values: Mapping[str, str], composition: Composition, emphasis: Emphasis = NO_EMPHASIS
) -> Lamps:
    """Lamps of a shot with these values, named by aspect."""

    def figure(aspect: str, steps: Steps, more: int = 0) -> float:
        more = 0 if emphasis.room(aspect) else more
        return between(steps, values[aspect], emphasis.moved(aspect, more=more))

    # A view is followed by its texture, of which the dark shows least.
    unfollowed = emphasis.room(*VIEW_ASPECTS)
    return Lamps(
        key=round(2.0 ** figure("lighting.key_intensity", KEY_LOG2), 3),
        fill=round(2.0 ** figure("lighting.fill_ratio", FILL_LOG2), 3),
        rim=max(round(figure("lighting.rim_strength", RIM_STRENGTH), 3), 0.0),
        ambient=round(2.0 ** figure("lighting.ambient_level", AMBIENT_LOG2, unfollowed), 3),
        contrast=round(figure("lighting.contrast_ratio", CONTRAST, unfollowed), 4),
        light_deg=light_deg(composition),
    )


def _gait(decider: Decider, values: Mapping[str, str]) -> Gait:
    return Gait(
        smoothness=_one(_SMOOTHNESS, values["motion.smoothness"]),
        rhythm=_one(_RHYTHMS, values["motion.rhythm"]),
        acceleration=_one(_ACCELERATIONS, values["motion.acceleration"]),
        seed=int(decider.rng.integers(0, 2**32)),
    )


def _gradient(decider: Decider, values: Mapping[str, str]) -> tuple[GradientType, float]:
    """Type of the gradient and how far it is turned."""
    rng, gradient = decider.rng, _one(_GRADIENTS, values["gradient.gradient_type"])
    if gradient == "angled":
        tilt = float(rng.uniform(-GRADIENT_DIAGONAL_DRAWN_DEG, GRADIENT_DIAGONAL_DRAWN_DEG))
        tilt += 90.0 * int(rng.integers(0, 4))
    elif gradient == "radial":
        tilt = float(rng.uniform(0.0, 360.0))
    else:
        tilt = float(rng.uniform(-GRADIENT_TILT_DRAWN_DEG, GRADIENT_TILT_DRAWN_DEG))
    return gradient, round(tilt, 1)


def opacity_of(decider: Decider) -> Opacity:
    """Opacity of the background at either end of the clip, on the steps of the color cells."""
    if decider.wishes.forbids(*TRANSPARENT):
        decider.note("opacity", "1.00", "left open; no transparency is allowed")
        return Opacity(1.0, 1.0)
    steps = decider.rng.integers(_LOWEST_OPACITY, OPACITY_COUNT, size=2).tolist()
    start, end = (step / (OPACITY_COUNT - 1) for step in steps)
    decider.note("opacity", f"{start:.2f} to {end:.2f}", "left open; drawn from the upper half")
    return Opacity(start, end)


def _one(options: tuple[_Name, ...], value: str) -> _Name:
    return next(option for option in options if option == value)
