"""Encoders: lossless coding of pictures, with encoders kept from clip to clip.

Put the settings of the picture codec and the life of its encoders here. Tracks and their order
belong in ``encode``.

To open an encoder takes as long as to code a second of a small picture with it. One that was
kept gives the bytes of one just opened, as the first picture of a clip is a key picture, which
needs nothing that came before. Two counts outlive it, and are filled up between two clips: key
pictures are numbered 0 and 1 by turns (ITU-T H.264, ``idr_pic_id``), and x264 lets the number
of a picture, modulo 32, decide the bit that ends an arithmetic code.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final, Literal

import av
import numpy as np
from av import Packet, VideoFrame
from av.codec.context import Flags
from av.container import OutputContainer
from av.video.frame import PictureType
from av.video.stream import VideoStream

from motion_assets.core.observations.frames import Plane

PRIMARIES_BT709: Final = 1
TRANSFER_SRGB: Final = 13
MATRIX_IDENTITY: Final = 0
RANGE_FULL: Final = 2

# cpu-independent: one decision path on every processor, so that the same frames are the same
# bytes everywhere. force-cfr: every picture is handed over at once, none waits for the next.
_LOSSLESS: Final = {"qp": "0", "preset": "ultrafast"}
_X264_PARAMS: Final = "cpu-independent=1:force-cfr=1:cabac={arithmetic:d}"
_ROUND: Final = 32
"""Pictures after which x264 ends arithmetic codes the same way again."""

_FIRST: Final = 2
"""Pictures that an encoder has coded before its first clip."""

_KEPT_PX: Final = 1 << 16
"""Most pixels of pictures whose encoders are kept: with larger ones, opening hardly counts."""

_KEPT_COUNT: Final = 8


@dataclass(frozen=True, slots=True)
class PictureCoding:
    """What an encoder codes: sizes in pixels, frames a second, and color or opacity alone.

    ``arithmetic``: code what prediction leaves over by CABAC, not CAVLC (ITU-T H.264, 9.3, 9.2).
    Flat pictures take a quarter to a half of the bytes then; busy ones save a tenth, and take
    four to six times as long to write and to read (measured).
    """

    width_px: int
    height_px: int
    fps: int
    content: Literal["color", "opacity"]
    arithmetic: bool = False


class PictureEncoder:
    """Codes clip after clip of one size and rate, each the same as if it were the first.

    ``stream`` tells containers what is in the packets. The encoder copies a picture before
    `encode` returns, so the same memory takes the next. It reads a few bytes past the last
    pixel, which the library allows for and a numpy array does not.
    """

    def __init__(self, coding: PictureCoding) -> None:
        self._container = av.open("-", "w", format="null")
        self.stream = _stream(self._container, coding)
        self._container.start_encoding()
        context = self.stream.codec_context
        self._picture = VideoFrame(context.width, context.height, str(context.pix_fmt))
        plane = self._picture.planes[0]
        row_bytes = context.width * (3 if coding.content == "color" else 1)
        memory = np.frombuffer(memoryview(plane), np.uint8, context.height * plane.line_size)
        self._rows = memory.reshape(context.height, plane.line_size)[:, :row_bytes]
        self._round = _ROUND if coding.arithmetic else 1
        self._key_count = self._picture_count = 0
        self._rows[...] = 0
        # The very first packet spells out the version and settings of the library.
        for _ in range(_FIRST):
            self._encode(key=True)

    def encode(self, pixels: Plane, index: int) -> "Packet[VideoStream]":
        """Packet of picture ``index`` of the clip, uint8 of the size and content coded here."""
        self._rows[...] = pixels.reshape(self._rows.shape)
        self._picture.pts = index
        return self._encode(key=index == 0)

    def rewind(self) -> None:
        """Make ready for another clip."""
        self._rows[...] = 0
        while self._key_count % 2 or self._picture_count % self._round != _FIRST % self._round:
            self._encode(key=self._key_count % 2 == 1)

    def _encode(self, *, key: bool) -> "Packet[VideoStream]":
        self._picture.pict_type = PictureType.I if key else PictureType.NONE
        packets = self.stream.encode(self._picture)
        if len(packets) != 1:
            raise ValueError(f"the encoder gave {len(packets)} packets for one picture.")
        self._key_count += packets[0].is_keyframe
        self._picture_count += 1
        return packets[0]


class EncoderShelf:
    """Encoders of small pictures that wait for their next clip; those used last are kept."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[PictureCoding, PictureEncoder] = OrderedDict()
        self._lock = Lock()

    def take(self, coding: PictureCoding) -> PictureEncoder:
        """An encoder that nobody else has; one that fails is not to be put back."""
        with self._lock:
            waiting = self._waiting.pop(coding, None)
        return PictureEncoder(coding) if waiting is None else waiting

    def put_back(self, coding: PictureCoding, encoder: PictureEncoder) -> None:
        """Keep an encoder that has coded its clip to the end."""
        if coding.width_px * coding.height_px > _KEPT_PX:
            return
        encoder.rewind()
        with self._lock:
            self._waiting[coding] = encoder
            self._waiting.move_to_end(coding)
            while len(self._waiting) > _KEPT_COUNT:
                self._waiting.popitem(last=False)


def _stream(container: OutputContainer, coding: PictureCoding) -> VideoStream:
    """The only stream of a container, with all settings of its encoder."""
    color = coding.content == "color"
    codec = "libx264rgb" if color else "libx264"
    params = {"x264-params": _X264_PARAMS.format(arithmetic=coding.arithmetic)}
    stream = container.add_stream(codec, rate=coding.fps, options=_LOSSLESS | params)
    if not isinstance(stream, VideoStream):
        raise TypeError(f"{codec} opened as a {stream.type} track, not as a picture track.")
    stream.width, stream.height = coding.width_px, coding.height_px
    stream.pix_fmt = "rgb24" if color else "gray"
    context = stream.codec_context
    context.thread_count = 1
    context.flags |= Flags.global_header
    context.color_range = RANGE_FULL
    if color:
        context.color_primaries = PRIMARIES_BT709
        context.color_trc = TRANSFER_SRGB
        context.colorspace = MATRIX_IDENTITY
    return stream
