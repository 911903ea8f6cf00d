"""Printing rows: the only place of the command line that writes tables or JSON.

One function for every command, so that `--json` and empty results mean the same everywhere.
What reaches a terminal holds no control characters, whatever a prompt or a file name held.
"""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

Row = Mapping[str, object]
MAX_CELL_CHARS: Final = 60
MAX_LAST_CELL_CHARS: Final = 120
"""Nothing stands to the right of the last column, so it may be longer."""

MAX_NOTE_CHARS: Final = 2_000
"""A name of ten thousand characters in a message is not printed back."""


def print_rows(
    rows: Sequence[Row], *, as_json: bool, columns: Sequence[str] = (), whole: bool = False
) -> None:
    """Print rows as one JSON document, or as an aligned table on stdout.

    ``columns`` picks and orders what the table shows; JSON always holds every field. Long
    cells of a table are cut, unless it is asked for ``whole``.
    """
    if as_json:
        print_json(list(rows))
        return
    if not rows:
        note("No rows.")
        return
    shown = tuple(columns) or tuple(rows[0])
    limits = dict.fromkeys(shown, MAX_CELL_CHARS) | {shown[-1]: MAX_LAST_CELL_CHARS}
    table = [
        [_cut(cell_text(row.get(column)), None if whole else limits[column]) for column in shown]
        for row in rows
    ]
    numeric = [_is_numeric([row.get(column) for row in rows]) for column in shown]
    header = [clean(column) for column in shown]
    widths = [max(len(line[i]) for line in [header, *table]) for i in range(len(shown))]
    _line(header, widths, numeric)
    _line(["-" * width for width in widths], widths, numeric)
    for line in table:
        _line(line, widths, numeric)


def print_json(document: object) -> None:
    """Print one JSON document and nothing else; it is valid JSON in every encoding of stdout."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(jsonable(document), ensure_ascii=ascii_only, allow_nan=False)
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """Say something to the person on stderr; it is never part of the data."""
    lines = (clean(line) for line in _cut(text, MAX_NOTE_CHARS).split("\n"))
    sys.stderr.write("\n".join(lines) + "\n")


def jsonable(value: object) -> object:
    r"""A value in the types of JSON: what is not a number is null, bytes are hexadecimal.

    >>> jsonable({1: float("nan"), "b": b"\xff", "c": (1, 2.5)})
    {'1': None, 'b': 'ff', 'c': [1, 2.5]}
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float | Decimal):
        number = float(value)
        return number if math.isfinite(number) else None
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    return value.hex() if isinstance(value, bytes) else str(value)


def cell_text(value: object) -> str:
    """A value as a table shows it.

    >>> cell_text({"blue": 0.75, "black": 0.25}), cell_text([1, 2]), cell_text(None)
    ('blue 0.75, black 0.25', '1, 2', '-')
    """
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        return f"{float(value):.4g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{cell_text(key)} {cell_text(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(cell_text(item) for item in value)
    return clean(value.hex() if isinstance(value, bytes) else str(value))


def clean(text: str) -> str:
    r"""The text with every control character and lone surrogate replaced, line breaks by spaces.

    >>> clean("two\nlines\x1b[31m")
    'two lines�[31m'
    """
    return "".join(char if char.isprintable() else " " if char.isspace() else "�" for char in text)


def quoted(text: str) -> str:
    """The text in quotes for a message, cut where it is long.

    >>> len(quoted("a" * 20_000))
    63
    """
    return repr(_cut(text, MAX_CELL_CHARS + 1))


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> None:
    padded = (
        cell.rjust(width) if right else cell.ljust(width)
        for cell, width, right in zip(cells, widths, numeric, strict=True)
    )
    sys.stdout.write("  ".join(padded).rstrip() + "\n")


def _is_numeric(values: Sequence[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in known
    )


def _cut(text: str, limit: int | None) -> str:
    return text if limit is None or len(text) <= limit else text[: limit - 1] + "…"
