"""Instructions: what one clip of a reel has to show, after its prompt was read.

Put the record between interpretation and creation here; deciding what the prompt leaves
open belongs in ``build``.
"""

from dataclasses import dataclass

from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.prompts.reading import Reading


@dataclass(frozen=True, slots=True)
class Instruction:
    """One clip's request with the reading of its prompt; no prompt, no reading."""

    clip_id: str
    request: ClipRequest
    reading: Reading | None
