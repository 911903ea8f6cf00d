"""Scenes for tests: small views whose every part is known, and music for given words."""

from dataclasses import replace
from typing import Any

import numpy as np

from motion_assets.core.clips.scene import (
    Composition,
    Editing,
    Field,
    Gait,
    Ground,
    Lamps,
    Music,
    Opacity,
    Overlay,
    Scene,
    Shot,
    SoundCells,
    Subject,
    View,
)
from motion_assets.core.clips.score import soundtrack_for

STILL = Ground("static", 0.0, 1, 0.0, 1, 0.0, seed=7)
CIRCLE = Subject("circle", (250, 50, 0), 0.85, 0.4, 0.45, 0.3, "horizontal", 0.25, 1)
SHOT = Shot(
    field=Field("vertical", 2.0, ((110, 150, 190), (170, 120, 150))),
    ground=STILL,
    lamps=Lamps(1.0, 0.6, 0.2, 0.4, 0.1, 180.0),
    composition=Composition("medium", "left_heavy", "slight", on_thirds=False, seed=3),
    overlay=Overlay("none", 0.5, 0.1, 0.2),
    subjects=(CIRCLE,),
    gait=Gait("smooth", "steady", "constant", seed=5),
)
VIEW = View(
    shots=(SHOT,),
    editing=Editing("cut", (0,), 0),
    parts=(0,),
    pacing=1.0,
    tension=(1.0,),
    opacity=Opacity(0.5, 1.0),
)


def view_of(*shots: Shot, **changes: Any) -> View:
    """``VIEW`` with other shots."""
    return replace(VIEW, shots=shots or (SHOT,), **changes)


def scene(view: View | Any = VIEW, **changes: Any) -> Scene:
    """A view of 64 x 36 pixels for half a second at 24 frames a second, unless told otherwise."""
    plain = Scene(
        clip_id="test",
        seed=1,
        width_px=64,
        height_px=36,
        fps=24,
        frame_count=12,
        picture=view,
        soundtrack=SoundCells((0,)),
    )
    return replace(plain, **changes)


def scored(
    presence: str, tempo: str, mood: str, *, seed: int = 3, duration_s: float = 6.0
) -> Music:
    """Music of these values, without a plot."""
    rng = np.random.default_rng(seed)
    track = soundtrack_for(
        presence=presence, tempo=tempo, mood=mood, plot="flat", duration_s=duration_s, rng=rng
    )
    assert isinstance(track, Music)
    return track
