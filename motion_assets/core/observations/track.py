"""Tracks: how the whole picture moves through one window, frame by frame.

Put following the view here, robustly against subjects, lamps and layers. Layers that move
apart are told in ``layers``, the shake of a track in ``shake``, names are given in ``camera``.

A window is followed in its relief: texture in shares of the local level, so that light on it
hardly counts. Where light has edges of its own, the relief stands still while texture travels;
such places get less trust.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from motion_assets.core.observations.thumbs import Float32s, box_mean
from motion_assets.core.observations.warp import (
    LEVER_PX,
    few_median,
    led,
    levers,
    sampled,
    slopes,
    steepest,
    weighing,
)

Float64s = NDArray[np.float64]
Complex128s = NDArray[np.complex128]
Int64s = NDArray[np.int64]

_DARK: Final = 6.0
"""Levels added before the logarithm: below this, noise counts for more than light."""

_AROUND_PX: Final = (3, 5)
"""Sides of the squares whose means are taken out, one after the other: what light leaves after the
first is slow, and is gone after the second."""

_LEAST_KNEE: Final = 0.02
_KNEE: Final = 2.0
"""Texture beyond this many medians counts little more: edges weigh no more than texture."""

_GAIN: Final = 40.0
_STILL_SHARE: Final = 0.9
_FAR_PX: Final = 6.0
_CONFUSED: Final = 0.6
_SURE_ERROR: Final = 0.3
_ASTRAY: Final = 1.1
"""Share of the contrast up to which a fit is right anyway, and how far one may be off the others
before it is tried again: layers leave much in all of them."""

_FAR_OUT_PX: Final = 0.4
_GOING_ON: Final = 5
_PLAINLY_GROWS: Final = 2.0
"""Travel by growth or turn, `LEVER_PX` from the middle, from which a fit is slow to come to an end,
and rounds that it is then given besides; how much further growth must lead than any shift."""

_LEAST_KNOWN: Final = 1e-3
_EDGE_PX: Final = 2
_LEAST_STEEP: Final = 0.02
_LEAST_SPREAD: Final = 0.15
_RIDGE: Final = 1e-3
_OUTSIDE: Final = 6.0
_LEAST_INSIDE: Final = 0.3
_FEW: Final = 4
_NEAR_CELL_PX: Final = 3
_FAR_CELL_PX: Final = 2

SHIFT: Final = 2
SIMILARITY: Final = 4
"""How many figures of a move a round of fitting may change."""


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """Texture of one window.

    ``frames``: float32 (time, row, column), zero mean around every pixel; ``trust``: float32
    (row, column), 0..1, how far a place is texture rather than standing light;
    ``still_share``: 0..1, how much of the texture stays where it is; ``changing``: the frames
    less their mean over time.
    """

    frames: Float32s
    trust: Float32s
    still_share: float
    changing: Float32s


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Where the picture of the middle frame lies in every frame: ``growth * place + shift``.

    Places are complex numbers, pixels right of and (times i) below the middle of the picture.
    ``growth``, ``shift``: complex128 (time,). ``error``: share of the contrast that the move
    to each frame leaves. ``steps``: moves from each frame to the next, float32 (pair, 4), in
    pixels and `LEVER_PX`; ``step_error``: what those leave. ``frames``: what was followed.
    """

    growth: Complex128s
    shift: Complex128s
    error: Float32s
    steps: Float32s
    step_error: Float32s
    middle: int
    frames: Float32s


def relief_of(luma: Float32s, painted: NDArray[np.bool_] | None = None) -> Relief:
    """Texture of the luma (time, row, column) of a window, in levels of 255.

    ``painted``: which pixels are known to be no texture; there the relief is flat.
    """
    fine = np.log(luma + np.float32(_DARK))
    known = np.asarray(~painted, np.float32) if painted is not None and painted.any() else None
    for side in _AROUND_PX:
        fine = _less_around(fine, known, side)
    knee = np.float32(max(_LEAST_KNEE, _KNEE * float(np.median(np.abs(fine[:, ::2, ::2])))))
    fine *= np.float32(_GAIN) / (1 + np.abs(fine) / knee)
    return _trusted(fine, None if known is None else known.mean(axis=0))


