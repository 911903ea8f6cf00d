"""Decoded frames for tests: of drawn scenes, of arrays, and of clips that ffmpeg made."""

import subprocess
from collections.abc import Iterable

import imageio_ffmpeg
import numpy as np

from motion_assets.core.observations.frames import PlanarFrame, RgbaFrame


def planar(rgb):
    """One opaque frame from an array (height, width, channel)."""
    height, width, _ = rgb.shape
    alpha = np.full((height, width), 255, np.uint8)
    red, green, blue = (np.ascontiguousarray(rgb[:, :, i]) for i in range(3))
    return PlanarFrame(red, green, blue, alpha)


def gray(picture):
    """One opaque gray frame from levels (height, width)."""
    level = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
    return planar(np.repeat(level[:, :, None], 3, axis=2))


def decoded(drawn: Iterable[RgbaFrame]):
    """Drawn frames as a lossless file gives them back."""
    return [planar(frame.rgb) for frame in drawn]


def ffmpeg_frames(inputs, filters, *, width_px, height_px, frame_count):
    """Frames that ffmpeg makes from lavfi sources and one filter graph."""
    sources = [part for each in inputs for part in ("-f", "lavfi", "-i", each)]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *sources]
    command += ["-filter_complex", filters, "-frames:v", str(frame_count)]
    command += ["-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    raw = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    shape = (-1, height_px, width_px, 3)
    return [planar(rgb) for rgb in np.frombuffer(raw, np.uint8).reshape(shape)]
