"""Base names: which of the names a person would accept belongs to which grid color.

Put the rule that names the 1,331 grid colors here. Its result is kept in
``vocabulary/color_names.csv`` and that table is what runs; reading names back belongs in
``naming``, the shaded phrases in ``shades``.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from motion_assets.core.registries.colorspace import Floats, ciede2000, lab_of_rgb
from motion_assets.core.registries.shades import shades_of
from motion_assets.errors import LimitError
from motion_assets.vocabulary.cells import COLOR_COUNT, LEVEL_COUNT, LEVEL_STEP
from motion_assets.vocabulary.colors import (
    OPACITY_WORDS,
    PRIMITIVES,
    BaseName,
    PublishedColor,
    Rgb,
    grid_colors,
)

REACH_DELTA_E: Final = 5.0
"""A published name is a color's own up to this CIEDE2000 distance."""

FIELD_WORDS: Final = "field words"
"""Source of a name that is a known name shaded by field words."""

# Distances are matched as whole thousandths, so that the last bit of a sine cannot decide.
_UNITS: Final = 1000
# More than any sum of distances: every color that can have a published name gets one.
_OUT_OF_REACH: Final = 10_000_000

_BLOCK_ROWS: Final = 64


def assign_base_names(published: Sequence[PublishedColor]) -> tuple[BaseName, ...]:
    """Name of every grid color, by color index ``(red * 11 + green) * 11 + blue``.

    Parameters
    ----------
    published : sequence of PublishedColor
        Published names; those with an empty ``spoken`` are not used.

    Returns
    -------
    tuple of BaseName, one per grid color
        All names are different and none starts with an opacity word.

    Raises
    ------
    LimitError
        If the published names and their shades are too few for the grid.

    Notes
    -----
    The 16 primitives name the colors of their cells. Published names go to colors within
    ``REACH_DELTA_E``, to as many as possible and then so that the total distance is least. The
    other colors get shaded names so that the squares of distance plus plainness are least in
    total: many near names are worth less than no far one.
    """
    grid = np.array(grid_colors(), dtype=np.float64)
    names = _primitive_names()
    names |= _published_names(published, grid, names)
    names |= _shaded_names(published, grid, names)
    if len(names) < COLOR_COUNT:
        raise LimitError(
            f"{len(published)} published colors and their shades name {len(names)} of the "
            f"{COLOR_COUNT} grid colors. Add published names or field words."
        )
    return tuple(names[index] for index in range(COLOR_COUNT))


def _primitive_names() -> dict[int, BaseName]:
    """The grid color nearest to each primitive, channel by channel, and its name."""
    names = {}
    for name, rgb in PRIMITIVES.items():
        steps = [min(round(value / LEVEL_STEP), LEVEL_COUNT - 1) for value in rgb]
        index = (steps[0] * LEVEL_COUNT + steps[1]) * LEVEL_COUNT + steps[2]
        color = grid_colors()[index]
        delta_e = ciede2000(_lab([color]), _lab([rgb])).item()
        names[index] = BaseName(color, name, "primitive", round(delta_e, 2))
    return names


def _published_names(
    published: Sequence[PublishedColor], grid: Floats, named: dict[int, BaseName]
) -> dict[int, BaseName]:
    """Published names for the colors without one, each name to one color at most.

    A name that two lists give to two colors may go near either.
    """
    free = _free(named)
    colors = _by_spoken(published, named)
    if not colors:
        return {}
    spoken = sorted(colors)
    every = _distances(grid[free], _rgb([color for name in spoken for color in colors[name]]))
    ends = np.cumsum([len(colors[name]) for name in spoken])
    tables = np.split(every, ends[:-1], axis=1)
    nearest = np.column_stack([table.min(axis=1) for table in tables])
    names = {}
    for row, column in _match(np.where(nearest <= REACH_DELTA_E, nearest, np.inf)):
        name = spoken[column]
        source = colors[name][int(tables[column][row].argmin())].source
        names[free[row]] = _base_name(free[row], name, source, nearest[row, column])
    return names


def _by_spoken(
    published: Sequence[PublishedColor], named: dict[int, BaseName]
) -> dict[str, list[PublishedColor]]:
    """Published colors under each spoken name that may still be given."""
    taken = {base.name for base in named.values()}
    colors: dict[str, list[PublishedColor]] = {}
    for color in published:
        words = color.spoken.split()
        if words and color.spoken not in taken and words[0] not in OPACITY_WORDS:
            colors.setdefault(color.spoken, []).append(color)
    return colors


def _rgb(colors: Sequence[PublishedColor]) -> Floats:
    return np.array([color.rgb for color in colors], dtype=np.float64)


def _shaded_names(
    published: Sequence[PublishedColor], grid: Floats, named: dict[int, BaseName]
) -> dict[int, BaseName]:
    """Shaded names for the colors without one."""
    free = _free(named)
    shades = shades_of(published)
    delta_e = _distances(grid[free], shades.rgb)
    matched = _match((delta_e + shades.plainness) ** 2)
    return {
        free[row]: _base_name(free[row], shades.phrases[name], FIELD_WORDS, delta_e[row, name])
        for row, name in matched
    }


def _match(cost: Floats) -> list[tuple[int, int]]:
    """Pairs of row and column with the least total cost; pairs of infinite cost are left out."""
    reachable = np.isfinite(cost)
    units: NDArray[np.int64] = np.full(cost.shape, _OUT_OF_REACH)
    units[reachable] = np.rint(cost[reachable] * _UNITS).astype(np.int64)
    rows, columns = linear_sum_assignment(units)
    return [
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if reachable[row, column]
    ]


def _distances(colors: Floats, others: Floats) -> Floats:
    """CIEDE2000 of every color against every other, computed a block of rows at a time."""
    lab, other_lab = lab_of_rgb(colors), lab_of_rgb(others)
    starts = range(0, len(lab), _BLOCK_ROWS)
    return np.concatenate(
        [ciede2000(lab[start : start + _BLOCK_ROWS, None], other_lab) for start in starts]
    )


def _free(named: dict[int, BaseName]) -> list[int]:
    return [index for index in range(COLOR_COUNT) if index not in named]


def _base_name(index: int, name: str, source: str, delta_e: float) -> BaseName:
    return BaseName(grid_colors()[index], name, source, round(float(delta_e), 2))


def _lab(colors: Sequence[Rgb]) -> Floats:
    return lab_of_rgb(np.array(colors, dtype=np.float64))
