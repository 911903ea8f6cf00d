"""Prompt -> instruction: read every prompt of a reel.

Reading rules belong in ``core.prompts``, the cache of readings in ``readings``; what the prompt
leaves open is decided in ``compose``.
"""

from datetime import UTC, datetime

from motion_assets.core.clips.instruction import Instruction
from motion_assets.core.clips.request import ClipRequest, ReelRequest
from motion_assets.core.prompts.learned.overlay import applicable
from motion_assets.core.prompts.learned.rows import stamp
from motion_assets.core.prompts.reading import Reading
from motion_assets.steps.linguistic import enter, read_words
from motion_assets.steps.readings import read_prompt
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.language import Pinned, pin, pinned
from motion_assets.storage.reels import get_record, put_record, read_request
from motion_assets.vocabulary.learning import PromptSource


def interpret_reel(
    workspace: Workspace, reel: str, *, at: datetime | None = None
) -> tuple[Instruction, ...]:
    """Read the reel's prompts and keep one instruction per clip, in clip order.

    The prompts are recorded as entered ``at``, now when not given, and read with the words
    learned by then. Reading the reel again keeps both of the first time, so that it can be
    made again as it was.
    """
    request = read_request(workspace.lake, reel).request
    first = _first_read(workspace, request, at or datetime.now(UTC))
    instructions = tuple(
        Instruction(
            clip_id=request.clip_id(index),
            request=clip,
            reading=_reading(workspace, clip, first, source_of(request, clip)),
        )
        for index, clip in enumerate(request.clips)
    )
    put_record(workspace.lake, reel, "instruction", instructions)
    return instructions


def instructions_of(workspace: Workspace, reel: str) -> tuple[Instruction, ...]:
    """Instructions that ``interpret_reel`` kept for a reel."""
    return get_record(workspace.lake, reel, "instruction", tuple[Instruction, ...])


def source_of(request: ReelRequest, clip: ClipRequest) -> PromptSource:
    """Who wrote the prompt of a clip: by its reel, people that of ``web`` and the loop all others.

    What the clip says of itself goes before.
    """
    return clip.prompt_source or ("web" if request.workflow == "web" else "loop")


def _first_read(workspace: Workspace, request: ReelRequest, now: datetime) -> Pinned:
    prompts = [clip.prompt for clip in request.clips if clip.prompt is not None]
    if not prompts:
        return Pinned(stamp(now), ())
    first = pinned(workspace.lake, request.key)
    if first is not None:
        return first
    learned = read_words(workspace).resolving
    held = {row.id for prompt in prompts for row in applicable(prompt, learned)}
    rows = tuple(row for row in learned if row.id in held)
    return pin(workspace.lake, request.key, Pinned(stamp(now), rows))


def _reading(
    workspace: Workspace, clip: ClipRequest, first: Pinned, source: PromptSource
) -> Reading | None:
    if clip.prompt is None:
        return None
    at = datetime.fromisoformat(first.at)
    enter(workspace, clip.prompt, source=source, author=source, at=at)
    return read_prompt(workspace, clip.prompt, first.rows, source=source, at=at)
