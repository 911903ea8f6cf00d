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
from av import AudioFrame, Packet, VideoFrame
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.container import OutputContainer
from av.stream import Disposition
from av.video.stream import VideoStream
from numpy.typing import NDArray

from motion_assets.core.observations.frames import Plane, RgbaFrame
from motion_assets.errors import ShapeError
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

PRIMARIES_BT709: Final = 1
TRANSFER_SRGB: Final = 13
MATRIX_IDENTITY: Final = 0
RANGE_FULL: Final = 2

# One decision path on every processor: the same frames are the same bytes everywhere.
_X264_PARAMS: Final = "cpu-independent=1"
_LOSSLESS: Final = {"qp": "0", "preset": "ultrafast"}
# Fixed predictors are integer arithmetic; the default ones are fitted in floating point.
_FLAC: Final = {"lpc_type": "fixed"}
# Unregistered SEI, NAL unit type 6: x264 spells out its version and settings there.
_WITHOUT_VERSION: Final = "filter_units=remove_types=6"
# A plane is mostly flat when no more than one pixel in so many differs from the one before it.
_FLAT_PX_PER_EDGE: Final = 16
_SAMPLE_S: Final = Fraction(1, SAMPLE_RATE_HZ)


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
        if first is not None:
            self._color = _PictureTrack(_color_track(container, first, fps), container)
        sound = _sound_track(container)
        if first is not None:
            self._opacity = _PictureTrack(_opacity_track(container, first, fps), container)
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
        """Write what the encoders still hold; the number of frames."""
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
    """One track of pictures, and the one picture in the library's memory that feeds it.

    The encoder copies a picture before `encode` returns, so the same memory takes the next. It
    reads a few bytes past the last pixel, which the library allows for and a numpy array does
    not.
    """

    def __init__(self, stream: VideoStream, container: OutputContainer) -> None:
        context = stream.codec_context
        self._stream = stream
        self._container = container
        self._named = False
        self._picture = VideoFrame(context.width, context.height, str(context.pix_fmt))
        plane = self._picture.planes[0]
        row_bytes = context.width * (3 if context.pix_fmt == "rgb24" else 1)
        memory = np.frombuffer(memoryview(plane), np.uint8, context.height * plane.line_size)
        self._rows = memory.reshape(context.height, plane.line_size)[:, :row_bytes]

    def encode(self, pixels: Plane, index: int) -> None:
        """Encode picture ``index``, uint8 of the track's size, and hand its packets over."""
        self._rows[...] = pixels.reshape(self._rows.shape)
        self._picture.pts = index
        self._mux(self._stream.encode(self._picture))

    def finish(self) -> None:
        """Hand over what the encoder still holds."""
        self._mux(self._stream.encode(None))

    def _mux(self, packets: "list[Packet[VideoStream]]") -> None:
        if packets and not self._named:
            self._named = True
            strip = BitStreamFilterContext(_WITHOUT_VERSION, self._stream)
            packets = [*strip.filter(packets[0]), *packets[1:]]
        self._container.mux(packets)


@dataclass(frozen=True, slots=True, eq=False)
class _SoundPacket:
    """A packet of sound and the sample it starts at."""

    start_sample: int
    packet: "Packet[AudioStream]"


def _color_track(container: OutputContainer, first: RgbaFrame, fps: int) -> VideoStream:
    stream = _lossless_track(
        container, "libx264rgb", "rgb24", shape=first.alpha.shape, fps=fps, params=_X264_PARAMS
    )
    context = stream.codec_context
    context.color_primaries = PRIMARIES_BT709
    context.color_trc = TRANSFER_SRGB
    context.colorspace = MATRIX_IDENTITY
    stream.disposition = Disposition.default
    return stream


def _opacity_track(container: OutputContainer, first: RgbaFrame, fps: int) -> VideoStream:
    """Track of the opacity; arithmetic coding where it is mostly flat.

    That starts 1 ms sooner than the coder of the color track and costs no more on flat planes
    with some edges in them; on busy ones it takes two to four times as long (measured).
    """
    alpha = first.alpha
    edges = np.count_nonzero(alpha[:, 1:] != alpha[:, :-1])
    flat = edges * _FLAT_PX_PER_EDGE <= alpha.size
    params = f"{_X264_PARAMS}:cabac={int(flat)}"
    stream = _lossless_track(
        container, "libx264", "gray", shape=first.alpha.shape, fps=fps, params=params
    )
    stream.disposition = Disposition(0)
    return stream


def _lossless_track(
    container: OutputContainer,
    codec: str,
    pixel_format: str,
    *,
    shape: tuple[int, ...],
    fps: int,
    params: str,
) -> VideoStream:
    stream = container.add_stream(codec, rate=fps, options={**_LOSSLESS, "x264-params": params})
    if not isinstance(stream, VideoStream):
        raise TypeError(f"{codec} opened as a {stream.type} track, not as a picture track.")
    stream.height, stream.width = shape
    stream.pix_fmt = pixel_format
    stream.codec_context.thread_count = 1
    stream.codec_context.color_range = RANGE_FULL
    return stream


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