def _less_around(pictures: Float32s, known: Float32s | None, side: int) -> Float32s:
    """Pictures less the mean of the known pixels in a square around each; 0 where not known."""
    if known is None:
        return np.asarray(pictures - box_mean(pictures, side))
    around = box_mean(pictures * known, side)
    around /= np.maximum(box_mean(known, side), np.float32(_LEAST_KNOWN))
    np.subtract(pictures, around, out=around)
    around *= known
    return around


def _trusted(fine: Float32s, seen: Float32s | None) -> Relief:
    """The relief with how far to trust it; ``seen``: share of the time that places are known."""
    along_x, along_y = slopes(fine)
    mean_x, mean_y = along_x.mean(axis=0), along_y.mean(axis=0)
    standing = box_mean(mean_x * mean_x + mean_y * mean_y, 3)
    along_x *= along_x
    along_y *= along_y
    all_of_it = box_mean((along_x + along_y).mean(axis=0), 3)
    if seen is not None:
        # What is hidden for a while does not move for that.
        all_of_it *= box_mean(seen, 3)
    share = standing / (all_of_it + np.float32(1e-6))
    usual = float(np.median(share[_EDGE_PX:-_EDGE_PX, _EDGE_PX:-_EDGE_PX]))
    trust: Float32s = np.ones(share.shape, np.float32)
    if usual < _STILL_SHARE:
        part = np.clip((1 - share) / np.float32(1 - usual), 0, 1)
        trust = np.asarray(part * part, np.float32)
    if seen is not None:
        trust *= seen * seen
    return Relief(fine, trust, usual, fine - fine.mean(axis=0))


def follow(relief: Relief) -> Track:
    """Moves of the picture through a window."""
    frames, steps, left = _stepped(relief)
    growth, shift = _joined(steps)
    middle = len(frames) // 2
    growth, shift = growth / growth[middle], shift - growth / growth[middle] * shift[middle]
    others = np.flatnonzero(np.arange(len(frames)) != middle)
    moves, error = _fitted(
        (frames[middle : middle + 1], frames[others]),
        [_moves(growth, shift)[others]],
        relief.trust,
        (SIMILARITY, SIMILARITY),
        cell_px=_FAR_CELL_PX,
    )
    far = np.zeros((len(frames), 4), np.float32)
    far[others] = moves
    error = np.insert(error, middle, np.float32(0))
    if few_median(error) <= few_median(left) + 0.5:
        growth, shift = _complex(far)
    return Track(growth, shift, error, steps, left, middle, frames)


def _stepped(relief: Relief) -> tuple[Float32s, Float32s, Float32s]:
    """The frames that were followed, moves between neighbors, and what those leave.

    Once the picture has travelled far, what it has in common at all times is standing light,
    and is taken out of the frames.
    """
    frames = relief.frames
    starts = [np.zeros((len(frames) - 1, 4), np.float32)]
    if relief.still_share < _STILL_SHARE:
        starts.append(_leaps(relief.changing))
    rounds = SHIFT, SIMILARITY, SIMILARITY
    steps, left = _fitted((frames[:-1], frames[1:]), starts, relief.trust, rounds)
    span_px = float(np.hypot(*few_median(steps[:, :2]))) * len(steps)
    if span_px > _FAR_PX or float(few_median(left)) > _CONFUSED:
        frames = relief.changing
        usual = np.broadcast_to(few_median(steps), steps.shape).astype(np.float32)
        starts = [steps, usual, starts[-1]]
        steps, left = _fitted((frames[:-1], frames[1:]), starts, relief.trust, rounds[1:])
    _go_on(frames, relief.trust, steps, left)
    _retry(frames, relief.trust, steps, left)
    return frames, steps, left


