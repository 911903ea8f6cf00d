"""Requests: what a reel was planned to show, before any interpretation or drawing.

Put here what the planner decides and the lake keeps: prompts, cells, values, seeds, sizes.
The partition key of a reel follows from its request alone.
"""

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Final

from motion_assets.errors import LimitError, RequestError
from motion_assets.vocabulary.learning import PromptSource
from motion_assets.vocabulary.workflows import REEL_WORKFLOWS, Workflow

MAX_CLIPS: Final = 64
MAX_PROMPT_CHARS: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRequest:
    """One clip to make: a prompt, or cells by address, with optional size and length.

    ``values`` are canonical ``(aspect, value)`` pairs that a gap asks for beside the prompt.
    ``prompt_source`` is who wrote the prompt where that is not told by the reel's workflow. It
    changes nothing of what is made, so it is no part of the reel's key.
    """

    prompt: str | None = None
    color_cells: tuple[int, ...] = ()
    sound_cells: tuple[int, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    width_px: int | None = None
    height_px: int | None = None
    fps: int | None = None
    duration_s: float | None = None
    prompt_source: PromptSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReelRequest:
    """One to 64 clips planned together for one purpose.

    ``attempt`` counts up when an earlier reel for the same purpose did not show it.
    """

    workflow: Workflow
    seed: int
    clips: tuple[ClipRequest, ...]
    attempt: int = 0

    def __post_init__(self) -> None:
        if self.workflow not in REEL_WORKFLOWS:
            raise RequestError(
                f"no workflow {self.workflow!r} makes clips. Known: {', '.join(REEL_WORKFLOWS)}."
            )
        if not 1 <= len(self.clips) <= MAX_CLIPS:
            raise LimitError(f"a reel holds 1 to {MAX_CLIPS} clips, got {len(self.clips)}.")

    @property
    def key(self) -> str:
        """Partition key ``<workflow>-<12 hex>``, a hash of the plan: same plan, same reel."""
        # Fields as they are: copies of thousands of cells would take longer than all the rest.
        plan = json.dumps(
            _fields_of(self) | {"clips": [_fields_of(clip) for clip in self.clips]},
            sort_keys=True, ensure_ascii=True, separators=(",", ":"),
        )  # fmt: skip
        return f"{self.workflow}-{hashlib.sha256(plan.encode()).hexdigest()[:12]}"

    def clip_id(self, index: int) -> str:
        """Id of the clip at ``index``: the reel key and two digits."""
        return f"{self.key}-{index:02d}"


def reel_of(clip_id: str) -> str:
    """Key of the reel that a clip belongs to.

    >>> reel_of("web-0123456789ab-07")
    'web-0123456789ab'
    """
    return clip_id.rpartition("-")[0]


def _fields_of(one: ClipRequest | ReelRequest) -> dict[str, object]:
    names = (field.name for field in fields(one) if field.name != "prompt_source")
    return {name: getattr(one, name) for name in names}
