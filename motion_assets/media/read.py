"""Read: a clip file to frames and samples, exactly or not at all.

Put the pass over all tracks and its final counts here. Guards against bad files belong in
``source``, conversions in ``decode``, descriptions in ``info``, damage to own files in ``seal``.
"""

from collections import deque
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from av import AudioFrame, VideoFrame
from av.container import InputContainer

from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.errors import LimitError
from motion_assets.media.decode import (
    OWN_FORMATS,
    ForeignPictures,
    ForeignSound,
    OwnSound,
    Samples,
    own_planes,
)
from motion_assets.media.info import (
    ClipInfo,
    Tracks,
    foreign_info,
    foreign_tracks,
    own_info,
    own_tracks,
    require_frame_px,
)
from motion_assets.media.seal import read_seal
from motion_assets.media.source import CONTENT_ERRORS, Source
from motion_assets.vocabulary.limits import READ_LIMITS, SAMPLE_RATE_HZ, ReadLimits

__all__ = ["ClipInfo", "ClipReader", "open_clip"]


@contextmanager
def open_clip(path: Path, *, limits: ReadLimits = READ_LIMITS) -> "Iterator[ClipReader]":
    """Open a clip file, of this project or of any other program, for reading.

    Parameters
    ----------
    path : Path
        A file on disk; playlists, devices and addresses are refused.
    limits : ReadLimits
        Size, tracks, pixels, length and time beyond which the file is refused.

    Raises
    ------
    ClipReadError
        If the file is missing, torn, not a clip or beyond the limits.
    """
    source = Source(path, limits)
    try:
        yield ClipReader(source)
    finally:
        source.close()


