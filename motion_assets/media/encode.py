"""Encode: frames and samples into the three tracks of one open container.

Put codec choices and their settings here. Files, names and seals belong in ``write``.

Track 1 is H.264 over red, green and blue at full resolution, lossless and full range, tagged
as BT.709 primaries, IEC 61966-2-1 transfer and identity matrix (ITU-T H.273: 1, 13, 0),
without which browsers guess other colors. Track 2 is FLAC, mono. Track 3 is lossless H.264
over luma alone, holds the opacity and is left out of playback.
"""

from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from av import AudioFrame, Packet
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.stream import Disposition
from numpy.typing import NDArray

from motion_assets.core.observations.frames import Plane, RgbaFrame
from motion_assets.errors import ShapeError
from motion_assets.media.encoders import EncoderShelf, PictureCoding
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

# Fixed predictors are integer arithmetic; the default ones are fitted in floating point.
_FLAC: Final = {"lpc_type": "fixed"}
# A plane is mostly flat when no more than one pixel in so many differs from the one before it.
_FLAT_PX_PER_EDGE: Final = 16
_SAMPLE_S: Final = Fraction(1, SAMPLE_RATE_HZ)
_SHELF: Final = EncoderShelf()


class ClipEncoder:
    """Feeds one container; sound first, then every frame, then `finish`.

    Parameters
    ----------
    container : OutputContainer
        Open for writing, without tracks.
    first : RgbaFrame or None
        The first frame, from which sizes and settings follow; None for a clip of sound alone.
    fps : int
        Frames a second.
    samples : int16, shape (sample,)
        The whole sound track, mono at 48 kHz.
    """

    def __init__(
        self,
        container: OutputContainer,
        first: RgbaFrame | None,
        *,
        fps: int,
        samples: NDArray[np.int16],
    ) -> None:
        self._container = container
        self._color: _PictureTrack | None = None
        self._opacity: _PictureTrack | None = None
        self._shape = (0, 0) if first is None else first.alpha.shape
        self._fps = fps
        self._frame_count = 0
        height, width = self._shape
        if first is not None:
            coding = PictureCoding(width, height, fps, "color")
            self._color = _PictureTrack(container, coding, Disposition.default)
        sound = _sound_track(container)
        if first is not None:
            flat = _is_flat(first.alpha)
            coding = PictureCoding(width, height, fps, "opacity", arithmetic=flat)
            self._opacity = _PictureTrack(container, coding, Disposition(0))
        self._sound_packets = deque(_sound_packets(sound, samples))

    def add(self, frame: RgbaFrame) -> None:
        """Encode one frame, and the sound that plays before it ends.

        Raises
        ------
        ShapeError
            If the frame is not uint8 of the size of the first one.
        """
        if self._color is None or self._opacity is None:
            raise ShapeError("a clip of sound alone takes no frames.")
        _require_frame(frame, self._frame_count, self._shape)
        self._color.encode(frame.rgb, self._frame_count)
        self._opacity.encode(frame.alpha, self._frame_count)
        self._frame_count += 1
        self._mux_sound(self._frame_count * SAMPLE_RATE_HZ)

    def finish(self) -> int:
        """Write the sound that is left; the number of frames."""
        for track in (self._color, self._opacity):
            if track is not None:
                track.finish()
        self._mux_sound(None)
        return self._frame_count

    def _mux_sound(self, until: int | None) -> None:
        """Hand over the packets that start before ``until / fps`` samples; None: all of them."""
        packets = self._sound_packets
        while packets and (until is None or packets[0].start_sample * self._fps < until):
            self._container.mux(packets.popleft().packet)


class _PictureTrack:
    """One track of pictures, and the encoder that feeds it."""

    def __init__(
        self, container: OutputContainer, coding: PictureCoding, shown: Disposition
    ) -> None:
        self._container = container
        self._coding = coding
        self._encoder = _SHELF.take(coding)
        self._stream = container.add_stream_from_template(self._encoder.stream, opaque=True)
        self._stream.disposition = shown

    def encode(self, pixels: Plane, index: int) -> None:
        """Encode picture ``index``, uint8 of the track's size, and hand its packet over."""
        packet = self._encoder.encode(pixels, index)
        packet.stream = self._stream
        self._container.mux_one(packet)

    def finish(self) -> None:
        """Let the encoder go; it holds nothing back."""
        _SHELF.put_back(self._coding, self._encoder)


@dataclass(frozen=True, slots=True, eq=False)
class _SoundPacket:
    """A packet of sound and the sample it starts at."""

    start_sample: int
    packet: "Packet[AudioStream]"


def _is_flat(plane: Plane) -> bool:
    edges = np.count_nonzero(plane[:, 1:] != plane[:, :-1])
    return bool(edges * _FLAT_PX_PER_EDGE <= plane.size)


def _sound_track(container: OutputContainer) -> AudioStream:
    stream = container.add_stream("flac", rate=SAMPLE_RATE_HZ, options=_FLAC)
    stream.layout = "mono"
    stream.format = "s16"
    stream.disposition = Disposition.default
    return stream


def _sound_packets(stream: AudioStream, samples: NDArray[np.int16]) -> list[_SoundPacket]:
    row = np.ascontiguousarray(samples).reshape(1, -1)
    frame = AudioFrame.from_ndarray(row, format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE_HZ
    frame.pts = 0
    packets = [*stream.encode(frame), *stream.encode(None)]
    return [_SoundPacket(_start_sample(packet), packet) for packet in packets]


def _start_sample(packet: "Packet[AudioStream]") -> int:
    if packet.pts is None or packet.time_base != _SAMPLE_S:
        raise ValueError("the sound encoder gave a packet without a time in samples.")
    return packet.pts


def _require_frame(frame: RgbaFrame, index: int, shape: tuple[int, ...]) -> None:
    rgb, alpha = frame.rgb, frame.alpha
    fits = rgb.shape == (*shape, 3) and alpha.shape == shape
    if not fits or rgb.dtype != np.uint8 or alpha.dtype != np.uint8:
        height, width = shape
        raise ShapeError(
            f"frame {index} needs uint8 rgb of shape ({height}, {width}, 3) and uint8 alpha of "
            f"shape ({height}, {width}), got {rgb.dtype} {rgb.shape} and "
            f"{alpha.dtype} {alpha.shape}."
        )