def _go_on(frames: Float32s, trust: Float32s, steps: Float32s, left: Float32s) -> None:
    """Fit pairs that turn or grow far on from where they are: far out, texture leaps by a grain.

    There a slope leads but a part of the way, and a few steps end short of it. What seems to grow
    while it goes another way is a keystone, and does not.
    """
    usual = np.abs(few_median(steps))
    grows = usual[SHIFT] > _PLAINLY_GROWS * float(np.hypot(*usual[:SHIFT]))
    out = np.abs(steps[:, SHIFT:] if grows else steps[:, -1:])
    far = np.flatnonzero(out.max(axis=1) > _FAR_OUT_PX)
    if len(far):
        pairs = frames[far], frames[far + 1]
        steps[far], left[far] = _fitted(pairs, [steps[far]], trust, (SIMILARITY,) * _GOING_ON)


def _retry(frames: Float32s, trust: Float32s, steps: Float32s, left: Float32s) -> None:
    """Fit pairs that were not followed well once more, beginning from what others did."""
    bad = np.flatnonzero(left > max(_SURE_ERROR, _ASTRAY * float(few_median(left))))
    if not len(bad):
        return
    good = steps[left <= max(_SURE_ERROR, float(few_median(left)))]
    usual = np.broadcast_to(few_median(good), (len(bad), 4)).astype(np.float32)
    around = np.stack([few_median(steps[max(0, i - 1) : i + 2]) for i in bad])
    moves, again = _fitted(
        (frames[bad], frames[bad + 1]),
        [steps[bad], usual, around],
        trust,
        (SIMILARITY,) * 3,
        cell_px=_FAR_CELL_PX,
    )
    better = again < left[bad]
    steps[bad[better]] = moves[better]
    left[bad[better]] = again[better]


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """Looked-at pixels of the earlier pictures, (pair, point), and what a move changes there."""

    known: Float32s
    places: tuple[Float32s, Float32s]
    far: tuple[Float32s, Float32s]
    even: Float32s
    lines: Float32s


def _fitted(
    pairs: tuple[Float32s, Float32s],
    starts: Sequence[Float32s],
    trust: Float32s,
    rounds: Sequence[int],
    cell_px: int = _NEAR_CELL_PX,
) -> tuple[Float32s, Float32s]:
    """Moves (pair, 4) from the first of ``pairs``, which may be one picture, to the second.

    Gauss-Newton steps with Cauchy weights from the best of ``starts``; ``rounds``: how many
    figures each step may change. Also the share of the contrast that is left, (pair,).
    """
    before, after = pairs
    looked = _looked(before, len(after), trust, cell_px)
    moves = _best_start(looked, after, starts)
    for figures in rounds:
        error, inside = _error(looked, after, moves)
        error *= looked.even
        spread = _middle(np.abs(error[:, ::_FEW]))[:, None] * np.float32(1.5)
        weights = weighing(error, inside, np.maximum(spread, np.float32(_LEAST_SPREAD)))
        lines = looked.lines[:, :figures]
        weighted = lines * weights[:, None]
        normal = weighted @ lines.transpose(0, 2, 1)
        normal += np.eye(figures, dtype=np.float32) * np.float32(_RIDGE)
        moves[:, :figures] -= np.linalg.solve(normal, weighted @ error[:, :, None])[:, :, 0]
    error, _ = _error(looked, after, moves)
    contrast = _middle(np.abs(looked.known[:, ::2])) + np.float32(1e-3)
    return moves, np.asarray(_middle(np.abs(error[:, ::2])) / contrast, np.float32)


def _middle(values: Float32s) -> Float32s:
    """Upper median of every row, (row,); cheaper than the mean of both middle ones."""
    half = values.shape[1] // 2
    middle: Float32s = np.partition(values, half, axis=1)[:, half]
    return middle


