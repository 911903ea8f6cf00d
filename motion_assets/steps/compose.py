"""Instruction -> scene: decide everything the prompts leave open, and keep the decisions.

How a decision is made belongs in ``core.clips.build``, the choice among takes in ``rehearse``;
drawing follows in ``render``.
"""

from collections.abc import Iterator
from typing import Final

from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.instruction import Instruction
from motion_assets.core.observations.color import choose_kernel
from motion_assets.steps.interpret import instructions_of
from motion_assets.steps.rehearse import settled_scene
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.reels import get_record, put_record, read_request

_REHEARSED_FRAMES: Final = 2 * 3 * 24
_REHEARSED_PX: Final = _REHEARSED_FRAMES * 256 * 144
"""Frames and pixels that are measured for a clip, about: two takes of three seconds."""


def compose_reel(workspace: Workspace, reel: str) -> tuple[Built, ...]:
    """Build one scene per clip from the reel's seed and instructions, and keep them."""
    built = tuple(_settled(workspace, reel))
    put_record(workspace.lake, reel, "scene", built)
    return built


def _settled(workspace: Workspace, reel: str) -> Iterator[Built]:
    """Scenes in clip order; what one clip shows is less likely to be drawn for the next."""
    stored = read_request(workspace.lake, reel)
    uses = stored.uses
    instructions = instructions_of(workspace, reel)
    clips = sum(_is_rehearsed(each) for each in instructions)
    kernel = choose_kernel(_REHEARSED_PX * clips, _REHEARSED_FRAMES * clips)
    for instruction in instructions:
        built = settled_scene(
            instruction.request,
            instruction.reading,
            clip_id=instruction.clip_id,
            seed=stored.request.seed,
            settings=workspace.settings,
            uses=uses,
            kernel=kernel,
        )
        uses = uses.after(built.shown)
        yield built


def _is_rehearsed(instruction: Instruction) -> bool:
    """Whether takes of a clip are measured: those of cells by address are not."""
    return instruction.request.prompt is not None or bool(instruction.request.values)


def scenes_of(workspace: Workspace, reel: str) -> tuple[Built, ...]:
    """Scenes and choices that ``compose_reel`` kept for a reel."""
    return get_record(workspace.lake, reel, "scene", tuple[Built, ...])
