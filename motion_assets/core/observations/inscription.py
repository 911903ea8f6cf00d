"""Inscription: the overlay of a shot, read from whole decoded frames.

Put finding a shape on top of a picture here. The forms it is compared with belong in ``signs``,
the colors of drawn ones in ``vocabulary.stage_ranges``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import PlanarFrame
from motion_assets.core.observations.signs import SIGNS, fitted_sign, sign_sides
from motion_assets.core.observations.stage import StageValue
from motion_assets.vocabulary.stage_ranges import (
    OVERLAY_FOUND,
    OVERLAY_INK,
    OVERLAY_OUTLINE,
)

Mask = NDArray[np.bool_]

_LIKE_INK: Final = 5
_LIKE_OUTLINE: Final = 26
"""Levels by which a channel may differ after lossy coding; an outline is one pixel wide."""

_LEAST_PX: Final = 9
_OUTLINED: Final = 0.9
_ALIKE: Final = 0.9
_LEAD: Final = 0.04
_OFF_PX: Final = 1.5
_MOST_INK: Final = 0.12
_NOTHING: Final = "none"


@dataclass(frozen=True, slots=True)
class _Found:
    """A form in one frame: its name, its place in pixels and how well it fits, 0..1."""

    shape: str
    top: int
    left: int
    share: float


def read_overlay(stills: Sequence[PlanarFrame]) -> StageValue | None:
    """The overlay that all of some frames of one shot show; None where they leave a doubt.

    ``none`` is a value: no frame has a shape of the ink within its outline.
    """
    found = [_only(still) for still in stills]
    certain = [each for each in found if each is not None]
    if not certain or len(certain) < len(found):
        return None
    first = certain[0]
    if not all(_same(first, each) for each in certain):
        return None
    share = round(first.share, 4)
    return StageValue("graphics.shape_overlay", first.shape, share, "share", share)


def _same(one: _Found, other: _Found) -> bool:
    """Whether two frames show one shape at one place."""
    apart = max(abs(one.top - other.top), abs(one.left - other.left))
    return one.shape == other.shape and apart <= 1


def _only(still: PlanarFrame) -> _Found | None:
    """The overlay of one frame, which may be none; None where it cannot be named."""
    side = min(still.red.shape)
    ink = _like(still, OVERLAY_INK, _LIKE_INK)
    if ink.mean() > _MOST_INK:
        return None
    if int(ink.sum()) < _LEAST_PX**2 // 4:
        return _Found(_NOTHING, 0, 0, 1.0)
    dark = _like(still, OVERLAY_OUTLINE, _LIKE_OUTLINE)
    forms = [
        (box, form)
        for box, form in _pieces(ink)
        if max(form.shape) >= max(_LEAST_PX, OVERLAY_FOUND.low * side)
        and max(form.shape) <= OVERLAY_FOUND.high * side
        and _outlined(form, box, dark)
    ]
    if not forms:
        return _Found(_NOTHING, 0, 0, 1.0)
    return _named(*forms[0]) if len(forms) == 1 else None


def _like(still: PlanarFrame, color: tuple[int, int, int], off: int) -> Mask:
    """Pixels whose channels all lie near those of a color."""
    near = np.ones(still.red.shape, bool)
    for plane, level in zip((still.red, still.green, still.blue), color, strict=True):
        near &= (plane >= max(level - off, 0)) & (plane <= min(level + off, 255))
    return near


def _pieces(ink: Mask) -> Iterator[tuple[tuple[slice, slice], Mask]]:
    """Connected parts, diagonals included, each with the rectangle it fills."""
    # SciPy takes a while to load and most pictures have no overlay.
    from scipy.ndimage import find_objects, label  # noqa: PLC0415 - loaded where it is needed

    numbers, _ = label(ink, structure=np.ones((3, 3)))
    for number, (rows, columns) in enumerate(find_objects(numbers), start=1):
        yield (rows, columns), numbers[rows, columns] == number


def _outlined(form: Mask, box: tuple[slice, slice], dark: Mask) -> bool:
    """Whether nearly all pixels around a form are dark."""
    rows, columns = box
    if rows.start < 1 or columns.start < 1:
        return False
    if rows.stop >= dark.shape[0] or columns.stop >= dark.shape[1]:
        return False
    wide = np.pad(form, 1)
    ring = wide.copy()
    ring[1:] |= wide[:-1]
    ring[:-1] |= wide[1:]
    ring[:, 1:] |= wide[:, :-1]
    ring[:, :-1] |= wide[:, 1:]
    ring &= ~wide
    around = dark[rows.start - 1 : rows.stop + 1, columns.start - 1 : columns.stop + 1]
    return bool(around[ring].mean() >= _OUTLINED)


def _named(box: tuple[slice, slice], form: Mask) -> _Found | None:
    """Which sign a form is, by the pixels that both have of those that either has."""
    rows, columns = form.shape
    shares = []
    for shape in SIGNS:
        expected = sign_sides(shape, max(form.shape))
        fits = max(abs(expected[0] - rows), abs(expected[1] - columns)) <= _OFF_PX
        either = fitted_sign(shape, rows, columns)
        share = float((form & either).sum() / (form | either).sum()) if fits else 0.0
        shares.append((share, shape))
    (best, shape), (second, _) = sorted(shares, reverse=True)[:2]
    if best < _ALIKE or best - second < _LEAD:
        return None
    return _Found(shape, box[0].start, box[1].start, best)
