"""Tracks: how the whole picture moves through one window, frame by frame.

Put following the view here, robustly against subjects, lamps and layers. What is followed is
made in ``relief``; layers that move apart are told in ``layers``, the shake of a track in
``shake``, names are given in ``camera``.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.fitting import SHIFT, SIMILARITY, Fit, FitPlan, fit_moves
from motion_assets.core.observations.relief import STILL_SHARE, Relief
from motion_assets.core.observations.thumbs import Float32s
from motion_assets.core.observations.warp import LEVER_PX, Pairs, few_median

Float64s = NDArray[np.float64]
Complex128s = NDArray[np.complex128]
Int64s = NDArray[np.int64]

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

_LEAST_LEAPS_WIDTHS: Final = 0.018
_FAST_WIDTHS: Final = 0.05
_SHAKEN_WIDTHS: Final = 0.03
_EVEN_PX: Final = 0.5
_VERY_EVEN_PX: Final = 0.15
_MUCH_MORE: Final = 0.4
_MORE: Final = 0.2
"""Root mean square by which the ways from frame to frame differ, in frame widths, from which they
may leap; how far they go at once from which they may as well; the root mean square from which they
do, as no shake is that great; the pixels by which those of an even fit differ at most, where they
do, and where they may; how much more of the contrast it may leave, and where they go far at once,
as a whip pan does."""

_NEAR_CELL_PX: Final = 3
_FAR_CELL_PX: Final = 2
_ROUNDS: Final = (SHIFT, SIMILARITY, SIMILARITY)


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


def follow(relief: Relief, *, kernel: Kernel = "numpy") -> Track:
    """Moves of the picture through a window; ``kernel``: how they are fitted, all to one result."""
    frames, steps, left = _stepped(relief, kernel)
    growth, shift = _joined(steps)
    middle = len(frames) // 2
    growth, shift = growth / growth[middle], shift - growth / growth[middle] * shift[middle]
    others = np.flatnonzero(np.arange(len(frames)) != middle)
    far_fit = fit_moves(
        Pairs(frames[middle : middle + 1], frames[others]),
        [_moves(growth, shift)[others]],
        FitPlan((SIMILARITY, SIMILARITY), _FAR_CELL_PX, relief.trust),
        kernel=kernel,
    )
    far, error = np.zeros((len(frames), 4), np.float32), np.zeros(len(frames), np.float32)
    far[others], error[others] = far_fit.moves, far_fit.left
    if few_median(error) <= few_median(left) + 0.5:
        growth, shift = _complex(far)
    return Track(growth, shift, error, steps, left, middle, frames)


def _stepped(relief: Relief, kernel: Kernel) -> tuple[Float32s, Float32s, Float32s]:
    """The frames that were followed, moves between neighbors, and what those leave.

    Once the picture has travelled far, what it has in common at all times is standing light,
    and is taken out of the frames.
    """
    frames = relief.frames
    starts = [np.zeros((len(frames) - 1, 4), np.float32)]
    if relief.still_share < STILL_SHARE:
        starts.append(_leaps(relief.changing))
    plan = FitPlan(_ROUNDS, _NEAR_CELL_PX, relief.trust)
    fit = fit_moves(Pairs(frames[:-1], frames[1:]), starts, plan, kernel=kernel)
    span_px = float(np.hypot(*few_median(fit.moves[:, :2]))) * len(fit.moves)
    if span_px > _FAR_PX or float(few_median(fit.left)) > _CONFUSED:
        frames = relief.changing
        usual = np.broadcast_to(few_median(fit.moves), fit.moves.shape).astype(np.float32)
        starts, plan = [fit.moves, usual, starts[-1]], replace(plan, rounds=_ROUNDS[1:])
        fit = fit_moves(Pairs(frames[:-1], frames[1:]), starts, plan, kernel=kernel)
    fit = _evener(frames, relief.trust, fit, kernel)
    _go_on(frames, relief.trust, fit, kernel)
    _retry(frames, relief.trust, fit, kernel)
    return frames, fit.moves, fit.left


def _evener(frames: Float32s, trust: Float32s, fit: Fit, kernel: Kernel) -> Fit:
    """A fit, or one that goes on evenly where it leaps to and fro, over texture that repeats.

    Such texture lies on itself again a whole repeat away, with less left than between pixels; all
    frames may leap the same way.
    """
    spread, wide = _spread_px(fit), frames.shape[2]
    fast = float(np.hypot(*few_median(fit.moves[:, :2]))) > _FAST_WIDTHS * wide
    if spread < _LEAST_LEAPS_WIDTHS * wide and not fast:
        return fit
    pairs, start = Pairs(frames[:-1], frames[1:]), np.zeros_like(fit.moves)
    for rounds in (_ROUNDS, _ROUNDS[1:]):
        even = fit_moves(pairs, [start], FitPlan(rounds, _NEAR_CELL_PX, trust), kernel=kernel)
        start = np.tile(few_median(even.moves), (len(start), 1))
    more = float(few_median(even.left)) - float(few_median(fit.left))
    # A shake is followed in part from wherever a fit begins.
    most_px = _EVEN_PX if spread > _SHAKEN_WIDTHS * wide else _VERY_EVEN_PX
    most_more = _MORE if fast else _MUCH_MORE
    return even if _spread_px(even) <= most_px and more <= most_more else fit


def _spread_px(fit: Fit) -> float:
    """Root mean square of how far the shifts of pairs are from their mean, in pixels."""
    return float(np.hypot(*fit.moves[:, :2].astype(np.float64).std(axis=0)))


def _go_on(frames: Float32s, trust: Float32s, fit: Fit, kernel: Kernel) -> None:
    """Fit pairs that turn or grow far on from where they are: far out, texture leaps by a grain.

    There a slope leads but a part of the way, and a few steps end short of it. What seems to grow
    while it goes another way is a keystone, and does not.
    """
    usual = np.abs(few_median(fit.moves))
    grows = usual[SHIFT] > _PLAINLY_GROWS * float(np.hypot(*usual[:SHIFT]))
    out = np.abs(fit.moves[:, SHIFT:] if grows else fit.moves[:, -1:])
    far = np.flatnonzero(out.max(axis=1) > _FAR_OUT_PX)
    if len(far):
        plan = FitPlan((SIMILARITY,) * _GOING_ON, _NEAR_CELL_PX, trust)
        pairs = Pairs(frames[far], frames[far + 1])
        further = fit_moves(pairs, [fit.moves[far]], plan, kernel=kernel)
        fit.moves[far], fit.left[far] = further.moves, further.left


def _retry(frames: Float32s, trust: Float32s, fit: Fit, kernel: Kernel) -> None:
    """Fit pairs that were not followed well once more, beginning from what others did."""
    steps, left = fit.moves, fit.left
    bad = np.flatnonzero(left > max(_SURE_ERROR, _ASTRAY * float(few_median(left))))
    if not len(bad):
        return
    good = steps[left <= max(_SURE_ERROR, float(few_median(left)))]
    usual = np.broadcast_to(few_median(good), (len(bad), 4)).astype(np.float32)
    around = np.stack([few_median(steps[max(0, i - 1) : i + 2]) for i in bad])
    again = fit_moves(
        Pairs(frames[bad], frames[bad + 1]),
        [steps[bad], usual, around],
        FitPlan((SIMILARITY,) * 3, _FAR_CELL_PX, trust),
        kernel=kernel,
    )
    better = again.left < left[bad]
    steps[bad[better]] = again.moves[better]
    left[bad[better]] = again.left[better]


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
