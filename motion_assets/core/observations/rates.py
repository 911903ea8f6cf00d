"""Rates: how fast the cells of a window go along a way, and which rates many of them share.

Put the search for rates here. Comparing the places of a window with themselves at other times
belongs in ``layers``, the weighing of ways against each other in ``planes``.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from motion_assets.core.observations.medians import middles_of
from motion_assets.core.observations.thumbs import Float32s, box_mean

Float64s = NDArray[np.float64]
Complex128s = NDArray[np.complex128]
Way = Literal["across", "down", "growth", "arc", "crane"]

REACH: Final = 0.22
"""How far from a rate others are looked for, frame widths a second."""

SMOOTH: Final = 3
"""Cells along either side of the square over which differences are evened out."""

_COARSE: Final = 29
_FINE: Final = 29
_TAILS_PCT: Final = (4, 96)
_FITTING: Final = 0.5
_LEAST_CELLS: Final = 12
_PLAIN: Final = 1 - 1e-4
"""Share of what the worst rate leaves from which on the best one leaves as much."""

_LEAST_TRUST: Final = 0.3
_LEAST_MASS: Final = 0.06
_VALLEY: Final = 0.85
_FAINT: Final = 0.2
_SLOWER: Final = 0.15
_BACK: Final = -0.6
"""A rate of fewer cells, and slower than the main one, that is taken for standing light: from so
far back, in shares of the main rate, to so far on."""

_NARROWEST: Final = 0.0018
_EVENED_OUT: Final = 1.35
"""What a drift is to what differences that are evened out over neighbors tell of it, by trial."""

_FLAT: Final = 100.0
_ASTRAY: Final = 2.0
"""How much better a drift may be known along one axis than along the other; and how many times as
far off as most a cell may be that counts for it."""


@dataclass(frozen=True, slots=True)
class Layering:
    """How well one kind of way explains a window, in one layer and in several.

    ``rates``: rate of each layer found, ascending, frame widths a second; growth as travel half
    a width from the middle, keystone as it is in the middle. ``single``: best rate for all.
    ``left_single``, ``left_layers``: squared difference left by one rate and by the layers;
    ``left_any``: by the best rate of every cell; all in shares
    of what unlike places leave. ``reach_s``: seconds from
    the middle to the furthest compared frame. ``drift``: see `Course.beside`;
    ``left_drift``: what is left of it in the window, known of growth alone.
    """

    way: Way
    rates: tuple[float, ...]
    single: float
    left_single: float
    left_layers: float
    left_any: float
    reach_s: float
    drift: complex = 0j
    left_drift: complex = 0j


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Differences at whole shifts, of several frames one below the other.

    ``known``: float32 (line, cell). Of every frame: ``counts``, how many lines it has; ``lows``,
    the shift of its first one; ``per_rate``: columns that a rate of 1 shifts by.
    """

    known: Float32s
    counts: NDArray[np.int64]
    lows: NDArray[np.int64]
    per_rate: Float64s

    def read(self, rates: Float64s) -> Float32s:
        """Sums over all frames of the differences at rates, read between shifts, (rate, cell).

        Splines through the two lines on either side: Catmull and Rom, 1974.
        """
        place = rates[:, None] * self.per_rate - self.lows
        place = np.clip(place, 1, self.counts - 2.001)
        whole = place.astype(int)
        share = (place - whole).astype(np.float32)
        first = np.cumsum(self.counts) - self.counts
        weights = np.zeros((len(rates), len(self.known)), np.float32)
        row = np.arange(len(rates))[:, None]
        for offset, weight in _catmull_rom(share):
            weights[row, first + np.clip(whole + offset, 0, self.counts - 1)] += weight
        return np.asarray(weights @ self.known)


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A search for the rates of cells, (row, cell), up to ``reach`` around one.

    ``worst``: what is left at most; ``trust``: how far to trust each cell. ``pulls``: complex128,
    what a drift of one width a second to the right and (times i) down adds to the rate of each.
    """

    tables: Tables
    about: float
    reach: float
    worst: float
    trust: Float32s
    reach_s: float
    pulls: Complex128s

    def left(self, rates: Float64s) -> Float32s:
        """Difference of every cell at every rate, smoothed over neighbors, in shares of the cap."""
        total = self.tables.read(rates).reshape(len(rates), *self.trust.shape)
        smooth = box_mean(total, SMOOTH)
        smooth /= np.float32(self.worst)
        return smooth

    def layers(self, way: Way) -> Layering | None:
        """The layers, from a wide search and a narrow one."""
        wide = np.linspace(self.about - self.reach, self.about + self.reach, _COARSE)
        left = self.left(wide)
        sure = (left.min(axis=0) < _FITTING * left.max(axis=0)) & (self.trust > _LEAST_TRUST)
        if sure.sum() < _LEAST_CELLS:
            return None
        low, high = np.percentile(wide[left.argmin(axis=0)][sure], _TAILS_PCT)
        step = float(wide[1] - wide[0])
        rates = np.linspace(low - 1.3 * step, high + 1.3 * step, _FINE)
        return self._narrow(way, rates, left)

    def _narrow(self, way: Way, rates: Float64s, wide: Float32s) -> Layering | None:
        unlike = max(float(middles_of(wide.reshape(len(wide), -1).T).mean()), 1e-6)
        worst = np.maximum(wide.max(axis=0), np.float32(1e-6))
        left = self.left(rates)
        best, least = left.argmin(axis=0), left.min(axis=0)
        # A plain cell fits all rates alike, and only rounding makes one of them the best.
        inner = (least < _PLAIN * left.max(axis=0)) & (self.trust > _LEAST_TRUST)
        inner &= (best > 0) & (best < len(rates) - 1)
        sure = inner & (least < _FITTING * worst)
        if sure.sum() < _LEAST_CELLS:
            return None
        step = float(rates[1] - rates[0])
        found = _between(left, best, rates[0], step)
        weights = self.trust * (1 - least / worst)
        peaks = _travelling(_peaks(found[sure], weights[sure], max(_NARROWEST, 0.6 * step)))
        if not peaks:
            return None
        known = left[:, inner]
        one = int(known.mean(axis=1).argmin())
        places = np.interp([rate for rate, _ in peaks], rates, np.arange(len(rates)))
        at = np.stack([_read(left, place)[inner] for place in places])
        return Layering(
            way,
            tuple(rate for rate, _ in peaks),
            float(rates[one]),
            float(known[one].mean()) / unlike,
            float(at.min(axis=0).mean()) / unlike,
            float(least[inner].mean()) / unlike,
            self.reach_s,
            left_drift=_drift(found, np.where(sure, weights, 0.0), self.pulls),
        )


def _catmull_rom(share: Float32s) -> tuple[tuple[int, Float32s], ...]:
    """Offsets and weights of the four samples around a place."""
    half = np.float32(0.5)
    square = share * share
    cube = square * share
    return (
        (-1, np.asarray((square + square - cube - share) * half)),
        (0, np.asarray((cube * 3 - square * 5 + 2) * half)),
        (1, np.asarray((square * 4 - cube * 3 + share) * half)),
        (2, np.asarray((cube - square) * half)),
    )


def _read(left: Float32s, place: float) -> Float32s:
    whole = min(int(place), len(left) - 2)
    share = np.float32(place - whole)
    read: Float32s = left[whole] * (1 - share) + left[whole + 1] * share
    return read


def _between(left: Float32s, best: NDArray[np.intp], first: float, step: float) -> Float64s:
    """Rate of every cell at the bottom of the parabola through its best three."""
    middle = np.clip(best, 1, len(left) - 2)
    before, at, after = (
        np.take_along_axis(left, (middle + offset)[None], 0)[0] for offset in (-1, 0, 1)
    )
    bend = before - 2 * at + after
    off = np.where(bend > 0, (before - after) / np.maximum(2 * bend, np.float32(1e-9)), 0)
    return np.asarray(first + step * (middle + np.clip(off, -1, 1)), np.float64)


def _drift(rates: Float64s, weights: Float32s, pulls: Complex128s) -> complex:
    """Drift that makes the rates of each row alike, frame widths a second; 0 where none can be.

    A row lies in one layer as a rule, and what drifts adds to its rates near the middle more than
    to those far out: least squares over all rows, twice, the second time without what is astray.
    """
    if not pulls.any():
        return 0j
    drift, kept = np.zeros(2), np.asarray(weights, np.float64)
    lines = np.stack([pulls.real, pulls.imag])
    for _ in range(2):
        total = np.maximum(kept.sum(axis=1, keepdims=True), 1e-9)
        off = rates - (kept * rates).sum(axis=1, keepdims=True) / total
        even = lines - (kept * lines).sum(axis=2, keepdims=True) / total
        normal = np.einsum("arc,brc,rc->ab", even, even, kept)
        if np.linalg.cond(normal) > _FLAT:
            return 0j
        drift = np.linalg.solve(normal, np.einsum("arc,rc,rc->a", even, off, kept))
        left = np.abs(off - np.tensordot(drift, even, axes=1))
        usual = float(np.median(left[kept > 0]))
        kept = np.where(left <= _ASTRAY * usual, kept, 0.0)
    return complex(*drift) * _EVENED_OUT


def _peaks(rates: Float64s, weights: Float64s, width: float) -> list[tuple[float, float]]:
    """Rates that many cells share, ascending, with their shares of the weight."""
    low, high = float(rates.min()) - 4 * width, float(rates.max()) + 4 * width
    bins = int(np.clip((high - low) / (width / 3), 8, 600))
    counts, edges = np.histogram(rates, bins, (low, high), weights=weights)
    smooth = gaussian_filter1d(counts.astype(np.float64), width / ((high - low) / bins))
    smooth /= smooth.sum()
    tops = np.flatnonzero((smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:])) + 1
    kept: list[int] = []
    for top in sorted(tops.tolist(), key=lambda i: -smooth[i]):
        if all(_apart(smooth, top, other) for other in kept):
            kept.append(top)
    kept.sort()
    lows = [a + int(smooth[a:b].argmin()) for a, b in pairwise(kept)]
    bounds = zip([0, *lows], [*lows, bins], strict=True)
    masses = [float(smooth[a:b].sum()) for a, b in bounds]
    middles = (edges[1:] + edges[:-1]) / 2
    found = [(float(middles[i]), mass) for i, mass in zip(kept, masses, strict=True)]
    return [each for each in found if each[1] >= _LEAST_MASS]


def _travelling(peaks: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Peaks without the faint ones that standing light leaves at rest or on the way there."""
    if not peaks:
        return []
    main = max(peaks, key=lambda each: each[1])[0]
    return [
        (rate, mass)
        for rate, mass in peaks
        if mass > _FAINT or not _BACK * abs(main) < rate * np.sign(main) <= _SLOWER * abs(main)
    ]


def _apart(smooth: Float64s, top: int, other: int) -> bool:
    """Whether there is a valley between two tops."""
    between = smooth[min(top, other) : max(top, other) + 1]
    return bool(between.min() <= _VALLEY * smooth[top])
