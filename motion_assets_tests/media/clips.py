"""Small clips with known pixels and samples, and an independent decoder to judge files by.

The decoder is the ffmpeg program of imageio-ffmpeg: other code, another release and another
process than the library the package reads and writes with.
"""

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import RgbaFrame
from motion_assets.media.write import WrittenClip, write_clip
from motion_assets.vocabulary.limits import sample_count_of

WIDTH, HEIGHT, FPS, COUNT = 64, 36, 24, 6
TIMEOUT_S = 60


def drawn_frames(
    count: int = COUNT, width: int = WIDTH, height: int = HEIGHT, seed: int = 7
) -> list[RgbaFrame]:
    """Gradients under noise, with every opacity from 0 to 255 in each frame of usual size."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    noise = rng.integers(0, 9, (count, height, width, 3))
    ramp = np.stack([x * 4, y * 7, x + y], axis=-1)
    alpha = (y * width + x) * 255 // max(1, width * height - 1)
    return [
        RgbaFrame(
            ((ramp + noise[i] + i) % 256).astype(np.uint8),
            ((alpha + i) % 256).astype(np.uint8),
        )
        for i in range(count)
    ]


def played_samples(count: int, seed: int = 7) -> NDArray[np.int16]:
    """A tone under noise, with both ends of the int16 range in it."""
    rng = np.random.default_rng(seed)
    tone = 9_000 * np.sin(2 * np.pi * 440 * np.arange(count) / 48_000)
    samples = (tone + rng.integers(-300, 300, count)).astype(np.int16)
    samples[:2] = -32_768, 32_767
    return samples


def write_small_clip(path: Path, count: int = COUNT, seed: int = 7) -> WrittenClip:
    """Write the clip of `drawn_frames` and `played_samples`."""
    return write_clip(
        path,
        drawn_frames(count, seed=seed),
        played_samples(sample_count_of(count, FPS), seed),
        fps=FPS,
        width_px=WIDTH,
        height_px=HEIGHT,
    )


def run_ffmpeg(*arguments: str) -> bytes:
    """Run the independent ffmpeg; what it writes to its standard output."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-nostdin", "-y", *arguments]
    return subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_S).stdout


def oracle_rgb(path: Path, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """First picture track as the independent ffmpeg sees it: (time, height, width, channel)."""
    raw = run_ffmpeg(
        "-i", str(path), "-map", "0:v:0", "-f", "rawvideo", "-pix_fmt", "rgb24", "-fps_mode",
        "passthrough", "-",
    )  # fmt: skip
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3)


def oracle_opacity(path: Path, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """Luma of the second picture track as the independent ffmpeg sees it."""
    raw = run_ffmpeg(
        "-i", str(path), "-map", "0:v:1", "-f", "rawvideo", "-pix_fmt", "yuvj420p", "-fps_mode",
        "passthrough", "-",
    )  # fmt: skip
    planes = np.frombuffer(raw, np.uint8).reshape(-1, width * height * 3 // 2)
    return planes[:, : width * height].reshape(-1, height, width)


def oracle_samples(path: Path) -> NDArray[np.int16]:
    """Sound track as the independent ffmpeg hears it, int16."""
    raw = run_ffmpeg("-i", str(path), "-map", "0:a:0", "-f", "s16le", "-")
    return np.frombuffer(raw, "<i2").astype(np.int16)
