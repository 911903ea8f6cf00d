"""Write: frames and samples to one clip file that holds them exactly, or to none at all.

Put the life of the file here: its checks, temporary name, seal and final name. How pixels
and samples are coded belongs in ``encode``; reading back belongs in ``read``.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import RgbaFrame
from motion_assets.errors import ClipWriteError, LimitError, ShapeError
from motion_assets.media.encode import ClipEncoder
from motion_assets.media.seal import BRAND, Seal, append_seal
from motion_assets.vocabulary.limits import (
    SAMPLE_RATE_HZ,
    require_duration,
    require_fps,
    require_frame_count,
    require_size,
    sample_count_of,
)

# bitexact: no name and version of the library. No edit list: one in whole milliseconds would
# cut the last frame of some rates.
_CONTAINER: Final = {"fflags": "+bitexact", "use_editlist": "0", "brand": BRAND}


@dataclass(frozen=True, slots=True)
class WrittenClip:
    """A clip file that is whole and on disk; SHA-256 in hex of all its bytes."""

    size_bytes: int
    sha256: str
    frame_count: int
    sample_count: int


def write_clip(
    path: Path,
    frames: Iterable[RgbaFrame] | None,
    samples: NDArray[np.int16],
    *,
    fps: int,
    width_px: int,
    height_px: int,
) -> WrittenClip:
    """Write one clip whole, replacing ``path``; equal input gives equal bytes.

    Parameters
    ----------
    path : Path
        Target; its folder exists. The clip is built under a hidden name beside it.
    frames : iterable of RgbaFrame, or None
        The pictures in order, each uint8 of ``height_px`` x ``width_px``; None for a clip of
        sound alone.
    samples : int16, shape (sample,)
        Mono sound at 48 kHz, silence included: ``sample_count_of(frame_count, fps)`` samples.
    fps : int
        Frames a second; of a clip of sound alone, the instants a second it is played in.
    width_px, height_px : int
        Size of the pictures, even; both 0 for a clip of sound alone.

    Raises
    ------
    LimitError
        If the size, the rate, the length or the number of frames is outside its limits.
    ShapeError
        If samples or frames do not have the axes and the type named above.
    ClipWriteError
        If samples are missing or do not last as long as the frames, or the file cannot be
        written. After any error neither the target nor a part of it is left behind.
    """
    require_fps(fps)
    _require_samples(samples)
    if frames is None:
        _require_no_size(width_px, height_px)
    else:
        require_size(width_px, height_px)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        frame_count = _encode(temporary, frames, samples, fps, (height_px, width_px))
        seal = Seal(width_px, height_px, fps, frame_count, samples.size)
        size_bytes, sha256 = append_seal(temporary, seal)
        temporary.replace(path)
    except (av.FFmpegError, OSError) as error:
        raise ClipWriteError(
            f"{path}: the clip could not be written: {error}. Nothing is left of it; check that "
            "the folder exists, may be written and has room, then render again."
        ) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return WrittenClip(size_bytes, sha256, frame_count, samples.size)


def _encode(
    temporary: Path,
    frames: Iterable[RgbaFrame] | None,
    samples: NDArray[np.int16],
    fps: int,
    shape: tuple[int, int],
) -> int:
    """Write all tracks and give the number of frames."""
    pictures: Iterator[RgbaFrame] = iter(() if frames is None else frames)
    first = next(pictures, None)
    if frames is not None and first is None:
        require_frame_count(0)
    if first is not None and first.alpha.shape != shape:
        raise ShapeError(
            f"frames of {shape[1]} x {shape[0]} px were announced, the first has alpha of "
            f"shape {first.alpha.shape}."
        )
    with av.open(str(temporary), "w", format="mp4", options=_CONTAINER) as container:
        encoder = ClipEncoder(container, first, fps=fps, samples=samples)
        for index, frame in enumerate(chain(() if first is None else (first,), pictures)):
            require_frame_count(index + 1)
            encoder.add(frame)
        frame_count = encoder.finish()
    if frames is not None:
        _require_same_length(frame_count, fps, samples.size)
    return frame_count


def _require_samples(samples: NDArray[np.int16]) -> None:
    if samples.dtype != np.int16 or samples.ndim != 1:
        raise ShapeError(
            f"a clip needs int16 samples of shape (sample,), got {samples.dtype} {samples.shape}."
        )
    if not samples.size:
        raise ClipWriteError("a clip needs a sound track, got no samples. Pass silence instead.")
    require_duration(samples.size / SAMPLE_RATE_HZ)


def _require_no_size(width_px: int, height_px: int) -> None:
    if width_px or height_px:
        raise LimitError(
            f"a clip of sound alone has a size of 0 x 0 px, got {width_px} x {height_px} px. "
            "Pass frames, or 0 for both."
        )


def _require_same_length(frame_count: int, fps: int, sample_count: int) -> None:
    needed = sample_count_of(frame_count, fps)
    if sample_count != needed:
        raise ClipWriteError(
            f"{frame_count} frames at {fps} fps need {needed} samples of sound, "
            f"got {sample_count}. Render sound and picture for the same length."
        )
