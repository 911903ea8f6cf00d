"""Compiling: the kernels of long jobs, compiled once at installation instead of in the first job.

Put here what makes every kernel compile; how functions are compiled belongs in
``core.observations.compiled``. Run as a module, it compiles them all::

    python -m motion_assets.steps.compiling
"""

import tempfile
from pathlib import Path
from typing import Final

import numpy as np

from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.observations.motion import see_leaving
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.settings import Settings
from motion_assets.steps.observe import Observer
from motion_assets.steps.rehearse import settled_scene
from motion_assets.steps.render import render_clip

_VALUES: Final = (
    ("camera.motion_type", "truck"),
    ("motion.speed", "slow"),
    ("graphics.shape_overlay", "circle"),
    ("temporal.cut_frequency", "rapid"),
    ("sound.presence", "full"),
)
"""What a clip shows for every kernel to have something to do."""


def compile_kernels() -> None:
    """Rehearse, write and measure a small clip as a long job does; numba keeps the result."""
    settings = Settings()
    request = ClipRequest(values=_VALUES, width_px=64, height_px=64)
    built = settled_scene(
        request, None, clip_id="compiling", seed=1, settings=settings, kernel="numba"
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        render_clip(built.scene, path, max_frames=settings.max_frames)
        Observer(settings, kernel="numba").observe(path)
    # What no flat shape tells is looked for in few clips.
    thumbs, still = _travelling_thumbs()
    see_leaving(thumbs, 1 / 12, still, known=True, painted=False, kernel="numba")


def _travelling_thumbs() -> tuple[Float32s, Float32s]:
    """Thumbs of a square that travels, and the moves of a view that does not."""
    thumbs = np.zeros((6, 64, 64), np.float32)
    for number, thumb in enumerate(thumbs):
        thumb[20:40, 10 + 4 * number : 30 + 4 * number] = 200
    return thumbs, np.zeros((len(thumbs) - 1, 4), np.float32)


if __name__ == "__main__":
    compile_kernels()
