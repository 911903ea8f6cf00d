"""Color: every pixel of every frame to its static color cell, with counts and exact sums.

Put what a color measurement means here. The two ways to count, equal in every result,
live in ``color_tally`` (numpy) and ``color_kernel`` (numba); cell ids in ``vocabulary.cells``.
"""

from collections.abc import Iterable
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color_tally import CellColumns, NumpyTally
from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.core.observations.records import ColorCells
from motion_assets.errors import LimitError, ShapeError
from motion_assets.vocabulary.cells import (
    LEVEL_COUNT,
    LEVEL_STEP,
    MIN_CELL_PX,
    OPACITY_COUNT,
)

Kernel = Literal["numpy", "numba"]

NUMBA_PAYS_FROM_PX: Final = 60_000_000
FRAME_WORTH_PX: Final = 48_000
"""Pixels from which loading numba costs less than it saves, and how many of them a frame counts for
besides its own. Importing it and loading the cached kernels takes 0.9 to 1.1 CPU-s. Of eight clips,
528 frames, 64 x 64 takes 0.47 CPU-s instead of 0.95 and 256 x 256 1.14 instead of 2.12: 0.8 ms
less a frame, for its part in the windows, and 17 ns a pixel (measured)."""

_PLANE_NDIM: Final = 2
_UINT8: Final = np.dtype(np.uint8)
_BYTES: Final = np.arange(256)


def _frozen(steps: NDArray[np.int64]) -> NDArray[np.uint8]:
    table = steps.astype(np.uint8)
    table.setflags(write=False)
    return table


LEVEL_OF_BYTE: Final = _frozen(
    np.minimum((_BYTES + LEVEL_STEP // 2) // LEVEL_STEP, LEVEL_COUNT - 1)
)
"""Level step (0..10) of every channel value: the nearest of 0, 25, ..., 250; shape (256,)."""

OPACITY_OF_BYTE: Final = _frozen((_BYTES * (OPACITY_COUNT - 1) + 127) // 255)
"""Opacity step (0..20) of every straight alpha: the nearest of 21 shares; shape (256,)."""


class Tally(Protocol):
    """Running counts of one clip; both implementations give equal columns."""

    def add(self, red: Plane, green: Plane, blue: Plane, alpha: Plane) -> None:
        """Count one frame of four uint8 planes of one shape (height, width)."""

    def take(self) -> CellColumns:
        """Columns of every cell seen since the last call; starts anew."""


class CellCounter:
    """Counts color cells frame by frame; one counter can serve one clip after another.

    Parameters
    ----------
    kernel : {"numpy", "numba"}
        How to count; the result is the same. See `choose_kernel`.
    min_cell_px : int
        Pixels of one frame from which a cell counts as seen in it.

    Raises
    ------
    LimitError
        If ``min_cell_px`` is below 1.
    """

    __slots__ = ("_min_cell_px", "_tally", "kernel")

    def __init__(self, *, kernel: Kernel, min_cell_px: int = MIN_CELL_PX) -> None:
        if min_cell_px < 1:
            raise LimitError(f"min_cell_px must be at least 1 pixel, got {min_cell_px}.")
        self.kernel: Kernel = kernel
        self._min_cell_px = min_cell_px
        self._tally = _tally(kernel, min_cell_px)

    def add(self, frame: PlanarFrame) -> None:
        """Count every pixel of one frame.

        Raises
        ------
        ShapeError
            If the four planes are not uint8 of one shape (height, width).
        """
        _require_planes(frame)
        self._tally.add(frame.red, frame.green, frame.blue, frame.alpha)

    def take(self) -> ColorCells:
        """Cells of the clip so far; the counter is empty again afterwards.

        A cell is reported when it covered ``min_cell_px`` in at least one frame; its pixels
        and sums then cover all frames. No frame at all gives empty arrays.
        """
        return ColorCells(*self._tally.take())


def count_cells(
    frames: Iterable[PlanarFrame], *, min_cell_px: int = MIN_CELL_PX, kernel: Kernel
) -> ColorCells:
    """Color cells of one clip, ascending by cell.

    Parameters
    ----------
    frames : iterable of PlanarFrame
        Decoded pictures, uint8 planes of shape (height, width).
    min_cell_px : int
        Pixels of one frame from which a cell counts as seen in it.
    kernel : {"numpy", "numba"}
        How to count; the result is the same.

    Returns
    -------
    ColorCells
        int64 arrays of shape (cells,): pixels over all frames, frames, most pixels in one
        frame, and exact sums of 0..255 values.

    Raises
    ------
    ShapeError
        If the planes of a frame are not uint8 of one shape (height, width).
    LimitError
        If ``min_cell_px`` is below 1.

    Examples
    --------
    >>> red, off = np.full((4, 4), 255, np.uint8), np.zeros((4, 4), np.uint8)
    >>> seen = count_cells([PlanarFrame(red, off, off, red)], kernel="numpy")
    >>> seen.cell.tolist(), seen.pixels.tolist(), seen.sum_red.tolist()
    ([25430], [16], [4080])
    """
    counter = CellCounter(kernel=kernel, min_cell_px=min_cell_px)
    for frame in frames:
        counter.add(frame)
    return counter.take()


def choose_kernel(pixel_count: int, frame_count: int) -> Kernel:
    """Cheaper kernel for a job of so many frames, which have so many pixels, start-up included.

    >>> choose_kernel(64 * 64 * 240, 240), choose_kernel(1280 * 720 * 240, 240)
    ('numpy', 'numba')
    """
    worth_px = pixel_count + FRAME_WORTH_PX * frame_count
    return "numba" if worth_px >= NUMBA_PAYS_FROM_PX else "numpy"


def pixel_cells(frame: PlanarFrame) -> NDArray[np.int64]:
    """Color cell id of every pixel, read from the tables; int64, shape (height, width).

    Raises
    ------
    ShapeError
        If the four planes are not uint8 of one shape (height, width).
    """
    _require_planes(frame)
    red, green, blue = (LEVEL_OF_BYTE[p] for p in (frame.red, frame.green, frame.blue))
    color = (red.astype(np.int64) * LEVEL_COUNT + green) * LEVEL_COUNT + blue
    return color * OPACITY_COUNT + OPACITY_OF_BYTE[frame.alpha]


def _tally(kernel: Kernel, min_cell_px: int) -> Tally:
    if kernel == "numpy":
        return NumpyTally(min_cell_px)
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.color_kernel import NumbaTally  # noqa: PLC0415

    return NumbaTally(min_cell_px)


def _require_planes(frame: PlanarFrame) -> None:
    red, green, blue, alpha = planes = (frame.red, frame.green, frame.blue, frame.alpha)
    shape = red.shape
    fits = len(shape) == _PLANE_NDIM and shape == green.shape == blue.shape == alpha.shape
    if not fits or not red.dtype == green.dtype == blue.dtype == alpha.dtype == _UINT8:
        found = ", ".join(f"{p.dtype} {p.shape}" for p in planes)
        raise ShapeError(
            f"color needs four uint8 planes of one shape (height, width), got {found}. "
            "Pixels in one array? Pass its channels: rgb[..., 0], rgb[..., 1], rgb[..., 2]."
        )
