"""Instruction -> settled scene: draw and measure a clip in memory until it shows what is asked.

Put the choice among takes here. A take is built in ``core.clips.build``; the proof that counts
is made later, from the decoded file. A clip of which no take shows everything keeps its best
one, and its proof fails.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.choices import Built, Choice
from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Scene, View
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.observations.color import CellCounter
from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.core.observations.proof import ClipSeen, Proof, prove
from motion_assets.core.observations.sound import measure_instants, sound_cells
from motion_assets.core.observations.technical import measure_technical
from motion_assets.core.observations.watcher import Watcher
from motion_assets.core.observations.windows import everywhere, hear
from motion_assets.core.prompts.reading import Reading
from motion_assets.settings import Settings

MAX_TAKES: Final = 8
_EXACT: Final = frozenset({"duration_s", "width_px", "height_px"})
"""Choices that every take shows by construction, and that a rehearsal need not look at."""


def settled_scene(
    request: ClipRequest, reading: Reading | None, *, clip_id: str, seed: int, settings: Settings
) -> Built:
    """The first take that shows all that is asked and nothing that is ruled out, or the best one.

    The same arguments give the same scene. Cells that are shown by address, and clips of which
    nothing can be measured, need no rehearsal.

    Raises
    ------
    LimitError, RequestError
        As ``build_scene``.
    """
    takes = (
        build_scene(request, reading, clip_id=clip_id, seed=seed, take=take)
        for take in range(MAX_TAKES)
    )
    best: Built | None = None
    fewest = 0
    for built in takes:
        missed = len(_missed(built, settings)) if _to_rehearse(built) else 0
        if best is None or missed < fewest:
            best, fewest = built, missed
        if not missed:
            break
    if best is None:
        raise AssertionError("there is at least one take")
    return best


def _to_rehearse(built: Built) -> bool:
    return isinstance(built.scene.picture, View) and any(_asked(c) for c in built.choices)


def _asked(choice: Choice) -> bool:
    return choice.origin != "chosen" and choice.rendered and choice.aspect not in _EXACT


def _missed(built: Built, settings: Settings) -> list[Proof]:
    """Asked and ruled out values that the take does not hold to."""
    asked = [choice for choice in built.choices if _asked(choice)]
    colors = any(choice.aspect == "color" for choice in asked)
    proofs = prove(asked, rehearse(built.scene, settings, count_colors=colors))
    return [proof for proof in proofs if proof.passed is False]


def rehearse(scene: Scene, settings: Settings, *, count_colors: bool) -> ClipSeen:
    """What the file of a scene will show: its frames and samples are measured as they are drawn.

    The file holds both exactly, so that what is decoded from it measures the same.
    """
    watcher = Watcher(fps=scene.fps, frame_count=scene.frame_count)
    counter = CellCounter(kernel="numpy", min_cell_px=settings.min_cell_px)
    for index, frame in enumerate(_planar(scene)):
        watcher.add(index, frame)
        if count_colors:
            counter.add(frame)
    windows = watcher.windows
    samples = render_samples(
        scene.soundtrack, fps=scene.fps, frame_count=scene.frame_count, seed=scene.seed
    )
    instants = sound_cells(measure_instants(samples, fps=scene.fps))
    technical = measure_technical(
        width_px=scene.width_px,
        height_px=scene.height_px,
        fps=scene.fps,
        duration_s=scene.duration_s,
    )
    return ClipSeen(
        color_cells=frozenset(counter.take().cell.tolist()),
        sound_cells=frozenset(instants.cell.tolist()),
        windows=(*watcher.values(), *hear(samples, windows), *everywhere(windows, technical)),
        duration_s=scene.duration_s,
        frame_s=1.0 / scene.fps,
        parts_s=scene.part_spans_s,
    )


def _planar(scene: Scene) -> Iterator[PlanarFrame]:
    """Drawn frames in the planes that decoding gives."""
    for frame in frames(scene):
        red, green, blue = np.ascontiguousarray(frame.rgb.transpose(2, 0, 1))
        yield PlanarFrame(red, green, blue, frame.alpha)
