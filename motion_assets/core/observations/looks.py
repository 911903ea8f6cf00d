"""Looks: what is taken from one frame before it is gone.

Put together here what a look at a frame keeps. The two ways to look, equal in every bit, are
numpy's, here, and ``look_kernel`` (numba); what is looked for belongs in ``thumbs``, ``tinies``,
``blobs`` and ``inscription``.
"""

from dataclasses import dataclass
from typing import Protocol

from motion_assets.core.observations.blobs import Sighting, sight
from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.core.observations.inscription import read_overlay
from motion_assets.core.observations.stage import StageValue
from motion_assets.core.observations.thumbs import Float32s, luma_and_color, luma_thumb
from motion_assets.core.observations.tinies import tiny


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What is kept of one looked-at frame; color and sign of colored looks only."""

    luma: Float32s
    sighting: Sighting
    color: Float32s | None
    sign: StageValue | None


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
        luma, color = luma_and_color(frame) if colored else (luma_thumb(frame), None)
        return Look(
            luma=luma,
            sighting=sight(frame),
            color=color,
            sign=read_overlay([frame]) if colored else None,
        )


def looker(kernel: Kernel) -> Looker:
    """The way to look that ``kernel`` names; see `color.choose_kernel`."""
    if kernel == "numpy":
        return NumpyLooker()
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.look_kernel import NumbaLooker  # noqa: PLC0415

    return NumbaLooker()
