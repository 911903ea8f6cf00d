"""Looks: what is taken from one frame before it is gone.

Put together here what a look at a frame keeps. The two ways to look, equal in every bit, are
numpy's, here, and ``look_kernel`` (numba); what is looked for belongs in ``thumbs``, ``tinies``,
``blobs`` and ``inscription``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from motion_assets.core.observations.blobs import Sighting, sight
from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.core.observations.inscription import read_overlay
from motion_assets.core.observations.stage import StageValue
from motion_assets.core.observations.thumbs import Float32s, luma_and_color, luma_thumb
from motion_assets.core.observations.tinies import tiny
from motion_assets.core.observations.windows import Span


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What is kept of one looked-at frame; color and sign of colored looks only.

    ``tints``: means of red and of blue, (channel, row, column), in levels of 255: what is as bright
    as the ground differs in one of them.
    """

    luma: Float32s
    tints: Float32s
    sighting: Sighting
    color: Float32s | None
    sign: StageValue | None


def looked_in(looks: Mapping[int, Look], span: Span) -> list[int]:
    """Frames of a span that were looked at, of ``looks`` by frame."""
    return [index for index in range(span.first, span.last) if index in looks]


def luma_of(looks: Mapping[int, Look], indices: Sequence[int]) -> Float32s:
    """Luma of some frames that were looked at, (time, row, column)."""
    return np.stack([looks[index].luma for index in indices])


def tints_of(color: Float32s) -> Float32s:
    """Red and blue of the color of a thumb (channel, row, column)."""
    return np.ascontiguousarray(color[::2])


def tints_in(looks: Mapping[int, Look], indices: Sequence[int]) -> Float32s:
    """Red and blue of some frames that were looked at, (channel, time, row, column)."""
    return np.stack([looks[index].tints for index in indices], axis=1)


class Looker(Protocol):
    """Looks at frame after frame."""

    def tiny(self, frame: PlanarFrame) -> Plane:
        """The very small picture in which changes of shots are looked for."""

    def luma(self, frame: PlanarFrame) -> Float32s:
        """The luma of the thumb alone, for following the view."""

    def look(self, frame: PlanarFrame, *, colored: bool) -> Look:
        """Everything else; color and sign only where asked for."""


class NumpyLooker:
    """Looks at frames with numpy alone."""

    def tiny(self, frame: PlanarFrame) -> Plane:
        """What `tinies.tiny` gives."""
        return tiny(frame)

    def luma(self, frame: PlanarFrame) -> Float32s:
        """What `thumbs.luma_thumb` gives."""
        return luma_thumb(frame)

    def look(self, frame: PlanarFrame, *, colored: bool) -> Look:
        """Luma and blobs of a frame, and its color and sign if it is ``colored``."""
        luma, color = luma_and_color(frame)
        return Look(
            luma=luma,
            tints=tints_of(color),
            sighting=sight(frame),
            color=color if colored else None,
            sign=read_overlay([frame]) if colored else None,
        )


def looker(kernel: Kernel) -> Looker:
    """The way to look that ``kernel`` names; see `color.choose_kernel`."""
    if kernel == "numpy":
        return NumpyLooker()
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.look_kernel import NumbaLooker  # noqa: PLC0415

    return NumbaLooker()
