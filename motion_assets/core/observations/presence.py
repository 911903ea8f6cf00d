"""Presence: whether a stretch of sound is silence, ambience, music, separate effects or all.

Put the decision between the values of ``sound.presence`` here. Onsets belong in ``onsets``,
beats in ``tempo``; the figures that part the values in ``vocabulary.sound_ranges``.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from motion_assets.core.observations.onsets import Flow
from motion_assets.core.observations.tempo import Beat, Onsets
from motion_assets.vocabulary.sound_ranges import (
    AIR_BELOW_LEVEL_DB,
    SILENCE_BELOW_DBFS,
    SPARSE_GAP_DB,
    SPARSE_GAP_SHARE,
    STEADY_GAP_SHARE,
)

_ALWAYS_PERCENT: Final = 20.0
_MARGIN_DB: Final = 12.0
_LEAST_POWER: Final = 1e-12
_START_S: Final = 0.2
_SURE: Final = 1.0
_DOUBTFUL: Final = 0.5


@dataclass(frozen=True, slots=True)
class Presence:
    """Value of ``sound.presence`` with the figure that decided, its unit, and how surely."""

    value: str
    measure: float
    unit: str
    confidence: float


def name_presence(flow: Flow, onsets: Onsets, beat: Beat | None) -> Presence | None:
    """What a stretch holds; None where it is neither steady nor sparse and keeps no beat.

    silence: under -60 dBFS. music: a beat. full: a beat and noise that never stops. sfx: gaps
    in a fifth of the stretch or more, and no beat. ambient: no gaps, and nothing that begins.
    """
    mean = float(flow.power.mean())
    level_dbfs = _db(mean)
    if level_dbfs < SILENCE_BELOW_DBFS:
        margin = (SILENCE_BELOW_DBFS - level_dbfs) / _MARGIN_DB
        return Presence("silence", level_dbfs, "dBFS", _certainty(margin))
    if beat is not None:
        air_db = _db(float(np.percentile(flow.air, _ALWAYS_PERCENT))) - level_dbfs
        margin = abs(air_db - AIR_BELOW_LEVEL_DB) / _MARGIN_DB
        value = "full" if air_db >= AIR_BELOW_LEVEL_DB else "music"
        return Presence(value, air_db, "dB", _certainty(margin) * beat.confidence)
    gaps = _gap_share(flow)
    if gaps >= SPARSE_GAP_SHARE:
        margin = (gaps - SPARSE_GAP_SHARE) / SPARSE_GAP_SHARE
        return Presence("sfx", gaps, "share", _certainty(margin))
    if gaps <= STEADY_GAP_SHARE and not _begins_later(onsets):
        return Presence("ambient", gaps, "share", _SURE)
    return None


def _db(power: float) -> float:
    return float(10 * np.log10(max(power, _LEAST_POWER)))


def _certainty(margin: float) -> float:
    """From a half at the edge between two values to one at a margin of 1."""
    return _DOUBTFUL + (_SURE - _DOUBTFUL) * min(max(margin, 0.0), 1.0)


def _gap_share(flow: Flow) -> float:
    """Share of the stretch far under its loudest instant."""
    return float(np.mean(flow.power < flow.power.max() * 10 ** (-SPARSE_GAP_DB / 10)))


def _begins_later(onsets: Onsets) -> bool:
    """Whether anything begins after the stretch itself does."""
    return bool((onsets.time_s > _START_S).any())
