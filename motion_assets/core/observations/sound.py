"""Sound of every instant: its cell, level, mixture, bands, centroid and flatness.

Put what one instant (one video frame of sound) tells by itself here. What needs several
instants, such as tempo and mood, belongs in ``windows``; names and keys of cells in
``vocabulary.cells``. Everything below follows from one real FFT of each instant. Its two
ways, equal in what is reported, live in ``sound_spectrum`` with ``sound_levels`` (numpy) and in
``sound_kernel`` (numba).

An instant is a mixture of three sounds. A bin belongs to a *tone* when it lies from 100 Hz
to 20 kHz, the instant holds two of its periods, and its power is more than 12 times the local
median of the spectrum; the bins beside such a bin go with it. Of the rest, what lies below
200 Hz is *rumble* (a constant offset included) and what lies above is *hiss*. An instant
below the first strength step is *silence*. Instants of 30 a second and fewer tell brown noise
and low chords apart from hiss; at 50 a second and more their spectrum is too coarse for that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from motion_assets.core.observations.color import Kernel
from motion_assets.core.observations.records import Float64s, Int64s, SoundCellsSeen
from motion_assets.core.observations.sound_levels import describe
from motion_assets.core.observations.sound_spectrum import measure_spectra
from motion_assets.errors import LimitError, ShapeError
from motion_assets.vocabulary.cells import SOUND_CELL_COUNT
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ

_MIN_INSTANT_SAMPLES: Final = 64
_WHOLE_TOLERANCE: Final = 1e-6
"""Samples an instant may be off a whole number: frame rates such as 24000/1001 are floats."""


@dataclass(frozen=True, slots=True, eq=False)
class SoundInstants:
    """What each instant of a track sounds like; every array has shape (instant,).

    ``cell``: sound cell id, 0..300. ``level_dbfs``: RMS level, a full-scale square is 0 dBFS,
    never under -120. ``rumble``, ``tone``, ``hiss`` and ``low`` (< 200 Hz), ``mid``, ``high``
    (>= 2 kHz): shares of power, each triple sums to 1, all 0 in digital silence.
    ``centroid_hz``: power-weighted mean frequency. ``flatness``: geometric over arithmetic mean
    of the power of all bins above 0 Hz, 0..1.

    Values are rounded (shares and flatness to 1e-6, level to 1e-4 dB, centroid to 1e-3 Hz), so
    that the last bit of a logarithm on another machine changes nothing.
    """

    cell: Int64s
    level_dbfs: Float64s
    rumble: Float64s
    tone: Float64s
    hiss: Float64s
    low: Float64s
    mid: Float64s
    high: Float64s
    centroid_hz: Float64s
    flatness: Float64s


def measure_instants(
    samples: NDArray[np.int16] | NDArray[np.floating],
    *,
    fps: float,
    sample_rate_hz: int = SAMPLE_RATE_HZ,
    kernel: Kernel = "numpy",
) -> SoundInstants:
    """Sound of every video frame of a mono track.

    Parameters
    ----------
    samples : int16, or float in -1..1, shape (sample,)
        Mono track; int16 full scale is 32,768.
    fps : float
        Instants a second. Where ``sample_rate_hz / fps`` is not whole, each instant starts at
        its rounded-down sample.
    sample_rate_hz : int
        Samples a second.
    kernel : {"numpy", "numba"}
        How to measure; the result is the same. See `color.choose_kernel`.

    Returns
    -------
    SoundInstants
        One entry an instant. A last instant of at least half the length is measured over the
        last full length of the track; a shorter rest is left out.

    Raises
    ------
    ShapeError
        If ``samples`` is not one axis of int16 or finite floats.
    LimitError
        If an instant would hold fewer than 64 samples.

    Examples
    --------
    >>> t = np.arange(2_000) / 48_000
    >>> seen = measure_instants(np.sin(2 * np.pi * 480 * t), fps=24)
    >>> float(seen.level_dbfs[0]), float(seen.tone[0])
    (-3.0103, 1.0)
    """
    _require_track(samples)
    instants = _cut_instants(samples, sample_rate_hz / fps)
    cell, *measured = _described(kernel)(instants, sample_rate_hz)
    return SoundInstants(cell.astype(np.int64), *measured)


def sound_cells(instants: SoundInstants) -> SoundCellsSeen:
    """Cells that the instants showed, ascending, with counts and sums of their measurements."""
    counts = np.bincount(instants.cell, minlength=SOUND_CELL_COUNT)
    cells = np.flatnonzero(counts)
    values = np.array(
        (
            instants.level_dbfs,
            instants.rumble,
            instants.tone,
            instants.hiss,
            instants.low,
            instants.mid,
            instants.high,
            instants.centroid_hz,
            instants.flatness,
        )
    )
    # One count sums everything: each value has as many places of its own as there are cells.
    place = np.add.outer(np.arange(len(values)) * cells.size, cells.searchsorted(instants.cell))
    sums = np.bincount(place.ravel(), values.ravel(), len(values) * cells.size)
    rows = sums.astype(np.float64).reshape(len(values), cells.size)
    return SoundCellsSeen(cells, counts[cells], *rows)


def _described(kernel: Kernel) -> Callable[[NDArray[np.generic], int], Float64s]:
    """From sound, shape (instant, sample), to the rows of `sound_levels.describe`."""
    if kernel == "numpy":
        return _described_by_numpy
    # numba costs 0.4 CPU-s to import; a short job never pays it.
    from motion_assets.core.observations.sound_kernel import described_by_numba  # noqa: PLC0415

    return described_by_numba


def _described_by_numpy(instants: NDArray[np.generic], sample_rate_hz: int) -> Float64s:
    return describe(measure_spectra(instants, sample_rate_hz))


def _require_track(samples: NDArray[np.int16] | NDArray[np.floating]) -> None:
    known = samples.dtype == np.int16 or np.issubdtype(samples.dtype, np.floating)
    if samples.ndim != 1 or not known:
        raise ShapeError(
            "measure_instants needs mono int16 or float samples of shape (sample,), got "
            f"{samples.dtype} {samples.shape}. Several channels? Mix them: samples.mean(axis=0)."
        )
    if samples.dtype != np.int16 and not np.isfinite(samples).all():
        bad = int(np.count_nonzero(~np.isfinite(samples)))
        raise ShapeError(
            f"measure_instants needs finite samples, got {bad} of {samples.size} that are NaN or "
            "infinite. Decode the track again."
        )


def _cut_instants(samples: NDArray[np.generic], spacing: float) -> NDArray[np.generic]:
    """View or copy of shape (instant, sample): one row an instant, all of one length."""
    nearest = round(spacing)
    whole = abs(spacing - nearest) < _WHOLE_TOLERANCE
    length = nearest if whole else int(spacing)
    if length < _MIN_INSTANT_SAMPLES:
        raise LimitError(
            f"an instant needs at least {_MIN_INSTANT_SAMPLES} samples, got {length}. "
            "Give a lower fps or a higher sample_rate_hz."
        )
    if samples.size < length:
        kept = samples.size if 2 * samples.size >= length else 0
        return samples[:kept].reshape(-1, max(kept, 1))
    step = float(length) if whole else spacing
    count = int(samples.size / step)
    measures_rest = 2 * (samples.size - count * step) >= length
    if whole and not measures_rest:
        return samples[: count * length].reshape(count, length)
    starts = (np.arange(count) * step).astype(np.int64)
    if measures_rest:
        starts = np.append(starts, samples.size - length)
    return sliding_window_view(samples, length)[starts]
