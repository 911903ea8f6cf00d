"""Files of known rate and shape: ``testsrc2`` through an encoder, and read as any file is.

Without loss they are written as own clips are, in RGB; with it, as cameras and phones write.
"""

import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg
from numpy.random import Generator

from motion_assets.core.observations.technical import measure_technical
from motion_assets.media.read import open_clip
from motion_assets_tests.proofs.panel.clips import CRF, Family, Values, commonest

_SIDES_PX = {
    "1:1": ((100, 100), (240, 240), (64, 64)),
    "16:9": ((160, 90), (320, 180), (96, 54)),
    "4:3": ((160, 120), (320, 240), (88, 66)),
    "9:16": ((90, 160), (180, 320)),
    "21:9": ((280, 120), (168, 72)),
    "2.39:1": ((344, 144), (382, 160), (430, 180)),
}
_BROADCAST = {"24": "24000/1001", "30": "30000/1001", "60": "60000/1001"}
_LASTS_S = 0.25


@dataclass(frozen=True)
class Recipe:
    """What ffmpeg writes a file of."""

    rate: str
    size: tuple[int, int]

    def told(self, *, lossy: bool) -> Values:
        """Rate and shape that the file shows."""
        codec = ("libx264", "-crf", str(CRF), "-pix_fmt", "yuv420p")
        source = f"testsrc2=s={self.size[0]}x{self.size[1]}:r={self.rate}:d={_LASTS_S}"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / ("clip.mkv" if lossy else "clip.mp4")
            command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", source]
            command += ["-c:v", *(codec if lossy else ("libx264rgb", "-qp", "0")), str(path)]
            subprocess.run(command, check=True, timeout=60, capture_output=True)
            with open_clip(path) as reader:
                info = reader.info
        return commonest(
            measure_technical(
                width_px=info.width_px,
                height_px=info.height_px,
                fps=info.fps,
                duration_s=info.duration_s,
            )
        )


def written(values: Values, rng: Generator) -> Recipe:
    """A file of the asked rate, or the broadcast rate beside it, and shape."""
    rate = values["technical.fps"]
    if rate in _BROADCAST and rng.random() < 0.5:
        rate = _BROADCAST[rate]
    sides = _SIDES_PX[values["technical.aspect_ratio"]]
    return Recipe(rate, sides[rng.integers(len(sides))])


FILES = Family(("technical.fps", "technical.aspect_ratio"), written)
