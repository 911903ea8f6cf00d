"""Hearing: what the sound of a clip shows in each window, measured from its decoded samples.

Put the cutting of a track into stretches here, and the rows that come out. What is measured in
a stretch belongs in ``onsets``, ``tempo``, ``presence`` and ``sound_mood``; what one instant
tells by itself, in ``sound``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motion_assets.core.observations.onsets import Flow, flow_of
from motion_assets.core.observations.presence import Presence, name_presence
from motion_assets.core.observations.records import WindowValue
from motion_assets.core.observations.sound_mood import Pitched, hear_pitch
from motion_assets.core.observations.tempo import Beat, Onsets, find_beat, onsets_of
from motion_assets.errors import LimitError, ShapeError
from motion_assets.vocabulary.limits import SAMPLE_RATE_HZ
from motion_assets.vocabulary.sound_ranges import tempo_value

STRETCH_S: Final = 4.0
"""Least length of a stretch where the track is that long; the greatest is just under twice it."""

_SILENCE: Final = "silence"


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What one stretch of sound shows, and the onsets and levels it was read from.

    None stands where it shows no value for certain.
    """

    flow: Flow
    onsets: Onsets
    presence: Presence | None
    beat: Beat | None
    pitched: Pitched | None


def hear_windows(
    samples: NDArray[np.int16], *, spans: Sequence[tuple[float, float]]
) -> tuple[WindowValue, ...]:
    """Presence, tempo and mood of the sound in every window; no row where one is not certain.

    A beat and a sparse hit need more than a second to be told, so that they are measured over
    stretches that share the track equally, of 4 to 8 s or the whole of a shorter track, and
    each window is given the values of the stretch that holds its middle.

    Parameters
    ----------
    samples : int16, shape (sample,)
        Mono track at 48 kHz.
    spans : sequence of (start_s, duration_s)
        The windows, in seconds from the start of the track.

    Returns
    -------
    tuple of WindowValue
        By window, in order; ``window`` is the place of its span in ``spans``. Measures are
        beats a minute for ``sound.tempo``, the tonic in Hz for ``sound.mood``, and what decided
        for ``sound.presence``: level in dBFS (silence), share of gaps (ambient, sfx), level of
        the air in dB (music, full).

    Raises
    ------
    ShapeError
        If ``samples`` is not one axis of int16.
    LimitError
        If a span starts before 0, has no length, or has its middle after the end of the track.

    Examples
    --------
    >>> [row.value for row in hear_windows(np.zeros(96_000, np.int16), spans=[(0.0, 1.0)])]
    ['silence']
    """
    return Stretches(samples).rows(spans)


class Stretches:
    """The stretches of a track; each is heard once, when it is first asked for.

    ``samples``: int16, shape (sample,), mono at 48 kHz; refused as by `hear_windows`.
    """

    __slots__ = ("_heard", "_samples", "edges")

    def __init__(self, samples: NDArray[np.int16]) -> None:
        _require_track(samples)
        self._samples = samples
        self._heard: dict[int, Heard] = {}
        self.edges = stretch_edges(samples.size)

    def samples(self, stretch: int) -> NDArray[np.int16]:
        """The samples of one stretch, by its number from 0."""
        return self._samples[self.edges[stretch] : self.edges[stretch + 1]]

    def heard(self, stretch: int) -> Heard:
        """What one stretch shows, by its number from 0."""
        if stretch not in self._heard:
            self._heard[stretch] = hear(self.samples(stretch))
        return self._heard[stretch]

    def rows(self, spans: Sequence[tuple[float, float]]) -> tuple[WindowValue, ...]:
        """What `hear_windows` gives for windows of this track."""
        _require_spans(spans, self._samples.size)
        rows: list[WindowValue] = []
        for window, (start_s, duration_s) in enumerate(spans):
            middle = (start_s + duration_s / 2) * SAMPLE_RATE_HZ
            behind = int(np.searchsorted(self.edges, middle, side="right"))
            heard = self.heard(min(behind - 1, len(self.edges) - 2))
            rows += [
                WindowValue(window, round(start_s, 6), round(duration_s, 6), *values)
                for values in _values(heard)
            ]
        return tuple(rows)


def stretch_edges(sample_count: int) -> tuple[int, ...]:
    """First sample of every stretch, and the end of the track.

    >>> stretch_edges(9 * 48_000)
    (0, 216000, 432000)
    """
    count = max(1, int(sample_count / (STRETCH_S * SAMPLE_RATE_HZ)))
    return tuple(i * sample_count // count for i in range(count + 1))


def hear(samples: NDArray[np.int16]) -> Heard:
    """What mono samples at 48 kHz, shape (sample,), show as a whole."""
    flow = flow_of(samples)
    onsets = onsets_of(flow)
    beat = find_beat(onsets)
    presence = name_presence(flow, onsets, beat)
    if presence is None or presence.value == _SILENCE:
        return Heard(flow, onsets, presence, None, None)
    return Heard(flow, onsets, presence, beat, hear_pitch(samples))


def _values(heard: Heard) -> Iterator[tuple[str, str, float, str, float]]:
    """Aspect, value, measure, unit and confidence of everything that is certain."""
    presence, beat, pitched = heard.presence, heard.beat, heard.pitched
    if presence is not None:
        measure = round(presence.measure, 2)
        sure = round(presence.confidence, 3)
        yield "sound.presence", presence.value, measure, presence.unit, sure
    if beat is not None:
        sure = round(beat.confidence, 3)
        yield "sound.tempo", tempo_value(beat.bpm), round(beat.bpm, 2), "bpm", sure
    mood = None if pitched is None else pitched.mood
    if pitched is not None and mood is not None:
        sure = round(pitched.confidence, 3)
        yield "sound.mood", mood, round(pitched.root_hz, 1), "Hz", sure


def _require_track(samples: NDArray[np.int16]) -> None:
    if samples.ndim != 1 or samples.dtype != np.int16 or not samples.size:
        raise ShapeError(
            "hear_windows needs mono int16 samples of shape (sample,), at least one, got "
            f"{samples.dtype} {samples.shape}. Floats? Scale them by 32,767 and round."
        )


def _require_spans(spans: Sequence[tuple[float, float]], sample_count: int) -> None:
    end_s = sample_count / SAMPLE_RATE_HZ
    for start_s, duration_s in spans:
        if start_s < 0 or duration_s <= 0 or start_s + duration_s / 2 > end_s:
            raise LimitError(
                f"a window lies in the {end_s:g} s of the track, got a start of {start_s:g} s and "
                f"a duration of {duration_s:g} s."
            )
