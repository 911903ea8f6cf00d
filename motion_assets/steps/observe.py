"""Clip file -> observations: read every clip of a reel back, once, and measure all of it.

Measuring belongs in ``core.observations``, decoding in ``media.read``. A clip that cannot be
read is listed with its reason; the others are kept.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from motion_assets.core.observations.color import CellCounter, Kernel, choose_kernel
from motion_assets.core.observations.frames import (
    PictureDigest,
    PlanarFrame,
    sampled_frames,
    sound_digest,
)
from motion_assets.core.observations.proof import ClipSeen
from motion_assets.core.observations.records import ColorCells, SoundCellsSeen, WindowValue
from motion_assets.core.observations.sound import measure_instants, sound_cells
from motion_assets.core.observations.technical import measure_technical
from motion_assets.core.observations.watcher import Watcher
from motion_assets.core.observations.windows import (
    Window,
    everywhere,
    hear,
    sound_windows,
    window_frames,
)
from motion_assets.errors import ClipReadError, StorageError
from motion_assets.media.info import ClipInfo
from motion_assets.media.read import ClipReader, open_clip
from motion_assets.settings import Settings
from motion_assets.steps.costs import spent
from motion_assets.steps.gallery import Gallery, Pictures, hang
from motion_assets.steps.memory import keep_memory
from motion_assets.steps.rows import color_frame, sound_frame, window_frame
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.reels import (
    clip_key,
    get_record,
    get_table,
    put_record,
    put_table,
    read_request,
)

SOUND_ONLY_FPS: Final = 24
"""Instants a second of a clip without a picture."""


@dataclass(frozen=True, slots=True, eq=False)
class ClipObservation:
    """Everything one decoded clip showed; ``color`` is None for a clip of sound alone."""

    info: ClipInfo
    color: ColorCells | None
    sound: SoundCellsSeen
    windows: tuple[WindowValue, ...]
    color_digest: str
    opacity_digest: str
    sound_digest: str

    @property
    def seen(self) -> ClipSeen:
        """What proof needs of it."""
        return ClipSeen(
            color_cells=frozenset() if self.color is None else frozenset(self.color.cell.tolist()),
            sound_cells=frozenset(self.sound.cell.tolist()),
            windows=self.windows,
            duration_s=self.info.duration_s,
            frame_s=1.0 / (self.info.fps or SOUND_ONLY_FPS),
        )


@dataclass(frozen=True, slots=True)
class DecodedClip:
    """What was decoded of one clip, to hold against what was rendered.

    ``failure`` says why nothing could be read; everything else is empty then.
    """

    clip_id: str
    color_digest: str = ""
    opacity_digest: str = ""
    sound_digest: str = ""
    duration_s: float = 0.0
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class ReelObservation:
    """Sizes of a reel's three tables, what could not be read, and the pictures."""

    decoded: tuple[DecodedClip, ...]
    row_counts: dict[str, int]
    color_cell_count: int
    sound_cell_count: int
    window_value_count: int
    pictures: Pictures

    @property
    def failures(self) -> dict[str, str]:
        """Reason by clip, for clips that could not be read."""
        return {clip.clip_id: clip.failure for clip in self.decoded if clip.failure is not None}


def observe_reel(workspace: Workspace, reel: str) -> ReelObservation:
    """Measure every clip of a reel from its file and keep color, sound and window tables."""
    with spent(workspace, reel, "observe"):
        return _observe_reel(workspace, reel)


def _observe_reel(workspace: Workspace, reel: str) -> ReelObservation:
    observer = Observer(workspace.settings, kernel=choose_kernel(*_size(workspace, reel)))
    request = read_request(workspace.lake, reel).request
    seen: list[tuple[str, ClipObservation]] = []
    decoded: list[DecodedClip] = []
    for index in range(len(request.clips)):
        clip_id = request.clip_id(index)
        try:
            with workspace.lake.local_file(clip_key(reel, clip_id)) as path:
                observation = observer.observe(path)
        except (ClipReadError, StorageError) as error:
            decoded.append(DecodedClip(clip_id, failure=str(error)))
        else:
            seen.append((clip_id, observation))
            decoded.append(_decoded(clip_id, observation))
    put_record(workspace.lake, reel, "decoded", tuple(decoded))
    return _keep(workspace, reel, seen, tuple(decoded), observer.gallery)


def _size(workspace: Workspace, reel: str) -> tuple[int, int]:
    """Pixels and frames of a reel: how much measuring there is to do."""
    rendered = get_table(workspace.lake, reel, "rendered")
    sizes = rendered.select("width_px", "height_px", "frame_count").rows()
    pixel_count = sum(width * height * frames for width, height, frames in sizes)
    return pixel_count, sum(frames for _, _, frames in sizes)


def decoded_of(workspace: Workspace, reel: str) -> tuple[DecodedClip, ...]:
    """Digests and failures that ``observe_reel`` kept for a reel."""
    return get_record(workspace.lake, reel, "decoded", tuple[DecodedClip, ...])


def observe_clip(path: Path, settings: Settings) -> ClipObservation:
    """Read one clip file, of ours or foreign, and measure everything in it.

    Raises
    ------
    ClipReadError
        If the file is missing, torn, not a video, or past the limits for untrusted files.
    """
    return Observer(settings, kernel="numpy").observe(path)


