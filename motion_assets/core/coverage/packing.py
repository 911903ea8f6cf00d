"""Packing: cells still to be shown, into as few clips as can carry them.

Put the grouping of cells by clip here. What is missing is found in ``measure``, reels are
made in ``planner``, swatches are drawn in ``core.clips.card``.
"""

from collections.abc import Iterable, Sequence

from motion_assets.errors import LimitError, UnknownValueError
from motion_assets.vocabulary.cells import COLOR_CELL_COUNT, OPACITY_COUNT, SOUND_CELL_COUNT


def pack_color_cells(
    cells: Iterable[int], *, max_cells_per_clip: int
) -> tuple[tuple[int, ...], ...]:
    """Color cells, each once, by opacity and then color, in clips full but for the last.

    So ordered, frames that show all colors of one opacity each differ in opacity alone.

    Raises
    ------
    UnknownValueError
        If a cell is not in 0..27,950.
    LimitError
        If ``max_cells_per_clip`` is below 1.

    Examples
    --------
    >>> pack_color_cells([22, 3, 22, 1], max_cells_per_clip=2)
    ((1, 22), (3,))
    """
    _require_size(max_cells_per_clip, "max_cells_per_clip")
    wanted = _unique(cells, COLOR_CELL_COUNT, "color")
    wanted.sort(key=lambda cell: cell % OPACITY_COUNT)
    return _cut(wanted, max_cells_per_clip)


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
    _require_size(instants_per_clip, "instants_per_clip")
    return _cut(_unique(cells, SOUND_CELL_COUNT, "sound"), instants_per_clip)


def _require_size(size: int, name: str) -> None:
    if size < 1:
        raise LimitError(f"{name} must be at least 1, got {size}.")


def _unique(cells: Iterable[int], cell_count: int, kind: str) -> list[int]:
    wanted = sorted(set(cells))
    for cell in (*wanted[:1], *wanted[-1:]):
        if not 0 <= cell < cell_count:
            raise UnknownValueError(f"no {kind} cell {cell}: cell ids are 0 to {cell_count - 1}.")
    return wanted


def _cut(cells: Sequence[int], size: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(cells[at : at + size]) for at in range(0, len(cells), size))
