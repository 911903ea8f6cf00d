"""Fitting profiles of colors with numba: the way of long jobs.

Put the compiled way here; importing this module imports numba. What a profile is, and the numpy
way, equal in every bit, belong in ``gradient``.
"""

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.compiled import inlined, kept
from motion_assets.core.observations.gradient import BINS, LEAST_WEIGHT, Float64s

_Bins = NDArray[np.int64]


def losses_by_numba(bins: _Bins, color: Float64s, bound: float) -> tuple[Float64s, Float64s]:
    """What `gradient.losses_by_numpy` gives."""
    losses = np.zeros(bins.shape)
    means = np.empty((len(color), len(bins), BINS))
    _lose(bins, np.ascontiguousarray(color), bound, losses, means)
    return losses, means


@kept
def _lose(bins: _Bins, color: Float64s, bound: float, losses: Float64s, means: Float64s) -> None:
    """Fill the losses of every model, its weights meanwhile, and its means."""
    total = np.empty(BINS)
    for model in range(bins.shape[0]):
        for again in range(2):
            for i in range(bins.shape[1]):
                weight = 1 + 4 * losses[model, i] / bound
                losses[model, i] = 1 / (weight * weight) if again else 1.0
            _average(bins[model], color, losses[model], total, means[:, model])
            for i in range(bins.shape[1]):
                place, off = bins[model, i], 0.0
                for channel in range(color.shape[0]):
                    away = color[channel, i] - means[channel, model, place]
                    off += away * away
                losses[model, i] = min(off, bound) if again else off


@inlined
def _average(
    places: _Bins, color: Float64s, weights: Float64s, total: Float64s, means: Float64s
) -> None:
    """Fill the weighted mean color of every bin, (channel, bin); points are added in order."""
    for place in range(total.size):
        total[place] = means[0, place] = means[1, place] = means[2, place] = 0.0
    for i in range(places.size):
        place, weight = places[i], weights[i]
        total[place] += weight
        for channel in range(color.shape[0]):
            means[channel, place] += color[channel, i] * weight
    for place in range(total.size):
        for channel in range(color.shape[0]):
            means[channel, place] /= max(total[place], LEAST_WEIGHT)
