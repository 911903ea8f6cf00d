"""Filters: what windows of thumbs are put through before they are followed.

Put passes over whole pictures here that are worth compiling. The two ways, equal in every bit,
are numpy's, here, and ``filter_kernel`` (numba); the simple filters live in ``thumbs``.
"""

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.thumbs import Float32s, box_mean, detail, softened
from motion_assets.core.observations.warp import moved, sampled, slopes

LEAST_KNOWN: Final = 1e-3
"""Share of a square that is taken for known where none of it is."""


class Filters(Protocol):
    """Filters of pictures float32 (time, row, column)."""

    def less_around(self, pictures: Float32s, known: Float32s | None, side: int) -> Float32s:
        """Pictures less the mean of the known pixels in a square around each.

        ``known``: 1 where a pixel is known, else 0, and 0 is what it then becomes; None where all
        are.
        """

    def slope_means(self, pictures: Float32s) -> Float32s:
        """Means over time of the slopes along x and y and of their squares: (3, row, column)."""

    def texture(self, thumbs: Float32s) -> Float32s:
        """What `thumbs.detail` makes of `thumbs.softened` ones."""

    def softened(self, thumbs: Float32s) -> Float32s:
        """What `thumbs.softened` gives."""

    def laid(self, pictures: Float32s, moves: Float32s) -> tuple[Float32s, NDArray[np.bool_]]:
        """Pictures as they lie on one, from which each of them is ``moves`` (time, 4) away.

        With them, which of their pixels each picture shows; both (time, row, column).
        """


class NumpyFilters:
    """Filters with numpy alone."""

    def less_around(self, pictures: Float32s, known: Float32s | None, side: int) -> Float32s:
        """Pictures less what is around; see `Filters`."""
        if known is None:
            return np.asarray(pictures - box_mean(pictures, side))
        around = box_mean(pictures * known, side)
        around /= np.maximum(box_mean(known, side), np.float32(LEAST_KNOWN))
        np.subtract(pictures, around, out=around)
        around *= known
        return around

    def slope_means(self, pictures: Float32s) -> Float32s:
        """Means over time of slopes and their squares; see `Filters`."""
        along_x, along_y = slopes(pictures)
        mean_x, mean_y = along_x.mean(axis=0), along_y.mean(axis=0)
        along_x *= along_x
        along_y *= along_y
        along_x += along_y
        return np.stack([mean_x, mean_y, along_x.mean(axis=0)])

    def texture(self, thumbs: Float32s) -> Float32s:
        """Texture of thumbs; see `Filters`."""
        return detail(softened(thumbs))

    def softened(self, thumbs: Float32s) -> Float32s:
        """Softened thumbs; see `Filters`."""
        return softened(thumbs)

    def laid(self, pictures: Float32s, moves: Float32s) -> tuple[Float32s, NDArray[np.bool_]]:
        """Pictures laid on one; see `Filters`."""
        shape = pictures.shape
        row, column = np.divmod(np.arange(shape[1] * shape[2]), shape[2])
        whole = len(pictures), len(row)
        x = np.broadcast_to(column.astype(np.float32), whole)
        y = np.broadcast_to(row.astype(np.float32), whole)
        seen, inside = sampled(pictures, *moved(x, y, moves, shape))
        return seen.reshape(shape), inside.reshape(shape)


def filters(kernel: Kernel) -> Filters:
    """The way to filter that ``kernel`` names; see `color.choose_kernel`."""
    if kernel == "numpy":
        return NumpyFilters()
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.filter_kernel import NumbaFilters  # noqa: PLC0415

    return NumbaFilters()
