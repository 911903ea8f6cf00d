"""Spots: a flat shape that keeps its place near the middle while the picture behind it moves.

Put the finding of a tracked subject here. What the view behind it does is named in ``viewing``,
subjects that travel are followed in ``journeys``.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation, find_objects, label

from motion_assets.core.observations.thumbs import Float32s

_QUIET: Final = 0.25
"""How little it changes against the picture."""

_SPOT_AREA: Final = (0.005, 0.085)
_SPOT_OFF: Final = 0.16
_SPOT_FILL: Final = 0.45
_SPOT_UNEVEN: Final = 12.0
_SPOT_FLAT: Final = 0.5
_SPOT_SIDE_PX: Final = 3
_SPOT_STRAY_PX: Final = 0.35
_SPOT_ALONE: Final = 1.2
_SPOT_GOES_ON: Final = 3
"""A fixed subject: its area and its distance from the middle, in shares of the shorter side; how
much of its box it fills; how many of its pixels lie how near its usual level; its shorter side; how
far it usually is from its place, in pictures in which its area is at most so many times the least;
and times its quiet part from which it is something larger that goes on beyond it."""


_RING_PX: Final = 3
_UNLIKE_LEVELS: Final = 8.0
_ENDS: Final = 0.5
"""How far around a part is looked, and share of what is seen there that differs by so many levels
where the part ends."""


def fixed_spot(luma: Float32s, painted: NDArray[np.bool_] | None) -> bool:
    """Whether a flat shape stands still near the middle of a picture that moves.

    The middle of a shape that goes by slowly is as quiet.
    """
    change = np.log(luma + np.float32(6)).std(axis=0)
    quiet, _ = label(change < _QUIET * np.median(change))
    shorter = min(luma.shape[1:])
    mean = luma.mean(axis=0)
    for number, box in enumerate(find_objects(quiet), start=1):
        part = quiet[box] == number
        area = float(part.sum()) / shorter**2
        if not _SPOT_AREA[0] <= area <= _SPOT_AREA[1] or part.mean() < _SPOT_FILL:
            continue
        if min(part.shape) < _SPOT_SIDE_PX or _meets_edge(box, luma.shape[1:]):
            continue
        off = max(abs(s.start + s.stop - n) / 2 for s, n in zip(box, luma.shape[1:], strict=True))
        inside = mean[box][part]
        flat = float((np.abs(inside - np.median(inside)) <= _SPOT_UNEVEN).mean())
        if off <= _SPOT_OFF * shorter and flat >= _SPOT_FLAT:
            alike = None if painted is None else _alike(luma, painted, box, part)
            stays = None if alike is None else _stays(alike, box, int(part.sum()))
            if _ends_there(luma, quiet == number) if stays is None else stays:
                return True
    return False


def _meets_edge(box: tuple[slice, ...], shape: tuple[int, ...]) -> bool:
    """Whether a part goes on out of the picture, as what lies between lines of writing does."""
    return any(side.start == 0 or side.stop == n for side, n in zip(box, shape, strict=True))


def _ends_there(luma: Float32s, part: NDArray[np.bool_]) -> bool:
    """Whether what surrounds a quiet part (row, column) is mostly of another brightness.

    What is flat in a picture that moves goes on beyond the part that it covers all the time.
    """
    ring = binary_dilation(part, iterations=_RING_PX) & ~binary_dilation(part)
    level = np.median(luma[:, part])
    return float((np.abs(luma[:, ring] - level) > _UNLIKE_LEVELS).mean()) >= _ENDS


def _alike(
    luma: Float32s, painted: NDArray[np.bool_], box: tuple[slice, ...], part: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Painted pixels (time, row, column) as bright as a part of a box is in that picture.

    What is flat in the picture behind a shape may touch it, all the time.
    """
    levels = np.median(luma[:, *box][:, part], axis=1)
    alike: NDArray[np.bool_] = np.abs(luma - levels[:, None, None]) <= _SPOT_UNEVEN
    return alike & painted


def _stays(painted: NDArray[np.bool_], box: tuple[slice, ...], part_px: int) -> bool | None:
    """Whether the shape that covers the middle of a box (row, column) keeps its place.

    None where nothing painted covers it most of the time, or it goes on far beyond the part of
    ``part_px`` pixels that is quiet.
    """
    row, column = ((s.start + s.stop) // 2 for s in box)
    places, sizes = [], []
    for frame in painted:
        shapes, _ = label(frame)
        if shapes[row, column]:
            inside = np.argwhere(shapes == shapes[row, column])
            places.append(inside.mean(axis=0))
            sizes.append(len(inside))
    if len(places) < len(painted) / 2:
        return None
    if min(sizes) > _SPOT_GOES_ON * part_px:
        return None
    # Where another shape touches it, both are one.
    alone = np.array(places)[np.array(sizes) <= _SPOT_ALONE * min(sizes)]
    off = np.abs(alone - np.median(alone, axis=0))
    return float(np.median(off, axis=0).max()) <= _SPOT_STRAY_PX
