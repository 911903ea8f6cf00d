"""Silhouettes: how far every picture of a held window differs from the ground under it.

Put telling the ground from what passes over it, whatever either looks like, here. Holding the
ground belongs in ``held``, which ways the silhouettes go in ``ways``.

What shows but parts of itself, or lies over lines that repeat, is not found again by its looks;
that it is not the ground it covers stays the same all the way.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.filters import filters
from motion_assets.core.observations.held import CUT_OFF, Held, astray
from motion_assets.core.observations.medians import middles_of
from motion_assets.core.observations.thumbs import Float32s, lower_median

_FEWEST_SEEN: Final = 4
"""Pictures that must show a place before its ground is known."""

_LEAST: Final = 8.0
_SPAN: Final = 8.0
"""Levels by which a picture differs from the ground where a silhouette begins, and how many more
where it is all there."""


def silhouettes(held: Held, tints: Sequence[Float32s] = (), *, kernel: Kernel = "numpy") -> Held:
    """What passes over the ground, in levels from 0 to `CUT_OFF`, and all ground alike.

    ``tints``: other pictures of the window that lie as the held ones do; what is as bright as the
    ground differs in one of them. ``kernel``: how pictures are filtered, all to one result.

    The ground is what a place shows in the middle of all pictures, in order of brightness, once
    the light of the middle one is on all of them: what covers it for half the time is taken for
    it. Where too few pictures show a place, nothing is said of it.
    """
    off = _off_ground(held, held.pictures)
    for pictures in tints:
        np.maximum(off, _off_ground(held, pictures), out=off)
    share = np.clip((off - np.float32(_LEAST)) / np.float32(_SPAN), 0, 1)
    share *= np.float32(CUT_OFF)
    return replace(held, pictures=filters(kernel).softened(share))


def _off_ground(held: Held, pictures: Float32s) -> Float32s:
    """Levels by which pictures differ from the ground; 0 where it is not known."""
    lit = _evenly_lit(pictures)
    count = held.inside.sum(axis=0)
    known = count >= _FEWEST_SEEN
    ground = np.where(known, _middle(lit, held.inside, count), np.float32(0))
    off = np.abs(lit - ground)
    if held.carried:
        off -= astray(ground[None])
    off *= held.inside & known
    return np.asarray(off, np.float32)


def _evenly_lit(pictures: Float32s) -> Float32s:
    """Pictures in the light of the middle one."""
    lit = (pictures + 1) / (pictures[len(pictures) // 2] + 1)
    middles = middles_of(lit.reshape(len(lit), -1)[:, ::3])
    return np.asarray(pictures / middles[:, None, None], np.float32)


def _middle(pictures: Float32s, inside: NDArray[np.bool_], count: NDArray[np.int64]) -> Float32s:
    """The lower median of every place (row, column) over the ``count`` pictures that show it."""
    if inside.all():
        return lower_median(pictures)
    ordered = np.sort(np.where(inside, pictures, np.float32(np.inf)), axis=0)
    places = np.maximum((count - 1) // 2, 0)
    return np.asarray(np.take_along_axis(ordered, places[None], axis=0)[0], np.float32)
