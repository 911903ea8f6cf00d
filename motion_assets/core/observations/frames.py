"""Frames: the two shapes a picture takes, its digest, and which frames are looked at.

Put the picture types that rendering and decoding hand over here, with what makes two of
them comparable. Drawing belongs in ``core.clips``, files in ``media``, measuring in the
modules beside this one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import xxhash
from numpy.typing import NDArray

from motion_assets.errors import LimitError, ShapeError

Plane = NDArray[np.uint8]

EVERY_FRAME_BELOW_S: Final = 15.0
MAX_SAMPLED_FRAMES: Final = 120

_COLOR_NDIM: Final = 3
_COLOR_CHANNELS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class RgbaFrame:
    """One drawn picture with straight alpha.

    ``rgb``: uint8, shape (height, width, channel), sRGB-encoded red, green, blue.
    ``alpha``: uint8, shape (height, width); 0 is transparent, 255 opaque.
    """

    rgb: Plane
    alpha: Plane


@dataclass(frozen=True, slots=True, eq=False)
class PlanarFrame:
    """One decoded picture: four uint8 planes of shape (height, width), sRGB and straight alpha.

    Rows may lie further apart in memory than their width; pixels of a row are adjacent.
    """

    red: Plane
    green: Plane
    blue: Plane
    alpha: Plane


def planar(frame: RgbaFrame) -> PlanarFrame:
    """A drawn frame as the planes that a file gives back."""
    red, green, blue = np.ascontiguousarray(frame.rgb.transpose(2, 0, 1))
    return PlanarFrame(red, green, blue, frame.alpha)


class PictureDigest:
    """Running digest of pictures, equal for what was drawn and for what a lossless file shows.

    Every frame adds its width, its height and its planes, red, green, blue and alpha, row by
    row: the same bytes in other shapes or another frame order give another digest. Color and
    opacity are digested apart, so that a difference says which track it is in.
    """

    __slots__ = ("_color", "_opacity")

    def __init__(self) -> None:
        self._color = xxhash.xxh3_128()
        self._opacity = xxhash.xxh3_128()

    def update(self, frame: PlanarFrame | RgbaFrame) -> None:
        """Add one frame.

        Raises
        ------
        ShapeError
            If color and alpha are not uint8 of one height and width.
        """
        planes = _color_planes(frame)
        alpha = frame.alpha
        if any(p.shape[-2:] != alpha.shape or p.dtype != np.uint8 for p in (*planes, alpha)):
            found = ", ".join(f"{p.dtype} {p.shape}" for p in (*planes, alpha))
            raise ShapeError(f"a frame needs uint8 planes of one height and width, got {found}.")
        size = np.array(alpha.shape, dtype="<u4").tobytes()
        self._color.update(size)
        for plane in planes:
            self._color.update(np.ascontiguousarray(plane).data)
        self._opacity.update(size)
        self._opacity.update(np.ascontiguousarray(alpha).data)

    @property
    def color(self) -> str:
        """Digest of the color of all frames so far, 32 hex digits."""
        return self._color.hexdigest()

    @property
    def opacity(self) -> str:
        """Digest of the opacity of all frames so far, 32 hex digits."""
        return self._opacity.hexdigest()

    def hexdigest(self) -> str:
        """Digest of color and opacity of all frames so far, 32 hex digits."""
        return xxhash.xxh3_128_hexdigest(f"{self.color}{self.opacity}".encode())


def picture_digest(frames: Iterable[PlanarFrame | RgbaFrame]) -> str:
    """Digest of a whole picture track, 32 hex digits; see `PictureDigest`.

    >>> black = np.zeros((2, 4, 3), np.uint8)
    >>> plane = np.zeros((2, 4), np.uint8)
    >>> drawn, decoded = RgbaFrame(black, plane), PlanarFrame(plane, plane, plane, plane)
    >>> picture_digest([drawn]) == picture_digest([decoded])
    True
    """
    digest = PictureDigest()
    for frame in frames:
        digest.update(frame)
    return digest.hexdigest()


def sound_digest(samples: NDArray[np.int16]) -> str:
    """Digest of mono samples, 32 hex digits, the same on machines of either byte order.

    Parameters
    ----------
    samples : int16, shape (sample,)

    Raises
    ------
    ShapeError
        If ``samples`` is not int16 of shape (sample,).
    """
    if samples.dtype != np.int16 or samples.ndim != 1:
        raise ShapeError(
            f"sound_digest needs int16 samples of shape (sample,), "
            f"got {samples.dtype} {samples.shape}."
        )
    return xxhash.xxh3_128_hexdigest(np.ascontiguousarray(samples, dtype="<i2").data)


def sampled_frames(
    frame_count: int, fps: float, max_frames: int = MAX_SAMPLED_FRAMES
) -> tuple[int, ...]:
    """Indices of the frames to look at, ascending: all, or some spread over the whole clip.

    A clip shorter than `EVERY_FRAME_BELOW_S` is looked at whole. A longer one is cut into
    ``max_frames`` equal shares, of which the middle frame stands for each.

    Raises
    ------
    LimitError
        If ``frame_count`` is negative, or ``fps`` or ``max_frames`` not above zero.

    Examples
    --------
    >>> sampled_frames(4, 24)
    (0, 1, 2, 3)
    >>> sampled_frames(400, 24, max_frames=4)
    (50, 150, 250, 350)
    """
    if frame_count < 0 or fps <= 0 or max_frames < 1:
        raise LimitError(
            "sampled_frames needs frame_count >= 0, fps > 0 and max_frames >= 1, "
            f"got {frame_count}, {fps} and {max_frames}."
        )
    if frame_count < EVERY_FRAME_BELOW_S * fps or frame_count <= max_frames:
        return tuple(range(frame_count))
    return tuple((2 * i + 1) * frame_count // (2 * max_frames) for i in range(max_frames))


def _color_planes(frame: PlanarFrame | RgbaFrame) -> tuple[Plane, ...]:
    """Color as one array (channel, height, width) or as three planes (height, width)."""
    if isinstance(frame, PlanarFrame):
        return frame.red, frame.green, frame.blue
    if frame.rgb.ndim != _COLOR_NDIM or frame.rgb.shape[2] != _COLOR_CHANNELS:
        raise ShapeError(
            f"a drawn frame needs rgb of shape (height, width, 3), got {frame.rgb.shape}."
        )
    return (frame.rgb.transpose(2, 0, 1),)
