"""Signs: the forms of overlays, drawn to any size, and which of them a form is.

Put the forms themselves here: drawing and reading share them. Putting them into frames belongs
in ``core.clips.overlay``, finding them in ``inscription``.
"""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Float64s = NDArray[np.float64]

_HEIGHTS: Final = {"circle": 1.0, "rect": 0.62, "arrow": 0.9, "character": 1.0}
_WIDTHS: Final = {"circle": 1.0, "rect": 1.0, "arrow": 1.0, "character": 0.7}
"""Extent of every form, in shares of its size."""

SIGNS: Final = tuple(_HEIGHTS)

Box = tuple[float, float, float, float]
"""Middle and half sides of a rectangle; a form fills -1..1 both ways."""

_WHOLE: Final[Box] = (0.0, 0.0, 1.0, 1.0)
_SHAFT: Final[Box] = (-0.45, 0.0, 0.55, 0.36)
_HEAD: Final[Box] = (0.48, 0.0, 0.53, 1.0)
_TIP: Final = 1.08
_HEAD_SLOPE: Final = 0.95
_FACE: Final[Box] = (0.0, -0.66, 0.5, 0.37)
_LIMBS: Final[tuple[Box, ...]] = (
    (0.0, -0.1, 0.98, 0.22),
    (0.0, 0.1, 0.62, 0.34),
    (-0.38, 0.65, 0.25, 0.35),
    (0.38, 0.65, 0.25, 0.35),
)


def sign(shape: str, size_px: int) -> Mask:
    """The form of an overlay whose longer side is ``size_px``, (row, column).

    >>> sign("rect", 5).shape, bool(sign("rect", 5).all())
    ((3, 5), True)
    """
    return fitted_sign(shape, *sign_sides(shape, size_px))


def sign_sides(shape: str, size_px: int) -> tuple[int, int]:
    """Rows and columns of a form whose longer side is ``size_px``.

    >>> sign_sides("rect", 13)
    (8, 13)
    """
    return max(3, round(size_px * _HEIGHTS[shape])), max(3, round(size_px * _WIDTHS[shape]))


@lru_cache(maxsize=128)
def fitted_sign(shape: str, rows: int, columns: int) -> Mask:
    """The form stretched to a box of ``rows`` by ``columns``; read-only."""
    x = (2 * np.arange(columns) + 1 - columns)[None, :] / columns
    y = (2 * np.arange(rows) + 1 - rows)[:, None] / rows
    mask: Mask = np.asarray(_FORMS[shape](x, y))
    mask.setflags(write=False)
    return mask


def _box(x: Float64s, y: Float64s, box: Box) -> Mask:
    """Points inside a rectangle."""
    middle_x, middle_y, half_x, half_y = box
    return np.asarray((np.abs(x - middle_x) <= half_x) & (np.abs(y - middle_y) <= half_y))


def _oval(x: Float64s, y: Float64s, box: Box) -> Mask:
    """Points inside the ellipse that fills a rectangle."""
    middle_x, middle_y, half_x, half_y = box
    return np.asarray(((x - middle_x) / half_x) ** 2 + ((y - middle_y) / half_y) ** 2 <= 1.0)


def _circle(x: Float64s, y: Float64s) -> Mask:
    return _oval(x, y, _WHOLE)


def _rect(x: Float64s, y: Float64s) -> Mask:
    return _box(x, y, _WHOLE)


def _arrow(x: Float64s, y: Float64s) -> Mask:
    """A shaft and a head that points right."""
    head = (np.abs(y) <= (_TIP - x) * _HEAD_SLOPE) & _box(x, y, _HEAD)
    return np.asarray(_box(x, y, _SHAFT) | head)


def _character(x: Float64s, y: Float64s) -> Mask:
    """A standing person: head, shoulders with arms, two legs."""
    form = _oval(x, y, _FACE)
    for box in _LIMBS:
        form = form | _box(x, y, box)
    return form


_FORMS: Final = {"circle": _circle, "rect": _rect, "arrow": _arrow, "character": _character}
