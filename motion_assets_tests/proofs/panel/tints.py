"""Tints: ``gradients`` between two seeded colors, along a known axis or from a center."""

import math

from numpy.random import Generator

from motion_assets.vocabulary.definitions import (
    GRADIENT_AXIS_TOLERANCE_DEG,
    GRADIENT_DIAGONAL_TOLERANCE_DEG,
)
from motion_assets_tests.proofs.panel.clips import Family, Film, Values, film

_SIZES = ((256, 144), (192, 144), (144, 144), (208, 118))
_FPS = 12
_COUNT = 14
_AXES_DEG = {
    "horizontal": (0.0, GRADIENT_AXIS_TOLERANCE_DEG),
    "vertical": (90.0, GRADIENT_AXIS_TOLERANCE_DEG),
    "angled": (45.0, GRADIENT_DIAGONAL_TOLERANCE_DEG),
}
_WELL_INSIDE = 0.6


def tinted(values: Values, rng: Generator) -> Film:
    """A gradient of the asked kind between two colors, under some noise."""
    kind = values["gradient.gradient_type"]
    wide, high = size = _SIZES[rng.integers(len(_SIZES))]
    x, y = wide / 2, high / 2
    if kind == "radial":
        x, y = (side * float(rng.uniform(0.4, 0.6)) for side in size)
        ends = (x, y, *_rim(x, y, size, min(size) * float(rng.uniform(0.5, 0.68))))
    else:
        middle, reach = _AXES_DEG[kind]
        angle = math.radians(middle + float(rng.uniform(-1, 1)) * reach * _WELL_INSIDE)
        angle *= int(rng.choice([-1, 1]))
        half = min(x / max(abs(math.cos(angle)), 1e-6), y / max(abs(math.sin(angle)), 1e-6)) - 1
        across, down = half * math.cos(angle), half * math.sin(angle)
        ends = (x - across, y - down, x + across, y + down)
    colors = _colors(rng)
    graph = (
        f"gradients=s={wide}x{high}:r={_FPS}:type={'radial' if kind == 'radial' else 'linear'}:n=2:"
        f"c0={colors[0]}:c1={colors[1]}:x0={ends[0]:.0f}:y0={ends[1]:.0f}:x1={ends[2]:.0f}:"
        f"y1={ends[3]:.0f}:speed=0.00001,format=rgb24,noise=alls={rng.integers(2, 12)}:"
        f"allf=t:all_seed={rng.integers(1, 9_000)}"
    )
    return film(graph, size, _FPS, _COUNT)


def _rim(x: float, y: float, size: tuple[int, int], radius: float) -> tuple[float, float]:
    """Where a gradient from a center ends: towards the farthest corner of the frame.

    What lies outside of the frame the filter replaces by a place of its own.
    """
    corner = [0.0 if at > side / 2 else side for at, side in zip((x, y), size, strict=True)]
    share = radius / math.hypot(corner[0] - x, corner[1] - y)
    return x + share * (corner[0] - x), y + share * (corner[1] - y)


def _colors(rng: Generator) -> tuple[str, str]:
    """Two colors of a third of the circle of hues apart, at least."""
    hue, apart = rng.uniform(0, 1), rng.uniform(1 / 3, 2 / 3)
    return _hex(hue, rng), _hex(hue + apart, rng)


def _hex(hue: float, rng: Generator) -> str:
    middle, reach = rng.uniform(95, 150), rng.uniform(55, 90)
    levels = (middle + reach * math.cos(2 * math.pi * (hue - turn / 3)) for turn in range(3))
    return "0x" + "".join(f"{round(min(max(level, 0), 255)):02x}" for level in levels)


TINTS = Family(("gradient.gradient_type",), tinted)
