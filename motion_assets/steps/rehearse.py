"""Instruction -> settled scene: draw and measure a clip in memory until it shows what is asked.

Put the choice among takes here. A take is built in ``core.clips.build``, what it learns from those
before it is worked out in ``core.clips.emphasis``; the proof that counts is made later, from the
decoded file. A clip of which no take shows everything keeps its best one, and its proof fails.
"""

from collections.abc import Iterator
from typing import Final

from motion_assets.core.clips.build import build_scene
from motion_assets.core.clips.choices import Built, Choice
from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.emphasis import Lessons
from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.clips.scene import Scene, View
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.clips.uses import NO_USES, Uses
from motion_assets.core.observations.color import CellCounter, Kernel
from motion_assets.core.observations.frames import planar
from motion_assets.core.observations.proof import ClipSeen, Proof, prove
from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.sound import measure_instants, sound_cells
from motion_assets.core.observations.watcher import Watcher
from motion_assets.core.observations.windows import hear
from motion_assets.core.prompts.reading import Reading
from motion_assets.settings import Settings
from motion_assets.steps.memory import keep_memory
from motion_assets.vocabulary.aspects import ASPECTS

MAX_TAKES: Final = 16
"""Takes of a clip that a prompt asks for."""

MAX_GAP_TAKES: Final = 48
"""Takes of a clip that fills gaps, which asks for more at once; few need more than three."""

_BESIDE: Final = frozenset({"sound", "technical"})
"""Domains that are not measured in the picture."""

_EXACT: Final = frozenset(
    ["duration_s", "width_px", "height_px", "technical.fps", "technical.aspect_ratio", "sound",
     "subject_shape", "subject_count", "background_color"]
)  # fmt: skip
"""Choices that every take shows by construction, and that a rehearsal need not look at."""


def settled_scene(
    request: ClipRequest,
    reading: Reading | None,
    *,
    clip_id: str,
    seed: int,
    settings: Settings,
    uses: Uses = NO_USES,
    kernel: Kernel = "numpy",
) -> Built:
    """The first take that shows all that is asked and nothing that is ruled out, or the best one.

    The same arguments give the same scene. Cells that are shown by address, and clips of which
    nothing can be measured, need no rehearsal. What is left open is drawn by ``uses``; from the
    middle of the takes on no longer, as what is asked for comes first. ``kernel``: how takes are
    measured; the result is the same.

    Raises
    ------
    LimitError, RequestError
        As ``build_scene``.
    """
    takes = MAX_GAP_TAKES if request.prompt is None else MAX_TAKES
    rehearsed = rehearse_takes(
        request,
        reading,
        clip_id=clip_id,
        seed=seed,
        settings=settings,
        uses=uses,
        takes=takes,
        kernel=kernel,
    )
    return min(rehearsed, key=lambda take: len(take[1]))[0]


def rehearse_takes(
    request: ClipRequest,
    reading: Reading | None,
    *,
    clip_id: str,
    seed: int,
    settings: Settings,
    takes: int,
    uses: Uses = NO_USES,
    kernel: Kernel = "numpy",
) -> Iterator[tuple[Built, list[Proof]]]:
    """Takes of a clip with what each of them misses, up to the first that misses nothing.

    What was missed is drawn anew and with other figures of the same values; the rest stays.

    Raises
    ------
    LimitError, RequestError
        As ``build_scene``.
    """
    keep_memory()
    lessons = Lessons()
    for take in range(takes):
        known = uses if take < max(1, takes // 2) else NO_USES
        built = build_scene(
            request,
            reading,
            clip_id=clip_id,
            seed=seed,
            take=take,
            uses=known,
            emphasis=lessons.emphasis,
        )
        missed = _missed(built, settings, kernel) if take or _to_rehearse(built) else []
        yield built, missed
        if not missed:
            return
        told = [(each.choice.aspect, each.choice.value, each.measured) for each in missed]
        lessons = lessons.after(take, told)


def _to_rehearse(built: Built) -> bool:
    """Whether a take may miss something: one asked color is a flat shape that nothing hides."""
    asked = [(choice.aspect, choice.forbidden) for choice in built.choices if _asked(choice)]
    return isinstance(built.scene.picture, View) and asked not in ([], [("color", False)])


def _asked(choice: Choice) -> bool:
    return choice.origin != "chosen" and choice.rendered and choice.aspect not in _EXACT


def _missed(built: Built, settings: Settings, kernel: Kernel) -> list[Proof]:
    """Asked and ruled out values that the take does not hold to."""
    asked = [choice for choice in built.choices if _asked(choice)]
    wanted = frozenset(choice.aspect for choice in asked)
    proofs = prove(asked, rehearse(built.scene, settings, wanted, kernel=kernel))
    return [proof for proof in proofs if proof.passed is False]


def rehearse(
    scene: Scene, settings: Settings, wanted: frozenset[str], *, kernel: Kernel = "numpy"
) -> ClipSeen:
    """What the file of a scene will show of ``wanted`` aspects, measured as it is drawn.

    The file holds frames and samples exactly, so that what is decoded from it measures the same.
    """
    watcher = Watcher(fps=scene.fps, frame_count=scene.frame_count, kernel=kernel)
    watched = any(_in_picture(aspect) for aspect in wanted)
    counter = None
    if "color" in wanted:
        counter = CellCounter(kernel=kernel, min_cell_px=settings.min_cell_px)
    cells = _look_on(scene, watcher if watched else None, counter)
    windows = watcher.windows
    rows = watcher.values() if watched else ()
    heard: tuple[WindowValue, ...] = ()
    instants: frozenset[int] = frozenset()
    if any(aspect.split(".")[0] == "sound" for aspect in wanted):
        samples = render_samples(
            scene.soundtrack, fps=scene.fps, frame_count=scene.frame_count, seed=scene.seed
        )
        heard = hear(samples, windows)
        instants = frozenset(sound_cells(measure_instants(samples, fps=scene.fps)).cell.tolist())
    return ClipSeen(
        color_cells=cells,
        sound_cells=instants,
        windows=(*rows, *heard),
        duration_s=scene.duration_s,
        frame_s=1.0 / scene.fps,
        parts_s=scene.part_spans_s,
    )


def _in_picture(aspect: str) -> bool:
    """Whether an aspect is measured in windows of the picture."""
    known = ASPECTS.get(aspect)
    return known is not None and bool(known.measured_values) and known.domain not in _BESIDE


def _look_on(scene: Scene, watcher: Watcher | None, counter: CellCounter | None) -> frozenset[int]:
    """Pass all frames by the watcher; the color cells that they show, if there is a counter."""
    if watcher is None and counter is None:
        return frozenset()
    for index, frame in enumerate(map(planar, frames(scene))):
        if watcher is not None:
            watcher.add(index, frame)
        if counter is not None:
            counter.add(frame)
    return frozenset() if counter is None else frozenset(counter.take().cell.tolist())
