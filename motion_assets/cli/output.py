"""Printing rows: the only place of the command line that writes tables or JSON.

One function for every command, so that `--json` and empty results mean the same everywhere.
"""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

Row = Mapping[str, object]
MAX_CELL_CHARS: Final = 60


def print_rows(rows: Sequence[Row], *, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Print rows as one JSON document, or as an aligned table on stdout.

    ``columns`` picks and orders what the table shows; JSON always holds every field.
    """
    if as_json:
        print_json(list(rows))
        return
    if not rows:
        note("No rows.")
        return
    shown = tuple(columns) or tuple(rows[0])
    table = [[_cell(row.get(column)) for column in shown] for row in rows]
    numeric = [all(_is_number(row.get(column)) for row in rows) for column in shown]
    widths = [max(len(line[i]) for line in [list(shown), *table]) for i in range(len(shown))]
    _line(shown, widths, numeric)
    _line(["-" * width for width in widths], widths, numeric)
    for line in table:
        _line(line, widths, numeric)


def print_json(document: object) -> None:
    """Print one JSON document and nothing else."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")


def print_text(text: str) -> None:
    """Print one line of data on stdout."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Say something to the person on stderr; it is never part of the data."""
    sys.stderr.write(text + "\n")


def wants_color() -> bool:
    """Whether color and progress bars fit: a terminal, and ``NO_COLOR`` unset."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> None:
    padded = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    )
    sys.stdout.write("  ".join(padded).rstrip() + "\n")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        value = ", ".join(str(item) for item in value)
    text = str(value).replace("\n", " ").replace("\x00", "�")
    return text if len(text) <= MAX_CELL_CHARS else text[: MAX_CELL_CHARS - 1] + "…"