def _looked(before: Float32s, count: int, trust: Float32s, cell_px: int) -> _Looked:
    height, width = trust.shape
    along_x, along_y = slopes(before)
    points = steepest((along_x * along_x + along_y * along_y) * trust, cell_px)
    base = points + (np.arange(len(before)) * (height * width))[:, None]
    known, slope_x, slope_y = (each.reshape(-1).take(base) for each in (before, along_x, along_y))
    row, column = np.divmod(points, width)
    x, y = column.astype(np.float32), row.astype(np.float32)
    far_x, far_y = levers(x, y, (height, width))
    steep = np.sqrt(slope_x * slope_x + slope_y * slope_y)
    usual = np.maximum(_middle(steep)[:, None], np.float32(_LEAST_STEEP))
    # An edge of a subject has no more pull than the texture, and standing light has less.
    even = trust.reshape(-1).take(points) * usual / np.maximum(steep, usual)
    pull_x, pull_y = slope_x * even, slope_y * even
    lines = np.stack(
        [pull_x, pull_y, pull_x * far_x + pull_y * far_y, pull_y * far_x - pull_x * far_y], axis=1
    )
    known, x, y, far_x, far_y, even, lines = (
        _for_all(each, count) for each in (known, x, y, far_x, far_y, even, lines)
    )
    return _Looked(known, (x, y), (far_x, far_y), even, lines)


def _for_all(values: Float32s, count: int) -> Float32s:
    return np.asarray(np.broadcast_to(values, (count, *values.shape[1:])), np.float32)


def _best_start(looked: _Looked, after: Float32s, starts: Sequence[Float32s]) -> Float32s:
    """The start of every pair that leaves least."""
    if len(starts) == 1:
        return starts[0].copy()
    left = []
    for start in starts:
        error, inside = _error(looked, after, start)
        off = np.minimum(np.abs(error * looked.even), np.float32(_OUTSIDE)) * inside
        left.append(
            off.sum(axis=1) / np.maximum(inside.sum(axis=1), _LEAST_INSIDE * inside.shape[1])
        )
    best = np.stack(left).argmin(axis=0)
    chosen: Float32s = np.stack(starts)[best, np.arange(len(best))]
    return chosen


def _error(looked: _Looked, after: Float32s, moves: Float32s) -> tuple[Float32s, NDArray[np.bool_]]:
    seen, inside = sampled(after, *led(looked.places, looked.far, moves))
    seen -= looked.known
    return seen, inside


def _leaps(changing: Float32s) -> Float32s:
    """Whole-pixel shifts between neighbors by phase correlation, float32 (pair, 4).

    Reuses one spectrum per thumb; Kuglin and Hines, 1975.
    """
    _, height, width = changing.shape
    window = (np.hanning(height)[:, None] * np.hanning(width)[None, :]).astype(np.float32)
    # A subject that passes changes its pixels more than the texture does, but only for a while.
    usual = np.square(np.sqrt(np.abs(changing)).mean(axis=0)) + np.float32(1e-3)
    spectra = fft.rfft2(np.tanh(changing / usual) * window)
    cross = spectra[1:] * np.conj(spectra[:-1])
    strength = np.abs(cross)
    cross /= strength + np.float32(0.03) * strength.max() + np.float32(1e-9)
    tops = fft.irfft2(cross, s=(height, width)).reshape(len(cross), -1).argmax(axis=1)
    row, column = np.divmod(tops, width)
    leaps = np.zeros((len(tops), 4), np.float32)
    leaps[:, 0] = np.where(column > width // 2, column - width, column)
    leaps[:, 1] = np.where(row > height // 2, row - height, row)
    return leaps


def _complex(moves: Float32s) -> tuple[Complex128s, Complex128s]:
    """Growth and shift of moves (time, 4)."""
    wide = moves.astype(np.complex128)
    return 1 + (wide[:, 2] + 1j * wide[:, 3]) / LEVER_PX, wide[:, 0] + 1j * wide[:, 1]


def _moves(growth: Complex128s, shift: Complex128s) -> Float32s:
    lever = (growth - 1) * LEVER_PX
    return np.stack([shift.real, shift.imag, lever.real, lever.imag], axis=1).astype(np.float32)


def _joined(steps: Float32s) -> tuple[Complex128s, Complex128s]:
    """Growth and shift from the first frame to every frame, from moves of neighbors."""
    growth, shift = np.ones(len(steps) + 1, complex), np.zeros(len(steps) + 1, complex)
    each_growth, each_shift = _complex(steps)
    for i in range(len(steps)):
        growth[i + 1] = each_growth[i] * growth[i]
        shift[i + 1] = each_growth[i] * shift[i] + each_shift[i]
    return growth, shift
