"""Spectra of instants with numba: the way of long jobs.

Put the compiled way of measuring spectra here; importing this module imports numba. What is
measured, and the numpy way, equal but for the last bits of its sums, live in
``sound_spectrum``.

The FFT is that of numpy, a few instants at a time. Then one pass takes instant after instant
while its spectrum is in the nearer caches. Medians of 11 bins come from a sorting network of
which only what decides the middle is left, over all blocks at once, and the mean logarithm
from products of mantissas and sums of exponents: a thousand bins take two logarithms.
"""

# ruff: noqa: PLR0917  # compiled functions take plain arrays, and those by position

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.compiled import compiled, kept, reordered
from motion_assets.core.observations.records import Float64s
from motion_assets.core.observations.sound_levels import (
    CENTROID_DECIMALS,
    LEVEL_DECIMALS,
    ROW_COUNT,
    SHARE_DECIMALS,
    SILENT_LEVEL_DBFS,
    SILENT_POWER,
    TIE_SHARE,
    mixture_index,
)
from motion_assets.core.observations.sound_spectrum import (
    BLOCK_BINS,
    MEASURE_COUNT,
    QUANTUM_POWER,
    SKIRT_BINS,
    TONE_RATIO,
    grid,
    sample_scale,
)
from motion_assets.vocabulary.cells import (
    FULL_DBFS,
    MIXTURES,
    QUARTERS,
    SILENCE_DBFS,
    STRENGTH_COUNT,
)

_Float32s = NDArray[np.float32]
_Int64s = NDArray[np.int64]

_BATCH_SAMPLES: Final = 16_000
"""Samples transformed at a time; they and their spectra stay in the second-level cache."""
_MANTISSA: Final = (1 << 52) - 1
_ONE: Final = 1023 << 52
"""Exponent bits of 1.0."""
_PRODUCT_BINS: Final = 512
"""Mantissas, each below 2, whose product stays below the largest float64."""


