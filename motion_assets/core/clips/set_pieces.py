"""Set pieces: where the body, the flags and the light of a composition stand.

Put places that follow from the values of a composition here. What the places are lit with
belongs in ``lamps``, the shapes themselves in ``core.observations.zones``.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from motion_assets.core.clips.scene import Composition
from motion_assets.core.observations.zones import Body
from motion_assets.vocabulary.stage_ranges import (
    OFF_CENTER,
    PLACE_JITTER,
    POV_RADIUS,
    RADIUS,
    SIZE_JITTER,
)

THIRDS: Final = (1 / 3, 2 / 3)
_SIDES: Final = {
    "left_heavy": (-1, 0),
    "right_heavy": (1, 0),
    "top_heavy": (0, -1),
    "bottom_heavy": (0, 1),
    "balanced": (0, 0),
}
_LIGHT_DEG: Final = {
    "left_heavy": (180.0, 225.0),
    "right_heavy": (0.0, 315.0),
    "top_heavy": (225.0, 315.0),
    "bottom_heavy": (45.0, 135.0),
    "balanced": (225.0, 315.0),
}
"""Directions the key light may come from, 0 right, 90 down: from the heavy side."""

_ABOVE_DEG: Final = 270.0
_MIRRORED: Final = ((1, 1, 0, 0), (0, 0, 1, 1))
_PARTLY: Final = ((1, 1, 1, 0), (1, 1, 0, 1), (1, 0, 1, 1), (0, 1, 1, 1))
_ALONE: Final = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 0, 0, 1), (0, 1, 1, 0))
_FLAGS: Final = {"bilateral": _MIRRORED, "slight": _PARTLY, "asymmetric": _ALONE}
_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Placing:
    """Places of a composition.

    ``center_x``, ``center_y``: middle of the body in shares of the frame; ``radius``: of the
    body, in shares of the shorter side; ``wash``: sign of the rise of light along x and y;
    ``flags``: which of `core.observations.zones.FLAG_CORNERS` hang.
    """

    center_x: float
    center_y: float
    radius: float
    wash: tuple[int, int]
    flags: tuple[int, ...]
    visor: bool


@lru_cache(maxsize=64)
def placing(composition: Composition) -> Placing:
    """Places that follow from a composition; its seed draws what the values leave open."""
    rng = np.random.Generator(np.random.PCG64(composition.seed))
    flags = _FLAGS[composition.symmetry]
    hung = flags[int(rng.integers(0, len(flags)))]
    x, y = _thirds(composition, rng) if composition.on_thirds else _off_thirds(composition)
    jitter = rng.uniform(-1.0, 1.0, size=3).tolist()
    if composition.symmetry == "bilateral":
        jitter[0] = 0.0
    pov = composition.framing == "pov"
    radius = POV_RADIUS if pov else RADIUS.figure(composition.framing)
    return Placing(
        center_x=round(x + jitter[0] * PLACE_JITTER, _DIGITS),
        center_y=round(y + jitter[1] * PLACE_JITTER, _DIGITS),
        radius=round(radius * (1.0 + jitter[2] * SIZE_JITTER), _DIGITS),
        wash=_SIDES[composition.balance],
        flags=hung,
        visor=pov,
    )


def light_deg(composition: Composition) -> float:
    """Where the key light of a composition comes from: above when both halves are alike."""
    if composition.symmetry == "bilateral":
        return _ABOVE_DEG
    rng = np.random.Generator(np.random.PCG64([composition.seed, 1]))
    ways = _LIGHT_DEG[composition.balance]
    return ways[int(rng.integers(0, len(ways)))]


def body_of(placing: Placing, light_deg: float, *, width_px: int, height_px: int) -> Body:
    """The body in places of the frame."""
    side = min(width_px, height_px)
    angle = math.radians(light_deg)
    return Body(
        x=(placing.center_x - 0.5) * width_px / side,
        y=(placing.center_y - 0.5) * height_px / side,
        radius=placing.radius,
        # The last bit of sine and cosine differs between machines; four digits do not.
        cos=round(math.cos(angle), _DIGITS),
        sin=round(math.sin(angle), _DIGITS),
    )


def _thirds(composition: Composition, rng: np.random.Generator) -> tuple[float, float]:
    """A point on at least one line of thirds, on the heavy side."""
    side_x, side_y = _SIDES[composition.balance]
    first, second = THIRDS[int(rng.integers(0, 2))], (0.5, *THIRDS)[int(rng.integers(0, 3))]
    if composition.symmetry == "bilateral":
        second = 0.5
    if side_x:
        return 0.5 + side_x / 6, second
    if side_y:
        return second, 0.5 + side_y / 6
    return 0.5, first


def _off_thirds(composition: Composition) -> tuple[float, float]:
    """A point near the middle, a little towards the heavy side."""
    side_x, side_y = _SIDES[composition.balance]
    return 0.5 + side_x * OFF_CENTER, 0.5 + side_y * OFF_CENTER
