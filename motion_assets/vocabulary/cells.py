"""Cells: the finite grids of static color and static sound, and how a cell is written.

Put grid sizes, keys and cell ids here. Names of cells live in ``core.registries.naming``,
measuring pixels and samples in ``core.observations``.

A color cell id is ``((red * 11 + green) * 11 + blue) * 21 + opacity`` over level and opacity
steps, 0..27,950. A sound cell id is 0 for silence, else ``1 + (strength - 1) * 15 + mixture``
with strength 1..20 and mixture the index in ``MIXTURES``, 1..300.
"""

import re
from typing import Final

from motion_assets.errors import UnknownValueError

LEVEL_COUNT: Final = 11
LEVEL_STEP: Final = 25
OPACITY_COUNT: Final = 21
COLOR_COUNT: Final = LEVEL_COUNT**3
COLOR_CELL_COUNT: Final = COLOR_COUNT * OPACITY_COUNT

SOUND_PRIMITIVES: Final = ("silence", "rumble", "tone", "hiss")
STRENGTH_COUNT: Final = 20
SILENCE_DBFS: Final = -60.0
FULL_DBFS: Final = -10.0
QUARTERS: Final = 4
MIXTURES: Final = tuple(
    (rumble, tone, QUARTERS - rumble - tone)
    for rumble in range(QUARTERS, -1, -1)
    for tone in range(QUARTERS - rumble, -1, -1)
)
SOUND_CELL_COUNT: Final = 1 + STRENGTH_COUNT * len(MIXTURES)

MIN_CELL_PX: Final = 16
"""Pixels of one frame that a color cell must cover before it counts as seen."""

_COLOR_KEY: Final = re.compile(r"(\d{1,3}),(\d{1,3}),(\d{1,3})_([01]\.\d\d)")
_SOUND_KEY: Final = re.compile(r"([01]\.\d\d)_(\d)-(\d)-(\d)")


def color_cell(red: int, green: int, blue: int, opacity: int) -> int:
    """Cell id of three level steps (0..10) and an opacity step (0..20).

    >>> color_cell(4, 5, 6, 17)
    11462
    """
    return ((red * LEVEL_COUNT + green) * LEVEL_COUNT + blue) * OPACITY_COUNT + opacity


def color_steps(cell: int) -> tuple[int, int, int, int]:
    """Level steps (0..10) of red, green and blue, and the opacity step (0..20), of a cell id.

    >>> color_steps(11462)
    (4, 5, 6, 17)
    """
    color, opacity = divmod(cell, OPACITY_COUNT)
    rest, blue = divmod(color, LEVEL_COUNT)
    red, green = divmod(rest, LEVEL_COUNT)
    return red, green, blue, opacity


def color_key(cell: int) -> str:
    """Written key of a color cell.

    >>> color_key(11462)
    '100,125,150_0.85'
    """
    red, green, blue, opacity = color_steps(cell)
    return (
        f"{red * LEVEL_STEP},{green * LEVEL_STEP},{blue * LEVEL_STEP}_"
        f"{opacity / (OPACITY_COUNT - 1):.2f}"
    )


def color_cell_of_key(key: str) -> int:
    """Cell id of a written color key; ``UnknownValueError`` for anything that is not one."""
    found = _COLOR_KEY.fullmatch(key)
    if found:
        steps = [divmod(int(found[i]), LEVEL_STEP) for i in (1, 2, 3)]
        opacity, rest = divmod(round(float(found[4]) * 100), 5)
        cell = color_cell(steps[0][0], steps[1][0], steps[2][0], opacity)
        on_grid = rest == 0 and all(q < LEVEL_COUNT and r == 0 for q, r in steps)
        if on_grid and opacity < OPACITY_COUNT:
            return cell
    raise UnknownValueError(
        f"no color cell {key!r}: expected r,g,b_o with r, g, b in 0, 25, ..., 250 and o in "
        "0.00, 0.05, ..., 1.00, for example 100,125,150_0.85."
    )


def sound_steps(cell: int) -> tuple[int, tuple[int, int, int]]:
    """Strength step (0..20) and quarters of (rumble, tone, hiss) of a sound cell id."""
    if cell == 0:
        return 0, (0, 0, 0)
    strength, mixture = divmod(cell - 1, len(MIXTURES))
    return strength + 1, MIXTURES[mixture]


def sound_cell(strength: int, mixture: tuple[int, int, int]) -> int:
    """Cell id of a strength step (0..20; 0 is silence) and quarters of (rumble, tone, hiss)."""
    if strength == 0:
        return 0
    return 1 + (strength - 1) * len(MIXTURES) + MIXTURES.index(mixture)


def sound_key(cell: int) -> str:
    """Written key of a sound cell.

    >>> sound_key(sound_cell(7, (2, 1, 1))), sound_key(0)
    ('0.35_2-1-1', '0.00')
    """
    strength, (rumble, tone, hiss) = sound_steps(cell)
    if strength == 0:
        return "0.00"
    return f"{strength / STRENGTH_COUNT:.2f}_{rumble}-{tone}-{hiss}"


def sound_cell_of_key(key: str) -> int:
    """Cell id of a written sound key; ``UnknownValueError`` for anything that is not one."""
    if key == "0.00":
        return 0
    found = _SOUND_KEY.fullmatch(key)
    if found:
        strength, rest = divmod(round(float(found[1]) * 100), 5)
        mixture = (int(found[2]), int(found[3]), int(found[4]))
        if rest == 0 and 1 <= strength <= STRENGTH_COUNT and mixture in MIXTURES:
            return sound_cell(strength, mixture)
    raise UnknownValueError(
        f"no sound cell {key!r}: expected s_rumble-tone-hiss with s in 0.05, 0.10, ..., 1.00 and "
        "quarters that sum to 4, for example 0.35_2-1-1, or 0.00 for silence."
    )
