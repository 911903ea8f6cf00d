"""Gallery: the pictures of a reel that people look at, made from decoded frames and samples.

Put the choice of what to show here; drawing the pictures belongs in ``media.preview``.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.core.observations.records import ColorCells
from motion_assets.media.preview import contact_sheet, swatches, waveform
from motion_assets.steps.workspace import Workspace
from motion_assets.storage.keys import require_id
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

MAX_PICTURES: Final = 24
MAX_SWATCHES: Final = 288
STRIP_SWATCHES: Final = 16
"""Few enough for Dagster's pages to show the strip without a click."""
MAX_SAMPLES: Final = 4 * SAMPLE_RATE_HZ


@dataclass(slots=True)
class Gallery:
    """Collects, clip by clip, what the pictures of one reel are made from."""

    frames: list[PlanarFrame] = field(default_factory=list)
    colors: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)
    samples: list[NDArray[np.int16]] = field(default_factory=list)

    def add_frame(self, frame: PlanarFrame) -> None:
        """Keep one frame of a clip, while there is room."""
        if len(self.frames) < MAX_PICTURES:
            self.frames.append(frame)

    def add_colors(self, cells: ColorCells) -> None:
        """Keep the mean color and opacity of cells not met yet."""
        sums = (cells.sum_red, cells.sum_green, cells.sum_blue, cells.sum_alpha)
        means = np.stack([total / cells.pixels for total in sums], axis=1)
        for cell, mean in zip(cells.cell.tolist(), means.tolist(), strict=True):
            self.colors.setdefault(cell, tuple(mean))

    def add_samples(self, samples: NDArray[np.int16]) -> None:
        """Keep a stretch of sound, while there is room."""
        room = MAX_SAMPLES - sum(len(part) for part in self.samples)
        if room > 0:
            self.samples.append(samples[:room])

    def sheet_png(self) -> bytes | None:
        """Contact sheet of one frame a clip; None for reels of sound alone."""
        return contact_sheet(self.frames) if self.frames else None

    def swatches_png(self, limit: int = MAX_SWATCHES) -> bytes | None:
        """Swatches of at most ``limit`` colors, spread evenly over the cells that were seen."""
        if not self.colors:
            return None
        cells = sorted(self.colors)
        step = -(-len(cells) // limit)
        return swatches(np.array([self.colors[cell] for cell in cells[::step]]))

    def waveform_png(self) -> bytes | None:
        """Waveform of the first seconds of sound."""
        return waveform(np.concatenate(self.samples)) if self.samples else None


@dataclass(frozen=True, slots=True)
class Pictures:
    """PNG pictures of one reel; None where there is nothing to show."""

    contact_sheet: bytes | None
    swatches: bytes | None
    strip: bytes | None
    waveform: bytes | None


def hang(workspace: Workspace, reel: str, gallery: Gallery) -> Pictures:
    """Draw a reel's pictures and keep them beside its clips under ``preview/``."""
    pictures = Pictures(
        contact_sheet=gallery.sheet_png(),
        swatches=gallery.swatches_png(),
        strip=gallery.swatches_png(STRIP_SWATCHES),
        waveform=gallery.waveform_png(),
    )
    folder = f"reels/{require_id(reel, what='reel')}/preview"
    for name in ("contact_sheet", "swatches", "waveform"):
        png = getattr(pictures, name)
        if png is not None:
            workspace.lake.put(f"{folder}/{name}.png", png)
    return pictures
