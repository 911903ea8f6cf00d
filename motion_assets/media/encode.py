"""Encode: frames and samples into the three tracks of one open container.

Put codec choices and their settings here. Files, names and seals belong in ``write``.

Track 1 is H.264 over red, green and blue at full resolution, lossless and full range, tagged
as BT.709 primaries, IEC 61966-2-1 transfer and identity matrix (ITU-T H.273: 1, 13, 0),
without which browsers guess other colors. Track 2 is FLAC, mono. Track 3 is lossless H.264
over luma alone, holds the opacity and is left out of playback.
"""

from collections import deque
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
        self._color: VideoStream | None = None
        self._opacity: VideoStream | None = None
        self._fps = fps
        self._frame_count = 0
        self._version_free: set[int] = set()
        if first is not None:
            self._color = _color_track(container, first, fps)
        sound = _sound_track(container)
        if first is not None:
            self._opacity = _opacity_track(container, first, fps)
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
        height, width = self._color.height, self._color.width
        _require_frame(frame, self._frame_count, width, height)
        self._encode(self._color, frame.rgb, "rgb24")
        self._encode(self._opacity, frame.alpha, "gray")
        self._frame_count += 1
        self._mux_sound(Fraction(self._frame_count, self._fps))

    def finish(self) -> int:
        """Write what the encoders still hold; the number of frames."""
        for stream in (self._color, self._opacity):
            if stream is not None:
                self._mux_picture(stream, stream.encode(None))
        self._mux_sound(None)
        return self._frame_count

    def _encode(self, stream: VideoStream, pixels: Plane, pixel_format: str) -> None:
        picture = VideoFrame.from_ndarray(np.ascontiguousarray(pixels), pixel_format)
        picture.pts = self._frame_count
        self._mux_picture(stream, stream.encode(picture))

    def _mux_picture(self, stream: VideoStream, packets: "list[Packet[VideoStream]]") -> None:
        if packets and stream.index not in self._version_free:
            self._version_free.add(stream.index)
            strip = BitStreamFilterContext(_WITHOUT_VERSION, stream)
            packets = [*strip.filter(packets[0]), *packets[1:]]
        self._container.mux(packets)

    def _mux_sound(self, until_s: Fraction | None) -> None:
        """Hand over the sound packets that start before ``until_s``; None: all of them."""
        packets = self._sound_packets
        while packets and (until_s is None or _start_s(packets[0]) < until_s):
            self._container.mux(packets.popleft())


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
    """Track of the opacity; arithmetic coding while one value fills the picture.

    That starts 1 ms sooner than the coder of the color track and costs no more on flat
    planes; on busy ones it takes two to four times as long.
    """
    flat = bool((first.alpha == first.alpha.flat[0]).all())
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


def _sound_packets(stream: AudioStream, samples: NDArray[np.int16]) -> "list[Packet[AudioStream]]":
    row = np.ascontiguousarray(samples).reshape(1, -1)
    frame = AudioFrame.from_ndarray(row, format="s16", layout="mono")
    frame.sample_rate = SAMPLE_RATE_HZ
    frame.pts = 0
    return [*stream.encode(frame), *stream.encode(None)]


def _start_s(packet: "Packet[AudioStream]") -> Fraction:
    """Start of a packet of sound in seconds."""
    if packet.pts is None:
        raise ValueError("the sound encoder gave a packet without a time.")
    return packet.pts * packet.time_base


def _require_frame(frame: RgbaFrame, index: int, width: int, height: int) -> None:
    rgb, alpha = frame.rgb, frame.alpha
    fits = rgb.shape == (height, width, 3) and alpha.shape == (height, width)
    if not fits or rgb.dtype != np.uint8 or alpha.dtype != np.uint8:
        raise ShapeError(
            f"frame {index} needs uint8 rgb of shape ({height}, {width}, 3) and uint8 alpha of "
            f"shape ({height}, {width}), got {rgb.dtype} {rgb.shape} and "
            f"{alpha.dtype} {alpha.shape}."
        )
