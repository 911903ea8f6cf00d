"""Prompt -> instruction: read every prompt of a reel.

Reading rules belong in ``core.prompts``; what the prompt leaves open is decided in ``compose``.
"""

from motion_assets.core.clips.instruction import Instruction
from motion_assets.core.prompts.interpret import interpret
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.reels import get_record, put_record, read_request


def interpret_reel(workspace: Workspace, reel: str) -> tuple[Instruction, ...]:
    """Read the reel's prompts and keep one instruction per clip, in clip order."""
    request = read_request(workspace.lake, reel).request
    instructions = tuple(
        Instruction(
            clip_id=request.clip_id(index),
            request=clip,
            reading=None if clip.prompt is None else interpret(clip.prompt),
        )
        for index, clip in enumerate(request.clips)
    )
    put_record(workspace.lake, reel, "instruction", instructions)
    return instructions


def instructions_of(workspace: Workspace, reel: str) -> tuple[Instruction, ...]:
    """Instructions that ``interpret_reel`` kept for a reel."""
    return get_record(workspace.lake, reel, "instruction", tuple[Instruction, ...])
