"""Scene -> clip file: draw, play and write every clip of a reel, with a picture of each.

Drawing belongs in ``core.clips``, encoding in ``media``. What the file shows is not taken
from here but read back in ``observe``.
"""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from motion_assets.core.clips.choices import Built
from motion_assets.core.clips.draw import frames
from motion_assets.core.clips.scene import Scene
from motion_assets.core.clips.soundtrack import render_samples
from motion_assets.core.observations.frames import (
    PictureDigest,
    RgbaFrame,
    sampled_frames,
    sound_digest,
)
from motion_assets.media.write import WrittenClip, write_clip
from motion_assets.steps.compose import scenes_of
from motion_assets.steps.costs import spent
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.reels import clip_key, put_table
from motion_assets.storage.tables import RENDERED, frame_of


@dataclass(frozen=True, slots=True)
class Rendering:
    """What went into one clip file, before the encoder saw it."""

    scene: Scene
    written: WrittenClip
    color_digest: str
    opacity_digest: str
    sound_digest: str


def render_reel(workspace: Workspace, reel: str) -> tuple[Rendering, ...]:
    """Write every clip of a reel into the lake, and the table of what went into them."""
    max_frames = workspace.settings.max_frames
    with spent(workspace, reel, "render"):
        renderings = tuple(
            _render_into_lake(workspace, reel, built, max_frames)
            for built in scenes_of(workspace, reel)
        )
    rows = [_row(reel, index, rendering) for index, rendering in enumerate(renderings)]
    put_table(workspace.lake, reel, "rendered", frame_of(RENDERED, rows))
    return renderings


def render_clip(scene: Scene, path: Path, *, max_frames: int) -> Rendering:
    """Write the clip of ``scene`` to ``path`` and digest what was drawn and played."""
    samples = render_samples(
        scene.soundtrack, fps=scene.fps, frame_count=scene.frame_count, seed=scene.seed
    )
    digest = PictureDigest()
    looked_at = frozenset(sampled_frames(scene.frame_count, scene.fps, max_frames))
    written = write_clip(
        path,
        None if scene.picture is None else _digested(frames(scene), digest, looked_at),
        samples,
        fps=scene.fps,
        width_px=scene.width_px,
        height_px=scene.height_px,
    )
    return Rendering(scene, written, digest.color, digest.opacity, sound_digest(samples))


def _digested(
    drawn: Iterable[RgbaFrame], digest: PictureDigest, looked_at: frozenset[int]
) -> Iterator[RgbaFrame]:
    """Pass frames on, digesting those that observation will look at."""
    for index, frame in enumerate(drawn):
        if index in looked_at:
            digest.update(frame)
        yield frame


def _render_into_lake(workspace: Workspace, reel: str, built: Built, max_frames: int) -> Rendering:
    """Render aside and put the whole file: the lake may be on another machine."""
    with tempfile.TemporaryDirectory(prefix="motion-assets-") as folder:
        path = Path(folder) / "clip.mp4"
        rendering = render_clip(built.scene, path, max_frames=max_frames)
        workspace.lake.put_file(clip_key(reel, built.scene.clip_id), path)
    return rendering


def _row(reel: str, index: int, rendering: Rendering) -> dict[str, object]:
    scene, written = rendering.scene, rendering.written
    return {
        "clip_id": scene.clip_id,
        "clip_index": index,
        "path": clip_key(reel, scene.clip_id),
        "sha256": written.sha256,
        "size_bytes": written.size_bytes,
        "width_px": scene.width_px,
        "height_px": scene.height_px,
        "fps": scene.fps,
        "frame_count": scene.frame_count,
        "duration_s": scene.duration_s,
        "has_picture": scene.picture is not None,
        "has_sound": written.sample_count > 0,
        "seed": scene.seed,
        "color_digest": rendering.color_digest,
        "opacity_digest": rendering.opacity_digest,
        "sound_digest": rendering.sound_digest,
    }
