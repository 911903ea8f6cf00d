"""Relief: texture of a window in shares of the local level, so that light on it hardly counts.

Put making thumbs ready to be followed here. Following belongs in ``track``, filters of whole
pictures in ``filters``.

Where light has edges of its own, the relief stands still while texture travels; such places get
less trust.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.filters import filters
from motion_assets.core.observations.medians import middle_of
from motion_assets.core.observations.thumbs import Float32s, box_mean

_DARK: Final = 6.0
"""Levels added before the logarithm: below this, noise counts for more than light."""

_AROUND_PX: Final = (3, 5)
"""Sides of the squares whose means are taken out, one after the other: what light leaves after the
first is slow, and is gone after the second."""

_LEAST_KNEE: Final = 0.02
_KNEE: Final = 2.0
"""Texture beyond this many medians counts little more: edges weigh no more than texture."""

_GAIN: Final = 40.0
STILL_SHARE: Final = 0.9
_EDGE_PX: Final = 2
"""Share of the texture that stays where it is from which all is trusted, and pixels along the
edges that do not count for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """Texture of one window.

    ``frames``: float32 (time, row, column), zero mean around every pixel; ``trust``: float32
    (row, column), 0..1, how far a place is texture rather than standing light;
    ``still_share``: 0..1, how much of the texture stays where it is; ``changing``: the frames
    less their mean over time; ``kernel``: how it is followed, all to one result.
    """

    frames: Float32s
    trust: Float32s
    still_share: float
    changing: Float32s
    kernel: Kernel = "numpy"


def relief_of(
    luma: Float32s, painted: NDArray[np.bool_] | None = None, *, kernel: Kernel = "numpy"
) -> Relief:
    """Texture of the luma (time, row, column) of a window, in levels of 255.

    ``painted``: which pixels are known to be no texture; there the relief is flat. ``kernel``:
    how pictures are filtered and followed, all to one result.
    """
    fine = np.log(luma + np.float32(_DARK))
    known = np.asarray(~painted, np.float32) if painted is not None and painted.any() else None
    through = filters(kernel)
    for side in _AROUND_PX:
        fine = through.less_around(fine, known, side)
    knee = np.float32(max(_LEAST_KNEE, _KNEE * middle_of(np.abs(fine[:, ::2, ::2]))))
    bound = np.abs(fine)
    bound /= knee
    bound += 1
    fine *= np.divide(np.float32(_GAIN), bound, out=bound)
    trust, usual = _trust(through.slope_means(fine), None if known is None else known.mean(axis=0))
    return Relief(fine, trust, usual, fine - fine.mean(axis=0), kernel)


def _trust(means: Float32s, seen: Float32s | None) -> tuple[Float32s, float]:
    """How far to trust every place, (row, column), and the share of texture that stands still.

    ``means``: over time, of slopes and their squares, (3, row, column); ``seen``: share of the
    time that places are known.
    """
    standing = box_mean(means[0] * means[0] + means[1] * means[1], 3)
    all_of_it = box_mean(means[2], 3)
    if seen is not None:
        # What is hidden for a while does not move for that.
        all_of_it *= box_mean(seen, 3)
    share = standing / (all_of_it + np.float32(1e-6))
    usual = middle_of(share[_EDGE_PX:-_EDGE_PX, _EDGE_PX:-_EDGE_PX])
    trust: Float32s = np.ones(share.shape, np.float32)
    if usual < STILL_SHARE:
        part = np.clip((1 - share) / np.float32(1 - usual), 0, 1)
        trust = np.asarray(part * part, np.float32)
    if seen is not None:
        trust *= seen * seen
    return trust, usual
