"""Finish: what further aspects lay over the frames of a shot, whatever these show.

Put an aspect of the whole frame here that needs nothing but its value: its row in `FINISHES` and
the patches that it covers the frame with. The overlay, whose place depends on the composition,
belongs in ``overlay``; reading a finish back in ``core.observations.finish``.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.clips.overlay import Patch
from motion_assets.vocabulary.colors import Rgb

Finisher = Callable[[str, int, int], Iterator[Patch]]
"""Patches of a value in a frame of so many pixels' width and height."""

FINISHES: Final[Mapping[str, Finisher]] = {}
"""What is laid over frames, by aspect, in this order."""


def finishing(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The decided values of all aspects that are a finish."""
    return tuple((aspect, values[aspect]) for aspect in FINISHES)


def finish_patches(
    finish: tuple[tuple[str, str], ...], *, width_px: int, height_px: int
) -> Iterator[Patch]:
    """What the values of a finish cover a frame with."""
    for aspect, value in finish:
        yield from FINISHES[aspect](value, width_px, height_px)


def flat_patch(inside: NDArray[np.bool_], color: Rgb, *, top: int = 0, left: int = 0) -> Patch:
    """A patch of one color where ``inside`` (row, column) says so.

    >>> flat_patch(np.array([[True, False]]), (1, 2, 3)).ink.tolist()
    [[1, 2, 3, 0, 0, 0]]
    """
    ink = np.where(inside[:, :, None], np.array(color, np.uint8), np.uint8(0))
    kept = np.where(inside, np.uint8(0), np.uint8(255)).repeat(len(color), axis=1)
    return Patch(top, left, ink.reshape(len(inside), -1), kept, inside)
