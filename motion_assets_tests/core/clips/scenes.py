"""Scenes for tests: small views whose every part is known."""

from dataclasses import replace
from typing import Any

from motion_assets.core.clips.scene import (
    Camera,
    Field,
    Light,
    Opacity,
    Scene,
    SoundCells,
    Subject,
    View,
)

STILL = Camera("static", 0.0, 1)
CIRCLE = Subject("circle", (250, 50, 0), 0.85, 0.4, 0.45, 0.3, "horizontal", 0.25, 1)
VIEW = View(
    field=Field("vertical", 2.0, ((40, 60, 120), (90, 130, 180)), 10, 7),
    camera=(STILL,),
    subjects=(CIRCLE,),
    light=Light(1.0, 1.0, 0.0),
    opacity=Opacity(0.5, 1.0),
)


def scene(view: View = VIEW, **changes: Any) -> Scene:
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
