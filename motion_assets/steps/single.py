"""One prompt -> one file, and one file -> what it shows; nothing is recorded in the lake.

Put what the commands `render` and `observe` do here; the loop's own path is in the other steps.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.request import MAX_PROMPT_CHARS, ClipRequest
from motion_assets.core.clips.uses import NO_USES, Uses
from motion_assets.core.observations.proof import Proof, precision_pct, prove
from motion_assets.core.prompts.interpret import interpret
from motion_assets.core.prompts.reading import Reading
from motion_assets.core.registries.renames import Names
from motion_assets.errors import ClipWriteError, LimitError
from motion_assets.settings import Settings
from motion_assets.steps.linguistic import read_words
from motion_assets.steps.observe import ClipObservation, observe_clip
from motion_assets.steps.rehearse import settled_scene
from motion_assets.steps.render import Rendering, render_clip
from motion_assets.steps.workspace import open_workspace
from motion_assets.vocabulary.cells import color_key, sound_key

SINGLE_CLIP: Final = "single-00"


@dataclass(frozen=True, slots=True, eq=False)
class SingleClip:
    """One prompt from reading to proof."""

    path: Path
    reading: Reading
    built: Built
    rendering: Rendering
    observation: ClipObservation
    proofs: tuple[Proof, ...]

    @property
    def precision_pct(self) -> float | None:
        """Share of asked, measurable values that the file shows, 0..100."""
        return precision_pct(self.proofs)

    @property
    def exact(self) -> bool:
        """Whether picture, opacity and sound were read back bit for bit."""
        made, found = self.rendering, self.observation
        return (made.color_digest, made.opacity_digest, made.sound_digest) == (
            found.color_digest,
            found.opacity_digest,
            found.sound_digest,
        )


def make_clip(
    request: ClipRequest, path: Path, *, seed: int, settings: Settings, uses: Uses = NO_USES
) -> SingleClip:
    """Read the request's prompt, render one clip to ``path`` and measure the file.

    The words that people taught so far count; nothing is recorded. What the prompt leaves open
    follows from the seed and ``uses`` alone, so that the same command gives the same file.

    Raises
    ------
    LimitError
        If the prompt is empty or too long, or a size or duration is outside the limits.
    ClipWriteError
        If the file cannot be written; nothing is left behind of it.
    """
    prompt = require_prompt(request.prompt)
    reading = interpret(prompt, read_words(open_workspace(settings)).resolving)
    require_target(path)
    built = settled_scene(
        request, reading, clip_id=SINGLE_CLIP, seed=seed, settings=settings, uses=uses
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    rendering = render_clip(built.scene, path, max_frames=settings.max_frames)
    observation = observe_clip(path, settings)
    proofs = prove(built.choices, replace(observation.seen, parts_s=built.scene.part_spans_s))
    return SingleClip(path, reading, built, rendering, observation, proofs)


def require_prompt(prompt: str | None) -> str:
    """The prompt, unless it is empty or longer than a prompt may be."""
    if prompt is None or not prompt.strip():
        raise LimitError('a prompt needs words, got an empty one. Try: "a slow teal dusk".')
    if len(prompt) > MAX_PROMPT_CHARS:
        raise LimitError(
            f"a prompt holds at most {MAX_PROMPT_CHARS:,} characters, got {len(prompt):,}."
        )
    return prompt


def require_target(path: Path) -> None:
    """Refuse a file that cannot be written, before minutes are spent on its content.

    Raises
    ------
    ClipWriteError
        If the path is a folder or another thing that is no file, a part of it is no folder, it
        may not be written, or its name is too long.
    """
    try:
        if path.exists() and not path.is_file():
            raise ClipWriteError(f"{path} is not a file. Name the MP4 to write.")
        nearest = next(folder for folder in path.absolute().parents if folder.exists())
    except OSError as error:
        raise ClipWriteError(
            f"{path.name[:60]!r} cannot be a file: {error.strerror}. Choose another name."
        ) from error
    if not nearest.is_dir():
        raise ClipWriteError(f"{nearest} is a file, so {path} cannot lie in it.")
    if not os.access(nearest, os.W_OK):
        raise ClipWriteError(f"{nearest} may not be written. Choose another folder.")


def proof_rows(clip: SingleClip) -> list[dict[str, object]]:
    """Asked, rendered and measured side by side, one row per choice."""
    return [
        {
            "aspect": proof.choice.aspect,
            "origin": "forbidden" if proof.choice.forbidden else proof.choice.origin,
            "value": proof.choice.value,
            "rendered": proof.choice.rendered and not proof.choice.forbidden,
            "measured": proof.measured,
            "passed": proof.passed,
            "reason": proof.choice.reason,
        }
        for proof in clip.proofs
    ]


def observation_document(path: Path, found: ClipObservation, names: Names) -> dict[str, object]:
    """Everything a file shows as one JSON-able document: facts, cells by size, windows."""
    info = found.info
    return {
        "file": os.fspath(path),
        "exact": info.exact,
        "duration_s": info.duration_s,
        "width_px": info.width_px,
        "height_px": info.height_px,
        "fps": info.fps,
        "has_picture": info.has_picture,
        "has_sound": info.has_sound,
        "colors": _color_list(found, names),
        "sounds": _sound_list(found, names),
        "windows": _window_list(found),
    }


def _color_list(found: ClipObservation, names: Names) -> list[Mapping[str, object]]:
    if found.color is None:
        return []
    cells = found.color
    order = (-cells.pixels).argsort(kind="stable")
    return [
        {
            "key": color_key(int(cells.cell[i])),
            "name": names.color_name(int(cells.cell[i])),
            "pixels": int(cells.pixels[i]),
            "frames": int(cells.frames[i]),
            "mean_rgba": [
                round(float(total[i] / cells.pixels[i]), 3)
                for total in (cells.sum_red, cells.sum_green, cells.sum_blue, cells.sum_alpha)
            ],
        }
        for i in order
    ]


def _sound_list(found: ClipObservation, names: Names) -> list[Mapping[str, object]]:
    cells = found.sound
    order = (-cells.instants).argsort(kind="stable")
    return [
        {
            "key": sound_key(int(cells.cell[i])),
            "name": names.sound_name(int(cells.cell[i])),
            "instants": int(cells.instants[i]),
            "level_dbfs": round(float(cells.sum_level_dbfs[i] / cells.instants[i]), 2),
        }
        for i in order
    ]


def _window_list(found: ClipObservation) -> list[Mapping[str, object]]:
    return [
        {
            "window": value.window,
            "start_s": round(value.start_s, 4),
            "duration_s": round(value.duration_s, 4),
            "aspect": value.aspect,
            "value": value.value,
            "measure": value.measure,
            "unit": value.unit,
            "confidence": round(value.confidence, 4),
        }
        for value in found.windows
    ]
