"""Arguments: what several commands accept, and how a wrong one is refused.

A value that no call could use is a wrong call (status 2, with the name of the argument); work
that failed on a good call is an error of ours (status 1).
"""

import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Final

import typer

from motion_assets.cli.output import quoted
from motion_assets.errors import LimitError, MotionAssetsError, UnknownValueError

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
LimitOption = Annotated[int, typer.Option(min=1, max=1_000_000, help="Rows to print.")]
KNOWN_SHOWN: Final = 40
SIZE: Final = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")


@contextmanager
def called_with(name: str) -> Iterator[None]:
    """Turn a refusal of the argument ``name`` into a wrong call."""
    try:
        yield
    except MotionAssetsError as error:
        raise typer.BadParameter(str(error), param_hint=name) from None


def parse_size(text: str | None) -> tuple[int | None, int | None]:
    """Width and height in pixels of ``WIDTHxHEIGHT``, inside of the limits of a picture.

    Raises
    ------
    LimitError
        If the text is no size, or the size is outside of the limits.

    Examples
    --------
    >>> parse_size("320x180")
    (320, 180)
    """
    from motion_assets.vocabulary.limits import require_size

    if text is None:
        return None, None
    found = SIZE.fullmatch(text)
    if not found:
        raise LimitError(f"a size is WIDTHxHEIGHT, for example 320x180, got {quoted(text)}.")
    width_px, height_px = int(found[1]), int(found[2])
    require_size(width_px, height_px)
    return width_px, height_px


def require_known(kind: str, value: str | None, known: list[str]) -> None:
    """Refuse a value that is not ``known``, with the closest that is; None asks for nothing.

    Raises
    ------
    UnknownValueError
        If the value is not known.
    """
    if value is None or value in known:
        return
    close = difflib.get_close_matches(value[:60], known, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    listed = ", ".join(known[:KNOWN_SHOWN]) + (", ..." if len(known) > KNOWN_SHOWN else "")
    raise UnknownValueError(f"no {kind} {quoted(value)}.{hint} Known: {listed}.")


class Until(StrEnum):
    """When the loop stops."""

    FIRST_BAR = "first-bar"
    SECOND_BAR = "second-bar"
    FOREVER = "forever"

    @property
    def bar(self) -> int:
        """The bar that is worked towards."""
        return 1 if self is Until.FIRST_BAR else 2
