"""Limits: how long, how large and how many a clip may be, made here or brought from elsewhere.

Put a bound here when crossing it is refused, with the check that names it. Settings that a
user may change belong in ``settings``; ranges that define a value belong in ``definitions``.
"""

from dataclasses import dataclass
from typing import Final

from motion_assets.errors import LimitError

SAMPLE_RATE_HZ: Final = 48_000
"""Samples a second of the sound track of every clip."""

MAX_DURATION_S: Final = 60
MIN_SIDE_PX: Final = 2
MAX_WIDTH_PX: Final = 1920
MAX_HEIGHT_PX: Final = 1080
MAX_FRAME_COUNT: Final = 3_600
MAX_FPS: Final = 120

READABLE_CONTAINERS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,asf,ogg,nut,gif,apng,"
    "yuv4mpegpipe,ivf,wav,w64,aiff,au,flac,mp3,aac,png_pipe,jpeg_pipe,webp_pipe"
)
"""Container formats that hold their media themselves; playlists, which name other files or
addresses, are not among them. Demuxer names of ffmpeg, in the form its option
``format_whitelist`` takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """What reading a clip file may cost before it is refused.

    ``max_size_bytes``: the file; ``max_stream_count``: tracks of any kind; ``max_frame_px``:
    width times height; ``max_duration_s`` and ``max_frame_count``: the picture and the sound;
    ``max_read_s``: time spent in opening, demuxing and decoding, by the clock on the wall.
    """

    max_size_bytes: int = 16 * 2**30
    max_stream_count: int = 16
    max_frame_px: int = 3840 * 2160
    max_duration_s: float = 3_600.0
    max_frame_count: int = 216_000
    max_read_s: float = 900.0


READ_LIMITS: Final = ReadLimits()
"""An hour of 2160p at 60 frames a second at most, and a quarter of an hour to read it."""


def sample_count_of(frame_count: int, fps: int) -> int:
    """Samples of the sound track beside ``frame_count`` frames, the last part of one dropped.

    >>> sample_count_of(24, 24), sample_count_of(1, 7)
    (48000, 6857)
    """
    return frame_count * SAMPLE_RATE_HZ // fps


def require_duration(duration_s: float) -> None:
    """Refuse a clip longer than `MAX_DURATION_S` or without length.

    Raises
    ------
    LimitError
        If ``duration_s`` is not in (0, `MAX_DURATION_S`].
    """
    if not 0 < duration_s <= MAX_DURATION_S:
        raise LimitError(
            f"a clip lasts more than 0 and at most {MAX_DURATION_S} s, got {duration_s} s. "
            "Ask for a shorter clip, or for several."
        )


def require_size(width_px: int, height_px: int) -> None:
    """Refuse a picture that is odd, empty or larger than `MAX_WIDTH_PX` x `MAX_HEIGHT_PX`.

    Raises
    ------
    LimitError
        If a side is not even, below 2 or above its limit.
    """
    sides = ((width_px, MAX_WIDTH_PX), (height_px, MAX_HEIGHT_PX))
    if any(side % 2 or not MIN_SIDE_PX <= side <= most for side, most in sides):
        raise LimitError(
            f"a picture has even sides of {MIN_SIDE_PX} px to {MAX_WIDTH_PX} x {MAX_HEIGHT_PX} px, "
            f"got {width_px} x {height_px} px."
        )


def require_fps(fps: int) -> None:
    """Refuse a frame rate that is not a whole number of 1 to `MAX_FPS` frames a second.

    Raises
    ------
    LimitError
        If ``fps`` is outside of 1..`MAX_FPS` or not whole.
    """
    if fps != int(fps) or not 1 <= fps <= MAX_FPS:
        raise LimitError(f"a clip has 1 to {MAX_FPS} whole frames a second, got {fps!r}.")


def require_frame_count(frame_count: int) -> None:
    """Refuse a picture track without frames or with more than `MAX_FRAME_COUNT`.

    Raises
    ------
    LimitError
        If ``frame_count`` is outside of 1..`MAX_FRAME_COUNT`.
    """
    if not 1 <= frame_count <= MAX_FRAME_COUNT:
        raise LimitError(f"a clip has 1 to {MAX_FRAME_COUNT} frames, got {frame_count}.")