def middle_network(count: int) -> list[tuple[int, int]]:
    """Pairs to put in order, one after another, until the median stands in the middle.

    Parameters
    ----------
    count : int
        How many values; odd.

    Returns
    -------
    list of (int, int)
        Places whose lesser value goes to the first and greater to the second; the median is at
        ``count // 2`` afterwards. The rest is not in order.

    Notes
    -----
    The odd-even merge sort of Batcher (1968), less the pairs that cannot reach the middle.
    """
    pairs = [pair for pair in _merge_sort(1 << (count - 1).bit_length()) if pair[1] < count]
    needed, kept_pairs = {count // 2}, []
    for pair in reversed(pairs):
        if needed & set(pair):
            needed |= set(pair)
            kept_pairs.append(pair)
    return kept_pairs[::-1]


def _merge_sort(size: int) -> list[tuple[int, int]]:
    """All pairs of Batcher's network for ``size`` values, a power of two."""
    pairs = []
    run = 1
    while run < size:
        step = run
        while step:
            for start in range(step % run, size - step, 2 * step):
                pairs += [
                    (place, place + step)
                    for place in range(start, min(start + step, size - step))
                    if place // (2 * run) == (place + step) // (2 * run)
                ]
            step //= 2
        run *= 2
    return pairs


_MIXTURE_COUNT: Final = len(MIXTURES)
_NETWORK: Final = np.array(middle_network(BLOCK_BINS), np.int64)


def described_by_numba(instants: NDArray[np.generic], sample_rate_hz: int) -> Float64s:
    """Cell, level, shares, centroid and flatness of every instant; see `sound_levels.describe`."""
    return compiled_levels(compiled_spectra(instants, sample_rate_hz))


def compiled_levels(found: Float64s) -> Float64s:
    """What power sums and flatness mean; see `sound_levels.describe`."""
    table = np.zeros((ROW_COUNT, found.shape[1]))
    _describe(found, mixture_index(), table)
    return table


def compiled_spectra(instants: NDArray[np.generic], sample_rate_hz: int) -> Float64s:
    """Power sums and flatness of every instant; see `sound_spectrum.measure_spectra`."""
    count, length = instants.shape
    layout = grid(length, sample_rate_hz)
    found = np.empty((MEASURE_COUNT, count))
    size = max(1, min(count, _BATCH_SAMPLES // length))
    scaled = np.empty((size, length))
    spectra = np.empty((size, length // 2 + 1), np.complex128)
    edges = (layout.rumble_end, layout.high_start, layout.tone_start, layout.tone_end)
    for start in range(0, count, size):
        batch = instants[start : start + size]
        rows = len(batch)
        np.multiply(batch, sample_scale(batch) / length, out=scaled[:rows], dtype=np.float64)
        np.fft.rfft(scaled[:rows], out=spectra[:rows])
        parts = spectra[:rows].view(np.float64)
        _measure(parts, length, layout.bin_hz, edges, _NETWORK, found, start)
    return found


@kept
def _measure(
    parts: Float64s,
    length: int,
    bin_hz: Float64s,
    edges: tuple[int, int, int, int],
    network: NDArray[np.int64],
    found: Float64s,
    start: int,
) -> None:
    """Fill ``found``, shape (measure, instant), from ``start`` on.

    ``parts`` are the real and imaginary parts of the bins in turn.
    """
    rumble_end, high_start, tone_start, tone_end = edges
    bins = bin_hz.size
    blocks = bins // BLOCK_BINS
    power = np.empty(bins, np.float64)
    single = np.empty((BLOCK_BINS, blocks), np.float32)
    most, limits = np.empty(blocks, np.float32), np.empty(blocks, np.float32)
    peaks = np.empty(bins, np.int64)
    for row in range(parts.shape[0]):
        instant = start + row
        _fill_power(parts[row], length, power)
        found[0, instant] = _sum(power)
        found[3, instant] = _sum(power[:rumble_end])
        found[4, instant] = _sum(power[high_start:])
        found[5, instant] = _weighted_sum(power, bin_hz)
        found[6, instant] = _flatness(power[1:])
        _fill_limits(power, network, single, most, limits)
        _clear_tones(power, most, limits, tone_start, tone_end, peaks)
        found[1, instant] = _sum(power[:rumble_end])
        found[2, instant] = _sum(power[rumble_end:])


@compiled
def _fill_power(parts: Float64s, length: int, power: Float64s) -> None:
    """One-sided power of each bin; its bits are those of the numpy way."""
    for i in range(power.size):
        power[i] = 2.0 * (parts[2 * i] * parts[2 * i] + parts[2 * i + 1] * parts[2 * i + 1])
    power[0] *= 0.5
    if length % 2 == 0:
        power[power.size - 1] *= 0.5


@reordered
def _sum(power: Float64s) -> float:
    total = 0.0
    for i in range(power.size):
        total += power[i]
    return total


@reordered
def _weighted_sum(power: Float64s, weights: Float64s) -> float:
    total = 0.0
    for i in range(power.size):
        total += power[i] * weights[i]
    return total


@reordered
def _flatness(power: Float64s) -> float:
    """Geometric over arithmetic mean of the bins' power."""
    quantum = QUANTUM_POWER / power.size
    lifted = power + quantum
    bits = lifted.view(np.int64)
    logs = 0.0
    for start in range(0, power.size, _PRODUCT_BINS):
        part = bits[start : start + _PRODUCT_BINS]
        exponents = 0
        for i in range(part.size):
            exponents += (part[i] >> 52) - 1023
            part[i] = (part[i] & _MANTISSA) | _ONE
        product = 1.0
        mantissas = lifted[start : start + _PRODUCT_BINS]
        for i in range(mantissas.size):
            product *= mantissas[i]
        logs += math.log(product) + exponents * math.log(2.0)
    mean = _sum(power) / power.size + quantum
    return math.exp(logs / power.size) / mean


@compiled
def _fill_limits(
    power: Float64s,
    network: NDArray[np.int64],
    single: _Float32s,
    most: _Float32s,
    limits: _Float32s,
) -> None:
    """Most power in each block, and that above which a bin stands out, as numpy finds it."""
    blocks = limits.size
    for block in range(blocks):
        for i in range(BLOCK_BINS):
            single[i, block] = np.float32(power[block * BLOCK_BINS + i])
    most[:] = single[0]
    for i in range(1, BLOCK_BINS):
        for block in range(blocks):
            most[block] = max(most[block], single[i, block])
    for pair in range(network.shape[0]):
        _order(single[network[pair, 0]], single[network[pair, 1]])
    center = single[BLOCK_BINS // 2]
    for block in range(blocks):
        before, after = center[max(block - 1, 0)], center[min(block + 1, blocks - 1)]
        low, high = min(before, after), max(before, after)
        limits[block] = np.float32(TONE_RATIO) * max(low, min(high, center[block]))


@compiled
def _order(lesser: _Float32s, greater: _Float32s) -> None:
    """Put the values of two rows in order, column by column."""
    for i in range(lesser.size):
        a, b = lesser[i], greater[i]
        lesser[i] = min(a, b)
        greater[i] = max(a, b)


@compiled
def _clear_tones(
    power: Float64s, most: _Float32s, limits: _Float32s, first: int, end: int, peaks: _Int64s
) -> None:
    """Set bins of a clear pitch and those beside them to 0; candidates are first..end - 1."""
    start = first
    while start < min(first + SKIRT_BINS, power.size) and power[start] < power[start - 1]:
        start += 1
    count = 0
    for block in range(limits.size):
        if most[block] > limits[block]:
            for i in range(max(block * BLOCK_BINS, start), min((block + 1) * BLOCK_BINS, end)):
                if np.float32(power[i]) > limits[block]:
                    peaks[count] = i
                    count += 1
    for peak in peaks[:count]:
        power[peak - 1 : peak + 2] = 0.0


@kept
def _describe(found: Float64s, mixtures: _Int64s, table: Float64s) -> None:
    """Fill ``table``, shape (row, instant), from ``found``, shape (measure, instant)."""
    for i in range(found.shape[1]):
        total = found[0, i]
        if total > SILENT_POWER:
            _describe_sound(found[:, i] / total, total, mixtures, table[:, i])
            table[9, i] = _rounded(found[6, i], SHARE_DECIMALS)
        else:
            table[1, i] = SILENT_LEVEL_DBFS


@compiled
def _describe_sound(shares: Float64s, total: float, mixtures: _Int64s, column: Float64s) -> None:
    """Fill all rows of an instant but its flatness; ``shares`` are its measures by ``total``."""
    level = _rounded(10.0 * math.log10(total), LEVEL_DECIMALS)
    rumble, hiss = _rounded(shares[1], SHARE_DECIMALS), _rounded(shares[2], SHARE_DECIMALS)
    low, high = _rounded(shares[3], SHARE_DECIMALS), _rounded(shares[4], SHARE_DECIMALS)
    tone = _rounded(1.0 - rumble - hiss, SHARE_DECIMALS)
    column[0] = _cell(level, rumble, tone, hiss, mixtures)
    column[1] = level
    column[2], column[3], column[4] = rumble, max(tone, 0.0), hiss
    column[5] = low
    column[6] = max(_rounded(1.0 - low - high, SHARE_DECIMALS), 0.0)
    column[7] = high
    column[8] = _rounded(shares[5], CENTROID_DECIMALS)


@compiled
def _rounded(value: float, decimals: int) -> float:
    """Nearest multiple of ``10**-decimals``; what is half-way goes up."""
    scale = 10.0**decimals
    return float(np.rint(value * scale + TIE_SHARE) / scale)


@compiled
def _cell(level: float, rumble: float, tone: float, hiss: float, mixtures: _Int64s) -> int:
    """Sound cell: the nearest step of level, and quarters by largest remainder."""
    step = np.rint((level - SILENCE_DBFS) * STRENGTH_COUNT / (FULL_DBFS - SILENCE_DBFS))
    strength = int(min(max(step, 0.0), STRENGTH_COUNT))
    if strength == 0:
        return 0
    wholes = math.floor(QUARTERS * rumble), math.floor(QUARTERS * tone), math.floor(QUARTERS * hiss)
    first, second = QUARTERS * rumble - wholes[0], QUARTERS * tone - wholes[1]
    third = QUARTERS * hiss - wholes[2]
    missing = QUARTERS - wholes[0] - wholes[1] - wholes[2]
    quarters = (
        wholes[0] + int(int(second > first) + int(third > first) < missing),
        wholes[1] + int(int(first >= second) + int(third > second) < missing),
    )
    return int(1 + (strength - 1) * _MIXTURE_COUNT + mixtures[quarters])
