"""Inscription: the overlay of a shot, read from whole decoded frames.

Put finding a shape on top of a picture here. The forms it is compared with belong in ``signs``,
the colors of drawn ones in ``vocabulary.stage_ranges``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.frames import PlanarFrame, Plane
from motion_assets.core.observations.signs import SIGNS, fitted_sign, sign_sides
from motion_assets.core.observations.stage import StageValue
from motion_assets.vocabulary.stage_ranges import (
    OVERLAY_FOUND,
    OVERLAY_INK,
)

Mask = NDArray[np.bool_]
Planes = tuple[Plane, Plane, Plane]
Box = tuple[slice, slice]
Form = tuple[Box, Mask, bool]
"""Rows and columns around a part of a picture, its pixels there, and whether it has an outline."""

Forming = Callable[[Planes], list[Form]]
"""What `forms_by_numpy` does."""

BRIGHT: Final = 205
"""Level that all channels of ink reach, also at its edges and after lossy coding."""

LIKE_INK: Final = (-13, 7)
DARK: Final = 80
"""Levels by which the median color of a form may differ from ink: less towards white, which
subjects may have; level that no channel of an outline exceeds."""

_LEAST_PX: Final = 9
OUTLINED: Final = 0.75
BARE: Final = 0.3
"""Shares of the pixels around a form that are dark: from which it has an outline, and up to which
it has none and is no overlay."""

_ALIKE: Final = 0.8
_LEAD: Final = 0.04
_OFF_PX: Final = 2.5
_MOST_BRIGHT: Final = 0.5
_TOUCHING: Final = np.ones((3, 3))
_NOTHING: Final = "none"


@dataclass(frozen=True, slots=True)
class _Found:
    """A form in one frame: its name, its place in pixels and how well it fits, 0..1."""

    shape: str
    top: int
    left: int
    share: float


def read_overlay(
    stills: Sequence[PlanarFrame],
    bright_px: Sequence[int] | None = None,
    formed: Forming | None = None,
) -> StageValue | None:
    """The overlay that all of some frames of one shot show; None where they leave a doubt.

    ``none`` is a value: no frame has a shape of the ink within its outline. ``bright_px``: how
    many pixels of each frame are as bright as ink, where that is known; ``formed``: how forms are
    found, by `forms_by_numpy` where it is left out, all to one result.
    """
    known = (None,) * len(stills) if bright_px is None else bright_px
    found = [
        _only(still, count, formed or forms_by_numpy)
        for still, count in zip(stills, known, strict=True)
    ]
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


def _only(still: PlanarFrame, bright_px: int | None, formed: Forming) -> _Found | None:
    """The overlay of one frame, which may be none; None where it cannot be named."""
    planes = still.red, still.green, still.blue
    count = int(np.count_nonzero(_bright(planes))) if bright_px is None else bright_px
    if count > _MOST_BRIGHT * still.red.size:
        return None
    if count < _LEAST_PX**2 // 4:
        return _Found(_NOTHING, 0, 0, 1.0)
    forms = formed(planes)
    if not forms:
        return _Found(_NOTHING, 0, 0, 1.0)
    box, form, outlined = forms[0]
    return _named(box, form) if len(forms) == 1 and outlined else None


def forms_by_numpy(planes: Planes) -> list[Form]:
    """Parts of a picture that are of ink and not bare, and whether they have an outline."""
    forms = []
    bright = _bright(planes)
    for box, form in _pieces(bright) if _may_be_outlined(bright, planes) else ():
        outlined = _outlined(form, box, planes) if _is_ink(planes, box, form) else 0.0
        if outlined > BARE:
            forms.append((box, form, outlined >= OUTLINED))
    return forms


def _bright(planes: Planes) -> Mask:
    """Pixels that are as bright as ink in all channels."""
    bright: Mask = planes[0] >= BRIGHT
    for plane in planes[1:]:
        bright &= plane >= BRIGHT
    return bright


def _may_be_outlined(bright: Mask, planes: Planes) -> bool:
    """Whether enough dark pixels touch bright ones for an outline around the least form.

    A form leaves a pixel on either side of each of its rows, or of its columns.
    """
    beside = _crossed(bright)
    beside &= ~bright
    for plane in planes:
        beside &= plane <= DARK
    return int(np.count_nonzero(beside)) > BARE * 2 * fitting_sides(bright.shape)[0]


def fitting_sides(shape: tuple[int, ...]) -> tuple[float, float]:
    """Longer side of the least and of the greatest form in a picture of that shape, in pixels."""
    side = min(shape)
    return max(_LEAST_PX, OVERLAY_FOUND.low * side), OVERLAY_FOUND.high * side


def _crossed(mask: Mask) -> Mask:
    """A mask, and the pixels above, below, left and right of it."""
    wide = mask.copy()
    wide[1:] |= mask[:-1]
    wide[:-1] |= mask[1:]
    wide[:, 1:] |= mask[:, :-1]
    wide[:, :-1] |= mask[:, 1:]
    return wide


def _is_ink(planes: Planes, box: Box, form: Mask) -> bool:
    """Whether the median color of a form is that of ink."""
    colors = np.stack([plane[box][form] for plane in planes])
    last = colors.shape[1] - 1
    places = [last // 2, (last + 1) // 2]
    middle = np.partition(colors, places, axis=1)[:, places].astype(np.float64).sum(axis=1) / 2
    off = middle - np.array(OVERLAY_INK)
    return bool((off >= LIKE_INK[0]).all() and (off <= LIKE_INK[1]).all())


def _pieces(ink: Mask) -> Iterator[tuple[Box, Mask]]:
    """Connected parts of a fitting size, diagonals included, each with the rectangle it fills."""
    # SciPy takes a while to load and most pictures have no overlay.
    from scipy.ndimage import find_objects, label  # noqa: PLC0415 - loaded where it is needed

    least, most = fitting_sides(ink.shape)
    inked = (np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0)))
    top, left = (int(each[0]) for each in inked)
    numbers, _ = label(ink[top : inked[0][-1] + 1, left : inked[1][-1] + 1], structure=_TOUCHING)
    for number, part in enumerate(find_objects(numbers), start=1):
        rows, columns = part
        if least <= max(rows.stop - rows.start, columns.stop - columns.start) <= most:
            box = (
                slice(rows.start + top, rows.stop + top),
                slice(columns.start + left, columns.stop + left),
            )
            yield box, numbers[part] == number


def _outlined(form: Mask, box: Box, planes: Planes) -> float:
    """Share of the pixels around a form that are dark; 0 for one at the edge of the frame."""
    rows, columns = box
    if rows.start < 1 or columns.start < 1:
        return 0.0
    if rows.stop >= planes[0].shape[0] or columns.stop >= planes[0].shape[1]:
        return 0.0
    wide = np.pad(form, 1)
    ring = _crossed(wide)
    ring &= ~wide
    around = np.s_[rows.start - 1 : rows.stop + 1, columns.start - 1 : columns.stop + 1]
    dark = planes[0][around] <= DARK
    for plane in planes[1:]:
        dark &= plane[around] <= DARK
    return float(dark[ring].mean())


def _named(box: Box, form: Mask) -> _Found | None:
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
