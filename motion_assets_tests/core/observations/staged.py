"""Decoded frames of drawn stages, for tests: any values of light and composition in any frame."""

from dataclasses import replace
from typing import cast

import numpy as np

from motion_assets.core.clips.backdrop import even_stops
from motion_assets.core.clips.compose import lamps_of
from motion_assets.core.clips.overlay import place_overlay
from motion_assets.core.clips.scene import (
    Composition,
    Direction,
    Field,
    Ground,
    Subject,
    SubjectShape,
)
from motion_assets.core.clips.view import view_frames
from motion_assets.core.observations.inscription import read_overlay
from motion_assets.core.observations.stage import name_stage
from motion_assets.core.observations.thumbs import color_thumb, luma_thumb
from motion_assets.vocabulary.aspects import ASPECTS
from motion_assets.vocabulary.impossible import impossible_pairs
from motion_assets_tests.core.clips import scenes
from motion_assets_tests.core.observations.pictures import decoded

ASKED = (
    "gradient.gradient_type",
    "graphics.shape_overlay",
    *(key for key in ASPECTS if key.startswith(("lighting.", "composition."))),
)
SIZES = ((64, 64), (256, 144), (144, 256), (344, 144))


def drawn_values(seed):
    """A value for every aspect of a stage that can occur together, by chance."""
    rng = np.random.Generator(np.random.PCG64(seed))
    values: dict[str, str] = {}
    for aspect in ASKED:
        ruled_out = {
            other
            for pair in impossible_pairs()
            for asked in values.items()
            if asked in pair
            for other in pair - {asked}
        }
        free = [value for value in ASPECTS[aspect].values if (aspect, value) not in ruled_out]
        values[aspect] = str(rng.choice(free))
    return values


def staged(values, seed, size=(64, 64), *, speed=0.12, subject_count=2, frame_count=24):
    """Decoded frames of one second of a stage under a pan of ``speed`` frame widths a second."""
    rng = np.random.Generator(np.random.PCG64([seed, 1]))
    composition = Composition(
        values["composition.framing"],
        values["composition.balance"],
        values["composition.symmetry"],
        on_thirds=values["composition.rule_of_thirds"] == "yes",
        seed=seed,
    )
    shot = replace(
        scenes.SHOT,
        field=_field(values, rng),
        ground=Ground("pan" if speed else "static", speed, 1, 0.0, 1, 0.0, seed=seed),
        lamps=lamps_of(values, composition),
        composition=composition,
        overlay=place_overlay(
            values["graphics.shape_overlay"], composition, width_px=size[0], height_px=size[1]
        ),
        subjects=tuple(_subject(rng) for _ in range(subject_count)),
    )
    view = scenes.view_of(shot)
    scene = scenes.scene(view, width_px=size[0], height_px=size[1], frame_count=frame_count)
    return decoded(view_frames(scene, view))


def named(frames, **exposure):
    """Values by aspect that the frames of one shot show."""
    luma = np.stack([luma_thumb(frame) for frame in frames[::2]])
    color = np.stack([color_thumb(frame) for frame in frames[::6]])
    rows = [*name_stage(luma, color, **exposure), read_overlay(frames[:: len(frames) - 1])]
    return {row.aspect: row.value for row in rows if row is not None}


def _field(values, rng):
    kind = values["gradient.gradient_type"]
    first, last = (tuple(rng.integers(20, 230, size=3).tolist()) for _ in range(2))
    stops = even_stops(
        (first, last), values["lighting.color_temperature"], (kind, 0.0), count=3, bend=0.3,
        frame_px=(64, 64),
    )  # fmt: skip
    return Field(kind, 0.0, stops)


def _subject(rng):
    shape = cast("SubjectShape", str(rng.choice(["circle", "rect", "triangle"])))
    color = tuple(rng.integers(0, 11, size=3).tolist())
    return Subject(
        shape=shape,
        color=tuple(25 * level for level in color),
        opacity=1.0,
        center_x=float(rng.uniform(0.1, 0.9)),
        center_y=float(rng.uniform(0.1, 0.9)),
        size=0.16,
        direction=cast("Direction", str(rng.choice(["horizontal", "vertical", "diagonal"]))),
        speed_widths_s=float(rng.uniform(0.2, 0.5)),
        sign=1,
    )
