"""Decode: pictures and sound of open tracks as planes and samples.

Put conversions from decoder frames to arrays here. Which file is opened, and what is refused
about it, belongs in ``read`` and ``info``.
"""

from typing import Any, Final

import numpy as np
from av import AudioFrame, AudioResampler, VideoFrame
from av.plane import Plane as MediaPlane
from av.video.plane import VideoPlane
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

Samples = NDArray[np.int16] | NDArray[np.float32]

OPAQUE: Final = 255
INT32_FULL_SCALE: Final = 2**31
_UINT8: Final = np.dtype(np.uint8)

# The decoder gives pictures of luma alone neutral chroma planes, which nobody reads.
OWN_FORMATS: Final = ("gbrp", "yuvj420p")


def own_planes(color: VideoFrame, opacity: VideoFrame) -> PlanarFrame:
    """Planes of a lossless pair of pictures, green, blue and red, as views into their memory."""
    width, height = color.width, color.height
    return PlanarFrame(
        _plane(VideoPlane(color, 2), width, height),
        _plane(VideoPlane(color, 0), width, height),
        _plane(VideoPlane(color, 1), width, height),
        _plane(VideoPlane(opacity, 0), width, height),
    )


class ForeignPictures:
    """Converts pictures of any pixel format to planes of one size by libswscale."""

    def __init__(self, width_px: int, height_px: int, *, has_alpha: bool) -> None:
        self._width_px = width_px
        self._height_px = height_px
        self._format = "gbrap" if has_alpha else "gbrp"
        self._reformatter = VideoReformatter()
        self._opaque = np.full((height_px, width_px), OPAQUE, np.uint8)
        self._opaque.flags.writeable = False

    def planes(self, frame: VideoFrame) -> PlanarFrame:
        """Planes of one picture; opaque where its format has no alpha."""
        converted = self._reformatter.reformat(frame, self._width_px, self._height_px, self._format)
        green, blue, red, *alpha = (
            _plane(plane, self._width_px, self._height_px) for plane in converted.planes
        )
        return PlanarFrame(red, green, blue, alpha[0] if alpha else self._opaque)


class OwnSound:
    """Gathers a lossless mono track as it is."""

    def __init__(self) -> None:
        self._parts: list[NDArray[np.int16]] = []
        self.sample_count = 0

    def add(self, frame: AudioFrame) -> None:
        """Take one decoded part."""
        self._parts.append(np.frombuffer(_memory(frame.planes[0]), np.int16)[: frame.samples])
        self.sample_count += frame.samples

    def finish(self) -> NDArray[np.int16]:
        """All samples, int16, shape (sample,)."""
        return np.concatenate(self._parts) if self._parts else np.empty(0, np.int16)


class ForeignSound:
    """Gathers any sound as mono at 48 kHz, full scale at -1 and 1, by libswresample.

    Integers are asked of it because only then do the weights of the mix add up to 1; as
    floats, equal sound in two channels would come out 3 dB louder.
    """

    def __init__(self) -> None:
        self._parts: list[NDArray[np.int32]] = []
        self._resampler = AudioResampler(format="s32", layout="mono", rate=SAMPLE_RATE_HZ)
        self.sample_count = 0

    def add(self, frame: AudioFrame | None) -> None:
        """Take one decoded part; None at the end, for what the resampler still holds."""
        for part in self._resampler.resample(frame):
            self._parts.append(np.frombuffer(_memory(part.planes[0]), np.int32)[: part.samples])
            self.sample_count += part.samples

    def finish(self) -> NDArray[np.float32]:
        """All samples, float32, shape (sample,)."""
        if self._parts:
            self.add(None)
        whole = np.concatenate(self._parts) if self._parts else np.empty(0, np.int32)
        return whole.astype(np.float32) / np.float32(INT32_FULL_SCALE)


def _plane(plane: VideoPlane, width: int, height: int) -> Plane:
    """Rows of a plane where they lie; numpy refuses a shape beyond the memory of the plane."""
    buffer: Any = plane  # numpy's annotations know no buffers of other libraries
    return np.ndarray((height, width), _UINT8, buffer, 0, (plane.line_size, 1))


def _memory(plane: MediaPlane) -> memoryview:
    """Memory of a decoder frame, kept alive by what is made of it."""
    return memoryview(plane)