class Observer:
    """Measures clip after clip with one color counter, and collects what is shown of them."""

    def __init__(self, settings: Settings, *, kernel: Kernel) -> None:
        keep_memory()
        self.gallery = Gallery()
        self._max_frames = settings.max_frames
        self._counter = CellCounter(kernel=kernel, min_cell_px=settings.min_cell_px)

    def observe(self, path: Path) -> ClipObservation:
        """Everything in one clip file; ``ClipReadError`` when it cannot be read whole."""
        with open_clip(path) as reader:
            digest = PictureDigest()
            watcher, color = self._seen(reader, digest)
            windows = sound_windows(reader.info.duration_s)
            rows: tuple[WindowValue, ...] = ()
            if watcher is not None:
                windows = watcher.windows
                rows = (*watcher.values(), *everywhere(windows, _technical(reader.info)))
            heard = _heard(reader, self.gallery, self._counter.kernel, windows)
            return ClipObservation(
                info=reader.info,
                color=color,
                sound=heard.cells,
                windows=(*rows, *heard.rows),
                color_digest=digest.color,
                opacity_digest=digest.opacity,
                sound_digest=heard.digest,
            )

    def _seen(
        self, reader: ClipReader, digest: PictureDigest
    ) -> tuple[Watcher | None, ColorCells | None]:
        info = reader.info
        if not info.has_picture:
            return None, None
        counted = frozenset(sampled_frames(info.frame_count, info.fps, self._max_frames))
        try:
            watcher = _watched(reader, _Look(counted, digest, self._counter, self.gallery))
        finally:
            # Also after a torn clip: its half counts may not reach the next one.
            color = self._counter.take()
        self.gallery.add_colors(color)
        return watcher, color


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What is done with every frame on its way to the window measurements."""

    counted: frozenset[int]
    digest: PictureDigest
    counter: CellCounter
    gallery: Gallery

    def frames(
        self, indices: Sequence[int], frames: Iterable[PlanarFrame]
    ) -> Iterator[PlanarFrame]:
        """Count and digest the sampled frames, pass all of them on."""
        for index, frame in zip(indices, frames, strict=True):
            if index in self.counted:
                self.digest.update(frame)
                self.counter.add(frame)
            yield frame
        self.gallery.add_frame(frame)


def _watched(reader: ClipReader, look: _Look) -> Watcher:
    """What one pass over the picture track has seen."""
    info = reader.info
    watcher = Watcher(fps=info.fps, frame_count=info.frame_count, kernel=look.counter.kernel)
    indices = sorted(look.counted | frozenset(window_frames(info.frame_count, info.fps)))
    frames = look.frames(indices, reader.frames(indices))
    for index, frame in zip(indices, frames, strict=False):
        watcher.add(index, frame)
    # To the end: the reader holds the number of frames against what the file states.
    deque(frames, maxlen=0)
    return watcher


def _technical(info: ClipInfo) -> tuple[WindowValue, ...]:
    return measure_technical(
        width_px=info.width_px,
        height_px=info.height_px,
        fps=info.fps,
        duration_s=info.duration_s,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """What the sound track showed; only own clips have a digest to compare with."""

    cells: SoundCellsSeen
    rows: tuple[WindowValue, ...]
    digest: str


def _heard(
    reader: ClipReader, gallery: Gallery, kernel: Kernel, windows: Sequence[Window]
) -> _Heard:
    fps = reader.info.fps or SOUND_ONLY_FPS
    if not reader.info.has_sound:
        silence = np.zeros(0, np.int16)
        return _Heard(sound_cells(measure_instants(silence, fps=fps)), (), "")
    samples = reader.samples()
    cells = sound_cells(measure_instants(samples, fps=fps, kernel=kernel))
    rows = hear(samples, windows)
    if not reader.info.exact:
        return _Heard(cells, rows, "")
    own = samples.astype(np.int16, copy=False)
    gallery.add_samples(own)
    return _Heard(cells, rows, sound_digest(own))


def _decoded(clip_id: str, observation: ClipObservation) -> DecodedClip:
    return DecodedClip(
        clip_id,
        observation.color_digest,
        observation.opacity_digest,
        observation.sound_digest,
        observation.info.duration_s,
    )


def _keep(
    workspace: Workspace,
    reel: str,
    seen: list[tuple[str, ClipObservation]],
    decoded: tuple[DecodedClip, ...],
    gallery: Gallery,
) -> ReelObservation:
    color = color_frame([(clip, found.color) for clip, found in seen])
    sound = sound_frame([(clip, found.sound) for clip, found in seen])
    window = window_frame([(clip, found.windows) for clip, found in seen])
    tables = {"color": color, "sound": sound, "window": window}
    for kind, frame in tables.items():
        put_table(workspace.lake, reel, kind, frame)
    return ReelObservation(
        decoded=decoded,
        row_counts={kind: len(frame) for kind, frame in tables.items()},
        color_cell_count=color["cell_id"].n_unique(),
        sound_cell_count=sound["cell_id"].n_unique(),
        window_value_count=window.select("aspect", "value").n_unique(),
        pictures=hang(workspace, reel, gallery),
    )