class ClipReader:
    """One open clip file: `info`, then `frames`, then `samples`.

    One pass over the packets decodes all tracks: `samples` after `frames` costs nothing more.
    Either may be called alone, in any order and again.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._samples: Samples | None = None
        with source.refusing():
            self._seal = read_seal(source.path)
        self._unused: tuple[InputContainer, Tracks] | None = None
        opened = self._fresh()
        if self._seal is not None:
            self._unused = opened
            self.info: ClipInfo = own_info(self._seal)
        else:
            with source.refusing():
                self.info = foreign_info(*opened, source.limits, str(source.path))

    def frames(self, wanted: Collection[int] | None = None) -> Iterator[PlanarFrame]:
        """Pictures in order; every one is decoded, ``wanted`` says which are handed over.

        Parameters
        ----------
        wanted : collection of int, optional
            Indices of frames, in any order; all when left out.

        Yields
        ------
        PlanarFrame
            sRGB planes; opacity 255 where the file has none. Nothing for sound alone.

        Raises
        ------
        LimitError
            If a wanted index is not in 0..``info.frame_count - 1``.
        ClipReadError
            If the file is damaged, or its tracks do not hold what it states.
        """
        chosen = self._chosen(wanted)
        if not self.info.has_picture:
            return
        container, tracks = self._fresh()
        sound = self._sound_collector()
        foreign = self._foreign_pictures()
        count = 0
        for color, opacity in self._pairs(container, tracks, sound):
            if chosen is None or count in chosen:
                yield self._planes(color, opacity, foreign)
            count += 1
        self._require_count("frames", count, 0 if self._seal is None else self._seal.frame_count)
        if sound is not None:
            self._keep(sound)

    def samples(self) -> Samples:
        """The sound track, mono at 48 kHz.

        Returns
        -------
        int16 or float32, shape (sample,)
            The int16 samples that were written into an own clip; float32 with full scale at -1
            and 1 for sound of other programs, mixed down and resampled.

        Raises
        ------
        ClipReadError
            If there is no sound track or it is damaged.
        """
        if self._samples is not None:
            return self._samples
        container, tracks = self._fresh()
        sound = self._sound_collector()
        if tracks.sound is None or sound is None:
            raise self._source.refusal("it has no sound track", "Ask `info.has_sound` first")
        for _, frame in self._source.decoded(container, (tracks.sound,)):
            self._gather(sound, frame)
        return self._keep(sound)

    def _fresh(self) -> tuple[InputContainer, Tracks]:
        """The file, none of whose packets were taken, and the streams to decode."""
        if self._unused is not None:
            opened, self._unused = self._unused, None
            return opened
        name, limits = str(self._source.path), self._source.limits
        if self._seal is not None and self._seal.frame_count:
            require_frame_px(self._seal.width_px, self._seal.height_px, limits, name)
        container = self._source.open(sealed=self._seal is not None)
        with self._source.refusing():
            if self._seal is not None:
                return container, own_tracks(container, self._seal, name)
            return container, foreign_tracks(container, limits, name)

    def _chosen(self, wanted: Collection[int] | None) -> frozenset[int] | None:
        if wanted is None:
            return None
        beyond = sorted(index for index in wanted if not 0 <= index < self.info.frame_count)
        if beyond:
            raise LimitError(
                f"{self._source.path} has {self.info.frame_count} frames, numbered from 0; "
                f"there is no frame {beyond[0]}."
            )
        return frozenset(wanted)

    def _sound_collector(self) -> OwnSound | ForeignSound | None:
        if self._samples is not None or not self.info.has_sound:
            return None
        return ForeignSound() if self._seal is None else OwnSound()

    def _foreign_pictures(self) -> ForeignPictures | None:
        if self._seal is not None:
            return None
        info = self.info
        return ForeignPictures(info.width_px, info.height_px, has_alpha=info.has_opacity)

    def _pairs(
        self, container: InputContainer, tracks: Tracks, sound: OwnSound | ForeignSound | None
    ) -> Iterator[tuple[VideoFrame, VideoFrame | None]]:
        """Color with the opacity of the same instant; sound goes to its collector on the way."""
        colors: deque[VideoFrame] = deque()
        opacities: deque[VideoFrame] = deque()
        streams = [s for s in tracks.present if sound is not None or s is not tracks.sound]
        opacity_index = None if tracks.opacity is None else tracks.opacity.index
        for index, frame in self._source.decoded(container, streams):
            if isinstance(frame, AudioFrame):
                if sound is not None:
                    self._gather(sound, frame)
            elif opacity_index is None:
                yield frame, None
            else:
                (opacities if index == opacity_index else colors).append(frame)
                if colors and opacities:
                    yield colors.popleft(), opacities.popleft()
        if colors or opacities:
            raise self._source.refusal(
                "its color and opacity tracks differ in length", "Torn: render it again"
            )

    def _planes(
        self, color: VideoFrame, opacity: VideoFrame | None, foreign: ForeignPictures | None
    ) -> PlanarFrame:
        if foreign is None:
            return self._own_planes(color, opacity)
        limits = self._source.limits
        require_frame_px(color.width, color.height, limits, str(self._source.path))
        with self._source.refusing():
            return foreign.planes(color)

    def _own_planes(self, color: VideoFrame, opacity: VideoFrame | None) -> PlanarFrame:
        if opacity is None or (color.format.name, opacity.format.name) != OWN_FORMATS:
            coded = " and ".join(f.format.name for f in (color, opacity) if f is not None)
            raise self._source.refusal(
                f"its pictures are coded as {coded}, those of a lossless clip as "
                f"{' and '.join(OWN_FORMATS)}",
                "Render it again",
            )
        return own_planes(color, opacity)

    def _gather(self, sound: OwnSound | ForeignSound, frame: VideoFrame | AudioFrame) -> None:
        if not isinstance(frame, AudioFrame):
            raise self._source.refusal("its sound track holds pictures", "Torn: fetch it again")
        try:  # not `refusing`, which costs more than what is done here
            sound.add(frame)
        except CONTENT_ERRORS as error:
            raise self._source.undecodable(error) from error
        limit_s = self._source.limits.max_duration_s
        if sound.sample_count > limit_s * SAMPLE_RATE_HZ:
            raise self._source.refusal(f"more than {limit_s:g} s of sound", "Cut it first")

    def _keep(self, sound: OwnSound | ForeignSound) -> Samples:
        with self._source.refusing():
            self._samples = sound.finish()
        self._require_count(
            "samples", self._samples.size, 0 if self._seal is None else self._seal.sample_count
        )
        return self._samples

    def _require_count(self, what: str, found: int, stated: int) -> None:
        """Refuse a track that is empty, or of another length than the writer stated."""
        if not found or (self._seal is not None and found != stated):
            raise self._source.refusal(
                f"{found} {what} could be decoded, {stated or 'at least one'} should be there",
                "Torn: render or fetch it again",
            )
