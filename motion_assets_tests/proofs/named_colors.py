"""The proof over the whole color space: every color asked for by its name, and measured.

Run by hand: ``python -m motion_assets_tests.proofs.named_colors`` makes a clip file for each of
the 27,951 color names, each in a sentence of its own, reads the file back and counts its cells;
two numbers after it are the first cell and how many cells apart the looked-at ones are.
"""

import sys
import tempfile
import time
from pathlib import Path

from motion_assets.core.clips.request import ClipRequest
from motion_assets.core.coverage.planner import named_clip
from motion_assets.core.observations.color import CellCounter
from motion_assets.core.prompts.interpret import interpret
from motion_assets.media.read import open_clip
from motion_assets.settings import Settings
from motion_assets.steps.rehearse import settled_scene
from motion_assets.steps.render import render_clip
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, color_key


def shown(request: ClipRequest, cell: int, path: Path, settings: Settings) -> frozenset[int]:
    """Cells that the file of one request shows."""
    reading = interpret(request.prompt or "")
    clip_id = f"named-{cell:05d}"
    built = settled_scene(request, reading, clip_id=clip_id, seed=1, settings=settings)
    render_clip(built.scene, path, max_frames=settings.max_frames)
    counter = CellCounter(kernel="numpy", min_cell_px=settings.min_cell_px)
    with open_clip(path) as reader:
        for frame in reader.frames(range(reader.info.frame_count)):
            counter.add(frame)
    return frozenset(counter.take().cell.tolist())


def main(first: int, step: int) -> None:
    """Print every name whose clip does not show its cell, and the figures."""
    begun = time.process_time()
    wrong = looked = 0
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder) / "data")
        for cell in range(first, COLOR_CELL_COUNT, step):
            request = named_clip([cell])
            looked += 1
            if cell not in shown(request, cell, Path(folder) / "clip.mp4", settings):
                wrong += 1
                sys.stdout.write(f"{color_key(cell)}: {request.prompt!r}\n")
    seconds = time.process_time() - begun
    sys.stdout.write(
        f"{looked - wrong} of {looked} names show their cell; {seconds:.0f} CPU-s, "
        f"{1000 * seconds / looked:.1f} ms each\n"
    )


if __name__ == "__main__":
    first_cell, every = (int(each) for each in sys.argv[1:3] or (0, 1))
    main(first_cell, every)
