"""Packing: cells still to be shown, into as few clips as can carry them.

Put the grouping of cells by clip here. What is missing is found in ``measure``, reels are
made in ``planner``, swatches are drawn in ``core.clips.card``.
"""

from collections.abc import Iterable

from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, SOUND_CELL_COUNT


def pack_color_cells(
    cells: Iterable[int], *, max_cells_per_clip: int
) -> tuple[tuple[int, ...], ...]:
    """Color cells, each once and ascending, cut into clips that are full but for the last.

    Raises
    ------
    UnknownValueError
        If a cell is not in 0..27,950.
    LimitError
        If ``max_cells_per_clip`` is below 1.

    Examples
    --------
    >>> pack_color_cells([7, 3, 7, 9], max_cells_per_clip=2)
    ((3, 7), (9,))
    """
    return _packed(cells, max_cells_per_clip, COLOR_CELL_COUNT, "color", "max_cells_per_clip")


def pack_sound_cells(
    cells: Iterable[int], *, instants_per_clip: int
) -> tuple[tuple[int, ...], ...]:
    """Sound cells, each once and ascending, one an instant, in clips full but for the last.

    Raises
    ------
    UnknownValueError
        If a cell is not in 0..300.
    LimitError
        If ``instants_per_clip`` is below 1.

    Examples
    --------
    >>> pack_sound_cells([300, 0, 1], instants_per_clip=24)
    ((0, 1, 300),)
    """
    return _packed(cells, instants_per_clip, SOUND_CELL_COUNT, "sound", "instants_per_clip")


def _packed(
    cells: Iterable[int], size: int, cell_count: int, kind: str, name: str
) -> tuple[tuple[int, ...], ...]:
    if size < 1:
        raise LimitError(f"{name} must be at least 1, got {size}.")
    wanted = sorted(set(cells))
    for cell in (*wanted[:1], *wanted[-1:]):
        if not 0 <= cell < cell_count:
            raise UnknownValueError(f"no {kind} cell {cell}: cell ids are 0 to {cell_count - 1}.")
    return tuple(tuple(wanted[at : at + size]) for at in range(0, len(wanted), size))
